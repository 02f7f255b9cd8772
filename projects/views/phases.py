"""Moving a case to another phase."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from projects.access import policies
from projects.actions.phases import move
from projects.choices.gates import gate_of
from projects.choices.phases import Phase, is_back, may_follow
from projects.choices.states import State
from projects.forms.phase import MoveForm
from projects.readiness import requirements
from projects.views import guards, outcomes
from projects.views.conflicts import FieldComparison, conflict_context
from projects.views.outcomes import INVALID, NO_ATTEMPT, attempt, respond

GET_AND_POST = ("GET", "HEAD", "POST")


@require_http_methods(GET_AND_POST)
def case_move(request, key):
    """Move a case back, or link to the gate for the step forward: a dialog for htmx, else a page.
    ``from=board`` says that the board asked; an event makes it load again.
    """
    case = guards.visible_case(request, key)
    guards.require(policies.can_decide(request.user, case))
    if request.method != "POST":
        requested_phase = phase_named(request.GET.get("to"))
        return _move_page(
            request, case, _move_form(case, to=requested_phase), requested_phase=requested_phase
        )
    origin = phase_named(request.POST.get("seen_phase")) or Phase(case.phase)
    form = MoveForm(request.POST, origin=origin)
    if not form.is_valid():
        return _move_page(request, case, form, INVALID)
    move_fields = form.cleaned_data | {"to": Phase(form.cleaned_data["to"])}
    outcome = attempt(lambda: move(case, by=request.user, **move_fields), form)
    case.refresh_from_db()
    if outcome.is_done or (
        outcome.is_conflict and _is_repeated_move(request.user, case, move_fields)
    ):
        return _after_move(request, case)
    if outcome.is_conflict:
        return _move_conflict(request, case, move_fields, outcome)
    return _move_page(request, case, form, outcome)


def phase_named(code) -> Phase | None:
    """The phase with this code; None for anything else."""
    return Phase(code) if code in Phase.values else None


def _move_form(case, *, to, **typed):
    origin = Phase(case.phase)
    to = to if to and is_back(origin, to) else None
    return MoveForm(origin=origin, initial={"seen_phase": origin, "to": to} | typed)


def _move_page(request, case, form, outcome=NO_ATTEMPT, *, requested_phase=None, **more):
    origin = Phase(case.phase)
    lacking = outcome.missing or (
        requirements.missing(case, gate_of(origin)) if case.state == State.ACTIVE else ()
    )
    is_forward = requested_phase is not None and requested_phase == origin.following
    context = guards.case_context(request, case) | {
        "form": form,
        "origin": origin,
        "days": (timezone.localdate() - case.phase_since).days if case.phase_since else None,
        "is_active": case.state == State.ACTIVE,
        "gate": gate_of(origin),
        "shows_form": form.is_bound or (form.fields["to"].choices and not is_forward),
        "missing": outcomes.missing_with_links(request.user, case, lacking),
        "refused": requested_phase
        if requested_phase and not may_follow(origin, requested_phase)
        else None,
        "asked_by": "board"
        if "board" in (request.GET.get("from"), request.POST.get("from"))
        else "",
    }
    template = "projects/_move_form.html" if request.htmx else "projects/move.html"
    return respond(request, template, context | more, outcome)


def _move_conflict(request, case, move_fields, outcome):
    """Show where both meant to move the case; the form begins where it is now."""
    theirs = case.visits.select_related("entered_by").last()
    rows = [
        FieldComparison(_("Phase"), str(move_fields["to"].label), str(Phase(theirs.phase).label)),
        FieldComparison(_("Why"), move_fields["reason"], theirs.reason),
    ]
    form = _move_form(
        case, to=move_fields["to"], reason=move_fields["reason"], on=move_fields["on"]
    )
    context = conflict_context(rows, by=theirs.entered_by.name, at=theirs.entered_at)
    return _move_page(request, case, form, outcome, **context)


def _is_repeated_move(user, case, move_fields):
    """The same person has sent the same form twice: the case is where they moved it."""
    last = case.visits.last()
    return last and (last.entered_by_id, last.phase, last.reason) == (
        user.pk,
        move_fields["to"],
        move_fields["reason"],
    )


def _after_move(request, case):
    message = _("The case is moved to “%s”.") % Phase(case.phase).label
    if request.htmx and request.POST.get("from") == "board":
        event = {"message": message, "focus": f"move-{case.key}"}
        return trigger_client_event(HttpResponse(status=204), "slik:done", event)
    messages.success(request, message)
    if request.htmx:
        return HttpResponseClientRedirect(case.get_absolute_url())
    return redirect(case)
