"""What the sources of a case's timeline share: an entry, who reads it, and days in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from projects.access import policies
from projects.access.field_register import FieldClass, fields_of
from projects.querysets.cases import sharing_with

UNTOLD = {"search_all", "search_open", "updated_at", "created_at", "version", "key"}
# Told by visits, changes of state and status updates.
TOLD_ELSEWHERE = {"phase", "phase_since", "state", "paused_until", "health", "confirmed_at"}
TOLD_ELSEWHERE |= {"current_status"}


@dataclass(frozen=True)
class Entry:
    """One thing that happened. ``at`` is when it was recorded; empty texts are not told."""

    at: datetime
    what: str
    tone: str
    who: str = ""
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class Reader:
    """What one person may read of one case's history. ``sharing`` is how widely a lesson is
    shared that they are told of although they are told of no records.
    """

    names: bool
    decisions: bool
    history: bool
    shared: bool
    classes: frozenset[FieldClass]
    fields: frozenset[str]
    sharing: tuple[str, ...]

    @property
    def records(self) -> bool:
        """This person is told of what is written of the method."""
        return self.names and self.history

    def lessons_of(self, case):
        """The lessons that this person is told of although they are told of no records."""
        lessons = case.lessons.standing()
        return lessons.none() if self.records else lessons.filter(sharing__in=self.sharing)

    def updates_of(self, case):
        """The status updates that this person is told of, oldest first."""
        updates = case.status_updates.order_by("pk")
        if self.history:
            return updates
        return updates.filter(is_shared=True) if self.shared else updates.none()

    def reads(self, update) -> bool:
        """This person reads what a status update that they are told of says."""
        return self.names or (self.shared and update.is_shared)


def reader_of(user, case) -> Reader:
    """Ask the policies what this person may read of the case's history."""
    classes = policies.readable_classes(user, case)
    return Reader(
        names=FieldClass.WORKING in classes,
        decisions=policies.can_read_decisions(user, case),
        history=policies.can_read_history(user, case),
        shared=policies.is_stakeholder(user, case),
        classes=classes,
        fields=fields_of("projects.Case", classes) - UNTOLD - TOLD_ELSEWHERE,
        sharing=tuple(sharing_with(user)) if classes else (),
    )


def newest(rows, limit):
    """One more than asked for, so that one knows whether there is more."""
    return rows[: limit + 1] if limit is not None else rows


def day(on: date) -> str:
    """A day as people write it."""
    return formats.date_format(on, "DATE_FORMAT")


def moment(at: datetime) -> str:
    """A moment as people write it, in Oslo."""
    return formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")


def happened(on: date, recorded_at: datetime) -> str:
    """Say when it truly happened, where that is another day than when it was recorded."""
    if on == timezone.localtime(recorded_at).date():
        return ""
    return _("Happened on %s.") % day(on)
