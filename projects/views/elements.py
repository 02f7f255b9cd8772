"""The eight elements of putting a case into use."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.access import policies
from projects.actions.elements import PARTS, compared, settle
from projects.forms.elements import ElementsForm
from projects.models import ImplementationStep
from projects.records.kinds import KINDS
from projects.views import guards
from projects.views.conflicts import both, saved_by
from projects.views.refusals import INVALID, SHOWN, answer, attempt

STEP = KINDS["step"]


@dataclass(frozen=True)
class Dispute:
    """An element that two settled at once, each in their way."""

    label: str
    rows: list
    theirs_by: str = ""
    theirs_at: datetime | None = None


@require_http_methods(("GET", "HEAD", "POST"))
def case_elements(request, key):
    """Settle the eight elements on one page."""
    case = guards.working_case(request, key)
    guards.require(policies.can_record(request.user, case, STEP))
    typed = request.POST if request.method == "POST" else None
    form = ElementsForm(typed, case=case, user=request.user)
    if not form.is_bound:
        return _page(request, case, form)
    if not form.is_valid():
        return _page(request, case, form, INVALID)
    said = {"answers": form.answers(), "seen": form.seen()}
    outcome = attempt(lambda: settle(case, by=request.user, **said), form)
    if outcome.is_conflict:
        return _conflict(request, case, outcome, **said)
    if not outcome.is_done:
        return _page(request, case, form, outcome)
    messages.success(request, _("Saved."))
    return redirect(_back(case))


def _page(request, case, form, outcome=SHOWN, **more):
    context = guards.frame(request, case) | {"form": form, "back": _back(case)}
    return answer(request, "projects/elements.html", context | more, outcome)


def _back(case):
    return reverse("case_phase", args=[case.key, STEP.phase]) + f"#{STEP.code}"


def _conflict(request, case, outcome, **said):
    """Show what two settled each in their way; the form stands on top of what is saved now."""
    found = compared(case, **said)
    again = ElementsForm(case=case, user=request.user, written=found.written)
    disputes = [
        Dispute(
            str(element.label),
            both(ImplementationStep(**found.written[element]), step, PARTS),
            **saved_by(step),
        )
        for element, step in found.disputed.items()
    ]
    kept = [str(element.label) for element in found.kept]
    return _page(request, case, again, outcome, disputes=disputes, kept=kept)
