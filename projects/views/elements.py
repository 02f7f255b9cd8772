"""The eight elements of putting a case into use."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.access import policies
from projects.actions.elements import ELEMENT_FIELDS, compare_elements, save_elements
from projects.forms.elements import ElementsForm
from projects.models import ImplementationStep
from projects.records.kinds import RECORD_KINDS
from projects.views import guards
from projects.views.conflicts import differing_rows, saved_by
from projects.views.outcomes import INVALID, SHOWN, answer, attempt

STEP = RECORD_KINDS["step"]


@dataclass(frozen=True)
class ElementConflict:
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
    arguments = {"answers": form.answers(), "seen": form.seen()}
    outcome = attempt(lambda: save_elements(case, by=request.user, **arguments), form)
    if outcome.is_conflict:
        return _conflict(request, case, outcome, **arguments)
    if not outcome.is_done:
        return _page(request, case, form, outcome)
    messages.success(request, _("Saved."))
    return redirect(_elements_url(case))


def _page(request, case, form, outcome=SHOWN, **more):
    context = guards.frame(request, case) | {"form": form, "back": _elements_url(case)}
    return answer(request, "projects/elements.html", context | more, outcome)


def _elements_url(case):
    return reverse("case_phase", args=[case.key, STEP.phase]) + f"#{STEP.code}"


def _conflict(request, case, outcome, **arguments):
    """Show what two settled each in their way; the form stands on top of what is saved now."""
    changes = compare_elements(case, **arguments)
    again = ElementsForm(case=case, user=request.user, changed=changes.changed)
    disputes = [
        ElementConflict(
            str(element.label),
            differing_rows(ImplementationStep(**changes.changed[element]), step, ELEMENT_FIELDS),
            **saved_by(step),
        )
        for element, step in changes.conflicting.items()
    ]
    kept = [str(element.label) for element in changes.kept]
    return _page(request, case, again, outcome, disputes=disputes, kept=kept)
