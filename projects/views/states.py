"""Changing the state of a case."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.access import policies
from projects.actions.states import change_state
from projects.choices.phases import Phase
from projects.choices.states import TRANSITIONS, State, possible_transitions
from projects.forms.states import FORMS, StateForm
from projects.models import Condition
from projects.readiness import requirements
from projects.summaries import pause_and_stop
from projects.views import guards, outcomes
from projects.views.conflicts import FieldComparison, event_conflict
from projects.views.outcomes import NO_ATTEMPT, attempt_once, respond


@require_http_methods(("GET", "HEAD", "POST"))
def case_state(request, key, transition):
    """Start, pause, resume, stop or reopen a case."""
    case = guards.visible_case(request, key)
    step = TRANSITIONS.get(transition)
    if step is None:
        raise Http404
    guards.require(policies.can(request.user, step.permission, case))
    form = _form(case, step, request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request, case, step, form)
    outcome = attempt_once(
        request,
        form,
        lambda **_: change_state(
            case, transition=transition, by=request.user, **form.action_arguments()
        ),
        refuses_second=True,
    )
    if not outcome.is_done:
        case.refresh_from_db()
        if outcome.is_conflict:
            return _conflict(request, case, step, form, outcome)
        return _page(request, case, step, form, outcome)
    case.refresh_from_db()
    messages.success(request, _("The case is now “%s”.") % State(case.state).label)
    return redirect(case)


def _form(case, step, typed=None):
    more = {}
    if step.target == State.STOPPED:
        more["decisions"] = list(case.formal_decisions.needing_follow_up())
    kind = FORMS.get(step.name, StateForm)
    return kind(typed, case=case, initial={"seen_state": case.state}, **more)


def _page(request, case, step, form, outcome=NO_ATTEMPT, **more):
    user, today = request.user, timezone.localdate()
    lacking = outcome.missing
    if case.state == State.DRAFT:
        lacking = requirements.missing(case, requirements.BEFORE_THE_START)
    context = guards.case_context(request, case) | {
        "form": form,
        "step": step,
        "is_possible": step in possible_transitions(State(case.state), Phase(case.phase)),
        "missing": outcomes.missing_with_links(user, case, lacking),
        "asked_after_pause": outcomes.missing_with_links(
            user, case, pause_and_stop.requirements_of_long_pause(case, today)
        ),
    }
    if step.target == State.STOPPED:
        context["conditions"] = (
            Condition.objects.of(case, "decision__case").unmet().with_responsible()
        )
    return respond(request, "projects/state.html", context | more, outcome)


def _conflict(request, case, step, form, outcome):
    """Show what the other person decided beside what this one wrote; the form stays as typed."""
    theirs = case.state_changes.select_related("by").last()
    values = form.cleaned_data
    rows = [
        FieldComparison(_("State"), str(step.target.label), str(State(theirs.target).label)),
        FieldComparison(_("Why"), values["reason"], theirs.reason),
    ]
    if step.needs_lesson:
        rows.append(FieldComparison(_("What you learnt"), values["lesson"], theirs.lesson))
    form.data = form.data.copy()
    form.data["seen_state"] = case.state
    return _page(request, case, step, form, outcome, **event_conflict(rows, theirs))
