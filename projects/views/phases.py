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
from projects.views import guards, refusals
from projects.views.refusals import INVALID, SHOWN, Row, answer, attempt

GET_AND_POST = ("GET", "HEAD", "POST")


@require_http_methods(GET_AND_POST)
def case_move(request, key):
    """Move a case back, and lead to the gate for the step forward: a dialog where htmx asks,
    else a page. ``from=board`` says that the board asked; it is told by an event and shows
    itself anew.
    """
    case = guards.visible_case(request, key)
    guards.require(policies.can_decide(request.user, case))
    if request.method != "POST":
        asked = phase_named(request.GET.get("to"))
        return _move_page(request, case, _move_form(case, to=asked), asked=asked)
    origin = phase_named(request.POST.get("seen_phase")) or Phase(case.phase)
    form = MoveForm(request.POST, origin=origin)
    if not form.is_valid():
        return _move_page(request, case, form, INVALID)
    wish = form.cleaned_data | {"to": Phase(form.cleaned_data["to"])}
    outcome = attempt(lambda: move(case, by=request.user, **wish), form)
    case.refresh_from_db()
    if outcome.is_done or (outcome.is_conflict and _did_this(request.user, case, wish)):
        return _after_move(request, case)
    if outcome.is_conflict:
        return _move_conflict(request, case, wish, outcome)
    return _move_page(request, case, form, outcome)


def phase_named(code) -> Phase | None:
    """The phase with this code; None for anything else."""
    return Phase(code) if code in Phase.values else None


def _move_form(case, *, to, **typed):
    origin = Phase(case.phase)
    to = to if to and is_back(origin, to) else None
    return MoveForm(origin=origin, initial={"seen_phase": origin, "to": to} | typed)


def _move_page(request, case, form, outcome=SHOWN, *, asked=None, **more):
    origin = Phase(case.phase)
    lacking = outcome.missing or (
        requirements.missing(case, gate_of(origin)) if case.state == State.ACTIVE else ()
    )
    is_forward = asked is not None and asked == origin.following
    context = guards.frame(request, case) | {
        "form": form,
        "origin": origin,
        "days": (timezone.localdate() - case.phase_since).days if case.phase_since else None,
        "is_active": case.state == State.ACTIVE,
        "gate": gate_of(origin),
        "shows_form": form.is_bound or (form.fields["to"].choices and not is_forward),
        "missing": refusals.places(request.user, case, lacking),
        "refused": asked if asked and not may_follow(origin, asked) else None,
        "asked_by": "board"
        if "board" in (request.GET.get("from"), request.POST.get("from"))
        else "",
    }
    template = "projects/_move_form.html" if request.htmx else "projects/move.html"
    return answer(request, template, context | more, outcome)


def _move_conflict(request, case, wish, outcome):
    """Show where both meant to move the case; the form stands on where it is now."""
    theirs = case.visits.select_related("entered_by").last()
    rows = [
        Row(_("Phase"), str(wish["to"].label), str(Phase(theirs.phase).label)),
        Row(_("Why"), wish["reason"], theirs.reason),
    ]
    form = _move_form(case, to=wish["to"], reason=wish["reason"], on=wish["on"])
    saved = {"theirs_by": theirs.entered_by.name, "theirs_at": theirs.entered_at}
    return _move_page(request, case, form, outcome, rows=rows, **saved)


def _did_this(user, case, wish):
    """The same person has sent the same form twice: the case stands where they moved it."""
    last = case.visits.last()
    return last and (last.entered_by_id, last.phase, last.reason) == (
        user.pk,
        wish["to"],
        wish["reason"],
    )


def _after_move(request, case):
    message = _("The case is moved to “%s”.") % Phase(case.phase).label
    if request.htmx and request.POST.get("from") == "board":
        told = {"message": message, "focus": f"move-{case.key}"}
        return trigger_client_event(HttpResponse(status=204), "slik:done", told)
    messages.success(request, message)
    if request.htmx:
        return HttpResponseClientRedirect(case.get_absolute_url())
    return redirect(case)
