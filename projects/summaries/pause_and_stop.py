"""What was recorded when a case was paused or stopped, and what a long pause requires."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext_lazy, ngettext

from projects.access import policies
from projects.access.field_register import REPORTED_OF_A_STOP, FieldClass, fields_of
from projects.choices.states import State
from projects.models import Case, SuccessAssessment
from projects.readiness import requirements
from projects.readiness.queries import ASSESSMENT_VALIDITY
from projects.records import rendering

LONG_PAUSE = timedelta(days=180)
PAUSE_FIELDS = ("what_must_happen", "informed")
STOP_FIELDS = (
    "phase", "level", "formal_decision", "side_causes", "achieved", "resistance", "spent", "hours",
    "people_afterwards", "data_and_equipment", "open_decisions", "may_resume_if", "informed",
)  # fmt: skip
HEADINGS = {
    State.PAUSED: gettext_lazy("The case rests"),
    State.STOPPED: State.STOPPED.label,
}


@dataclass(frozen=True)
class PauseOrStop:
    """Why a case is paused or stopped, in words. ``lesson`` is empty for a pause; ``overdue`` is
    empty unless the review date has passed, and ``who`` for those who read no working texts.
    """

    heading: str
    cause: str
    reason: str
    lesson: str
    lines: list
    who: str
    on: date
    overdue: str = ""


def record_of(change):
    """Return the record of a pause or a stop, None for another change, and the names of its
    fields beside the cause. No query where ``pause`` and ``stop`` are loaded.
    """
    if pause := getattr(change, "pause", None):
        return pause, PAUSE_FIELDS
    return getattr(change, "stop", None), STOP_FIELDS


def readable_of(change, classes) -> frozenset[str]:
    """Return the fields of a change of state that are read in these classes."""
    readable = fields_of("projects.StateChange", classes)
    is_reported = change.target == State.STOPPED and FieldClass.REPORTED in classes
    return readable | (REPORTED_OF_A_STOP if is_reported else frozenset())


def pause_or_stop_of(case: Case, user, today: date) -> PauseOrStop | None:
    """Return what was recorded when the case was paused or stopped, for whoever may read it: a stop
    is reported to the council. At most one query; none for a case that is neither.
    """
    classes = policies.readable_classes(user, case)
    needed = FieldClass.REPORTED if case.state == State.STOPPED else FieldClass.WORKING
    if case.state not in HEADINGS or needed not in classes:
        return None
    change = case.state_changes.select_related(
        "by", "pause", "stop__lesson", "stop__formal_decision"
    ).last()
    record, names = record_of(change)
    return PauseOrStop(
        heading=str(HEADINGS[State(case.state)]),
        cause=record.get_cause_display() if record and record.cause != "other" else "",
        reason=change.reason,
        lesson=change.lesson,
        lines=rendering.lines_of(record, names, classes) if record else [],
        who=change.by.name if FieldClass.WORKING in classes else "",
        on=change.changed_on,
        overdue=overdue_in_words(case, today),
    )


def overdue_in_words(case, today) -> str:
    """Return how long ago the review date of a paused case was; empty until it has passed."""
    days = (today - case.paused_until).days if case.paused_until else 0
    if days <= 0:
        return ""
    words = ngettext(
        "Overdue by %(days)d day: it was to be looked at again %(on)s.",
        "Overdue by %(days)d days: it was to be looked at again %(on)s.",
        days,
    )
    return words % {"days": days, "on": formats.date_format(case.paused_until)}


def requirements_of_long_pause(case: Case, today: date) -> list[requirements.Requirement]:
    """Return what is required of a case that has been paused longer than ``LONG_PAUSE``: a new
    assessment of the success formula. Two queries for a paused case.
    """
    if case.state != State.PAUSED:
        return []
    since = case.state_changes.last().changed_on
    if today - since <= LONG_PAUSE:
        return []
    fresh = SuccessAssessment.objects.of(case).agreed().complete()
    is_fresh = fresh.filter(assessed_on__gte=today - ASSESSMENT_VALIDITY).exists()
    return [] if is_fresh else [requirements.REQUIREMENT_BY_CODE["assessed"]]
