"""Every address of the API."""

from django.urls import path, re_path

from portfolio.api import meta, reports, schema, views, writing
from portfolio.api.lists.cases import OF_CASES

urlpatterns = [
    path("cases/", views.Cases.as_view(), name="api_cases"),
    path("cases/<str:key>/", views.OneCase.as_view(), name="api_case"),
    path("cases/<str:key>/timeline/", views.Timeline.as_view(), name="api_timeline"),
    path("cases/<str:key>/status-updates/", writing.ReportStatus.as_view(), name="api_report"),
    path("cases/<str:key>/move/", writing.MoveCase.as_view(), name="api_move"),
    *(
        path(f"{held.name}/", views.AboutCases.as_view(published=held), name=held.route)
        for held in OF_CASES
    ),
    path("reports/portfolio-summary/", reports.PortfolioSummary.as_view(), name="api_summary"),
    path("meta/", meta.Meta.as_view(), name="api_meta"),
    path("meta/filters/", meta.Filters.as_view(), name="api_filters"),
    path("auth/check/", meta.AuthCheck.as_view(), name="api_auth_check"),
    path("openapi.json", schema.Document.as_view(), name="api_schema"),
    path("docs/", schema.docs, name="api_docs"),
    re_path(r"^.*$", views.Nowhere.as_view(), name="api_nowhere"),
]
