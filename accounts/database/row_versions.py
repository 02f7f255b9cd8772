"""The saved versions of a row: what it said, and who saved it. For rows whose history is kept."""

from django.utils.translation import gettext as _

from accounts.errors import Conflict
from accounts.models import User


def newest_version(row):
    """The row as it was last saved, with ``pgh_context``. One query."""
    return row.events.select_related("pgh_context").latest("pgh_id")


def version_numbered(row, number: int | None):
    """The row as it was in the version of this number; None when it has none. One query."""
    return row.events.filter(pgh_id=number).first()


def context_of(event) -> dict:
    """Who made this version and how; empty when nobody said."""
    return event.pgh_context.metadata if event.pgh_context_id else {}


def author_of(event) -> str:
    """The name of the person who made this version, empty when nobody said. One query."""
    person = User.objects.filter(pk=context_of(event).get("user")).first()
    return person.name if person else ""


def refuse_overwriting(row, *, seen, changes: dict) -> None:
    """Raise Conflict when a field to change no longer says what it did in the version ``seen``,
    unless it already says what the change would.
    """
    for name, mine in changes.items():
        if getattr(row, name) not in (mine, getattr(seen, name)):
            raise Conflict(_("Somebody else saved this while you were writing."))
