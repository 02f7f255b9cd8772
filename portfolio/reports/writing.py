"""A report in words and as files: one way to write each kind of value."""

from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from portfolio.files.csv import Dialect, csv_of_rows
from portfolio.files.xlsx import workbook
from portfolio.reports.tables import Coded, ColumnKind, Report, Table
from projects.records.rendering import number


def text_of(value, kind: ColumnKind) -> str:
    """The value in the reader's language; empty when it is missing."""
    if value is None:
        return ""
    if kind is ColumnKind.DAY:
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    if kind is ColumnKind.PER_CENT:
        return f"{value} %"
    if kind in {ColumnKind.COUNT, ColumnKind.AMOUNT}:
        return number(Decimal(value))
    return str(value)


def csv_of(table: Table, dialect: Dialect):
    """Yield one table as a CSV file; days as people write them, or as programs read them."""
    headings = [one.name if dialect.uses_keys else one.heading for one in table.columns]
    rows = [
        [_csv_value(value, dialect) for value in table.values_of(row)] for row in _all_rows(table)
    ]
    yield from csv_of_rows(headings, rows, dialect)


def _csv_value(value, dialect):
    if isinstance(value, Coded):
        return value.code if dialect.uses_keys else value.label
    if hasattr(value, "isoformat"):
        return value.isoformat() if dialect.uses_keys else f"{value:%d.%m.%Y}"
    return value


def workbook_of(report: Report, *, made_for):
    """Yield the report as a workbook: a sheet for each table, and one about the report."""
    sheets = [
        (
            table.title,
            [one.heading for one in table.columns],
            [[_cell(value) for value in table.values_of(row)] for row in _all_rows(table)],
        )
        for table in report.tables
    ]
    about = [*about_lines(report, made_for=made_for), *((_("Note"), one) for one in notes(report))]
    yield from workbook([*sheets, (_("About"), (_("About"), ""), about)])


def _cell(value):
    return value.label if isinstance(value, Coded) else value


def _all_rows(table):
    return table.rows if table.total is None else (*table.rows, table.total)


def about_lines(report: Report, *, made_for) -> list[tuple[str, str]]:
    """What a report says of itself: of whom, of which days, for whom, when, and by which search."""
    days = f"{text_of(report.period.first, ColumnKind.DAY)} – "
    days += text_of(report.period.last, ColumnKind.DAY)
    made_at = formats.date_format(timezone.localtime(report.made_at), "SHORT_DATETIME_FORMAT")
    return [
        (_("Report"), report.title),
        (_("Municipality"), report.municipality),
        (_("Period"), f"{report.period.label} ({days})"),
        (_("Figures as of"), made_at),
        (_("Made for"), made_for.name),
        (_("Counted among"), f"{report.scope.label}: {report.scope.cases}"),
        (_("Filter"), ", ".join(report.filters) or _("None")),
    ]


def notes(report: Report) -> list[str]:
    """The notes of the report and of its tables."""
    return [*report.notes, *(note for table in report.tables for note in table.notes)]
