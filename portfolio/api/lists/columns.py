"""What a published list is made of: columns, and the SQL, kind and class of each.

A column has a path in JSON, the SQL of its value and the model fields that it comes from;
who may read it follows from the register of those fields. A path of two parts is an object
in JSON (``phase.code``) and one column in files (``phase_code``). New columns go last.

In the SQL, ``c`` is the case, ``{reads}`` whether the caller reads its working texts, and
``{site}`` where Slik is reached.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import Permission
from projects.access import policies
from projects.access.field_register import REGISTER, FieldClass
from projects.access.reading_levels import (
    ReadingLevel,
    highest_level_of,
    is_stakeholder_somewhere,
    level_of,
)
from projects.choices.states import State


class ValueKind(Enum):
    """What a value is, and so how it is written in each format."""

    CODE = auto()  # text of our own making: never looks like a formula
    TEXT = auto()
    LIST = auto()
    INTEGER = auto()
    NUMBER = auto()
    DATE = auto()
    MOMENT = auto()
    FLAG = auto()


@dataclass(frozen=True)
class PublishedColumn:
    """One published value. ``labels`` is the ``choices`` of a coded one; ``permission`` is a right
    that it requires besides that of seeing the case.
    """

    path: str
    sql: str
    kind: ValueKind
    heading: str
    source_fields: tuple[str, ...] = ()
    labels: object = None
    field_class: FieldClass | None = None
    permission: Permission | None = None

    @property
    def name(self) -> str:
        """Return the column's name in files."""
        return self.path.replace(".", "_")

    @cached_property
    def level(self) -> ReadingLevel:
        """Return the level at which the column is read."""
        if self.field_class:
            return level_of({self.field_class})
        source_paths = (source.rsplit(".", 1) for source in self.source_fields)
        return level_of({FieldClass.OPEN} | {REGISTER[model][f] for model, f in source_paths})


@dataclass(frozen=True)
class CodeFilter:
    """A filter of rows by a code of their own: the column that shows it, the path from the row to
    it, and what may be chosen. ``meanings`` has the code of each choice where they differ.
    """

    column: str
    path: str
    choices: list
    label: str
    meanings: dict = field(default_factory=dict)

    def narrow(self, rows, chosen):
        """Narrow to the rows with one of the codes."""
        codes = [self.meanings.get(choice, choice) for choice in chosen]
        return rows.filter(**{f"{self.path}__in": codes})


@dataclass(frozen=True, eq=False)  # a cache's key: compared by identity, which costs nothing
class PublishedList:
    """One list of the API. ``joins`` follows ``FROM page`` whose ``id`` is the row's.

    ``case_path`` leads from a row to its case. ``row_filter`` narrows the rows to those that are
    published. ``date_fields`` are dates and moments that one may search by, ``flag_conditions``
    are conditions that are true of a row or not, ``code_filters`` narrow it by a code of the row
    itself. ``permission`` is a right that the list requires besides that of seeing the case.
    ``readable_by`` narrows the rows to those that a person may read, where that follows from the
    row as well. ``shared_rows`` is the condition, for a person, of rows that are shared with them
    and that they read whole. Whoever reads neither at ``level`` nor, where the list is
    ``shared_with_stakeholders``, as a stakeholder is refused.
    """

    name: str
    title: str
    model: type
    columns: tuple[PublishedColumn, ...]
    joins: str
    description: str = ""
    case_path: str = "case"
    row_filter: dict = field(default_factory=dict)
    date_fields: tuple[str, ...] = ()
    flag_conditions: dict = field(default_factory=dict)
    code_filters: dict = field(default_factory=dict)
    permission: Permission | None = None
    readable_by: Callable | None = None
    shared_rows: Callable | None = None
    shared_with_stakeholders: bool = False
    own_level: ReadingLevel | None = None

    @property
    def route(self) -> str:
        """Return the name of its route."""
        return f"api_{self.name.replace('-', '_')}"

    @cached_property
    def column_permissions(self) -> frozenset[Permission]:
        """Return the rights that its columns require."""
        return frozenset(column.permission for column in self.columns if column.permission)

    @cached_property
    def paths_for_everybody(self) -> frozenset[str]:
        """Return the columns that everybody has who gets the row. By others nobody searches or
        sorts: what is found would give away what is hidden.
        """
        lowest = min(column.level for column in self.columns if column not in CASE_COLUMNS)
        return frozenset(
            column.path
            for column in self.columns
            if not column.permission and column.level <= lowest
        )

    @cached_property
    def offered_code_filters(self) -> dict[str, CodeFilter]:
        """Return the filters by codes that everybody reads who gets the row."""
        return {
            name: code_filter
            for name, code_filter in self.code_filters.items()
            if code_filter.column in self.paths_for_everybody
        }

    @cached_property
    def orderings(self) -> tuple[str, ...]:
        """Return what its rows may be sorted by."""
        fields = {row_field.name for row_field in self.model._meta.concrete_fields}
        names = dict.fromkeys((*self.date_fields, "recorded_at"))
        return (
            "key",
            "id",
            *(name for name in names if name in self.paths_for_everybody & fields),
        )

    def columns_for(self, *, level: ReadingLevel, rights: frozenset) -> tuple[PublishedColumn, ...]:
        """The columns of a caller with these rights, who reads at this level."""
        return tuple(
            column
            for column in self.columns
            if column.level <= level and (not column.permission or column.permission in rights)
        )

    def withheld_from(self, *, level: ReadingLevel, rights: frozenset) -> list[str]:
        """The names of the columns that such a caller does not get."""
        readable = self.columns_for(level=level, rights=rights)
        return [column.name for column in self.columns if column not in readable]

    @cached_property
    def level(self) -> ReadingLevel:
        """Who reads a case at a lower level has no row of it: nothing of the row is readable."""
        if self.own_level is not None:
            return self.own_level
        return min(column.level for column in self.columns if column not in CASE_COLUMNS)

    def is_withheld_from(self, user) -> bool:
        """No role of this person's lets them read any row."""
        if self.permission and not policies.can(user, self.permission):
            return True
        is_shared = self.shared_with_stakeholders and is_stakeholder_somewhere(user)
        return not is_shared and highest_level_of(user) < self.level

    @cached_property
    def rows_have_level(self) -> bool:
        """Every row is read as its case is, and none is read at a lower level than the list's."""
        return self.shared_rows is None and self.readable_by is None


CODE, TEXT, LIST, INTEGER, NUMBER, DATE, MOMENT, FLAG = (
    ValueKind.CODE,
    ValueKind.TEXT,
    ValueKind.LIST,
    ValueKind.INTEGER,
    ValueKind.NUMBER,
    ValueKind.DATE,
    ValueKind.MOMENT,
    ValueKind.FLAG,
)
TODAY = f"(now() AT TIME ZONE '{settings.TIME_ZONE}')::date"
# Of a condition and its case: as projects.querysets.records.OWED has it.
OWED = f"{{condition}}.met_at IS NULL AND c.state <> '{State.STOPPED}'"
CASE_URL_SQL = "{site} || '/api/v1/cases/' || c.key || '/'"


def field_paths(model, *fields):
    """The fields of a model as the register names them."""
    return tuple(f"projects.{model}.{field}" for field in fields)


def coded_columns(path, sql, labels, headings, source_fields):
    """The code and the label of a coded value."""
    code, label = headings
    return (
        PublishedColumn(f"{path}.code", sql, CODE, code, source_fields),
        PublishedColumn(f"{path}.label", sql, CODE, label, source_fields, labels=labels),
    )


KEY = PublishedColumn("key", "c.key", CODE, _("Case key"), field_paths("Case", "key"))
URL = PublishedColumn("url", CASE_URL_SQL, CODE, _("Address"), field_paths("Case", "key"))
TITLE = PublishedColumn(
    "title",
    "CASE WHEN {reads} THEN c.title ELSE coalesce(nullif(c.public_title, ''), c.key) END",
    TEXT,
    _("Title"),
    field_paths("Case", "title", "public_title"),
    field_class=FieldClass.OPEN,  # it is the public title for whoever reads no working texts
)
CASE_COLUMNS = (KEY, URL, TITLE)
