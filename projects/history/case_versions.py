"""The versions of a case's row, and how one differs from the next, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise, takewhile

from django.db.models import Min
from django.utils import formats
from django.utils.translation import gettext as _

from accounts.database.row_versions import context_of
from accounts.models import Language, Unit, User
from projects.choices import partial_dates
from projects.choices.reference import KOSTRA, LEGAL_BASES, SDGS, InnovationType
from projects.choices.states import Visibility
from projects.choices.vocabulary import Facet, Novelty, Responsibility
from projects.models import Case, Challenge, ImportRun

# Told of without before and after: long texts, and rows that may not exist for whoever reads.
FIELDS_WITHOUT_VALUES = frozenset({"summary", "challenge", "derived_from"})
UNITS, PEOPLE = ("unit", "receiving_unit"), ("contact", "follow_up_by")


@dataclass(frozen=True)
class Names:
    """What people, units and imported files are called, by id."""

    people: dict[int, str]
    units: dict[int, str]
    files: dict[int, str]


@dataclass(frozen=True)
class Difference:
    """A field's value before and after; people and units as ids."""

    field: object
    before: object
    after: object

    def as_text(self, names: Names) -> str:
        """One line for people."""
        label = label_of(self.field)
        if self.field.name in FIELDS_WITHOUT_VALUES:
            return _("%s: written anew") % label
        before, after = (
            shown_value(self.field.name, value, names) for value in (self.before, self.after)
        )
        return f"{label}: {before or '–'} → {after or '–'}"


def at_version(row, version: int):
    """The row of a case or a record as it was at a version, with ``pgh_context``; None when there
    is none. What people edit does not change within a version. One query.
    """
    if not 1 <= version <= row.version:
        return None
    rows = row.events.filter(version=version).select_related("pgh_context")
    return rows.order_by("pgh_id").first()


def version_that_set(row, name: str):
    """The version in which the named field came to say what it says now, with ``pgh_context``. One
    query.
    """
    field = row._meta.get_field(name).attname
    events = row.events.select_related("pgh_context").order_by("-pgh_id")
    unchanged = takewhile(lambda event: getattr(event, field) == getattr(row, field), events)
    return next(reversed(list(unchanged)), None)


def newest_versions(case: Case, count: int | None) -> list:
    """The newest versions of the row, newest first, or all of them. One query."""
    rows = case.events.select_related("pgh_context").order_by("-version", "pgh_id")
    rows = rows.distinct("version")
    return list(rows if count is None else rows[:count])


def challenge_changes(case: Case, count: int | None = None) -> list[tuple]:
    """The newest changes of the case's challenge since the case took it up, or all of them, as
    the versions before and after. Two queries.
    """
    events = case.events.filter(challenge_id=case.challenge_id)
    since = events.aggregate(since=Min("pgh_created_at"))["since"]
    rows = Challenge.pgh_event_model.objects.filter(pgh_obj_id=case.challenge_id)
    rows = rows.select_related("pgh_context").order_by("-pgh_id")
    pairs = pairwise(rows if count is None else rows[: count + 1])
    return [(before, after) for after, before in pairs if after.pgh_created_at >= since]


def author_names_of(rows) -> dict[int, str]:
    """The names of those who made these versions, by id. At most one query."""
    people = {context_of(row).get("user") for row in rows} - {None}
    return dict(User.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}


def differences(before, after, fields) -> dict[str, Difference]:
    """How two rows differ in these fields, by name, in the order of the model."""
    return {
        field.name: Difference(field, getattr(before, field.attname), getattr(after, field.attname))
        for field in Case._meta.concrete_fields
        if field.name in fields and getattr(before, field.attname) != getattr(after, field.attname)
    }


def names_in(rows) -> Names:
    """Look up everybody, every unit and every import that these rows name: at most three
    queries.
    """
    people = {getattr(row, f"{name}_id") for row in rows for name in PEOPLE}
    people |= {context_of(row).get("user") for row in rows}
    units = {getattr(row, f"{name}_id") for row in rows for name in UNITS} - {None}
    runs = {context_of(row).get("import_run") for row in rows}
    return Names(
        people=dict(User.objects.filter(pk__in=people - {None}).values_list("pk", "name")),
        units=dict(Unit.objects.filter(pk__in=units).values_list("pk", "name")),
        files=dict(ImportRun.objects.filter(pk__in=runs - {None}).values_list("pk", "file_name")),
    )


def label_of(field) -> str:
    """A field's name as it begins a line."""
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def shown_value(name: str, value, names: Names | None = None) -> str:
    """A case field's value in words; empty for what is not known."""
    if value in (None, "", []):
        return ""
    if names and name in UNITS:
        return names.units.get(value, "")
    if names and name in PEOPLE:
        return names.people.get(value, "")
    return str(FORMATTERS[name](value)) if name in FORMATTERS else str(value)


def _yes_or_no(value):
    return _("Yes") if value else _("No")


def _listed(words):
    return lambda values: ", ".join(str(words(value)) for value in values)


FORMATTERS: dict[str, Callable] = {
    "language": lambda value: Language(value).label,
    "visibility": lambda value: Visibility(value).label,
    "legal_basis": lambda value: LEGAL_BASES.get(value, value),
    "exempt_until": lambda value: formats.date_format(value, "DATE_FORMAT"),
    "start_on": partial_dates.display,
    "planned_end_on": partial_dates.display,
    "actual_end_on": partial_dates.display,
    "innovation_types": _listed(lambda value: InnovationType(value).label),
    "tags": _listed(str),
    "kostra_function": lambda value: KOSTRA.get(value, value),
    "sdgs": _listed(lambda value: SDGS.get(value, value)),
    "novelty": lambda value: Novelty(value).label,
    "facet": lambda value: Facet(value).label,
    "responsibility": lambda value: Responsibility(value).label,
    "needs_political_decision": _yes_or_no,
    "in_use_on": lambda value: formats.date_format(value, "DATE_FORMAT"),
    "next_review_on": lambda value: formats.date_format(value, "DATE_FORMAT"),
}
