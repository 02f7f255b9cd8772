"""The values of fields in words, and a record of the method as what one person may read of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.text import partial_dates
from projects.access.field_register import fields_of
from projects.choices.reference import KOSTRA, LEGAL_BASES, SDGS
from projects.method.scales import scale_of
from projects.models import Case
from projects.records.kinds import KIND_BY_MODEL

OWNING = frozenset({"owner"})
HEADLINES = ("title", "text", "name", "what", "figure", "who", "reference")
# What the model of a case keeps as plain codes and texts.
CASE_CODES = {"legal_basis": LEGAL_BASES, "kostra_function": KOSTRA, "sdgs": SDGS}
CASE_PARTIAL_DATES = frozenset({"start_on", "planned_end_on", "actual_end_on"})


@dataclass(frozen=True)
class FieldLine:
    """A field of a record in words."""

    name: str
    label: str
    value: str
    is_long: bool = False


def headline(record, classes) -> str:
    """Return the name of the record, in words that who reads these classes may read."""
    readable = fields_of(record._meta.label, classes)
    if name := _headline_field(record, readable):
        return getattr(record, name)
    first = KIND_BY_MODEL[type(record)].fields[0]
    return value_of(record, first, classes) if first in readable else str(record._meta.verbose_name)


def lines(record, classes) -> list[FieldLine]:
    """Return the fields that are not empty and may be read, in the order of the form. No query
    when what the record points at is loaded.
    """
    return lines_of(record, KIND_BY_MODEL[type(record)].fields, classes)


def lines_below_headline(record, classes) -> list[FieldLine]:
    """Return the lines of a record without the text that its headline repeats."""
    above = _headline_field(record, fields_of(record._meta.label, classes))
    return [line for line in lines(record, classes) if line.name != above]


def _headline_field(record, readable) -> str | None:
    """Return the name of the text that names the record, if it has one that may be read."""
    return next(
        (name for name in HEADLINES if name in readable and getattr(record, name, "")), None
    )


def lines_of(record, names, classes) -> list[FieldLine]:
    """Return those of the named fields that are not empty and may be read."""
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
    """Return each line as "label: value"."""
    return [f"{line.label}: {line.value}" for line in lines]


def label_of(field) -> str:
    """Return the name of a field, with a capital first letter."""
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def change_as_text(label: str, values: tuple[str, str] | None) -> str:
    """Return a change of a field as one line; without the values before and after, only that the
    field was changed.
    """
    if values is None:
        return _("%s: written anew") % label
    before, after = values
    return f"{label}: {before or '–'} → {after or '–'}"


def value_of(record, name: str, classes=None) -> str:
    """Return the value of a record's field in words; see ``in_words``. Who has left owns nothing,
    and is marked where they had something to do.
    """
    field, value = record._meta.get_field(name), getattr(record, name)
    if isinstance(value, User):
        is_lost = name in OWNING and not value.is_active
        return _("None: %s has left") % value.name if is_lost else value.marked_name
    return in_words(field, value, classes=classes)


def in_words(field, value, *, names=None, classes=None, if_false="") -> str:
    """Return a value of a model field in words; empty for what is not known.

    A relation's value is the row it points at, or an id with its name in ``names``. With
    ``classes``, a record is named only by what may be read of it. ``if_false`` is the word for a
    no, which otherwise is left out.
    """
    if value is None or value in ("", []):
        return ""
    if field.remote_field:
        return _name_of(value, classes) if names is None else names.get(value, "")
    if isinstance(value, bool):
        return _("Yes") if value else if_false
    if field.model is Case and field.name in CASE_PARTIAL_DATES:
        return partial_dates.display(value)
    if scale := scale_of(field):
        return scale.in_words(value)
    labels = _labels(field)
    if isinstance(value, list):
        return ", ".join(str(labels.get(item, item)) for item in value)
    return str(labels[value]) if value in labels else _plain(value)


def _name_of(row, classes):
    if classes is not None and type(row) in KIND_BY_MODEL:
        return headline(row, classes)
    return getattr(row, "name", None) or str(row)


def _labels(field):
    """What the codes of a field are called, by code; empty for a field without codes."""
    if field.model is Case and field.name in CASE_CODES:
        return CASE_CODES[field.name]
    return dict(getattr(field, "base_field", field).flatchoices)


def _plain(value):
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, int):
        return formats.number_format(value, force_grouping=True)
    return str(value)


def number(value: Decimal) -> str:
    """Return a number in the reader's language, without trailing zeros."""
    return formats.number_format(f"{value.normalize():f}", use_l10n=True, force_grouping=True)
