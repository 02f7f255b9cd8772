"""How a correction of a record changed it, field by field, in words."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, ForeignKey, TextField, Value
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from accounts.models import User
from projects.access.field_register import fields_of
from projects.records import rendering
from projects.records.kinds import RECORD_KINDS

VERSIONING_FIELDS = {"version", "withdrawn_at", "withdrawn_by"}  # about the row, not its content
LONGEST = 80  # characters of a text that is shown before and after


@dataclass(frozen=True)
class FieldChange:
    """A field that was changed, with its values before and after where they are shown."""

    name: str
    label: str
    values: tuple[str, str] | None

    def __str__(self):
        return rendering.change_as_text(self.label, self.values)


def of(version_keys, classes) -> dict[tuple, tuple[FieldChange, ...]]:
    """Return what each version changed, among the fields in these classes. A key of a version is
    the code of a kind, the id of a record and the number of the version. At most two queries.
    """
    wanted = defaultdict(list)
    for code, pk, version in version_keys:
        wanted[code].append((pk, version))
    if not wanted:
        return {}
    first, *others = (_rows(RECORD_KINDS[code], pairs) for code, pairs in wanted.items())
    rows = first.union(*others, all=True) if others else first
    rows_by_key = {(code, pk, version): row for code, pk, version, row in rows}
    changed = {
        version_key: _changed(
            RECORD_KINDS[version_key[0]], classes, rows_by_key[earlier], rows_by_key[version_key]
        )
        for version_key in version_keys
        if version_key in rows_by_key
        and (earlier := (version_key[0], version_key[1], version_key[2] - 1)) in rows_by_key
    }
    names = _names(changed)
    return {
        version_key: tuple(
            _field_change(field, before, after, names) for field, before, after in found
        )
        for version_key, found in changed.items()
    }


def between(before, after, model, classes) -> tuple[FieldChange, ...]:
    """Return how two versions of a row differ, among the fields in these classes that somebody
    writes. For models without relations to people. No query.
    """
    readable = fields_of(model._meta.label, classes)
    fields = (
        field
        for field in model._meta.concrete_fields
        if field.name in readable - VERSIONING_FIELDS and not field.generated
    )
    return tuple(
        _field_change(field, *values, {})
        for field in fields
        if (values := [getattr(row, field.attname) for row in (before, after)])
        and values[0] != values[1]
    )


def _rows(kind, version_keys):
    """Return the versions of a kind's records with these keys, and those before them."""
    numbers = {number for _pk, version in version_keys for number in (version, version - 1)}
    rows = kind.model.pgh_event_model.objects.order_by().filter(
        pgh_obj_id__in={pk for pk, _version in version_keys}, version__in=numbers
    )
    fields = (kind.model._meta.get_field(name).attname for name in kind.fields)
    return rows.annotate(
        t_code=Value(kind.code), t_row=JSONObject(**{name: F(name) for name in fields})
    ).values_list("t_code", "pgh_obj_id", "version", "t_row")


def _changed(kind, classes, before, after):
    readable = fields_of(kind.model._meta.label, classes)
    fields = (kind.model._meta.get_field(name) for name in kind.fields if name in readable)
    return [
        (field, *values)
        for field in fields
        if (values := (before[field.attname], after[field.attname])) and values[0] != values[1]
    ]


def _names(changed):
    """Return the names of the people in the changed values, by id."""
    people = {
        value
        for found in changed.values()
        for field, *values in found
        if field.related_model is User
        for value in values
    } - {None}
    if not people:
        return {}
    return dict(User.objects.filter(pk__in=people).values_list("pk", "name"))


def _field_change(field, before, after, names):
    values = tuple(_in_words(field, value, names) for value in (before, after))
    is_long = isinstance(field, TextField) or any(len(value) > LONGEST for value in values)
    points_at_a_record = isinstance(field, ForeignKey) and field.related_model is not User
    has_values = not (is_long or points_at_a_record)
    return FieldChange(field.name, rendering.label_of(field), values if has_values else None)


def _in_words(field, value, names):
    """Return the value of a version, which may be as JSON has it, in words."""
    if value is None:
        return ""
    return rendering.in_words(field, field.to_python(value), names=names, if_false=_("No"))
