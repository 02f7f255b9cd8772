"""The page of the eight elements of putting a case into use."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.access import policies
from projects.actions.elements import compare_elements, save_elements
from projects.forms.elements import ElementsForm
from projects.records.kinds import RECORD_KINDS
from projects.views import guards
from projects.views.conflicts import edit_conflict
from projects.views.outcomes import INVALID, NO_ATTEMPT, attempt, respond

STEP = RECORD_KINDS["step"]


@guards.keeps_text
@require_http_methods(("GET", "HEAD", "POST"))
def case_elements(request, key):
    """Edit the eight elements on one page."""
    case = guards.working_case(request, key)
    may_record = partial(policies.can_record, kind=STEP)
    guards.require_in_its_state(request.user, case, may_record)
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


def _page(request, case, form, outcome=NO_ATTEMPT, **more):
    context = guards.case_context(request, case) | {"form": form, "back_url": _elements_url(case)}
    return respond(request, "projects/elements.html", context | more, outcome)


def _elements_url(case):
    return reverse("case_phase", args=[case.key, STEP.phase]) + f"#{STEP.code}"


def _conflict(request, case, outcome, **arguments):
    """Show the elements that both changed; the form begins with what is saved now."""
    changes = compare_elements(case, **arguments)
    again = ElementsForm(case=case, user=request.user, changed=changes.changed)
    conflicts = [
        {"label": str(element.label), **edit_conflict(step, changes.changed[element])}
        for element, step in changes.conflicting.items()
    ]
    also_changed = [str(element.label) for element in changes.changed_by_others]
    return _page(request, case, again, outcome, conflicts=conflicts, also_changed=also_changed)
