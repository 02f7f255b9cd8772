"""Two people at once in the method: in threads, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor, wait
from decimal import Decimal

import pytest
from django.db import connection, transaction

from accounts.access.roles import CaseRole
from accounts.models import User
from projects.access.policies import can_decide
from projects.actions.formula import FactorInput, assess, assess_individually, open_assessment_round
from projects.actions.gates import NewCondition, decide, meet, propose, withdraw_proposal
from projects.actions.people import end_assignment
from projects.actions.records import add, change, withdraw
from projects.actions.states import change_state
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.states import State
from projects.choices.vocabulary import Factor, GateOutcome
from projects.errors import DomainError
from projects.models import Benefit, Case, Condition, GateDecision, GateProposal, Lesson, Trial
from projects.records.kinds import RECORD_KINDS
from tests.projects.actions.test_races import at_once, refusals
from tests.projects.actions.test_races import fresh as anew
from tests.projects.invariants import broken
from tests.projects.team import DAY, fresh

pytestmark = pytest.mark.django_db(transaction=True)
THREES = {factor: FactorInput(score=3) for factor in Factor}


@pytest.fixture(autouse=True)
def _nothing_is_broken(db):
    """After each race every case holds together."""
    yield
    assert [broken(pk) for pk in Case.objects.values_list("pk", flat=True) if broken(pk)] == []


@pytest.fixture
def proposed(make_team):
    """A case whose gate the lead has proposed, with an owner who may decide it too."""
    team = make_team()
    team.meet(Gate.G1)
    team.owner_named()
    propose(team.case, by=team.proposer, reason="Vi er klare")
    return team


def again(person):
    return User.objects.get(pk=person.pk)


def deciding(team, person, outcome):
    """An act that decides the waiting proposal."""
    proposal = GateProposal.objects.get(case=team.case)
    return lambda: (
        decide(
            GateProposal.objects.get(pk=proposal.pk),
            by=again(person),
            outcome=outcome,
            reason="Enig",
        ).outcome
    )


def test_of_two_deciders_at_once_one_decides(proposed):
    results = at_once(
        deciding(proposed, proposed.owner, GateOutcome.GO),
        deciding(proposed, proposed.leader, GateOutcome.GO),
        deciding(proposed, proposed.owner, GateOutcome.GO),
        deciding(proposed, proposed.leader, GateOutcome.GO),
    )

    assert refusals(results) == ["Conflict", "Conflict", "Conflict", "go"]
    assert GateDecision.objects.count() == 1
    assert list(proposed.case.visits.values_list("phase", "number")) == [("what", 1), ("who", 1)]


def test_of_two_who_disagree_at_once_the_first_decides(proposed):
    results = at_once(
        deciding(proposed, proposed.owner, GateOutcome.GO),
        deciding(proposed, proposed.leader, GateOutcome.REWORK),
    )

    (decision,) = GateDecision.objects.all()
    assert refusals(results) == sorted(["Conflict", decision.outcome])
    assert anew(proposed.case).phase == (Phase.WHO if decision.is_go else Phase.WHAT)


def test_proposal_decided_and_taken_back_at_once_is_one_of_them(proposed):
    proposal = GateProposal.objects.get()
    by = again(proposed.lead_by)

    results = at_once(
        deciding(proposed, proposed.owner, GateOutcome.GO),
        lambda: withdraw_proposal(GateProposal.objects.get(pk=proposal.pk), by=by).gate,
    )

    assert sorted(refusals(results)) in (["Conflict", "go"], ["Conflict", "g1"])
    assert GateDecision.objects.count() == results.count("go")


def test_case_stopped_and_passed_on_at_once_is_stopped(proposed):
    results = at_once(
        deciding(proposed, proposed.owner, GateOutcome.GO),
        lambda: (
            change_state(
                anew(proposed.case),
                transition="stop",
                by=again(proposed.leader),
                reason="Slutt",
                lesson="Spør først",
            ).target
        ),
    )

    case = anew(proposed.case)
    assert case.state == State.STOPPED
    assert case.phase == (Phase.WHO if results[0] == "go" else Phase.WHAT)
    assert Lesson.objects.of(case).count() == 1


def test_of_two_proposers_at_once_one_proposes(make_team):
    team = make_team()
    team.meet(Gate.G1)
    team.owner_named()
    team.lead()

    results = at_once(
        *(
            lambda person=person: propose(anew(team.case), by=again(person), reason="Klart").gate
            for person in (team.leader, team.owner, team.lead_by)
        )
    )

    assert refusals(results) == ["Conflict", "Conflict", "g1"]
    assert GateProposal.objects.count() == 1


def test_versions_of_the_question_written_at_once_follow_each_other(make_team):
    team = make_team()

    def write():
        text = "Hvordan kan flere bo trygt?"
        by = again(team.leader)
        return add(
            RECORD_KINDS["question"], anew(team.case), by=by, text=text, reason="Slik"
        ).number

    assert sorted(at_once(*[write] * 5)) == [1, 2, 3, 4, 5]


def test_trial_started_while_its_criterion_is_changed_starts_with_what_stands(make_team):
    team = make_team(phase=Phase.SYSTEM)
    team.pilot()
    trial = Trial.objects.get()

    def save(**changes):
        mine = Trial.objects.get(pk=trial.pk)
        return change(mine, by=again(team.leader), seen_version=1, changes=changes).version

    results = at_once(
        lambda: save(started_on=team.today), lambda: save(success_criterion="Litt færre anrop")
    )

    trial.refresh_from_db()
    assert sorted(results, key=str) == [2, "Conflict"]
    assert (trial.started_on is None) == (trial.success_criterion == "Litt færre anrop")


def test_benefit_realised_while_its_baseline_is_moved_is_measured_after_it(make_team):
    team = make_team(phase=Phase.SYSTEM)
    team.benefit()
    benefit = Benefit.objects.get()
    said = {"measured_on": team.today - DAY, "value": Decimal(15), "source": "Loggen"}
    team.write("measurement", parent=benefit, **said)

    def save(**changes):
        mine = Benefit.objects.get(pk=benefit.pk)
        return change(mine, by=again(team.leader), seen_version=1, changes=changes).version

    results = at_once(lambda: save(state="realised"), lambda: save(baseline_on=team.today))

    assert sorted(results, key=str) == [2, "Conflict"]


def test_condition_is_met_once(make_team):
    team = make_team(phase=Phase.WHO)
    team.meet(Gate.G2)
    team.assessed(need=0)
    team.pass_gate(
        new_conditions=[NewCondition("Ferie", "Møt dem", team.leader, team.today + DAY, "zero")]
    )
    condition = Condition.objects.get()

    results = at_once(
        *(
            lambda note=note: (
                meet(
                    Condition.objects.get(pk=condition.pk), by=again(team.leader), note=note
                ).met_note
            )
            for note in ("Snakket med dem", "Møtte dem")
        )
    )

    condition.refresh_from_db()
    assert refusals(results) == sorted(["Conflict", condition.met_note])


def test_assessor_answers_once_and_a_round_is_agreed_on_once(make_team):
    team = make_team(phase=Phase.SYSTEM)
    people = [fresh(held.user) for held in team.case.assignments.select_related("user")]
    people.append(team.leader)
    asked = open_assessment_round(
        team.case, by=team.leader, occasion="gate", due_on=team.today, assessors=people
    )
    alone = [
        lambda person=person: (
            assess_individually(asked, by=again(person), factors=THREES).is_individual
        )
        for person in (*people, people[0])
    ]

    def agree():
        said = {"occasion": "gate", "factors": THREES, "assessment_round": asked}
        return assess(anew(team.case), by=again(team.leader), **said).is_individual

    assert sorted(at_once(*alone), key=str) == ["Conflict", True, True, True]
    assert sorted(at_once(agree, agree), key=str) == ["Conflict", False]
    assert asked.assessments.count() == len(people) + 1


def test_last_lessons_of_a_stopped_case_are_not_withdrawn_at_once(make_team):
    team = make_team(phase=Phase.SYSTEM)
    said = {"by": team.leader, "reason": "Slutt", "lesson": "Spør først"}
    change_state(team.case, transition="stop", **said)
    team.lesson()

    results = at_once(
        *(
            lambda pk=pk: withdraw(Lesson.objects.get(pk=pk), by=again(team.leader)).pk
            for pk in Lesson.objects.values_list("pk", flat=True)
        )
    )

    assert refusals(results) == ["Invalid"]
    assert Lesson.objects.of(team.case).not_withdrawn().count() == 1


def test_owner_whose_role_ends_while_they_wait_decides_nothing(proposed):
    owner = again(proposed.owner)
    assert can_decide(owner, proposed.case)  # their roles are read, as on the way in
    proposal = GateProposal.objects.get()
    held = proposed.case.assignments.in_force().get(role=CaseRole.OWNER)

    def action():
        try:
            return decide(proposal, by=owner, outcome=GateOutcome.GO, reason="Enig").outcome
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            end_assignment(held, by=again(proposed.leader))
            waiting = pool.submit(action)
            assert wait([waiting], timeout=0.5).done == set()
        assert waiting.result() == "NotAllowed"

    assert not GateDecision.objects.exists()
