"""Conflicts of two people over a case: see ``accounts.views.conflicts``."""

from accounts.views import conflicts
from accounts.views.conflicts import (
    FieldComparison,
    conflict_context,
    differing_fields,
    saved_by,
    with_changes,
)
from projects.records import rendering

__all__ = [
    "FieldComparison",
    "conflict_context",
    "differing_fields",
    "edit_conflict",
    "event_conflict",
    "saved_by",
    "with_changes",
]


def edit_conflict(row, changes, *, form=None, value=rendering.value_of, **more) -> dict:
    """The context of a conflict over a case or a record. The labels are those of the ``form``, by
    default those of the model.
    """

    def label(row, name):
        if form:
            return str(form.fields[name].label)
        return rendering.label_of(row._meta.get_field(name))

    return conflicts.edit_conflict(row, changes, label=label, value=value, **more)


def event_conflict(rows, theirs) -> dict:
    """The context of a conflict over what is added and never changed: ``theirs`` is what somebody
    else recorded first, None where it is gone.
    """
    if theirs is None:
        return conflict_context(rows)
    return conflict_context(rows, by=theirs.by.name, at=theirs.recorded_at)
