"""The saved versions of a row, and who saved them.

A case or a record counts its versions in a column ``version``; several rows of its history may have
the same number, and what people edit is the same in all of them. A person or a unit has none:
there every row of the history is a version, and its ``pgh_id`` is the number.
"""

from django.utils.translation import gettext as _

from accounts.errors import Conflict
from accounts.models import User


def version_of(version) -> int:
    """Return the number of a version, by which ``row_at`` finds it."""
    return version.version if hasattr(version, "version") else version.pgh_id


def newest_version(row):
    """Return the row as it was last saved, with ``pgh_context``; None when its history is not
    kept. One query.
    """
    if hasattr(row, "version"):
        return row_at(row, row.version)
    return row.events.select_related("pgh_context").order_by("pgh_id").last()


def row_at(row, number: int | None):
    """Return the row as it was in the version of this number, with ``pgh_context``; None when
    there is none. One query.
    """
    if row.pk is None or not hasattr(row, "events"):
        return None
    if not hasattr(row, "version"):
        events = row.events.filter(pgh_id=number)
    elif number and 1 <= number <= row.version:
        events = row.events.filter(version=number)
    else:
        return None
    return events.select_related("pgh_context").order_by("pgh_id").first()


def context_of(event) -> dict:
    """Return who made this version and how; empty when that is unknown."""
    return event.pgh_context.metadata if event.pgh_context_id else {}


def author_of(event) -> str:
    """Return the name of the person who made this version, empty when unknown. One query."""
    person = User.objects.filter(pk=context_of(event).get("user")).first()
    return person.name if person else ""


def refuse_overwriting(row, *, seen, changes: dict) -> None:
    """Raise Conflict when a field to change has another value than in the version ``seen``, unless
    it is the value that the change would give it.
    """
    for name, mine in changes.items():
        if getattr(row, name) not in (mine, getattr(seen, name)):
            raise Conflict(_("This was saved while you were writing."))
