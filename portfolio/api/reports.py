"""Reports over the API: the figures of portfolio.reports, as JSON or as a file."""

from dataclasses import asdict, astuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portfolio.api.access import CSVRenderer, JSONRenderer, XLSXRenderer
from portfolio.api.lists import parameters, responses
from portfolio.api.lists.parameters import Parameter, one_of
from portfolio.api.views import ApiView, refuse_misplaced
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
