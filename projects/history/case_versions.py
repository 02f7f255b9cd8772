"""The versions of a case's row, and how one differs from the next, in words."""

from dataclasses import dataclass
from itertools import pairwise, takewhile

from django.db.models import Min
from django.utils.translation import gettext as _

from accounts.database.row_versions import context_of
from accounts.models import Unit, User
from projects.models import Case, Challenge, ImportRun
from projects.records import rendering

# Shown without before and after: long texts, and rows that the reader may not see.
FIELDS_WITHOUT_VALUES = frozenset({"summary", "challenge", "derived_from"})
UNITS, PEOPLE = ("unit", "receiving_unit"), ("contact", "follow_up_by")


@dataclass(frozen=True)
class Names:
    """The names of people, units and imported files, by id."""

    people: dict[int, str]
    units: dict[int, str]
    files: dict[int, str]

    def of(self, field) -> dict[int, str]:
        """Return the names of what the field points at."""
        return {User: self.people, Unit: self.units}.get(field.related_model, {})


@dataclass(frozen=True)
class Difference:
    """A field's value before and after; people and units as ids."""

    field: object
    before: object
    after: object

    def as_text(self, names: Names) -> str:
        """Return the difference as one line."""
        values = (
            tuple(
                rendering.in_words(self.field, value, names=names.of(self.field), if_false=_("No"))
                for value in (self.before, self.after)
            )
            if self.field.name not in FIELDS_WITHOUT_VALUES
            else None
        )
        return rendering.change_as_text(rendering.label_of(self.field), values)


def version_that_set(row, name: str):
    """Return the version that gave the named field its present value, with ``pgh_context``. One
    query.
    """
    field = row._meta.get_field(name).attname
    events = row.events.select_related("pgh_context").order_by("-pgh_id")
    unchanged = takewhile(lambda event: getattr(event, field) == getattr(row, field), events)
    return next(reversed(list(unchanged)), None)


def newest_versions(case: Case, count: int | None) -> list:
    """Return the newest versions of the case, newest first; all if ``count`` is None. One query."""
    rows = case.events.select_related("pgh_context").order_by("-version", "pgh_id")
    rows = rows.distinct("version")
    return list(rows if count is None else rows[:count])


def challenge_changes(case: Case, count: int | None = None) -> list[tuple]:
    """Return the newest changes of the challenge since the case took it up, each as the versions
    before and after; all if ``count`` is None. Two queries.
    """
    events = case.events.filter(challenge_id=case.challenge_id)
    since = events.aggregate(since=Min("pgh_created_at"))["since"]
    rows = Challenge.pgh_event_model.objects.filter(pgh_obj_id=case.challenge_id)
    rows = rows.select_related("pgh_context").order_by("-pgh_id")
    pairs = pairwise(rows if count is None else rows[: count + 1])
    return [(before, after) for after, before in pairs if after.pgh_created_at >= since]


def author_names_of(rows) -> dict[int, str]:
    """Return the names of those who made these versions, by id. At most one query."""
    people = {context_of(row).get("user") for row in rows} - {None}
    return dict(User.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}


def differences(before, after, fields) -> dict[str, Difference]:
    """Return how two rows of a case differ in these fields, by name, in the order of the model."""
    return {
        field.name: Difference(field, getattr(before, field.attname), getattr(after, field.attname))
        for field in Case._meta.concrete_fields
        if field.name in fields and getattr(before, field.attname) != getattr(after, field.attname)
    }


def names_in(rows) -> Names:
    """Return the names of every person, unit and imported file in these rows. Three queries at
    most.
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
