"""Reports over the API: the figures of portfolio.reports, as JSON or as a file."""

from dataclasses import asdict, astuple

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portfolio.api.access import CSVRenderer, JSONRenderer, XLSXRenderer
from portfolio.api.lists import parameters, responses
from portfolio.api.lists.parameters import Parameter, one_of
from portfolio.api.problems import Problem
from portfolio.api.views import ApiView, refuse_misplaced
from portfolio.reports import writing
from portfolio.reports.catalogue import REPORTS, make_report
from portfolio.reports.movement import DoesNotAddUp
from portfolio.reports.periods import period_of, tertial_of
from portfolio.reports.scope import scope_changes, scope_of
from portfolio.reports.summary import GROUPINGS, summary_by
from projects.models import Case

GROUP_BY = Parameter(
    "group_by",
    one_of(*GROUPINGS),
    {"type": "string", "enum": list(GROUPINGS)},
    _("What to group by; phase when left out."),
)
HEADINGS = (
    ("code", _("Code")),
    ("label", _("Group")),
    ("cases", _("Cases in every state")),
    ("active", _("Active")),
    ("at_risk", _("At risk (active)")),
    ("off_track", _("Off track (active)")),
    ("confirmed", _("Confirmed or registered in the last 30 days (active)")),
    ("median_days_in_phase", _("Median days in the phase (active and paused)")),
    ("standing", _("In a phase now: active and paused")),
    ("paused", _("Paused")),
    ("stopped", _("Stopped")),
    ("completed", _("Completed")),
    ("draft", _("Drafts")),
    ("unconfirmed", _("Not confirmed for 30 days (active)")),
)


class PortfolioSummary(ApiView):
    """How many cases and how they stand, group by group."""

    renderer_classes = (JSONRenderer, CSVRenderer, XLSXRenderer)
    own_parameters = (GROUP_BY, *parameters.REPORT_PARAMETERS)

    def get(self, request):
        query = self.query(cases=Case.objects.visible_to(request.user), ordered=False)
        extension, now = request.accepted_renderer.format, timezone.now()
        refuse_misplaced(query, extension)
        grouping = query["group_by"] or "phase"
        scope = scope_of(request.user)
        changes = scope_changes(request.user, today=timezone.localdate(now))
        groups, total = summary_by(query.cases, grouping, now=now)
        if extension != "json":
            return responses.file_of_table(
                request,
                query,
                name="portfolio-summary",
                title=_("Portfolio summary"),
                headings=HEADINGS,
                rows=[astuple(group) for group in (*groups, total)],
                extension=extension,
                about=[(str(_("What is counted changed")), change.text) for change in changes],
                headers={"Slik-Scope-Changes": str(len(changes))},
            )
        return self.answer(
            {
                "group_by": grouping,
                "count": total.cases,
                "results": [asdict(group) for group in groups],
                "total": asdict(total),
                "meta": {
                    "generated_at": now.isoformat(),
                    "filters": query.active_filters(),
                    "scope": {"code": scope.code, "label": scope.text},
                    "scope_changes": [change.as_data() for change in changes],
                },
            }
        )


# --- The reports of the catalogue ---------------------------------------------------------


def _period(text):
    return period_of(text, today=timezone.localdate())


PERIOD = Parameter(
    "period",
    _period,
    {"type": "string"},
    _("2026-T2, 2026, 2026-08 or 2026-05-01..2026-08-31; this tertial when left out."),
)


def table_parameter(kind):
    """The parameter that chooses the table of a CSV file."""
    return Parameter(
        "table",
        one_of(*kind.tables),
        {"type": "string", "enum": list(kind.tables)},
        _("CSV: the table of the report; the first when left out."),
    )


class ReportView(ApiView):
    """One report of the catalogue: its tables for a period, of the cases that a search finds."""

    renderer_classes = (JSONRenderer, CSVRenderer, XLSXRenderer)
    kind = None

    @property
    def own_parameters(self):
        return PARAMETERS_BY_REPORT[self.kind.code]

    def get(self, request):
        if not self.kind.is_read_by(request.user):
            raise Problem(403, "withheld", gettext("Your role does not read this report."))
        query = self.query(cases=Case.objects.visible_to(request.user), ordered=False)
        extension, now = request.accepted_renderer.format, timezone.now()
        refuse_misplaced(query, extension)
        report = self._make(query, now)
        if extension != "json":
            return self._file(query, report, extension)
        meta = {"generated_at": now.isoformat(), "filters": query.active_filters()}
        return self.answer(report.as_data() | {"meta": meta})

    def _make(self, query, now):
        try:
            return make_report(
                self.kind,
                query.cases,
                user=self.request.user,
                period=query["period"] or tertial_of(timezone.localdate(now)),
                now=now,
                filters=[one.text for one in query.filters.active],
            )
        except DoesNotAddUp as error:
            message = gettext("The figures contradict each other, so no report is given.")
            details = tuple({"code": "contradiction", "message": one} for one in error.details)
            raise Problem(500, "contradiction", message, errors=details) from error

    def _file(self, query, report, extension):
        if extension == "xlsx":
            stream = writing.workbook_of(report, made_for=self.request.user)
            rows = sum(len(table.rows) for table in report.tables)
            return responses.attachment(
                self.request, stream, responses.XLSX_TYPE, extension, report.code, rows
            )
        tables = {table.code: table for table in report.tables}
        table = tables[query["table"] or self.kind.tables[0]]
        stream = writing.csv_of(table, responses.dialect_of(query))
        name = f"{report.code}-{table.code}"
        media_type = "text/csv; charset=utf-8"
        return responses.attachment(
            self.request, stream, media_type, extension, name, len(table.rows)
        )


PARAMETERS_BY_REPORT = {
    kind.code: (PERIOD, table_parameter(kind), *parameters.REPORT_PARAMETERS)
    for kind in REPORTS.values()
}
