"""The reports: what there is, and each on a page or as a file."""

from dataclasses import dataclass

from django.http import Http404, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portfolio.files.csv import NORWEGIAN
from portfolio.files.xlsx import MEDIA_TYPE
from portfolio.reports.catalogue import REPORTS, make_report, reports_for
from portfolio.reports.movement import DoesNotAddUp
from portfolio.reports.periods import InvalidPeriod, period_of, periods_to_choose, tertial_of
from portfolio.reports.tables import Column, Table, columns_of
from portfolio.reports.writing import about_lines, csv_of, text_of, workbook_of
from projects.filters import CaseFilterSet, RefusedParameter
from projects.models import Case

FORMATS = ("csv", "xlsx")
OWN_PARAMETERS = ("period", "format", "table")


@require_safe
def report_list(request):
    """Show the reports that this person may read."""
    return render(request, "portfolio/reports.html", {"reports": reports_for(request.user)})


@require_safe
def report_page(request, code):
    """Show one report, or hand it out as a file."""
    kind = REPORTS.get(code)
    if kind is None or not kind.is_read_by(request.user):
        raise Http404
    now = timezone.now()
    asked = ReportRequest.read(request, kind, now=now)
    context = {
        "kind": kind,
        "periods": periods_to_choose(today=timezone.localdate(now)),
        "typed": asked.period.code if asked.period else request.GET.get("period", ""),
        "kept_filters": asked.kept_filters,
    }
    if asked.refusals:
        context["refusals"] = asked.refusals
        return render(request, "portfolio/report.html", context, status=422)
    filters = [one.text for one in asked.filters.active]
    try:
        report = make_report(
            kind, asked.filters.qs, user=request.user, period=asked.period, now=now, filters=filters
        )
    except DoesNotAddUp as error:
        context["contradictions"] = error.details
        return render(request, "portfolio/report.html", context, status=500)
    if asked.extension:
        return _file(request, report, asked)
    query = asked.query_without_format
    context |= {
        "report": report,
        "tables": [ShownTable.of(table, query) for table in report.tables],
        "about": about_lines(report, made_for=request.user),
        "workbook_url": f"?{query}&format=xlsx",
    }
    return render(request, "portfolio/report.html", context)


@dataclass(frozen=True)
class ReportRequest:
    """What the address asks for, or why it is refused."""

    period: object
    extension: str
    table: str
    filters: CaseFilterSet
    refusals: tuple[RefusedParameter, ...]
    query_without_format: str

    @property
    def kept_filters(self):
        """What the form of the period carries along."""
        kept = QueryDict(self.query_without_format, mutable=True)
        kept.pop("period", None)
        return [(name, value) for name in kept for value in kept.getlist(name)]

    @classmethod
    def read(cls, request, kind, *, now):
        query, today = request.GET, timezone.localdate(now)
        cases = Case.objects.visible_to(request.user)
        filters = CaseFilterSet(
            query, cases, user=request.user, extra_names=OWN_PARAMETERS, now=now
        )
        refusals, period = list(filters.refusals), None
        try:
            period = period_of(query.get("period") or tertial_of(today).code, today=today)
        except InvalidPeriod as error:
            refusals.append(RefusedParameter("period", query["period"], str(error), ""))
        extension = query.get("format", "")
        if extension and extension not in FORMATS:
            message = _("Choose among: %s.") % ", ".join(FORMATS)
            refusals.append(RefusedParameter("format", extension, message, ""))
        table = query.get("table", "")
        if table and (extension != "csv" or table not in kind.tables):
            message = _("Choose among: %s.") % ", ".join(kind.tables)
            refusals.append(RefusedParameter("table", table, message, ""))
        rest = query.copy()
        for name in ("format", "table"):
            rest.pop(name, None)
        rest["period"] = period.code if period else ""
        return cls(period, extension, table, filters, tuple(refusals), rest.urlencode())


@dataclass(frozen=True)
class ShownCell:
    column: Column
    text: str
    url: str = ""


@dataclass(frozen=True)
class ShownTable:
    """A table with its values in words, and the address of its file."""

    table: Table
    rows: list[list[ShownCell]]
    total: list[ShownCell]
    csv_url: str
    withheld: str

    @classmethod
    def of(cls, table, query):
        rows = [_shown_row(table, row) for row in table.rows]
        total = _shown_row(table, table.total) if table.total is not None else []
        names = [one.heading for one in columns_of(table.row_type) if one.name in table.withheld]
        csv_url = f"?{query}&format=csv&table={table.code}"
        return cls(table, rows, total, csv_url, ", ".join(names))


def _shown_row(table, row):
    return [
        ShownCell(
            column,
            text_of(value, column.kind),
            reverse("case", args=[value]) if column.is_case_key and value else "",
        )
        for column, value in zip(table.columns, table.values_of(row), strict=True)
    ]


def _file(request, report, asked):
    """Answer with the workbook, or with one table as CSV: the first when none is named."""
    if asked.extension == "xlsx":
        stream, media_type = workbook_of(report, made_for=request.user), MEDIA_TYPE
        stem = report.code
    else:
        tables = {table.code: table for table in report.tables}
        table = tables[asked.table or report.tables[0].code]
        stream, media_type = csv_of(table, NORWEGIAN), "text/csv; charset=utf-8"
        stem = f"{report.code}-{table.code}"
    number, extension = request.user.municipality.number, asked.extension
    name = f"{stem}_{number}_{report.period.code}.{extension}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return StreamingHttpResponse(
        stream, content_type=media_type, headers={"Content-Disposition": disposition}
    )
