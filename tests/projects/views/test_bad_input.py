"""What the method does not allow is refused on the page with a sentence that says what would be
right, the typing kept and nothing half-written; and by the database, should the code miss it.
"""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.access.roles import CaseRole
from accounts.text.numbers import write_number
from projects.actions.gates import NewCondition, decide, propose, withdraw_proposal
from projects.actions.records import change
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.vocabulary import GateOutcome
from projects.errors import Invalid
from projects.models import (
    Benefit,
    GateDecision,
    InnovationQuestion,
    PhaseVisit,
    Stakeholder,
    Trial,
)
from tests.projects.invariants import broken, frozen, refused_by_the_database
from tests.projects.team import DAY, fresh

RESULT = {"result": "confirmed", "findings": "Det virket", "afterwards": "go_on"}


@pytest.fixture
def team(make_team):
    """A case that is ready to be used: everything written down in four phases."""
    team = make_team(phase=Phase.SYSTEM)
    team.pilot()
    team.benefit()
    return team


@pytest.fixture
def refusal(browser_of, words):
    """Send a form that is to be refused; return what the page says, once nothing is written."""

    def send(team, person, name, *more, status=422, **typed):
        before, rows = frozen(team.case.pk), written(team.case)
        browser = browser_of(person)
        answer = browser.post(reverse(name, args=[team.case.key, *more]), typed)

        assert answer.status_code == status
        assert (frozen(team.case.pk), written(team.case)) == (before, rows)
        assert broken(team.case.pk) == []
        return answer

    return send


def written(case):
    """Everything of the case that may be changed, as text."""
    case.refresh_from_db()
    rows = [
        str(list(model.objects.filter(case=case).order_by("pk").values()))
        for model in (Benefit, Trial, Stakeholder)
    ]
    return [str(vars(case)), *rows]


def said_of(record, **changes):
    """Return the form of a record as sent, with some fields changed."""
    fields = {
        field.name: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if field.name not in {"id", "case", "by", "recorded_at"}
    }
    numbers = {name: said for name, said in fields.items() if isinstance(said, Decimal)}
    fields |= {name: write_number(said) for name, said in numbers.items()}
    held = {name: said for name, said in fields.items() if said not in (None, False)}
    return held | changes


def test_criterion_of_a_trial_is_locked_once_it_has_started(team, refusal):
    trial = Trial.objects.get()
    start = {"started_on": team.today}
    change(trial, by=team.leader, seen_version=trial.version, changes=start)
    typed = said_of(trial, success_criterion="Bare litt færre anrop")

    answer = refusal(team, team.leader, "record_edit", "trial", trial.pk, **typed)

    said = answer.context["form"].errors
    assert said == {
        "success_criterion": ["This is locked: the trial has started. Plan a new trial instead."]
    }
    assert "Bare litt færre anrop" in answer.content.decode()
    mend = Trial.objects.filter(pk=trial.pk).update
    assert "keeps its criterion" in refused_by_the_database(lambda: mend(success_criterion="Lett"))
    assert "keeps its criterion" in refused_by_the_database(lambda: mend(started_on=None))


def test_trial_started_by_another_meanwhile_keeps_both_texts(team, refusal):
    trial = Trial.objects.get()
    typed = said_of(trial, success_criterion="Bare litt færre anrop")
    start = {"started_on": team.today}
    change(trial, by=team.leader, seen_version=trial.version, changes=start)

    answer = refusal(team, team.leader, "record_edit", "trial", trial.pk, status=409, **typed)

    mine = {row.label: row.mine for row in answer.context["rows"]}
    assert mine["Success criterion"] == "Bare litt færre anrop"
    assert answer.context["form"]["success_criterion"].value() == trial.success_criterion


def test_result_of_a_trial_stands(team, refusal):
    team.pilot_result()
    trial = Trial.objects.get()
    typed = RESULT | {"version": trial.version, "ended_on": team.today, "findings": "Alt gikk bra"}

    answer = refusal(team, team.leader, "trial_finish", trial.pk, status=409, **typed)

    assert answer.context["outcome"].message == "The trial has its result already."
    assert "Alt gikk bra" in answer.content.decode()
    mend = Trial.objects.filter(pk=trial.pk).update
    assert "keeps its result" in refused_by_the_database(lambda: mend(findings="Alt gikk bra"))


def test_trial_neither_starts_without_a_criterion_nor_ends_before_it_starts(team, refusal):
    trial = Trial.objects.get()
    bare = change(
        trial, by=team.leader, seen_version=trial.version, changes={"success_criterion": ""}
    )
    sent = {"version": bare.version, "started_on": team.today}
    result = RESULT | {"version": bare.version, "ended_on": team.today}

    start = refusal(team, team.leader, "trial_start", trial.pk, **sent)
    finish = refusal(team, team.leader, "trial_finish", trial.pk, **result)

    assert start.context["form"].errors == {
        "success_criterion": ["Write the success criterion before the trial starts."]
    }
    assert finish.context["outcome"].message == "Start the trial before you write its result."


def test_phase_is_not_skipped(make_team, refusal):
    team = make_team()
    typed = {"seen_phase": "what", "to": "system", "reason": "Vi haster"}

    answer = refusal(team, team.leader, "case_move", **typed)

    said = answer.context["form"].errors["to"]
    assert said == ["Choose an earlier phase. Forward, the case passes its gate."]
    assert "Vi haster" in answer.content.decode()

    def skip():
        team.case.visits.update(left_on=team.today, left_at=timezone.now(), left_by=team.leader)
        PhaseVisit.objects.create(
            case=team.case, phase="system", number=1, entered_on=team.today, entered_by=team.leader
        )

    assert "a step forward passes the gate" in refused_by_the_database(skip)


def test_gate_that_is_not_ready_is_not_proposed(make_team, refusal, words):
    team = make_team()

    answer = refusal(team, team.leader, "gate_propose", seen_phase="what", reason="Nå da")

    assert "The case is not ready to pass the gate yet." in words(answer)
    assert "Write the innovation question." in words(answer)
    assert "Nå da" in answer.content.decode()


def ready(make_team, gate=Gate.G1):
    """A case whose gate is proposed by the leader, with an owner who may decide it."""
    team = make_team(phase=gate.origin)
    team.meet(gate)
    if not team.case.assignments.in_force().filter(role=CaseRole.OWNER).exists():
        team.owner_named()
    return team, propose(team.case, by=fresh(team.leader), reason="Vi er klare")


def test_own_proposal_is_decided_by_somebody_else(make_team, refusal):
    team, proposal = ready(make_team)
    typed = {"proposal": proposal.pk, "outcome": "go", "reason": "Enig med meg selv"}

    answer = refusal(team, team.leader, "gate_decide", status=403, **typed)

    assert "You proposed this yourself: somebody else decides it." in answer.content.decode()

    def by_hand(**more):
        GateDecision.objects.create(
            case=team.case,
            proposal=proposal,
            gate="g1",
            outcome="rework",
            reason="Enig",
            decided_on=team.today,
            by=team.leader,
            proposed_by=team.leader,
            role="leader",
            criteria=[],
            **more,
        )

    assert "takes_two_people" in refused_by_the_database(by_hand)


def test_decision_on_a_stale_page_is_told_what_was_decided(make_team, refusal, words):
    team, proposal = ready(make_team)
    decide(proposal, by=fresh(team.owner), outcome=GateOutcome.REWORK, reason="Mer innsikt først")
    typed = {"proposal": proposal.pk, "outcome": "go", "reason": "Jeg sier kjør"}
    other = fresh(team.driver)
    team.give(other, CaseRole.LEAD)

    answer = refusal(team, team.owner, "gate_decide", status=409, **typed)

    said = words(answer)
    assert "This proposal is closed already." in said
    assert ("Jeg sier kjør" in said, "Mer innsikt først" in said) == (True, True)


def test_decision_on_a_proposal_that_was_taken_back_is_refused(make_team, refusal, words):
    team, proposal = ready(make_team)
    withdraw_proposal(proposal, by=team.leader)
    newer = propose(team.case, by=fresh(team.leader), reason="Nå er vi klare")
    typed = {"proposal": proposal.pk, "outcome": "go", "reason": "Jeg sier kjør"}

    answer = refusal(team, fresh(team.owner), "gate_decide", status=409, **typed)

    assert "Jeg sier kjør" in words(answer)
    assert answer.context["decision_form"]["proposal"].value() == newer.pk


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "The date cannot be before the phase began."),
        (1, "The date cannot be in the future."),
    ],
)
def test_gate_is_not_decided_before_its_phase_began_nor_in_the_future(
    make_team, refusal, days, said
):
    team, proposal = ready(make_team)
    on = team.today + days * DAY
    typed = {"proposal": proposal.pk, "outcome": "go", "reason": "Enig", "on": on.isoformat()}

    answer = refusal(team, fresh(team.owner), "gate_decide", **typed)

    assert answer.context["decision_form"].errors == {"on": [said]}
    assert "Enig" in answer.content.decode()


def test_case_does_not_leave_a_phase_before_it_entered_it(team, refusal):
    on = (team.today - DAY).isoformat()
    typed = {"seen_phase": "system", "to": "who", "reason": "Feil folk", "on": on}

    answer = refusal(team, team.leader, "case_move", **typed)

    assert answer.context["form"].errors == {"on": ["The date cannot be before the phase began."]}
    leave = {"left_on": team.today - DAY, "left_at": timezone.now(), "left_by": team.leader}
    said = refused_by_the_database(lambda: team.case.visits.update(**leave))
    assert "left_after_it_was_entered" in said


def test_benefit_is_not_realised_without_a_measurement(team, refusal):
    benefit = Benefit.objects.get()
    typed = said_of(benefit, state="realised", state_reason="Vi tror det")

    answer = refusal(team, team.leader, "record_edit", "benefit", benefit.pk, **typed)

    assert answer.context["form"].errors == {
        "state": ["Record a measurement after the baseline before you call the benefit realised."]
    }
    assert "Vi tror det" in answer.content.decode()
    mend = Benefit.objects.filter(pk=benefit.pk).update
    assert "has been measured" in refused_by_the_database(lambda: mend(state="realised"))


def test_target_differs_from_the_baseline(team, refusal):
    benefit = Benefit.objects.get()
    later = (team.today + DAY).isoformat()
    typed = said_of(benefit, target="40", target_on=later)

    answer = refusal(team, team.leader, "record_edit", "benefit", benefit.pk, **typed)

    said = "The target is the same as the baseline: write what is to change."
    assert answer.context["form"].errors["target"] == [said]
    assert f'value="{later}"' in answer.content.decode()
    mend = Benefit.objects.filter(pk=benefit.pk).update
    same = {"target": 40, "target_on": team.today + DAY}
    assert "differs_from_baseline" in refused_by_the_database(lambda: mend(**same))


def test_version_of_the_question_is_neither_changed_nor_deleted(make_team, refusal):
    team = make_team()
    team.question()
    team.rated_question()
    first = InnovationQuestion.objects.get(number=1)

    refusal(team, team.leader, "record_withdraw", "question", first.pk, status=404)
    refusal(team, team.leader, "record_edit", "question", first.pk, status=404, text="Pyntet?")

    mend = InnovationQuestion.objects.filter(pk=first.pk)
    refused = "Cannot update or delete rows from projects_innovationquestion"
    assert refused in refused_by_the_database(lambda: mend.update(text="Pyntet?"))
    assert refused in refused_by_the_database(mend.delete)


def test_version_of_the_question_leaves_no_gap(make_team):
    team = make_team()
    team.question()

    def third():
        InnovationQuestion.objects.create(
            case=team.case, by=team.leader, number=3, text="Hvordan?", reason="Slik"
        )

    assert "does not follow" in refused_by_the_database(third)


def test_question_is_changed_for_a_reason(make_team, refusal):
    team = make_team()
    team.question()
    typed = {"text": "Hvordan kan natten bli trygg?", "builds_on_insight": "yes"}
    typed |= dict.fromkeys(("holds_a_vision", "inspires_action", "short_and_clear"), "partly")

    answer = refusal(team, team.leader, "record_new", "question", **typed)

    assert answer.context["form"].errors == {"reason": ["Write why the question is changed."]}
    assert "Hvordan kan natten bli trygg?" in answer.content.decode()


@pytest.fixture
def stranger(make_team):
    """A stakeholder of another case."""
    other = make_team(title="En annen sak", phase=Phase.SYSTEM)
    other.user()
    return Stakeholder.objects.of(other.case).get()


def test_stakeholder_of_another_case_is_not_referred_to(team, refusal, stranger):
    scores = ("relative_advantage", "compatibility", "complexity", "trialability", "observability")
    typed = {"target_group": "Naboene", "reason": "Spurt", **dict.fromkeys(scores, 3)}

    answer = refusal(team, team.leader, "record_new", "diffusion", stakeholder=stranger.pk, **typed)

    assert answer.context["form"].errors.keys() == {"stakeholder"}
    assert "Naboene" in answer.content.decode()

    def by_hand():
        team.case.diffusion_assessments.create(by=team.leader, stakeholder=stranger, **typed)

    assert "points at a stakeholder of another case" in refused_by_the_database(by_hand)


def test_stakeholder_of_another_case_is_not_assessed_through_this_one(team, refusal, stranger):
    typed = {"of": stranger.pk, "interest": "great", "influence": "great", "attitude": "neutral"}

    refusal(team, team.leader, "record_new", "stakeholder_assessment", status=404, **typed)

    assert not stranger.assessments.exists()


def test_exception_from_nothing_is_refused(make_team):
    team, proposal = ready(make_team)
    duty = NewCondition("Den kommer", "Skrive", team.leader, team.today + DAY, code="plan")
    said = {"outcome": GateOutcome.GO, "reason": "Enig", "new_conditions": [duty]}

    with pytest.raises(Invalid, match="There is nothing to except from: plan"):
        decide(proposal, by=fresh(team.owner), **said)

    assert not GateDecision.objects.exists()


def test_condition_without_a_deadline_ahead_is_refused(make_team, refusal, words):
    team, proposal = ready(make_team)
    own = {"reason": "Den kommer", "action": "Skrive", "due_on": team.today.isoformat()}
    typed = {"proposal": proposal.pk, "outcome": "go", "reason": "Enig"}
    said = {f"own-{name}": text for name, text in own.items()}

    answer = refusal(team, fresh(team.owner), "gate_decide", **typed, **said)

    assert "Choose a deadline in the future." in words(answer)
    assert "Choose who does it." in words(answer)
    assert "Den kommer" in answer.content.decode()


def test_snapshot_of_a_decision_is_never_changed(make_team):
    team = make_team()
    team.walk(Phase.WHO)
    decision = GateDecision.objects.get()
    pretty = [{**asked, "is_met": True} for asked in decision.criteria]

    said = refused_by_the_database(lambda: GateDecision.objects.update(criteria=pretty))

    assert "Cannot update" in said
