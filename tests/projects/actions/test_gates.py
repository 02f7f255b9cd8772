"""Gates: what they ask for, who proposes and decides, and what follows."""

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from projects.actions.gates import NewCondition, decide, meet, propose, withdraw_proposal
from projects.actions.people import end_assignment
from projects.actions.phases import move
from projects.actions.records import withdraw
from projects.actions.states import change_state
from projects.choices.gates import Gate
from projects.choices.phases import ORDER, Phase
from projects.choices.states import State, Visibility
from projects.choices.vocabulary import GateOutcome
from projects.errors import Conflict, Invalid, NotAllowed
from projects.models import GateDecision
from tests.projects.team import DAY, fresh


def codes(requirements):
    return [requirement.code for requirement in requirements]


def test_case_goes_through_all_five_gates(make_team):
    team = make_team()

    team.walk(Phase.REFINE)
    team.meet(Gate.CLOSE)
    team.pass_gate()

    assert team.case.state == State.COMPLETED
    assert list(team.case.visits.values_list("phase", flat=True)) == list(ORDER)
    decisions = GateDecision.objects.filter(case=team.case)
    assert list(decisions.values_list("gate", "outcome")) == [(gate, "go") for gate in Gate]
    assert [visit.decision_id for visit in team.case.visits.all()] == [
        None,
        *decisions.values_list("pk", flat=True)[:4],
    ]


def test_nobody_decides_what_they_proposed(make_team):
    team = make_team()
    team.meet(Gate.G1)
    proposal = propose(team.case, by=team.leader, reason="Vi er klare")

    with pytest.raises(NotAllowed):
        decide(proposal, by=team.leader, outcome=GateOutcome.GO, reason="Enig")

    team.case.municipality.single_handed = True
    team.case.municipality.save()
    proposal.refresh_from_db()
    decision = decide(proposal, by=team.leader, outcome=GateOutcome.GO, reason="Enig")
    assert decision.single_handed is True


def test_soft_requirement_waits_with_a_condition_that_is_later_met(make_team):
    team = make_team()
    team.meet(Gate.G1, but={"plan"})
    duty = NewCondition(
        "Planen kommer", "Skriv saken inn", team.leader, team.today + DAY, code="plan"
    )

    decision = team.pass_gate(new_conditions=[duty])

    assert decision.outcome == GateOutcome.GO_WITH_EXCEPTIONS
    assert [c["code"] for c in decision.criteria if not c["is_met"]] == ["plan"]
    condition = decision.conditions.get()
    with pytest.raises(Invalid):
        meet(condition, by=team.leader, note=" ")
    meet(condition, by=team.leader, note="Står i planen fra mai")
    assert condition.met_by == team.leader
    with pytest.raises(Conflict):
        meet(condition, by=team.leader, note="En gang til")


def test_second_decider_is_told_that_it_is_decided(make_team):
    team = make_team()
    team.meet(Gate.G1)
    team.owner_named()
    proposal = propose(team.case, by=team.proposer, reason="Vi er klare")
    decide(proposal, by=fresh(team.owner), outcome=GateOutcome.REWORK, reason="Mer innsikt")

    with pytest.raises(Conflict):
        decide(proposal, by=fresh(team.leader), outcome=GateOutcome.GO, reason="Enig")

    assert team.case.phase == Phase.WHAT


def test_forward_without_a_gate_is_refused(make_team):
    team = make_team()
    team.meet(Gate.G1)

    with pytest.raises(Invalid) as refused:
        move(team.case, to=Phase.WHO, by=team.leader, reason="Fort")

    assert refused.value.field == "to"


def test_stopped_case_keeps_a_lesson(make_team, browser_of):
    team = make_team(phase=Phase.SYSTEM)
    said = {"by": team.leader, "reason": "Behovet er borte", "lesson": "Spør først"}
    change_state(team.case, transition="stop", **said)
    first = team.case.lessons.get()
    address = reverse("record_withdraw", args=[team.case.key, "lesson", first.pk])

    answer = browser_of(team.leader).post(address, {"version": 1}, follow=True)

    assert "A case that has ended keeps a lesson." in answer.content.decode()
    assert team.case.lessons.not_withdrawn().get() == first
    team.lesson()
    withdraw(first, by=team.leader)
    assert team.case.lessons.not_withdrawn().get().title == "Spør natten"


def test_database_refuses_to_leave_a_stopped_case_without_a_lesson(make_team):
    team = make_team(phase=Phase.SYSTEM)
    said = {"by": team.leader, "reason": "Behovet er borte", "lesson": "Spør først"}
    change_state(team.case, transition="stop", **said)

    def withdraw_all():
        team.case.lessons.update(withdrawn_at=timezone.now(), withdrawn_by=team.leader)
        connection.check_constraints()

    with pytest.raises(IntegrityError, match="keeps a lesson"):
        withdraw_all()


def test_proposer_whose_role_has_ended_takes_nothing_back(make_team):
    team = make_team()
    team.meet(Gate.G1)
    team.lead()
    lead = fresh(team.lead_by)
    proposal = propose(team.case, by=lead, reason="Klart")
    end_assignment(team.case.assignments.in_force().get(role=CaseRole.LEAD), by=team.leader)

    with pytest.raises(NotAllowed):
        withdraw_proposal(proposal, by=fresh(lead))

    assert team.case.gate_proposals.undecided().get() == proposal


def test_condition_is_not_imposed_on_whoever_does_not_read_the_case(make_team, make_person):
    team = make_team(visibility=Visibility.RESTRICTED)
    team.meet(Gate.G1, but={"plan"})
    proposal = propose(team.case, by=team.proposer, reason="Klart")
    stranger = make_person(Role.READER)
    duty = NewCondition("Kommer", "Skrive", stranger, team.today + DAY, "plan")

    with pytest.raises(Invalid, match="Choose somebody who reads this case") as refused:
        decide(
            proposal, by=team.leader, outcome=GateOutcome.GO, reason="Enig", new_conditions=[duty]
        )

    assert refused.value.field == "responsible"


def test_there_is_nothing_to_except_from_where_the_case_does_not_go_on(make_team):
    team = make_team()
    team.meet(Gate.G1, but={"plan"})
    proposal = propose(team.case, by=team.proposer, reason="Klart")
    duty = NewCondition("Kommer", "Skrive", team.leader, team.today + DAY, "plan")

    with pytest.raises(Invalid, match="There is nothing to except from: plan"):
        decide(
            proposal,
            by=team.leader,
            outcome=GateOutcome.REWORK,
            reason="Mer",
            new_conditions=[duty],
        )
