"""What counts, and for how long: the requirements that are bound to a date, and the zero rule."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.actions.formula import assess_individually, open_assessment_round
from projects.actions.gates import NewCondition, decide, propose
from projects.actions.phases import move
from projects.actions.records import change
from projects.actions.states import change_state
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.states import State
from projects.choices.vocabulary import Factor, GateOutcome
from projects.errors import NotReady
from projects.models import Anchoring, Benefit, FactorScore, Lesson, SuccessAssessment, Trial
from projects.readiness import requirements
from tests.projects.team import DAY, fresh


def codes(asked):
    return [requirement.code for requirement in asked]


def assessed_days_ago(days):
    """An assessment of three on every factor, as if made some days ago."""

    def insert(team):
        snapshot = SuccessAssessment.objects.create(
            case=team.case,
            by=team.leader,
            occasion="gate",
            assessed_on=team.today - timedelta(days=days),
        )
        FactorScore.objects.bulk_create(
            FactorScore(assessment=snapshot, by=team.leader, factor=factor, score=3)
            for factor in Factor
        )

    return insert


def change_one(model, **changes):
    def write(team):
        found = model.objects.of(team.case).last()
        change(found, by=team.leader, seen_version=found.version, changes=changes)

    return write


@pytest.mark.parametrize("gate", [Gate.G2, Gate.G4])
@pytest.mark.parametrize(("days", "missing"), [(180, []), (181, ["assessed"])])
def test_assessment_counts_for_180_days(make_team, gate, days, missing):
    team = make_team(phase=gate.origin)
    team.meet(gate, but={"assessed"})
    assessed_days_ago(days)(team)

    assert codes(requirements.missing(team.case, gate)) == missing


@pytest.mark.parametrize(
    ("began", "assessed", "missing"),
    [(10, 10, []), (10, 11, ["assessed_here"]), (200, 180, []), (200, 181, ["assessed_here"])],
)
def test_third_gate_asks_for_an_assessment_of_its_phase(make_team, began, assessed, missing):
    today = timezone.localdate()
    team = make_team(phase=Phase.SYSTEM, since=today - timedelta(days=began))
    team.meet(Gate.G3, but={"assessed_here"})
    assessed_days_ago(assessed)(team)

    assert codes(requirements.missing(team.case, Gate.G3)) == missing


def test_assessment_of_one_among_several_is_not_that_of_the_case(make_team, make_person):
    team = make_team(phase=Phase.WHO)
    team.meet(Gate.G2, but={"assessed"})
    asked = open_assessment_round(
        team.case,
        by=team.leader,
        occasion="gate",
        due_on=team.today,
        assessors=[fresh(team.owner), fresh(team.lead_by), team.leader],
    )
    assess_individually(asked, by=team.owner, factors={f: team.judge(3) for f in Factor})

    assert codes(requirements.missing(team.case, Gate.G2)) == ["assessed"]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"held_on": -365}, []),
        ({"held_on": -366}, ["anchored"]),
        ({"held_on": -9, "valid_to": 0}, []),
        ({"held_on": -9, "valid_to": -1}, ["anchored"]),
        ({"level": "political"}, ["anchored"]),
    ],
    ids=str,
)
def test_anchoring_with_top_management_counts_for_a_year_unless_it_runs_out(
    make_team, changes, missing
):
    team = make_team(phase=Phase.WHO)
    team.meet(Gate.G2)
    dated = {
        name: team.today + timedelta(days=said) if isinstance(said, int) else said
        for name, said in changes.items()
    }
    change_one(Anchoring, **dated)(team)

    assert codes(requirements.missing(team.case, Gate.G2)) == missing


@pytest.mark.parametrize(
    ("valid_for", "missing"),
    [(None, []), (60, []), (59, ["pilot_anchored"]), (-1, ["pilot_anchored"])],
)
def test_anchoring_shorter_than_the_pilot_does_not_secure_it(make_team, valid_for, missing):
    team = make_team(phase=Phase.SYSTEM)
    team.meet(Gate.G3)
    change_one(Trial, planned_end_on=team.today + timedelta(days=60))(team)
    valid_to = valid_for and team.today + timedelta(days=valid_for)
    held_on = team.today - timedelta(days=30)
    change_one(Anchoring, held_on=held_on, valid_to=valid_to)(team)

    assert codes(requirements.missing(team.case, Gate.G3)) == missing


def test_stakeholders_assessed_in_an_earlier_phase_are_looked_at_again(make_team):
    team = make_team()
    team.walk(Phase.SYSTEM)
    team.meet(Gate.G3, but={"stakeholders_again"})

    assert codes(requirements.missing(team.case, Gate.G3)) == ["stakeholders_again"]
    team.stakeholders_again()
    assert codes(requirements.missing(team.case, Gate.G3)) == []


@pytest.mark.parametrize(("days", "missing"), [(0, ["measured"]), (1, [])])
def test_measurement_on_the_day_of_the_baseline_is_no_measurement_after_it(
    make_team, days, missing
):
    team = make_team(phase=Phase.REFINE)
    team.meet(Gate.CLOSE, but={"measured"})
    team.benefit()
    benefit = Benefit.objects.of(team.case).get()
    measured_on = benefit.baseline_on + timedelta(days=days)
    team.write(
        "measurement", parent=benefit, measured_on=measured_on, value=15, source="Vaktloggen"
    )

    assert codes(requirements.missing(team.case, Gate.CLOSE)) == missing


def test_benefit_no_longer_pursued_needs_neither_target_nor_measurement(make_team):
    team = make_team(phase=Phase.REFINE)
    team.meet(Gate.CLOSE)
    team.benefit()
    dropped = {"state": "dropped", "state_reason": "Tilskuddet falt bort"}

    assert codes(requirements.missing(team.case, Gate.CLOSE)) == ["measured"]
    change_one(Benefit, **dropped)(team)
    assert codes(requirements.missing(team.case, Gate.CLOSE)) == []


@pytest.mark.parametrize(("days", "missing"), [(0, []), (1, ["in_use"])])
def test_case_is_in_use_from_the_day_it_says(make_team, days, missing):
    team = make_team(phase=Phase.REFINE)
    team.meet(Gate.CLOSE)
    team.facts(in_use_on=team.today + timedelta(days=days))

    assert codes(requirements.missing(team.case, Gate.CLOSE)) == missing


def test_lesson_counts_when_it_says_whom_it_is_shared_with(make_team):
    team = make_team(phase=Phase.REFINE)
    team.meet(Gate.CLOSE)
    change_one(Lesson, sharing="")(team)

    assert codes(requirements.missing(team.case, Gate.CLOSE)) == ["lesson"]


def test_formula_is_assessed_with_every_factor(make_team):
    team = make_team(phase=Phase.WHO)
    team.meet(Gate.G2, but={"assessed"})
    team.assessed(team=None)

    assert codes(requirements.missing(team.case, Gate.G2)) == ["assessed"]


@pytest.mark.parametrize("gate", [Gate.G2, Gate.G3, Gate.G4])
def test_zero_in_the_newest_complete_assessment_needs_an_exception(make_team, gate):
    team = make_team(phase=gate.origin)
    team.meet(gate)
    team.assessed(anchoring=0)
    team.assessed(champion=None)
    proposal = propose(team.case, by=team.proposer, reason="Vi er klare")

    with pytest.raises(NotReady) as refused:
        decide(proposal, by=fresh(team.leader), outcome=GateOutcome.GO, reason="Enig")

    assert codes(refused.value.missing) == ["zero"]
    duty = NewCondition("De er på ferie", "Møt dem", team.leader, team.today + DAY, code="zero")
    decision = decide(
        proposal, by=team.leader, outcome=GateOutcome.GO, reason="Enig", new_conditions=[duty]
    )
    assert decision.outcome == GateOutcome.GO_WITH_EXCEPTIONS
    assert decision.conditions.get().action == "Møt dem"


def test_zero_that_a_newer_assessment_has_lifted_asks_for_nothing(make_team):
    team = make_team(phase=Phase.WHO)
    team.meet(Gate.G2)
    team.assessed(anchoring=0)
    team.assessed(anchoring=2)

    assert team.pass_gate().outcome == GateOutcome.GO


def test_zero_asks_for_nothing_at_the_first_gate_and_at_the_close(make_team):
    early, late = make_team(), make_team(phase=Phase.REFINE)
    for team, gate in ((early, Gate.G1), (late, Gate.CLOSE)):
        team.meet(gate)
        team.assessed(need=0)

    assert [team.pass_gate().outcome for team in (early, late)] == [GateOutcome.GO, GateOutcome.GO]


def test_zero_never_refuses_back_pause_or_stop(make_team):
    team = make_team(phase=Phase.USE)
    team.assessed(need=0)
    act = {"by": team.leader, "reason": "Behovet er et annet"}

    move(team.case, to=Phase.SYSTEM, **act)
    change_state(team.case, transition="pause", review_on=team.today + DAY, **act)
    change_state(team.case, transition="resume", **act)
    change_state(team.case, transition="stop", lesson="Spør først", **act)

    assert (team.case.phase, team.case.state) == (Phase.SYSTEM, State.STOPPED)
