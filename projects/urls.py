"""The pages of cases."""

from django.urls import path

from projects.views import cases, editing, mine, people, phases, status

urlpatterns = [
    path("my/", mine.my_cases, name="my_cases"),
    path("cases/new/", editing.case_new, name="case_new"),
    path("cases/<slug:key>/", cases.case, name="case"),
    path("cases/<slug:key>/edit/", editing.case_edit, name="case_edit"),
    path("cases/<slug:key>/visibility/", editing.case_visibility, name="case_visibility"),
    path("cases/<slug:key>/people/", people.case_people, name="case_people"),
    path("cases/<slug:key>/status/", status.case_status, name="case_status"),
    path("cases/<slug:key>/confirm/", status.case_confirm, name="case_confirm"),
    path("cases/<slug:key>/move/", phases.case_move, name="case_move"),
    path("cases/<slug:key>/state/<slug:transition>/", phases.case_state, name="case_state"),
    path("cases/<slug:key>/comment/", cases.case_comment, name="case_comment"),
]
