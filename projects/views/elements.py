"""The eight elements of putting a case into use."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import policies
from projects.actions.elements import settle
from projects.forms.elements import ElementsForm
from projects.records import KINDS
from projects.views import guards
from projects.views.refusals import INVALID, SHOWN, answer, attempt

STEP = KINDS["step"]


@require_http_methods(("GET", "HEAD", "POST"))
def case_elements(request, key):
    """Settle the eight elements on one page."""
    case = guards.working_case(request, key)
    guards.require(policies.can_record(request.user, case, STEP))
    back = reverse("case_phase", args=[case.key, STEP.phase]) + f"#{STEP.code}"
    typed = request.POST if request.method == "POST" else None
    form = ElementsForm(typed, case=case, user=request.user)
    outcome = SHOWN
    if form.is_bound:
        outcome = INVALID
        if form.is_valid():
            said = {"answers": form.answers(), "seen": form.seen()}
            outcome = attempt(lambda: settle(case, by=request.user, **said), form)
            if outcome.is_done:
                messages.success(request, _("Saved."))
                return redirect(back)
    context = guards.frame(request, case) | {"form": form, "back": back}
    return answer(request, "projects/elements.html", context, outcome)
