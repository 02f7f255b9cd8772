"""What the page of a conflict shows: both texts, who saved the newer one and when, and what else
they changed.
"""

from copy import copy

from accounts.database.row_versions import author_of
from projects.history import case_versions
from projects.records import rendering
from projects.views.outcomes import Row, differing


def differing_rows(mine, theirs, names) -> list[Row]:
    """The named fields of two versions of a row, where they differ."""
    return differing(
        Row(
            rendering.label_of(theirs._meta.get_field(name)),
            rendering.value_of(mine, name),
            rendering.value_of(theirs, name),
        )
        for name in names
    )


def kept(seen, row, names) -> list[str]:
    """What those of the named fields are called that somebody changed since ``seen``."""
    fields = [row._meta.get_field(name) for name in names] if seen else []
    return [
        rendering.label_of(field)
        for field in fields
        if getattr(seen, field.attname) != getattr(row, field.attname)
    ]


def saved_by(row) -> dict:
    """Who saved the newest version of the row, and when; empty where no versions are kept."""
    if not hasattr(row, "events"):
        return {}
    return version_author(case_versions.at_version(row, row.version))


def version_author(saved) -> dict:
    """Who saved this version, and when."""
    return {"theirs_by": author_of(saved), "theirs_at": saved.pgh_created_at} if saved else {}


def with_changes(row, changes):
    """A copy of the row with the changes laid on it. Nothing is saved."""
    merged = copy(row)
    for name, value in changes.items():
        setattr(merged, name, value)
    return merged
