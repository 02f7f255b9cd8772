"""The pages of cases and of imports."""

from django.urls import path

from projects.views import (
    cases,
    editing,
    import_setup,
    importing,
    mine,
    people,
    phases,
    status,
)

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
    path("import/", importing.imports, name="imports"),
    path("import/<int:pk>/", importing.import_run, name="import_run"),
    path("import/<int:pk>/sheet/", import_setup.import_sheet, name="import_sheet"),
    path("import/<int:pk>/columns/", import_setup.import_columns, name="import_columns"),
    path("import/<int:pk>/values/", import_setup.import_values, name="import_values"),
    path("import/<int:pk>/conflicts/", importing.import_conflicts, name="import_conflicts"),
    path("import/<int:pk>/progress/", importing.import_progress, name="import_progress"),
    path("import/<int:pk>/plan/", importing.import_plan, name="import_plan"),
    path("import/<int:pk>/confirm/", importing.import_confirm, name="import_confirm"),
    path("import/<int:pk>/report.csv", importing.import_csv, name="import_csv"),
    path("import/<int:pk>/report.json", importing.import_json, name="import_json"),
    path("import/mappings/<int:pk>.json", importing.import_mapping, name="import_mapping"),
    path(
        "import/mappings/<int:pk>/delete/",
        importing.import_mapping_drop,
        name="import_mapping_drop",
    ),
]
