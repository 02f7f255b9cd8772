"""Every address of the API."""

from django.urls import path, re_path

from portfolio.api import views

urlpatterns = [
    path("cases/", views.Cases.as_view(), name="api_cases"),
    path("cases/<str:key>/", views.OneCase.as_view(), name="api_case"),
    path("phase-visits/", views.PhaseVisits.as_view(), name="api_phase_visits"),
    path("status-updates/", views.StatusUpdates.as_view(), name="api_status_updates"),
    re_path(r"^.*$", views.Nowhere.as_view(), name="api_nowhere"),
]
