"""The day something truly happened, and what may not have happened yet."""

import pytest
from django.utils import timezone

from projects.actions.formula import close_assessment_round, open_assessment_round
from projects.actions.gates import decide, propose
from projects.actions.records import change
from projects.actions.states import change_state
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.states import State
from projects.choices.vocabulary import AnchoringLevel, Coverage, GateOutcome
from projects.errors import Invalid
from projects.method import anchoring
from projects.models import FormalDecision, Measurement, SuccessAssessment
from projects.readiness import requirements
from tests.projects.team import DAY, fresh

WHY = {"reason": "Slik ble det"}


def codes(asked):
    return [requirement.code for requirement in asked]


@pytest.fixture
def begun(make_team):
    """A case that has been in the fifth phase for thirty days."""
    return make_team(phase=Phase.REFINE, since=timezone.localdate() - 30 * DAY)


def test_case_is_completed_on_the_day_it_was_decided(begun):
    begun.meet(Gate.CLOSE)
    on = begun.today - 10 * DAY
    proposal = propose(begun.case, by=begun.proposer, **WHY)

    decide(proposal, by=fresh(begun.leader), outcome=GateOutcome.GO, on=on, **WHY)

    begun.case.refresh_from_db()
    assert (begun.case.state, begun.case.actual_end_on) == (State.COMPLETED, on.isoformat())
    assert begun.case.state_changes.last().changed_on == on
    assert begun.case.visits.last().left_on == on


def test_stop_is_told_of_the_day_it_was_decided_and_ends_the_case_that_day(
    begun, browser_of, address
):
    on = begun.today - 7 * DAY
    typed = {
        "seen_state": "active",
        "cause": "need_gone",
        "lesson": "Spør først",
        "sharing": "case",
    }

    answer = browser_of(begun.leader).post(
        address("case_state", begun.case, "stop"),
        typed | WHY | {"kind": "method", "level": "administrative", "on": on.isoformat()},
    )

    begun.case.refresh_from_db()
    assert (answer.status_code, begun.case.state) == (302, State.STOPPED)
    assert (begun.case.state_changes.last().changed_on, begun.case.actual_end_on) == (
        on,
        on.isoformat(),
    )


def test_case_that_is_taken_up_again_has_not_ended(begun):
    change_state(begun.case, transition="stop", by=begun.leader, lesson="Spør først", **WHY)

    change_state(begun.case, transition="reopen", by=begun.leader, **WHY)

    begun.case.refresh_from_db()
    assert begun.case.actual_end_on == ""


@pytest.mark.parametrize(("days", "said"), [(1, "in the future"), (-31, "happened last")])
def test_change_of_state_has_a_day_that_fits(begun, days, said):
    on = begun.today + days * DAY
    rest = {"review_on": begun.today + 30 * DAY}

    with pytest.raises(Invalid, match=said) as refused:
        change_state(begun.case, transition="pause", by=begun.leader, on=on, **rest, **WHY)

    assert refused.value.field == "on"
    assert begun.case.state_changes.last().target == State.ACTIVE


@pytest.mark.parametrize(
    ("code", "field", "fields"),
    [
        (
            "decision",
            "met_on",
            {"level": "political", "body": "Kommunestyret", "title": "Drift",
             "kind": "implementation", "outcome": "adopted", "number": "PS 1/27"},
        ),
        (
            "round",
            "end_on",
            {"hypothesis": "De vil bli sett", "question": "Holder det?", "conclusion": "Ja"},
        ),
        ("cost", "on", {"kind": "hours", "hours": 12}),
        ("stakeholder", "left_on", {"kind": "group", "name": "Naboene", "category": "user",
                                    "left_because": "Flyttet"}),
    ],
)  # fmt: skip
def test_what_has_happened_is_not_still_to_come(make_team, code, field, fields):
    team = make_team(phase=Phase.SYSTEM)
    started = {"start_on": team.today} if code == "round" else {}

    with pytest.raises(Invalid, match="not in the future") as refused:
        team.write(code, **fields, **started, **{field: team.today + DAY})

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("kind", "missing", "cover"),
    [
        ("choice", [], Coverage.COVERED),
        ("briefing", ["political_decision"], Coverage.MISSING),
        ("stop", ["political_decision"], Coverage.MISSING),
    ],
)
def test_being_told_and_a_stop_are_no_political_yes(make_team, kind, missing, cover):
    team = make_team(phase=Phase.SYSTEM)
    team.meet(Gate.G3)
    team.facts(needs_political_decision=True)
    team.write(
        "decision",
        level="political",
        body="Kommunestyret",
        met_on=team.today,
        title="Tilsyn",
        kind=kind,
        outcome="adopted",
    )

    held = anchoring.levels([], FormalDecision.objects.of(team.case), team.today)

    assert codes(requirements.missing(team.case, Gate.G3)) == missing
    assert {one.level: one.coverage for one in held}[AnchoringLevel.POLITICAL] == cover


def test_corrected_measurement_does_not_complete_a_case(make_team):
    team = make_team(phase=Phase.REFINE)
    team.meet(Gate.CLOSE)
    held = Measurement.objects.get()
    said = {"value": held.value, "source": "Loggen", "corrects": held}
    team.write("measurement", parent=held.benefit, measured_on=held.benefit.baseline_on, **said)

    assert codes(requirements.missing(team.case, Gate.CLOSE)) == ["measured"]


def test_assessment_of_the_same_day_before_the_phase_began_is_of_the_phase_before(make_team):
    team = make_team(phase=Phase.WHO)
    team.meet(Gate.G2)
    team.pass_gate()
    team.meet(Gate.G3, but={"assessed_here"})

    assert SuccessAssessment.objects.get().assessed_on == team.case.phase_since
    assert codes(requirements.missing(team.case, Gate.G3)) == ["assessed_here"]


def test_pilot_that_was_broken_off_is_planned_anew(make_team):
    team = make_team(phase=Phase.SYSTEM)
    team.meet(Gate.G3)
    trial = team.case.trials.get()
    ended = {"started_on": team.today, "ended_on": team.today, "result": "broken_off"}
    ended |= {"findings": "Utstyret kom ikke", "afterwards": "new_round"}
    change(trial, by=team.leader, seen_version=trial.version, changes=ended)

    assert codes(requirements.missing(team.case, Gate.G3)) == ["pilot"]


@pytest.fixture
def rested(make_team):
    """A case that was paused while a proposal waited."""
    team = make_team(phase=Phase.WHO)
    team.meet(Gate.G2)
    team.proposal = propose(team.case, by=team.proposer, **WHY)
    team.asked = open_assessment_round(
        team.case,
        by=team.leader,
        occasion="gate",
        due_on=team.today + DAY,
        assessors=[fresh(team.owner), fresh(team.lead_by), team.leader],
    )
    rest = {"review_on": team.today + 30 * DAY}
    change_state(team.case, transition="pause", by=team.leader, **rest, **WHY)
    return team


def test_paused_case_passes_no_gate_and_says_so(rested, browser_of, address):
    typed = {"proposal": rested.proposal.pk, "outcome": "go", **WHY}

    answer = browser_of(rested.leader).post(address("gate_decide", rested.case), typed)

    assert answer.status_code == 422
    assert answer.context["outcome"].message == "Only an active case passes a gate."
    assert answer.context["decision_form"]["reason"].value() == "Slik ble det"


def test_round_of_assessments_is_ended_while_the_case_rests(rested):
    close_assessment_round(rested.asked, by=rested.leader)

    assert rested.asked.closed_at is not None


def test_round_of_assessments_ends_with_the_case(rested, browser_of):
    change_state(rested.case, transition="stop", by=rested.leader, lesson="Spør først", **WHY)

    rested.asked.refresh_from_db()
    assert rested.asked.closed_at is not None
    assert "Assess alone" not in browser_of(fresh(rested.owner)).get("/my/").content.decode()
