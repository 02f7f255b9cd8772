"""The success formula of a case over time, and assessing it anew."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects import policies
from projects.actions.formula import assess
from projects.forms.formula import AssessmentForm
from projects.models import SuccessAssessment
from projects.views import guards
from projects.views.refusals import INVALID, SHOWN, answer, attempt
from projects.vocabulary import Factor, Occasion


@dataclass(frozen=True)
class Shown:
    """A snapshot as people read it."""

    snapshot: SuccessAssessment
    factors: list
    product: int | None
    weakest: str
    zeros: str


@require_safe
def case_formula(request, key):
    """Show the case's snapshots of the five factors, newest first."""
    case = guards.working_case(request, key)
    snapshots = (
        SuccessAssessment.objects.of(case).agreed().told().prefetch_related("factors__responsible")
    )
    context = guards.frame(request, case) | {
        "snapshots": [_shown(snapshot) for snapshot in snapshots],
        "may_assess": policies.can_assess(request.user, case),
    }
    return answer(request, "projects/formula.html", context)


@require_http_methods(("GET", "HEAD", "POST"))
def case_assess(request, key):
    """Assess the five factors."""
    case = guards.working_case(request, key)
    guards.require(policies.can_assess(request.user, case))
    typed = request.POST if request.method == "POST" else None
    form = AssessmentForm(typed, user=request.user, initial={"occasion": Occasion.ROUTINE})
    outcome = SHOWN
    if form.is_bound:
        outcome = INVALID
        if form.is_valid():
            outcome = attempt(lambda: _assess(request.user, case, form), form)
            if outcome.is_done:
                messages.success(request, _("The assessment is saved."))
                return redirect("case_formula", key=case.key)
    context = guards.frame(request, case) | {"form": form}
    return answer(request, "projects/assess.html", context, outcome)


def _assess(user, case, form):
    said = form.cleaned_data
    return assess(
        case,
        by=user,
        occasion=Occasion(said["occasion"]),
        factors=form.judgements(),
        note=said["note"],
    )


def _shown(snapshot):
    scores, by_factor = snapshot.scores, {row.factor: row for row in snapshot.factors.all()}
    return Shown(
        snapshot,
        factors=[(factor.label, by_factor[factor]) for factor in Factor],
        product=scores.product,
        weakest=", ".join(str(factor.label) for factor in scores.weakest),
        zeros=", ".join(str(factor.label) for factor in scores.zeros),
    )
