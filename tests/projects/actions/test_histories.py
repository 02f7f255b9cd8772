"""Random histories of a case, by one writer and by two at once: whatever people try, right or
wrong, in any order, the invariants hold.
"""

import logging
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from copy import copy
from functools import partial
from random import Random
from threading import Barrier

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import Phase as Phase_
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.access.roles import CaseRole, Role
from accounts.models import User
from projects.actions.people import assign
from projects.actions.states import change_state
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.states import State, possible_transitions
from projects.errors import DomainError
from tests import profiles
from tests.projects.acts import ACTS, World
from tests.projects.invariants import broken, frozen
from tests.projects.team import Team, fresh

HISTORIES = profiles.amount(short=25, thorough=500)
STEPS = profiles.amount(short=15, thorough=8)
DUELS = profiles.amount(short=10, thorough=100)
ACTS_OF_A_DUEL = 4
# Where at least one history comes. Few go all the way back to the first phase, where most begin.
FAR = profiles.amount(
    short=(State.PAUSED,),
    thorough=(*list(Phase)[1:], State.PAUSED, State.STOPPED, State.COMPLETED),
)

pytestmark = pytest.mark.randomised


@pytest.fixture
def crew(make_person, make_unit, leader):
    """The people of all the cases, by name."""
    return {
        "leader": leader,
        "owner": make_person(Role.READER, name="Eva Eier", unit=make_unit("Helse")),
        "lead": make_person(Role.READER, name="Pål Prosjekt", unit=make_unit("Digitalisering")),
        "member": make_person(Role.READER, name="Mia Medlem"),
        "outsider": make_person(Role.READER, name="Ali Ansatt"),
        "administrator": make_person(Role.ADMINISTRATOR, name="Ada Admin"),
    }


@pytest.fixture
def make_start(make_case, crew):
    """Make a case with its team, to begin a history from."""
    parts = {CaseRole(name): crew[name] for name in ("owner", "lead", "member")}

    def make(**case):
        return Team(
            make_case(people=parts, **case),
            leader=crew["leader"],
            owner=crew["owner"],
            lead=crew["lead"],
            driver=crew["member"],
        )

    return make


def starts(make_start):
    """Where histories begin: a draft, cases that were in a phase when they were registered,
    cases that came where they are through the gates, with all that the following gates ask for,
    and closed ones.
    """
    teams = [make_start(state=State.DRAFT), *(make_start(phase=phase) for phase in Phase)]
    for phase in (Phase.WHAT, Phase.SYSTEM, Phase.REFINE):
        ready = make_start()
        ready.walk(phase)
        for gate in list(Gate)[phase.number - 1 :]:
            ready.meet(gate)
        teams += [ready] * 2
    stopped, completed = make_start(phase=Phase.SYSTEM), make_start(phase=Phase.REFINE)
    said = {"by": stopped.leader, "reason": "Slik ble det", "lesson": "Spør først"}
    change_state(stopped.case, transition="stop", **said)
    completed.meet(Gate.CLOSE)
    completed.pass_gate()
    return [*teams, stopped, completed]


def tell(counts):
    """Log how often what was tried was done or refused: pytest --log-cli-level=INFO."""
    for what, number in sorted(counts.items()):
        logging.getLogger(__name__).info("%s %s", " ".join(what), number)


def restore(team, crew):
    """Let everybody in again, give back the roles that were taken, and let work go on."""
    User.objects.update(is_active=True)
    team.case.refresh_from_db()
    for step in possible_transitions(State(team.case.state), Phase(team.case.phase)):
        if step.target == State.ACTIVE:
            change_state(team.case, transition=step.name, by=fresh(team.leader), reason="Videre")
    for name in ("owner", "lead", "member"):
        with suppress(DomainError):
            assign(team.case, user=fresh(crew[name]), role=CaseRole(name), by=fresh(team.leader))


class Histories(RuleBasedStateMachine):
    """A history of one case, in a savepoint of its own. What a commit would refuse is asked for
    after each act.
    """

    def __init__(self, teams, people, counts):
        super().__init__()
        self.teams, self.people, self.counts = teams, people, counts
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    @initialize(data=st.data())
    def begin(self, data):
        self.world = World(copy(data.draw(st.sampled_from(self.teams))), self.people)
        self.stood = frozen(self.world.case_id)
        self.was = self.world.team.case.phase, self.world.team.case.state

    @rule(act=st.sampled_from(ACTS), data=st.data())
    def try_out(self, act, data):
        outcome = self.world.try_out(act, lambda options: data.draw(st.sampled_from(options)))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        self.counts[act.__name__, outcome] += 1
        self.look_around()

    def look_around(self):
        """Count where the history goes."""
        case = self.world.case
        for was, now in ((self.was[0], case.phase), (self.was[1], case.state)):
            if was != now:
                self.counts["reached", now] += 1
        self.was = case.phase, case.state

    @invariant()
    def holds(self):
        assert broken(self.world.case_id) == []

    def teardown(self):
        case = self.world.case
        self.counts["ended", case.phase, case.state] += 1
        assert self.stood - frozen(case.pk) == set()
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)


@pytest.mark.django_db
def test_invariants_hold_after_every_act_of_a_random_history(make_start, crew):
    teams, people, counts = starts(make_start), {n: p.pk for n, p in crew.items()}, Counter()

    run_state_machine_as_test(
        partial(Histories, teams, people, counts),
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            phases=(Phase_.generate, Phase_.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )

    tell(counts)
    assert sum(n for what, n in counts.items() if what[0] == "ended") >= HISTORIES
    assert [where for where in FAR if not counts["reached", where]] == []


@pytest.mark.django_db(transaction=True)
def test_invariants_hold_when_two_write_at_once(make_start, crew, dice):
    teams, people, counts = starts(make_start), {n: p.pk for n, p in crew.items()}, Counter()
    stood = {team.case.pk: frozen(team.case.pk) for team in teams}

    def write(team, seed):
        world, some = World(copy(team), people), Random(seed)
        for _n in range(ACTS_OF_A_DUEL):
            act = some.choice(ACTS)
            counts[act.__name__, world.try_out(act, some.choice)] += 1

    with ThreadPoolExecutor(2) as pool:
        for number in range(DUELS):
            seed, team = dice.randrange(2**32), teams[number % len(teams)]
            case_id = team.case.pk
            restore(team, crew)
            list(pool.map(write, [team, team], [seed, -seed - 1]))

            assert (seed, broken(case_id)) == (seed, [])
            assert (seed, stood[case_id] - frozen(case_id)) == (seed, set())
            stood[case_id] = frozen(case_id)
        together = Barrier(2)
        list(pool.map(lambda _n: (together.wait(), connection.close()), range(2)))
    tell(counts)
