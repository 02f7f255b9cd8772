"""The success formula of a case over time."""

from django.views.decorators.http import require_safe

from projects.models import SuccessAssessment
from projects.views import guards
from projects.views.refusals import answer


@require_safe
def case_formula(request, key):
    """Show the case's snapshots of the five factors, newest first."""
    case = guards.working_case(request, key)
    snapshots = (
        SuccessAssessment.objects.of(case).agreed().told().prefetch_related("factors__responsible")
    )
    context = guards.frame(request, case) | {"snapshots": snapshots}
    return answer(request, "projects/formula.html", context)
