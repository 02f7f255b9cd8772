"""The success factors of one case over time, as a file (report R12)."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portfolio.files.csv import NORWEGIAN, csv_of_rows
from projects.choices.vocabulary import Factor
from projects.models import SuccessAssessment
from projects.summaries.formula_history import snapshot_row
from projects.views import guards


@require_safe
def factors_csv(request, key):
    """The case's snapshots, newest first, for a spreadsheet."""
    case = guards.working_case(request, key)
    snapshots = SuccessAssessment.objects.of(case).agreed().prefetch_related("factors")
    headings = [
        _("Date"),
        _("Occasion"),
        *(str(factor.label) for factor in Factor),
        _("Product"),
        _("Weakest"),
        _("Measures"),
    ]
    rows = [_cells(snapshot_row(snapshot)) for snapshot in snapshots]
    return HttpResponse(
        b"".join(csv_of_rows(headings, rows, NORWEGIAN)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{case.key}-formula.csv"'},
    )


def _cells(row):
    """A missing score is empty, never 0."""
    values = ["" if value is None else value for value in (*row.scores, row.product)]
    return [f"{row.on:%d.%m.%Y}", row.occasion, *values, row.weakest, row.measures]
