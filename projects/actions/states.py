"""Starting, pausing, resuming, stopping, completing and reopening a case."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects import policies, readiness
from projects.actions.cases import lock
from projects.actions.phases import enter, leave
from projects.errors import Conflict, Invalid, NotAllowed, NotReady
from projects.models import Case, StateChange
from projects.phases import Phase
from projects.states import CLOSED, TRANSITIONS, State, possible

LONGEST_PAUSE = timedelta(days=184)


@transaction.atomic
def change_state(
    case: Case,
    *,
    transition: str,
    by,
    reason: str = "",
    lesson: str = "",
    review_on: date | None = None,
    seen_state: State | None = None,
) -> StateChange:
    """Carry out one transition of ``states.TRANSITIONS`` today. Locks the case first.

    Raises NotAllowed; Conflict when the case is no longer in ``seen_state``; Invalid when
    the transition does not follow or a text or date is missing; NotReady when the case
    lacks what starting it asks for.
    """
    lock(case)
    step, origin = TRANSITIONS[transition], State(case.state)
    if not policies.can(by, step.permission, case):
        raise NotAllowed(_("Only the project owner and the innovation leader decide this."))
    if seen_state and seen_state != origin:
        raise Conflict(_("Somebody else changed the case: it is now “%s”.") % origin.label)
    if step not in possible(origin, Phase(case.phase)):
        raise Invalid(_("This cannot be done while the case is “%s”.") % origin.label)
    reason, lesson = reason.strip(), lesson.strip()
    _refuse_incomplete(case, step, origin, reason=reason, lesson=lesson, review_on=review_on)

    today = timezone.localdate()
    change = StateChange(
        case=case,
        origin=origin,
        target=step.target,
        changed_on=today,
        by=by,
        reason=reason,
        lesson=lesson if step.needs_lesson else "",
        review_on=review_on if step.needs_review_on else None,
    )
    change.clean_fields(exclude=["case", "by"])
    change.save()
    case.state = step.target
    case.paused_until = review_on if step.needs_review_on else None
    enters = origin in {State.DRAFT, *CLOSED}
    case.phase_since = today if enters else case.phase_since
    case.save(update_fields=["state", "paused_until", "phase_since", "updated_at"])
    if step.target in CLOSED:
        leave(case, by=by, on=today)
    elif enters:
        enter(case, Phase(case.phase), by=by, reason=reason)
    return change


def _refuse_incomplete(case, step, origin, *, reason, lesson, review_on):
    today = timezone.localdate()
    if origin != State.DRAFT and not reason:
        raise Invalid(_("Write why."), field="reason")
    if step.needs_lesson and not lesson:
        raise Invalid(_("Write what you learnt, so that others can use it."), field="lesson")
    if step.needs_review_on and (
        review_on is None or not today < review_on <= today + LONGEST_PAUSE
    ):
        raise Invalid(
            _("Choose a date for the next look at the case, within six months."), field="review_on"
        )
    if origin == State.DRAFT and (missing := readiness.missing(case, Phase.WHAT)):
        raise NotReady(_("The case is not ready to start yet."), missing=missing)
