"""A record of the method in words: what one person may read of it, field by field."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.utils import formats
from django.utils.translation import gettext as _

from projects.access.field_register import fields_of
from projects.records.kinds import KIND_BY_MODEL

HEADLINES = ("title", "text", "name", "what", "figure", "who", "reference")


@dataclass(frozen=True)
class FieldLine:
    """A field of a record in words."""

    name: str
    label: str
    value: str
    is_long: bool = False


def headline(record, classes) -> str:
    """What the record is called, in words this person may read."""
    readable = fields_of(record._meta.label, classes)
    for name in HEADLINES:
        if name in readable and getattr(record, name, ""):
            return getattr(record, name)
    first = KIND_BY_MODEL[type(record)].fields[0]
    return value_of(record, first, classes) if first in readable else str(record._meta.verbose_name)


def lines(record, classes) -> list[FieldLine]:
    """The fields that say something, among those this person may read, in the order of the
    form. Asks nothing of the database when what the record points at is loaded.
    """
    names = [name for name in KIND_BY_MODEL[type(record)].fields if name not in HEADLINES]
    return lines_of(record, names, classes)


def lines_of(record, names, classes) -> list[FieldLine]:
    """Those of the named fields that say something and may be read, as lines."""
    readable = fields_of(record._meta.label, classes)
    found = []
    for name in names:
        value = value_of(record, name, classes) if name in readable else ""
        if value:
            field = record._meta.get_field(name)
            is_long = field.get_internal_type() == "TextField"
            found.append(FieldLine(name, label_of(field), value, is_long))
    return found


def as_text(lines: list[FieldLine]) -> list[str]:
    """Lines as one text each."""
    return [f"{line.label}: {line.value}" for line in lines]


def label_of(field) -> str:
    """A field's name as it begins a line."""
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def value_of(record, name: str, classes=None) -> str:
    """A field's value in words; empty for what is not known. With ``classes``, of a record that
    it points at only what may be read.
    """
    field, value = record._meta.get_field(name), getattr(record, name)
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else ""
    if isinstance(field, ArrayField):
        words = dict(field.base_field.flatchoices)
        return ", ".join(str(words.get(item, item)) for item in value)
    if field.choices:
        return str(dict(field.flatchoices)[value])
    if field.remote_field:
        if classes is not None and type(value) in KIND_BY_MODEL:
            return headline(value, classes)
        return getattr(value, "name", None) or str(value)
    if isinstance(value, datetime | date):
        return formats.date_format(value, "DATE_FORMAT")
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, int):
        return formats.number_format(value, force_grouping=True)
    return str(value)


def number(value: Decimal) -> str:
    """A number as people write it, without zeros that say nothing."""
    return formats.number_format(f"{value.normalize():f}", use_l10n=True, force_grouping=True)
