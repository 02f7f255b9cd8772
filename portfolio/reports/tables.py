"""What a report is made of: tables of typed rows, drawn on pages and written to files alike."""

from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from enum import Enum

from portfolio.reports.periods import Period


class ColumnKind(Enum):
    """How the values of a column are written. Missing values are None, and are not zero."""

    TEXT = "text"
    KEY = "key"  # of a case
    CODED = "coded"
    COUNT = "count"
    AMOUNT = "amount"  # a Decimal in the unit that the row names
    PER_CENT = "per_cent"
    DAY = "day"


@dataclass(frozen=True)
class Coded:
    """A code that never changes, and its label in the language of the report."""

    code: str
    label: str

    def __str__(self):
        return self.label


def coded(row, name) -> Coded | None:
    """The value of a field with choices; None where there is no row, or no value."""
    value = getattr(row, name) if row is not None else ""
    return Coded(value, str(getattr(row, f"get_{name}_display")())) if value else None


def coded_choice(choice) -> Coded:
    return Coded(choice.value, str(choice.label))


def column(heading, kind=ColumnKind.TEXT):
    """A field of a row that is a column of its table."""
    return field(metadata={"heading": heading, "kind": kind})


@dataclass(frozen=True)
class Column:
    name: str
    heading: str
    kind: ColumnKind

    @property
    def is_case_key(self):
        return self.kind is ColumnKind.KEY

    @property
    def is_number(self):
        return self.kind in {ColumnKind.COUNT, ColumnKind.AMOUNT, ColumnKind.PER_CENT}


def columns_of(row_type) -> tuple[Column, ...]:
    return tuple(
        Column(one.name, str(one.metadata["heading"]), one.metadata["kind"])
        for one in fields(row_type)
    )


@dataclass(frozen=True)
class Table:
    """Rows of one dataclass whose fields are ``column``; ``total`` is a row of the same.

    ``withheld`` names the columns that the reader's role does not read: their values are None.
    """

    code: str
    title: str
    row_type: type
    rows: tuple
    total: object = None
    notes: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(one for one in columns_of(self.row_type) if one.name not in self.withheld)

    def values_of(self, row) -> list:
        return [getattr(row, one.name) for one in self.columns]

    def as_data(self) -> dict:
        """The table as the API gives it."""
        data = {
            "title": self.title,
            "columns": [
                {"name": one.name, "label": one.heading, "kind": one.kind.value}
                for one in self.columns
            ],
            "rows": [self._row_data(row) for row in self.rows],
        }
        if self.total is not None:
            data["total"] = self._row_data(self.total)
        return data | {"notes": list(self.notes), "withheld": list(self.withheld)}

    def _row_data(self, row):
        data = {}
        for one in self.columns:
            value = getattr(row, one.name)
            data[one.name] = _plain(value)
            if one.kind is ColumnKind.CODED:
                data[f"{one.name}_label"] = value.label if value else None
        return data


def _plain(value):
    """The value as JSON has it."""
    if isinstance(value, Coded):
        return value.code
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


@dataclass(frozen=True)
class ReportScope:
    """Among which cases a report is counted. ``internal`` and ``exempt`` are of the cases that
    the reader does not see, and None where the municipality does not say.
    """

    code: str
    label: str
    cases: int
    internal: int | None = None
    exempt: int | None = None


@dataclass(frozen=True)
class Report:
    """One report, of a period, for one person. ``made_at`` is when its figures were read."""

    code: str
    title: str
    municipality: str
    period: Period
    made_at: datetime
    scope: ReportScope
    filters: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()

    def as_data(self) -> dict:
        """The report as the API gives it."""
        return {
            "code": self.code,
            "title": self.title,
            "municipality": self.municipality,
            "period": {
                "code": self.period.code,
                "label": self.period.label,
                "from": self.period.first,
                "to": self.period.last,
            },
            "scope": asdict(self.scope),
            "notes": list(self.notes),
            "tables": {table.code: table.as_data() for table in self.tables},
        }
