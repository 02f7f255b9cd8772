"""Rows written without the actions: the database keeps related rows consistent."""

from functools import partial

import pgtrigger
import pytest
from django.db import connection
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from projects.actions.formula import open_assessment_round
from projects.actions.states import change_state
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.models import (
    AssessmentRound,
    Benefit,
    GateDecision,
    Insight,
    Measurement,
    StateChange,
    Stop,
    Trial,
)
from tests.projects.invariants import refused_by_the_database
from tests.projects.team import DAY, fresh

WHY = {"reason": "Slik ble det"}


def stop(team):
    change_state(team.case, transition="stop", by=team.leader, lesson="Spør først", **WHY)
    return Stop.objects.get(change__case=team.case, closed_by_change=None)


def reopen(team):
    change_state(team.case, transition="reopen", by=team.leader, to=Phase.WHO, **WHY)
    return team.case.state_changes.last()


# --- States and phases -----------------------------------------------------------------------


@pytest.fixture
def completed(make_team):
    """A case that went through its last gate."""
    team = make_team(phase=Phase.REFINE)
    team.meet(Gate.CLOSE)
    team.pass_gate()
    return team


def test_case_is_not_completed_again_by_the_decision_that_did_it_before(completed):
    change_state(completed.case, transition="reopen", by=completed.leader, **WHY)

    def complete():
        StateChange.objects.create(
            case=completed.case,
            by=completed.leader,
            origin="active",
            target="completed",
            changed_on=completed.today,
        )

    assert "is completed by its last gate" in refused_by_the_database(complete)


def test_change_of_state_goes_somewhere(make_case, leader):
    case = make_case(state="draft")

    def stay():
        StateChange.objects.create(
            case=case, by=leader, origin="draft", target="draft", changed_on=timezone.localdate()
        )

    assert "goes_somewhere" in refused_by_the_database(stay)


def enter(team, phase=Phase.WHO):
    """Leave the phase, if the case is in one, and enter one, without the actions."""
    now = {"left_on": team.today, "left_at": timezone.now(), "left_by": team.leader}
    team.case.visits.filter(left_at=None).update(**now)
    team.case.visits.create(
        phase=phase, number=9, entered_on=team.today, entered_by=team.leader, **now, **WHY
    )


def test_case_that_is_paused_enters_no_phase(make_team):
    team = make_team(phase=Phase.SYSTEM)
    until = team.today + 30 * DAY
    change_state(team.case, transition="pause", by=team.leader, review_on=until, **WHY)

    said = refused_by_the_database(lambda: enter(team, Phase.SYSTEM))

    assert "entered only while the case is active" in said


def test_case_that_is_stopped_enters_no_phase(make_team):
    team = make_team(phase=Phase.SYSTEM)
    stop(team)

    assert "entered only while the case is active" in refused_by_the_database(lambda: enter(team))


def test_case_that_is_completed_enters_no_phase(completed):
    said = refused_by_the_database(lambda: enter(completed))

    assert "entered only while the case is active" in said


def test_case_that_is_not_started_enters_no_phase(make_team):
    team = make_team(state="draft")

    assert "entered only while the case is active" in refused_by_the_database(lambda: enter(team))


# --- Stops -----------------------------------------------------------------------------------

ITS_CHANGES = "a stop is of the changes that stop and reopen its case"


def test_stop_is_of_a_change_that_stops(make_team):
    team = make_team(phase=Phase.SYSTEM)
    held = stop(team)
    again = reopen(team)

    def add():
        Stop.objects.create(
            change=again, by=team.leader, phase="who", cause="money", lesson=held.lesson
        )

    assert ITS_CHANGES in refused_by_the_database(add)


def test_stop_is_closed_by_the_reopening_of_its_own_case(make_team):
    team, other = make_team(phase=Phase.SYSTEM), make_team(title="En annen", phase=Phase.SYSTEM)
    held = stop(team)
    stop(other)
    elsewhere = reopen(other)
    of_it = Stop.objects.filter(pk=held.pk)

    said = [
        refused_by_the_database(partial(of_it.update, closed_by_change=wrong))
        for wrong in (elsewhere, held.change)
    ]

    assert [ITS_CHANGES in one for one in said] == [True, True]


def test_case_at_work_has_no_stop_added(make_team):
    team = make_team(phase=Phase.SYSTEM)
    stopped = stop(team)
    reopen(team)
    connection.check_constraints()
    bare = StateChange.objects.filter(pk=stopped.change_id)

    def add_to_the_past():
        with pgtrigger.ignore("projects.Stop:stop_is_never_deleted"):
            Stop.objects.all().delete()
        Stop.objects.create(
            change=bare.get(), by=team.leader, phase="who", cause="money", lesson=stopped.lesson
        )

    assert "another case has none" in refused_by_the_database(add_to_the_past)


# --- Measurements ----------------------------------------------------------------------------


def test_measurement_corrects_one_of_its_own_benefit(make_team):
    team = make_team(phase=Phase.REFINE)
    team.measured()
    team.benefit()
    first, other = Measurement.objects.get(), Benefit.objects.latest("pk")
    said = {"measured_on": team.today, "value": 3, "source": "Loggen", "corrects": first}

    def correct():
        Measurement.objects.create(benefit=other, by=team.leader, **said)

    assert "one of its own benefit" in refused_by_the_database(correct)


# --- Required texts --------------------------------------------------------------------------


def test_what_must_be_chosen_is_not_left_out(make_team):
    team = make_team()
    team.insight()

    assert "kind_is_known" in refused_by_the_database(lambda: Insight.objects.update(kind=""))


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"outcome": ""}, "outcome_is_known"),
        ({"role": ""}, "role_is_known"),
        ({"role": "member"}, "role_is_known"),
    ],
)
def test_decision_says_what_and_as_whom(make_team, wrong, rule):
    team = make_team()
    team.meet(Gate.G1)
    proposal = team.case.gate_proposals.create(gate=Gate.G1, by=team.proposer, **WHY)
    said = {"outcome": "rework", "role": "leader", "gate": Gate.G1, "criteria": []} | WHY | wrong

    def decide():
        GateDecision.objects.create(
            case=team.case,
            proposal=proposal,
            proposed_by=proposal.by,
            by=team.leader,
            decided_on=team.today,
            **said,
        )

    assert rule in refused_by_the_database(decide)


def test_stranger_is_not_asked_to_assess(make_team, make_municipality, make_person):
    team = make_team(phase=Phase.SYSTEM)
    parts = team.case.assignments.filter(role__in=[CaseRole.OWNER, CaseRole.LEAD])
    people = [*(fresh(held.user) for held in parts.select_related("user")), team.leader]
    open_assessment_round(
        team.case, by=team.leader, occasion="gate", due_on=team.today, assessors=people
    )
    stranger = make_person(Role.READER, municipality=make_municipality("9902", "Sørvik"))

    asked = AssessmentRound.objects.get().assessors

    said = refused_by_the_database(lambda: asked.add(stranger))
    assert "names a person of another municipality" in said


# --- The criterion comes first ---------------------------------------------------------------


def test_day_of_a_criterion_is_not_moved_once_the_trial_has_started(make_team):
    team = make_team(phase=Phase.SYSTEM)
    team.pilot()
    Trial.objects.update(started_on=team.today)

    mend = Trial.objects.update

    assert "keeps its criterion" in refused_by_the_database(
        lambda: mend(criterion_on=team.today - DAY)
    )
