"""Two people who change the same thing at once: what ``components/conflict.html`` shows of it."""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass

from accounts.database.row_versions import author_of, newest_version


@dataclass(frozen=True)
class FieldComparison:
    """One field of two versions side by side."""

    label: str
    mine: str
    theirs: str

    @property
    def differs(self):
        return self.mine != self.theirs


def conflict_context(rows, *, by="", at=None, also_changed=()) -> dict:
    """Return the context of a conflict: the fields side by side, who saved theirs and when, empty
    where unknown, and the names of other fields they changed.
    """
    return {
        "rows": list(rows),
        "theirs_by": by,
        "theirs_at": at,
        "also_changed": list(also_changed),
    }


def edit_conflict(
    row,
    changes: dict,
    *,
    label: Callable,
    value: Callable,
    seen=None,
    others: Iterable[str] = (),
    saved=None,
) -> dict:
    """Return the context of a conflict over a stored ``row``: where it differs from ``changes``,
    the values by field that were refused.

    ``seen`` is the version of the row that the form began with: of the fields ``others``, those
    that were changed since are named. ``saved`` is the version that is in the way, by default the
    newest one. ``label(row, name)`` and ``value(row, name)`` put a field in words. At most two
    queries.
    """
    return conflict_context(
        differing_fields(row, changes, label=label, value=value),
        **saved_by(saved or newest_version(row)),
        also_changed=[
            label(row, name)
            for name in others
            if seen and name not in changes and _has_changed(seen, row, name)
        ],
    )


def saved_by(version) -> dict:
    """Return who saved this version and when; empty for None. One query."""
    return {"by": author_of(version), "at": version.pgh_created_at} if version else {}


def differing_fields(row, changes, *, label, value) -> list[FieldComparison]:
    """Return the fields whose value in ``changes`` differs from that in ``row``."""
    mine = with_changes(row, changes)
    found = [
        FieldComparison(label(row, name), value(mine, name), value(row, name)) for name in changes
    ]
    return [one for one in found if one.differs]


def form_conflict(form, row) -> dict:
    """Return the context of a conflict over the row of an EditForm, with the form's labels."""
    return edit_conflict(
        row,
        form.changes,
        label=lambda _row, name: str(form.fields[name].label),
        value=lambda row, name: _value_in_form(form.fields[name], getattr(row, name)),
        seen=form.seen,
        others=[name for name in form.fields if name != "version"],
    )


def with_changes(row, changes: dict):
    """Return a copy of the row with the changes. Nothing is saved."""
    changed = copy(row)
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed


def _has_changed(seen, row, name):
    column = row._meta.get_field(name).attname
    return getattr(seen, column) != getattr(row, column)


def _value_in_form(field, value):
    value = "" if value is None else value
    texts = dict(getattr(field, "choices", ()))
    return str(texts.get(getattr(value, "pk", value), value))
