"""What the database refuses of states, decisions and measurements, whoever writes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access.roles import Role
from projects.actions.formula import open_assessment_round
from projects.actions.gates import propose
from projects.actions.records import change
from projects.actions.states import change_state
from projects.actions.trials import start
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.vocabulary import GateOutcome
from projects.errors import Invalid
from projects.models import (
    AssessmentRound,
    Benefit,
    Case,
    Condition,
    GateDecision,
    Measurement,
    Option,
    StateChange,
    Stop,
    SuccessAssessment,
    Trial,
)
from tests.projects.invariants import broken, refused_by_the_database
from tests.projects.team import DAY, fresh

WHY = {"reason": "Slik ble det"}


@pytest.fixture
def team(make_team):
    return make_team(phase=Phase.REFINE)


def changed(team, origin, target):
    return StateChange.objects.create(
        case=team.case, by=team.leader, origin=origin, target=target, changed_on=team.today, **WHY
    )


def test_change_of_state_begins_where_the_last_one_ended(team):
    assert "begins where the last" in refused_by_the_database(
        lambda: changed(team, "paused", "active")
    )


def test_case_goes_only_where_the_table_of_states_says(team):
    assert "does not go from" in refused_by_the_database(lambda: changed(team, "active", "draft"))


def test_case_is_not_completed_without_its_last_gate(team):
    assert "by its last gate" in refused_by_the_database(
        lambda: changed(team, "active", "completed")
    )


def test_decision_to_complete_is_carried_out(team):
    proposal = team.case.gate_proposals.create(gate=Gate.CLOSE, by=team.leader, **WHY)
    other = fresh(team.case.assignments.select_related("user").first().user)

    def decide():
        GateDecision.objects.create(
            case=team.case,
            proposal=proposal,
            gate=Gate.CLOSE,
            outcome=GateOutcome.GO,
            decided_on=team.today,
            by=other,
            role="owner",
            proposed_by=team.leader,
            criteria=[],
            **WHY,
        )
        proposal.closed_at = timezone.now()
        proposal.save(update_fields=["closed_at"])

    assert "to complete is carried out" in refused_by_the_database(decide)


@pytest.mark.parametrize("state", ["paused", "stopped"])
def test_case_at_rest_stays_in_its_phase(team, state):
    how = {"review_on": team.today + DAY} if state == "paused" else {"lesson": "Spør først"}
    step = {"paused": "pause", "stopped": "stop"}[state]
    change_state(team.case, transition=step, by=team.leader, **how, **WHY)

    def move():
        Case.objects.filter(pk=team.case.pk).update(phase="what")

    assert f"a case that is {state} stays" in refused_by_the_database(move)


def test_case_that_is_taken_up_again_closes_its_stop(team):
    change_state(team.case, transition="stop", by=team.leader, lesson="Spør først", **WHY)

    def reopen():
        changed(team, "stopped", "active")
        Case.objects.filter(pk=team.case.pk).update(state="active")
        team.case.visits.create(
            phase="refine", number=2, entered_on=team.today, entered_by=team.leader, **WHY
        )

    assert "has one open stop, and another case has none" in refused_by_the_database(reopen)
    assert Stop.objects.get().closed_by_change is None


def test_decision_is_of_its_proposal(make_team, make_person):
    team = make_team()
    team.meet(Gate.G1)
    proposal = propose(team.case, by=team.leader, **WHY)

    def decide_alone():
        GateDecision.objects.create(
            case=team.case,
            proposal=proposal,
            gate=Gate.G1,
            outcome=GateOutcome.REWORK,
            decided_on=team.today,
            by=team.leader,
            role="leader",
            proposed_by=make_person(Role.READER),
            criteria=[],
            **WHY,
        )

    assert "is of its proposal" in refused_by_the_database(decide_alone)


def test_open_round_of_assessments_stands_as_it_was_asked(make_team):
    team = make_team(phase=Phase.SYSTEM)
    people = [fresh(held.user) for held in team.case.assignments.select_related("user")][:2]
    people.append(team.leader)
    open_assessment_round(
        team.case, by=team.leader, occasion="gate", due_on=team.today, assessors=people
    )

    later = {"due_on": team.today + timedelta(days=300)}

    assert "Cannot update" in refused_by_the_database(
        lambda: AssessmentRound.objects.update(**later)
    )


def test_who_imposed_a_condition_stands(make_team):
    team = make_team()
    team.owe()

    assert "Cannot update" in refused_by_the_database(
        lambda: Condition.objects.update(by=team.owner)
    )


def test_political_stop_names_its_decision(team):
    change_state(team.case, transition="stop", by=team.leader, lesson="Spør først", **WHY)
    held = Stop.objects.get()

    def add_another():
        Stop.objects.create(
            change=held.change, by=team.leader, phase="refine", cause="money",
            lesson=held.lesson, level="political",
        )  # fmt: skip

    assert "political_names_its_decision" in refused_by_the_database(add_another)


def test_one_option_is_chosen_at_a_time(make_team, browser_of, address):
    team = make_team(phase=Phase.SYSTEM)
    team.option()
    typed = {"title": "Flere vakter", "state": "chosen", "reason": "Billigere"}

    answer = browser_of(team.leader).post(address("record_new", team.case, "option"), typed)

    said = "Another option is chosen already: say first what becomes of that one."
    assert (answer.status_code, answer.context["form"].errors) == (422, {"state": [said]})
    second = {"case": team.case, "by": team.leader} | typed
    assert "one_is_chosen" in refused_by_the_database(lambda: Option.objects.create(**second))


@pytest.fixture
def realised(team):
    """A benefit that is realised by one measurement."""
    team.measured()
    benefit = Benefit.objects.get()
    change(benefit, by=team.leader, seen_version=benefit.version, changes={"state": "realised"})
    benefit.team = team
    return benefit


def correction(benefit, days):
    """A form's worth of a correction, so many days after the baseline."""
    on = benefit.baseline_on + days * DAY
    return {
        "measured_on": on,
        "value": 30,
        "source": "Loggen",
        "corrects": Measurement.objects.get(),
    }


def test_correction_that_leaves_a_realised_benefit_unmeasured_is_refused(realised):
    with pytest.raises(Invalid) as error:
        realised.team.write("measurement", parent=realised, **correction(realised, 0))

    assert error.value.field == "measured_on"
    assert str(error.value) == (
        "The benefit is called realised by the measurement you correct: choose a day after the"
        " baseline, or change the state of the benefit first."
    )
    by_hand = {"benefit": realised, "by": realised.team.leader, **correction(realised, 0)}
    said = refused_by_the_database(lambda: Measurement.objects.create(**by_hand))
    assert "a realised benefit has been measured" in said
    assert broken(realised.case_id) == []


def test_benefit_stays_realised_by_the_correction_itself(realised):
    realised.team.write("measurement", parent=realised, **correction(realised, 1))

    assert (Benefit.objects.get().is_measured, broken(realised.case_id)) == (True, [])


def test_measurement_that_is_corrected_realises_nothing(realised):
    team = realised.team
    expected = {"state": "expected"}
    change(realised, by=team.leader, seen_version=realised.version, changes=expected)
    team.write("measurement", parent=realised, **correction(realised, 0))
    again = Benefit.objects.get()

    with pytest.raises(Invalid) as error:
        change(again, by=team.leader, seen_version=again.version, changes={"state": "realised"})

    assert error.value.field == "state"
    mend = Benefit.objects.filter(pk=again.pk).update
    assert "has been measured" in refused_by_the_database(lambda: mend(state="partly"))


def test_who_took_part_in_an_assessment_stands(team):
    snapshot = team.assessed()
    snapshot.participants.add(team.leader)

    assert "took part" in refused_by_the_database(snapshot.participants.clear)
    assert SuccessAssessment.objects.get().participants.get() == team.leader


def test_stranger_took_no_part_in_an_assessment(team, make_municipality, make_person):
    stranger = make_person(Role.READER, municipality=make_municipality("9902", "Sørvik"))
    snapshot = team.assessed()

    assert "of another municipality" in refused_by_the_database(
        lambda: snapshot.participants.add(stranger)
    )


# --- The criterion comes first ---------------------------------------------------------------


@pytest.fixture
def trial(make_team):
    team = make_team(phase=Phase.SYSTEM)
    team.pilot()
    found = Trial.objects.get()
    found.team = team
    return found


def test_criterion_is_dated_the_day_it_was_last_written(trial):
    team, yesterday = trial.team, trial.team.today - DAY
    written = trial.criterion_on
    Trial.objects.update(criterion_on=yesterday)
    trial.refresh_from_db()
    change(trial, by=team.leader, seen_version=trial.version, changes={"place": "Sør"})
    left = trial.criterion_on
    rewritten = {"success_criterion": "Halvparten"}
    change(trial, by=team.leader, seen_version=trial.version, changes=rewritten)

    assert (written, left, trial.criterion_on) == (team.today, yesterday, team.today)


@pytest.mark.parametrize(
    ("days", "is_first", "said"),
    [(0, True, "They were written first."), (5, False, "was registered after it began")],
)
def test_page_says_whether_the_criterion_came_first(trial, browser_of, days, is_first, said, words):
    team = trial.team
    began = team.today - days * DAY

    start(trial, by=team.leader, seen_version=trial.version, started_on=began)

    page = browser_of(team.leader).get(f"/cases/{team.case.key}/phase/system/")
    assert (Trial.objects.get().criterion_on is not None, said in words(page)) == (is_first, True)


def test_database_holds_the_criterion_before_the_start(trial):
    early = {"started_on": trial.criterion_on - DAY}

    assert "predates_the_start" in refused_by_the_database(lambda: Trial.objects.update(**early))
