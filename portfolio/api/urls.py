"""Every address of the API."""

from django.urls import path, re_path

from portfolio.api import meta, reports, schema, views, writing
from portfolio.api.lists.cases import CASE_RELATED_LISTS
from portfolio.reports.catalogue import REPORTS

urlpatterns = [
    path("", schema.Index.as_view(), name="api_index"),
    path("cases/", views.CaseList.as_view(), name="api_cases"),
    path("cases/<str:key>/", views.CaseDetail.as_view(), name="api_case"),
    path("cases/<str:key>/timeline/", views.CaseTimeline.as_view(), name="api_timeline"),
    path("cases/<str:key>/status-updates/", writing.ReportStatus.as_view(), name="api_report"),
    path("cases/<str:key>/move/", writing.MoveCase.as_view(), name="api_move"),
    *(
        path(
            f"{published.name}/",
            views.CaseRelatedList.as_view(published=published),
            name=published.route,
        )
        for published in CASE_RELATED_LISTS
    ),
    path("reports/portfolio-summary/", reports.PortfolioSummary.as_view(), name="api_summary"),
    *(
        path(
            f"reports/{kind.code}/",
            reports.ReportView.as_view(kind=kind),
            name=f"api_report_{kind.code}",
        )
        for kind in REPORTS.values()
    ),
    path("meta/", meta.Meta.as_view(), name="api_meta"),
    path("meta/filters/", meta.Filters.as_view(), name="api_filters"),
    path("auth/check/", meta.AuthCheck.as_view(), name="api_auth_check"),
    path("openapi.json", schema.Document.as_view(), name="api_schema"),
    path("docs/", schema.docs, name="api_docs"),
    re_path(r"^.*$", views.NotFoundView.as_view(), name="api_nowhere"),
]
