"""Moving a case between phases. No other code does."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.access import policies
from projects.actions.cases import lock
from projects.choices.phases import Phase, is_back, may_follow
from projects.choices.states import State
from projects.errors import Conflict, Invalid, NotAllowed
from projects.models import Case, PhaseVisit


@transaction.atomic
def move(
    case: Case,
    *,
    to: Phase,
    by,
    reason: str,
    seen_phase: Phase | None = None,
    on: date | None = None,
) -> PhaseVisit:
    """Move the case back, any number of phases. Forward it passes a gate: see ``actions.gates``.

    ``on`` is the day it happened (Oslo time; today when left out). Locks the case: of two people
    who move it at the same time, the second is checked against the result of the first.

    Raises NotAllowed; Conflict when the case is no longer in ``seen_phase``; Invalid when
    the case is not active, the phase is not an earlier one, the reason is missing or the day
    does not fit.
    """
    lock(case, by)
    origin = Phase(case.phase)
    if not policies.can_decide(by, case):
        raise NotAllowed(_("Only the project owner and the innovation leader move a case."))
    if seen_phase and seen_phase != origin:
        raise Conflict(_("The case was moved to “%s” meanwhile.") % origin.label)
    if case.state != State.ACTIVE:
        raise Invalid(_("Only an active case can be moved."))
    if not is_back(origin, to):
        words = {"to": to.label, "origin": origin.label}
        if may_follow(origin, to):
            raise Invalid(
                _("From “%(origin)s” to “%(to)s” the case passes a gate: propose it.") % words,
                field="to",
            )
        raise Invalid(
            _("“%(to)s” does not follow “%(origin)s”: move one phase forward, or back.") % words,
            field="to",
        )
    if not reason.strip():
        raise Invalid(_("Write why the case is moved."), field="reason")
    _withdraw_proposal(case)
    return enter(case, to, by=by, reason=reason.strip(), on=on)


def _withdraw_proposal(case):
    """A proposal concerns the gate out of one phase: it lapses when the case leaves the phase."""
    case.gate_proposals.undecided().update(closed_at=timezone.now())


def enter(
    case: Case, phase: Phase, *, by, reason: str, on: date | None = None, decision=None
) -> PhaseVisit:
    """Close the open visit, if any, and open one in the phase. The caller holds the lock.
    ``decision`` is the decision of the gate that the case passes.
    """
    on = on or timezone.localdate()
    leave(case, by=by, on=on)
    last = case.visits.filter(phase=phase).aggregate(last=Max("number"))["last"] or 0
    visit = PhaseVisit(
        case=case,
        phase=phase,
        number=last + 1,
        entered_on=on,
        entered_by=by,
        reason=reason,
        decision=decision,
    )
    visit.clean_fields(exclude=["case", "entered_by", "decision"])
    visit.save()
    case.phase, case.phase_since = phase, on
    case.save(update_fields=["phase", "phase_since", "updated_at"])
    return visit


def leave(case: Case, *, by, on: date) -> None:
    """Close the open visit, if any. The caller holds the lock."""
    if on > timezone.localdate():
        raise Invalid(_("The date cannot be in the future."), field="on")
    visit = case.visits.filter(left_at=None).first()
    if visit is None:
        return
    if on < visit.entered_on:
        raise Invalid(_("The date cannot be before the phase began."), field="on")
    visit.left_on, visit.left_at, visit.left_by = on, timezone.now(), by
    visit.save(update_fields=["left_on", "left_at", "left_by"])
