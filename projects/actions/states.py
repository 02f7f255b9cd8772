"""Starting, pausing, resuming, stopping, completing and reopening a case."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.text import partial_dates
from projects.access import policies
from projects.actions.cases import lock
from projects.actions.phases import enter, leave
from projects.actions.records import change as change_record
from projects.choices.phases import Phase
from projects.choices.states import (
    CLOSED,
    IN_PHASE,
    TRANSITIONS,
    State,
    Transition,
    possible_transitions,
)
from projects.choices.vocabulary import DecisionLevel, FollowUp, LessonKind, PauseCause, StopCause
from projects.errors import Conflict, Invalid, NotAllowed, NotReady
from projects.models import Case, Lesson, Pause, StateChange, Stop
from projects.readiness import requirements

LONGEST_PAUSE = timedelta(days=184)
REOPEN_PHASES = (Phase.WHAT, Phase.WHO)


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
    to: Phase | None = None,
    on: date | None = None,
    details: dict | None = None,
    follow_ups: dict | None = None,
) -> StateChange:
    """Carry out one transition of ``states.TRANSITIONS``. Locks the case first.

    ``on`` is the day it happened (Oslo time; today when left out): not before the phase began,
    nor before the last change of state.

    ``details`` are fields of Pause or Stop, and for a stop ``title``, ``sharing`` and ``kind``
    of its lesson. ``follow_ups`` gives the FollowUp of each formal decision that is still followed
    up when the case stops, by the id of the decision. ``to`` is the phase in which a stopped case
    is reopened: the first or the second, unless it stopped there.

    Raises NotAllowed; Conflict when the case is no longer in ``seen_state``; Invalid when
    the transition does not follow or a text or date is missing; NotReady when the case
    lacks what starting it asks for.
    """
    lock(case, by)
    step, origin = TRANSITIONS[transition], State(case.state)
    if not policies.can(by, step.permission, case):
        raise NotAllowed(_("Only the project owner and the innovation leader decide this."))
    if seen_state and seen_state != origin:
        raise Conflict(_("The case was changed meanwhile: it is now “%s”.") % origin.label)
    if step not in possible_transitions(origin, Phase(case.phase)):
        raise Invalid(_("This cannot be done while the case is “%s”.") % origin.label)
    reason, lesson = reason.strip(), lesson.strip()
    _refuse_incomplete(case, step, origin, reason=reason, lesson=lesson, review_on=review_on)
    on = _day(case, on)
    next_phase = _phase_after(case, origin, to)
    if step.target == State.STOPPED:
        _follow_up_decisions(case, follow_ups or {}, by=by)
    change = apply_transition(
        case, step, by=by, reason=reason, lesson=lesson, review_on=review_on, on=on
    )
    if step.target == State.PAUSED:
        _record_pause(change, by=by, **(details or {}))
    if step.target == State.STOPPED:
        _record_stop(change, by=by, **(details or {}))
    if origin == State.STOPPED:
        Stop.objects.filter(change__case=case, closed_by_change=None).update(
            closed_by_change=change
        )
    if next_phase != case.phase:
        enter(case, next_phase, by=by, reason=reason, on=on)
    return change


def _day(case, on):
    today = timezone.localdate()
    on = on or today
    if on > today:
        raise Invalid(_("The date cannot be in the future."), field="on")
    later = case.state_changes.exclude(
        origin__in=("", State.DRAFT)
    )  # a start also begins the phase
    last = later.order_by("-pk").values_list("changed_on", flat=True).first()
    began = case.phase_since if case.state in IN_PHASE else None
    if on < max(filter(None, (last, began)), default=on):
        raise Invalid(_("The date cannot be before what happened last to the case."), field="on")
    return on


def apply_transition(
    case: Case,
    step: Transition,
    *,
    by,
    reason: str,
    lesson: str = "",
    review_on: date | None = None,
    on: date | None = None,
) -> StateChange:
    """Record the change, and leave or enter the phase. The caller holds the lock."""
    origin, on = State(case.state), on or timezone.localdate()
    if step.target in CLOSED:
        _refuse_end_before_start(case, on)
    change = StateChange(
        case=case,
        origin=origin,
        target=step.target,
        changed_on=on,
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
    case.phase_since = on if enters else case.phase_since
    if step.target in CLOSED:
        case.actual_end_on = case.actual_end_on or on.isoformat()
    elif origin in CLOSED:
        case.actual_end_on = ""
    case.save(update_fields=["state", "paused_until", "phase_since", "actual_end_on", "updated_at"])
    if step.target in CLOSED:
        case.gate_proposals.undecided().update(closed_at=timezone.now())
        case.assessment_rounds.open().update(closed_at=timezone.now())
        leave(case, by=by, on=on)
    elif enters:
        enter(case, Phase(case.phase), by=by, reason=reason, on=on)
    return change


def _refuse_end_before_start(case, on):
    """Partial dates are compared as texts, and a month has begun where its year ends."""
    end = case.actual_end_on or on.isoformat()
    if case.start_on and end < case.start_on and not case.start_on.startswith(end):
        raise Invalid(
            _("The case starts %(start)s, after it would end. Set the start earlier first.")
            % {"start": partial_dates.display(case.start_on)},
            field="on",
        )


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
    if origin == State.DRAFT and (
        missing := requirements.missing(case, requirements.BEFORE_THE_START)
    ):
        raise NotReady(_("The case is not ready to start yet."), missing=missing)


def _phase_after(case, origin, to):
    """Return the phase in which a case goes on; a stopped one in the first or the second."""
    here = Phase(case.phase)
    if origin != State.STOPPED or here in REOPEN_PHASES:
        return here
    to = to or Phase.WHAT
    if to not in REOPEN_PHASES:
        raise Invalid(_("A case that was stopped is taken up in phase 1 or 2."), field="to")
    return to


def follow_up_field(decision) -> str:
    """The name of the form field about the follow-up of a formal decision."""
    return f"decision-{decision.pk}"


def _follow_up_decisions(case, follow_ups, *, by):
    """Save the follow-up of every open decision of a case that stops. Raises Invalid when one is
    not given.
    """
    for decision in case.formal_decisions.needing_follow_up():
        follow_up = follow_ups.get(decision.pk)
        if follow_up not in {FollowUp.DONE, FollowUp.LAPSED, FollowUp.UNDER_WAY}:
            raise Invalid(
                _("Say what becomes of the decision “%s”.") % decision.title,
                field=follow_up_field(decision),
            )
        change_record(
            decision, by=by, seen_version=decision.version, changes={"follow_up": follow_up}
        )


def _record_pause(change, *, by, cause=PauseCause.OTHER, **fields):
    pause = Pause(change=change, by=by, cause=cause, **fields)
    pause.full_clean(exclude=["change", "by"])
    pause.save()


def _record_stop(
    change, *, by, cause=StopCause.OTHER, title="", kind=LessonKind.METHOD, sharing="", **fields
):
    """Record the stop, and its lesson as a record of its own."""
    case, decision = change.case, fields.get("formal_decision")
    if decision and decision.case_id != case.pk:
        raise Invalid(_("Choose one of this case."), field="formal_decision")
    if fields.get("level") == DecisionLevel.POLITICAL and decision is None:
        raise Invalid(
            _("A political stop rests on a decision: choose it, or record it in the case first."),
            field="formal_decision",
        )
    lesson = Lesson(
        case=case,
        by=by,
        phase=case.phase,
        kind=kind,
        title=title.strip() or first_words(change.lesson),
        learnt=change.lesson,
        sharing=sharing,
    )
    lesson.full_clean(exclude=["case", "by"])
    lesson.save()
    stop = Stop(change=change, by=by, phase=case.phase, cause=cause, lesson=lesson, **fields)
    stop.full_clean(exclude=["change", "by", "lesson"])
    stop.save()


def first_words(text: str) -> str:
    """Return a title for a text: its first line, cut at a word."""
    return Truncator(text.strip().partition("\n")[0]).words(12)[:200]
