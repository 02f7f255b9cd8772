"""Two people at once: each action locks first and judges by what the other left behind."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.access.roles import CaseRole, Role
from accounts.models import User
from projects.actions.cases import edit_case, open_case, reserve_keys
from projects.actions.people import assign
from projects.actions.phases import move
from projects.actions.states import change_state
from projects.actions.status import report_status
from projects.choices.phases import Phase
from projects.choices.states import Health, State
from projects.errors import DomainError
from projects.models import Case

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run the acts side by side; return each one's result, or the class of its refusal."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            return act()
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results):
    return sorted(result for result in results if isinstance(result, str))


def fresh(case):
    return Case.objects.get(pk=case.pk)


def test_of_two_movers_at_once_one_moves_the_case(make_case, leader):
    case = make_case(phase=Phase.WHO)

    def act():
        return move(
            fresh(case), to=Phase.WHAT, by=leader, reason="Feil behov", seen_phase=Phase.WHO
        ).number

    results = at_once(act, act, act, act)

    assert refusals(results) == ["Conflict"] * 3
    assert list(case.visits.values_list("phase", "number")) == [("who", 1), ("what", 1)]


def test_of_a_stop_and_a_move_at_once_the_case_ends_in_one_piece(make_case, leader):
    case = make_case(phase=Phase.WHO)

    results = at_once(
        lambda: change_state(
            fresh(case), transition="stop", by=leader, reason="Slutt", lesson="Spør først"
        ),
        lambda: move(fresh(case), to=Phase.WHAT, by=leader, reason="Feil behov"),
    )

    case = fresh(case)
    assert case.state == State.STOPPED
    assert case.visits.filter(left_at=None).count() == 0
    assert case.visits.count() == 2 - len(refusals(results))


def test_of_two_status_updates_at_once_one_is_a_conflict(make_case, leader):
    case = make_case()

    results = at_once(
        *(
            lambda health=health: report_status(
                fresh(case), by=leader, health=health, summary=health.label, seen=None
            )
            for health in (Health.ON_TRACK, Health.AT_RISK)
        )
    )

    assert refusals(results) == ["Conflict"]
    assert case.status_updates.count() == 1
    assert fresh(case).health == case.status_updates.get().health


def test_of_two_edits_of_one_version_at_once_one_is_a_conflict(make_case, leader):
    case = make_case()

    results = at_once(
        *(
            lambda title=title: edit_case(
                fresh(case), by=leader, seen_version=case.version, changes={"title": title}
            )
            for title in ("Ny tittel", "En annen tittel")
        )
    )

    assert refusals(results) == ["Conflict"]
    (winner,) = [result for result in results if not isinstance(result, str)]
    assert (fresh(case).title, fresh(case).version) == (winner.title, case.version + 1)


def test_of_two_owners_named_at_once_one_is_named(make_case, make_person, leader):
    case = make_case()
    people = [make_person(Role.READER), make_person(Role.READER)]

    results = at_once(
        *(
            lambda person=person: assign(
                case, user=person, role=CaseRole.OWNER, by=User.objects.get(pk=leader.pk)
            )
            for person in people
        )
    )

    assert refusals(results) == ["Invalid"]
    assert case.assignments.in_force().filter(role=CaseRole.OWNER).count() == 1


def test_cases_opened_at_once_have_keys_of_their_own(leader, unit):
    fields = {"title": "Ny sak", "unit": unit, "contact": leader, "language": "nb"}

    cases = at_once(*(lambda: open_case(by=leader, fields=fields) for _ in range(8)))

    numbers = sorted(int(case.key[-3:]) for case in cases)
    assert numbers == list(range(1, 9))


def test_reserved_keys_follow_each_other(municipality):
    first = reserve_keys(municipality=municipality, year=2026, count=3)
    second = reserve_keys(municipality=municipality, year=2026, count=1)

    assert first == ["9901-2026-001", "9901-2026-002", "9901-2026-003"]
    assert second == ["9901-2026-004"]
