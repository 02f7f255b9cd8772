"""Passing gates: one person proposes, another decides, and conditions follow until they are met."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access.roles import AccessRole
from projects.access import policies
from projects.access.held_roles import held_roles_of
from projects.actions.cases import lock
from projects.actions.phases import enter
from projects.actions.states import apply_transition
from projects.choices.gates import Gate, gate_of
from projects.choices.phases import Phase
from projects.choices.states import TRANSITIONS, State
from projects.choices.vocabulary import GateOutcome
from projects.errors import Conflict, Invalid, NotAllowed, NotReady
from projects.models import (
    Case,
    Condition,
    FormalDecision,
    GateDecision,
    GateProposal,
    SuccessAssessment,
)
from projects.readiness import requirements

GO_OUTCOMES = (GateOutcome.GO, GateOutcome.GO_WITH_EXCEPTIONS)


@dataclass(frozen=True)
class NewCondition:
    """Input for a Condition: an exception from the requirement ``code``, or, without a code, one
    that the decider adds.
    """

    reason: str
    action: str
    responsible: object
    due_on: date
    code: str = ""


@transaction.atomic
def propose(case: Case, *, by, reason: str, seen_phase: Phase | None = None) -> GateProposal:
    """Propose that the case passes the gate out of its phase. Locks the case.

    Raises NotAllowed; Conflict when the case has moved or an open proposal exists; Invalid;
    NotReady with what is missing, when a hard requirement is not met.
    """
    lock(case, by)
    if not policies.can_propose(by, case):
        raise NotAllowed(_("The project lead, the owner and the leader propose to pass a gate."))
    _refuse_moved(case, seen_phase)
    if case.gate_proposals.undecided().exists():
        raise Conflict(_("Somebody has proposed this already. It waits for a decision."))
    if not reason.strip():
        raise Invalid(_("Write why the case is ready now."), field="reason")
    gate = gate_of(case.phase)
    missing = requirements.missing(case, gate)
    if requirements.hard(missing):
        raise NotReady(_("The case is not ready to pass the gate yet."), missing=missing)
    proposal = GateProposal(case=case, gate=gate, reason=reason.strip(), by=by)
    proposal.full_clean(exclude=["case", "by"])
    proposal.save()
    return proposal


@transaction.atomic
def withdraw_proposal(proposal: GateProposal, *, by) -> GateProposal:
    """Withdraw a proposal before it is decided. Locks the case.

    Raises NotAllowed, and Conflict when it is closed already.
    """
    case = _lock_waiting_proposal(proposal, by)
    if not policies.can_withdraw_proposal(by, case, proposal):
        raise NotAllowed(_("Whoever proposed it takes it back."))
    _close(proposal)
    return proposal


@transaction.atomic
def decide(
    proposal: GateProposal,
    *,
    by,
    outcome: GateOutcome,
    reason: str,
    new_conditions: list[NewCondition] = (),
    formal_decision: FormalDecision | None = None,
    on: date | None = None,
) -> GateDecision:
    """Decide a proposal and carry out the decision: the case moves on, is completed, or stays.
    Locks the case: of two who decide at the same time, the second gets a Conflict.

    ``on`` is the day it was decided (Oslo time; today when left out). Every soft requirement
    that is not met needs a new condition with its code, which makes the outcome one with
    exceptions.

    Raises NotAllowed; Conflict when it is decided already; Invalid naming the field; NotReady.
    """
    case = _lock_waiting_proposal(proposal, by)
    if not policies.can_decide(by, case):
        raise NotAllowed(_("Only the project owner and the innovation leader decide a gate."))
    _refuse_moved(case, Gate(proposal.gate).origin)
    if not policies.can_decide_on(by, case, proposal):
        raise NotAllowed(_("You proposed this yourself: somebody else decides it."))
    if not reason.strip():
        raise Invalid(_("Write why."), field="reason")
    checks = requirements.checks(case, Gate(proposal.gate))
    if outcome in GO_OUTCOMES:
        _refuse_unready(checks, new_conditions)
        outcome = GateOutcome.GO_WITH_EXCEPTIONS if new_conditions else GateOutcome.GO
    else:
        _refuse_exceptions_from({}, new_conditions)
    decision = _write(
        proposal,
        by=by,
        outcome=outcome,
        reason=reason.strip(),
        criteria=checks,
        formal_decision=formal_decision,
        on=_day(case, on),
    )
    for new_condition in new_conditions:
        _add_condition(new_condition, decision, by)
    _close(proposal)
    if decision.is_go:
        _carry_out(decision, by=by)
    return decision


@transaction.atomic
def meet(condition: Condition, *, by, note: str) -> Condition:
    """Record that a condition is met, and how. Locks the case.

    Raises NotAllowed; Conflict when it is met already; Invalid.
    """
    case = condition.decision.case
    lock(case, by)
    condition.refresh_from_db()
    if not policies.can_meet_condition(by, case, condition):
        raise NotAllowed(_("Whoever is responsible says that the condition is met."))
    if condition.met_at:
        raise Conflict(_("This condition is met already."))
    if not note.strip():
        raise Invalid(_("Write how it was met."), field="note")
    condition.met_at, condition.met_by, condition.met_note = timezone.now(), by, note.strip()
    condition.clean_fields(exclude=["decision", "by", "responsible", "met_by"])
    condition.save(update_fields=["met_at", "met_by", "met_note"])
    return condition


def _lock_waiting_proposal(proposal, by):
    """Lock the case of an undecided proposal, and return the case."""
    case = proposal.case
    lock(case, by)
    proposal.refresh_from_db()
    proposal.case = case
    if proposal.closed_at:
        raise Conflict(_("This proposal is closed already."))
    return case


def _close(proposal):
    proposal.closed_at = timezone.now()
    proposal.save(update_fields=["closed_at"])


def _refuse_moved(case, seen_phase):
    if seen_phase and seen_phase != case.phase:
        label = Phase(case.phase).label
        raise Conflict(_("The case was moved to “%s” meanwhile.") % label)
    if case.state != State.ACTIVE:
        raise Invalid(_("Only an active case passes a gate."))


def _day(case, on):
    today = timezone.localdate()
    on = on or today
    if on > today:
        raise Invalid(_("The date cannot be in the future."), field="on")
    if case.phase_since and on < case.phase_since:
        raise Invalid(_("The date cannot be before the phase began."), field="on")
    return on


def _refuse_unready(checks, new_conditions):
    missing = [check.requirement for check in checks if not check.is_met]
    excepted = {new_condition.code for new_condition in new_conditions if new_condition.code}
    unmet = [one for one in missing if one.is_hard or one.code not in excepted]
    if unmet:
        raise NotReady(
            _("The case is not ready to pass the gate: meet what is missing, or except from it."),
            missing=unmet,
        )
    _refuse_exceptions_from({requirement.code for requirement in missing}, new_conditions)


def _refuse_exceptions_from(missing, new_conditions):
    """Exceptions are only made from requirements that are missing."""
    if unexpected := {
        new_condition.code for new_condition in new_conditions if new_condition.code
    }.difference(missing):
        raise Invalid(_("There is nothing to except from: %s") % ", ".join(sorted(unexpected)))


def _write(proposal, *, by, outcome, reason, criteria, formal_decision, on):
    case = proposal.case
    if formal_decision and formal_decision.case_id != case.pk:
        raise Invalid(_("Choose one of this case."), field="formal_decision")
    is_leader = AccessRole.LEADER in held_roles_of(by).roles
    decision = GateDecision(
        case=case,
        proposal=proposal,
        gate=proposal.gate,
        outcome=outcome,
        reason=reason,
        decided_on=on,
        by=by,
        role=AccessRole.LEADER if is_leader else AccessRole.OWNER,
        proposed_by=proposal.by,
        single_handed=proposal.by_id == by.pk,
        criteria=[
            {
                "code": check.requirement.code,
                "is_hard": check.requirement.is_hard,
                "is_met": check.is_met,
            }
            for check in criteria
        ],
        assessment=SuccessAssessment.objects.filter(case=case).agreed().complete().first(),
        formal_decision=formal_decision,
    )
    decision.full_clean(exclude=["case", "proposal", "by", "proposed_by", "assessment"])
    decision.save()
    return decision


def _add_condition(new_condition, decision, by):
    if new_condition.due_on <= timezone.localdate():
        raise Invalid(_("Choose a deadline in the future."), field="due_on")
    if new_condition.responsible.municipality_id != decision.case.municipality_id:
        raise Invalid(_("Choose a person of this municipality."), field="responsible")
    if not policies.can_read_working(new_condition.responsible, decision.case):
        raise Invalid(_("Choose somebody who reads this case."), field="responsible")
    condition = Condition(decision=decision, by=by, **vars(new_condition))
    condition.full_clean(exclude=["decision", "by"])
    condition.save()


def _carry_out(decision, *, by):
    case, target = decision.case, Gate(decision.gate).target
    if target is None:
        step, on = TRANSITIONS["complete"], decision.decided_on
        apply_transition(case, step, by=by, reason=decision.reason, on=on)
    else:
        enter(
            case, target, by=by, reason=decision.reason, on=decision.decided_on, decision=decision
        )
