"""What the sources of a case's timeline share: an entry, who reads it, and days in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from projects.access import policies
from projects.access.field_register import FieldClass, fields_of
from projects.querysets.records import readable_sharings

HIDDEN_FIELDS = {"lexemes_all", "lexemes_open", "updated_at", "created_at", "version", "key"}
# Shown by visits, changes of state and status updates.
FIELDS_SHOWN_ELSEWHERE = {"phase", "phase_since", "state", "paused_until", "health", "confirmed_at"}
FIELDS_SHOWN_ELSEWHERE |= {"current_status"}


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened. ``at`` is when it was recorded; empty texts are not shown."""

    at: datetime
    what: str
    tone: str
    who: str = ""
    text: str = ""
    note: str = ""


@dataclass(frozen=True)
class Reader:
    """What one person may read of one case's history. ``sharing`` is how widely a lesson must be
    shared for them to read it where they do not read the records.
    """

    user: object
    sees_unshared: bool
    reads_names: bool
    reads_decisions: bool
    reads_history: bool
    is_stakeholder: bool
    classes: frozenset[FieldClass]
    fields: frozenset[str]
    sharing: tuple[str, ...]

    @property
    def reads_records(self) -> bool:
        """This person may read the records of the method."""
        return self.reads_names and self.reads_history

    @property
    def reads_personal(self) -> bool:
        """This person may read who the stakeholders are and what they said."""
        return FieldClass.PERSONAL in self.classes

    def lessons_of(self, case):
        """Return the shared lessons of the case, for a person who does not read the records."""
        lessons = case.lessons.not_withdrawn()
        return lessons.none() if self.reads_records else lessons.filter(sharing__in=self.sharing)

    def updates_of(self, case):
        """Return the status updates that this person may know of, oldest first."""
        updates = case.status_updates.order_by("pk")
        if self.sees_unshared:
            return updates
        return updates.filter(is_shared=True) if self.is_stakeholder else updates.none()

    def engagements_of(self, case):
        """Return the engagements shared with stakeholders, for one who does not read the records:
        what was done with what they said.
        """
        engagements = case.engagements.not_withdrawn().filter(is_shared=True)
        reads_shared = self.is_stakeholder and not self.reads_records
        return engagements if reads_shared else engagements.none()

    def comments_of(self, case):
        """Return the comments that this person reads, oldest first."""
        if not (self.reads_names or self.is_stakeholder):
            return case.comments.none()
        comments = case.comments.readable_by(self.user, reads_personal=self.reads_personal)
        comments = comments.order_by("pk")
        return comments if self.reads_names else comments.filter(is_shared=True)

    def reads(self, update) -> bool:
        """This person may read the text of a status update that they may know of."""
        return self.reads_names or (self.is_stakeholder and update.is_shared)


def reader_of(user, case) -> Reader:
    """Return what this person may read of the case's history, by the policies."""
    classes = policies.readable_classes(user, case)
    return Reader(
        user=user,
        sees_unshared=policies.sees_unshared(user, case),
        reads_names=FieldClass.WORKING in classes,
        reads_decisions=policies.can_read_decisions(user, case),
        reads_history=policies.can_read_history(user, case),
        is_stakeholder=policies.is_stakeholder(user, case),
        classes=classes,
        fields=fields_of("projects.Case", classes) - HIDDEN_FIELDS - FIELDS_SHOWN_ELSEWHERE,
        sharing=tuple(readable_sharings(user)) if classes else (),
    )


def limit_plus_one(rows, limit):
    """Return one row more than the limit, to know whether there are more."""
    return rows[: limit + 1] if limit is not None else rows


def format_day(on: date) -> str:
    """Return a day in the reader's language."""
    return formats.date_format(on, "DATE_FORMAT")


def format_moment(at: datetime) -> str:
    """Return a moment in the reader's language (Oslo time)."""
    return formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")


def happened_note(on: date, recorded_at: datetime) -> str:
    """Return a note on the day when it happened, where it was recorded on another (Oslo time)."""
    if on == timezone.localtime(recorded_at).date():
        return ""
    return _("Happened on %s.") % format_day(on)
