"""What a published list is made of: columns, and the SQL, kind and class of each.

A column says where it stands in JSON, which SQL makes it and which model fields it draws on;
who may read it follows from the register of those fields. A path of two parts is an object
in JSON (``phase.code``) and one column in files (``phase_code``). New columns go last.

In the SQL, ``c`` is the case and ``{reads}`` whether the caller reads its working texts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import Permission
from projects.access.field_register import REGISTER, FieldClass
from projects.choices.states import State


class Kind(Enum):
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
class Column:
    """One published value. ``labels`` holds the ``choices`` of a coded one; ``asks`` is a right
    that it asks for beside that of seeing the case.
    """

    path: str
    sql: str
    kind: Kind
    heading: str
    draws_on: tuple[str, ...] = ()
    labels: object = None
    field_class: FieldClass | None = None
    asks: Permission | None = None

    @property
    def name(self) -> str:
        """The column's name in files."""
        return self.path.replace(".", "_")

    @property
    def is_working(self) -> bool:
        """Only whoever reads the case's working texts has the column."""
        if self.field_class:
            return self.field_class is not FieldClass.OPEN
        held = (drawn.rsplit(".", 1) for drawn in self.draws_on)
        return any(REGISTER[model][field] is not FieldClass.OPEN for model, field in held)


@dataclass(frozen=True, eq=False)  # a cache's key: told apart by identity, which costs nothing
class Published:
    """One list of the API. ``joins`` follows ``FROM page`` whose ``id`` is the row's.

    ``to_case`` leads from a row to its case. ``only`` narrows the rows to those that are
    published. ``days`` are dates and moments that one may search by, ``flags`` are conditions
    that hold of a row or not. ``asks`` is a right that the list asks for beside that of seeing
    the case. ``readable_by`` narrows the rows to those that a person may read, where that follows
    from the row as well.
    """

    name: str
    title: str
    model: type
    columns: tuple[Column, ...]
    joins: str
    says: str = ""
    to_case: str = "case"
    only: dict = field(default_factory=dict)
    days: tuple[str, ...] = ()
    flags: dict = field(default_factory=dict)
    asks: Permission | None = None
    readable_by: Callable | None = None

    @property
    def route(self) -> str:
        """The name of its route."""
        return f"api_{self.name.replace('-', '_')}"

    @cached_property
    def asked(self) -> frozenset[Permission]:
        """The rights that its columns ask for."""
        return frozenset(column.asks for column in self.columns if column.asks)

    def columns_for(self, *, working: bool, rights: frozenset) -> tuple[Column, ...]:
        """The columns of a caller with these rights, who reads working texts somewhere, or
        nowhere.
        """
        return tuple(
            column
            for column in self.columns
            if (working or not column.is_working) and (not column.asks or column.asks in rights)
        )

    @cached_property
    def is_working(self) -> bool:
        """Nothing of a row is open: who reads no working texts of its case has no row."""
        return all(column.is_working or column in OF_THE_CASE for column in self.columns)


CODE, TEXT, LIST, INTEGER, NUMBER, DATE, MOMENT, FLAG = (
    Kind.CODE,
    Kind.TEXT,
    Kind.LIST,
    Kind.INTEGER,
    Kind.NUMBER,
    Kind.DATE,
    Kind.MOMENT,
    Kind.FLAG,
)
TODAY = f"(now() AT TIME ZONE '{settings.TIME_ZONE}')::date"
# Of a condition and its case: as projects.querysets.records.OWED has it.
OWED = f"{{condition}}.met_at IS NULL AND c.state <> '{State.STOPPED}'"
HERE = f"'{settings.BASE_URL}/api/v1/cases/' || c.key || '/'"


def of(model, *fields):
    """The fields of a model as the register names them."""
    return tuple(f"projects.{model}.{field}" for field in fields)


def coded(path, sql, labels, headings, draws_on):
    """The code and the label of a coded value."""
    code, label = headings
    return (
        Column(f"{path}.code", sql, CODE, code, draws_on),
        Column(f"{path}.label", sql, CODE, label, draws_on, labels=labels),
    )


KEY = Column("key", "c.key", CODE, _("Case key"), of("Case", "key"))
URL = Column("url", HERE, CODE, _("Address"), of("Case", "key"))
TITLE = Column(
    "title",
    "CASE WHEN {reads} THEN c.title ELSE coalesce(nullif(c.public_title, ''), c.title) END",
    TEXT,
    _("Title"),
    of("Case", "title", "public_title"),
    field_class=FieldClass.OPEN,  # it is the public title for whoever reads no working texts
)
OF_THE_CASE = (KEY, URL, TITLE)
