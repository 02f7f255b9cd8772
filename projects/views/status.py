"""Status updates: writing one, correcting one, and confirming that nothing has changed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from projects.access import policies
from projects.actions.status import CONTENT_FIELDS, confirm_status, report_status
from projects.choices.states import Health
from projects.forms.status import CARRIED_OVER_FIELDS, StatusForm
from projects.history import timeline
from projects.views import guards
from projects.views.cases import case_page
from projects.views.conflicts import differing_fields, event_conflict
from projects.views.outcomes import INVALID, NO_ATTEMPT, attempt, respond


@guards.keeps_text
@require_http_methods(["GET", "HEAD", "POST"])
def case_status(request, key):
    """Write a status update. ``health`` chooses beforehand how it goes, ``corrects`` begins
    with the text of an earlier update, ``from=my`` leads back to one's own cases.
    """
    case = guards.visible_case(request, key)
    guards.require_in_its_state(request.user, case, policies.can_write_status)
    if request.method != "POST":
        form = StatusForm(initial=_first(request, case))
        if request.GET.get("health") in Health.values:  # chosen already: go on to the text
            form.fields["summary"].widget.attrs["autofocus"] = True
        return _status_page(request, case, form)
    form = StatusForm(request.POST)
    if not form.is_valid():
        return _status_page(request, case, form, INVALID)
    corrected = _corrected(case, form.cleaned_data["corrects"])
    outcome = attempt(
        lambda: report_status(
            case,
            by=request.user,
            seen=form.cleaned_data["seen"],
            corrects=corrected,
            **form.content,
        ),
        form,
    )
    case = guards.visible_case(request, key)
    if outcome.is_done or (outcome.is_conflict and _is_repeated_update(request.user, case, form)):
        messages.success(request, _("The status is saved: %s.") % Health(case.health).label)
        return redirect(return_to(request, case))
    if outcome.is_conflict:
        return _status_conflict(request, case, form, outcome)
    return _status_page(request, case, form, outcome)


def _first(request, case):
    """What the form begins with: what the current update carries over and the address names."""
    current = case.current_status
    first = {"seen": case.current_status_id}
    if current:
        first |= {name: getattr(current, name) for name in ("health", *CARRIED_OVER_FIELDS)}
    if request.GET.get("health") in Health.values:
        first["health"] = request.GET["health"]
    if corrected := _corrected(case, guards.whole_number(request.GET.get("corrects"))):
        first |= {name: getattr(corrected, name) for name in CONTENT_FIELDS}
        first["corrects"] = corrected.pk
    return first


def _corrected(case, pk):
    """The update of this case that is to be corrected, None when none is."""
    if not pk:
        return None
    return get_object_or_404(case.status_updates, pk=pk)


def _status_page(request, case, form, outcome=NO_ATTEMPT, **more):
    current = case.current_status
    context = guards.case_context(request, case) | {
        "form": form,
        "current": current,
        "reported_ago": timeline.ago(current.recorded_at) if current else "",
        "asked_by": _origin(request),
        "back_url": resolve_url(return_to(request, case)),
    }
    return respond(request, "projects/status.html", context | more, outcome)


def _status_conflict(request, case, form, outcome):
    """Show both updates; the form begins with the newest as seen."""
    theirs = case.current_status
    rows = differing_fields(
        theirs,
        form.content,
        label=lambda _update, name: str(form.fields[name].label),
        value=_value_in_words,
    )
    again = StatusForm(initial=form.content | {"seen": theirs.pk})
    return _status_page(request, case, again, outcome, **event_conflict(rows, theirs))


def _value_in_words(update, name):
    value = getattr(update, name)
    if name == "health":
        return str(Health(value).label)
    if name == "is_shared":
        return _("Yes") if value else _("No")
    return timeline.format_day(value) if name == "next_step_on" and value else str(value or "")


def _is_repeated_update(user, case, form):
    """The same person has sent the same update twice: it is saved already."""
    theirs = case.current_status
    return theirs.by_id == user.pk and all(
        getattr(theirs, name) == mine for name, mine in form.content.items()
    )


@guards.posted_from("case", "key")
@require_POST
def case_confirm(request, key):
    """Confirm that nothing has changed and the current status is still right."""
    case = guards.visible_case(request, key)
    guards.require_in_its_state(request.user, case, policies.can_write_status)
    seen = guards.whole_number(request.POST.get("seen"))
    outcome = attempt(lambda: confirm_status(case, by=request.user, seen=seen))
    if outcome.is_done or (outcome.is_conflict and _has_confirmed(request.user, case)):
        messages.success(request, _("It is saved that the status is still right."))
        return redirect(return_to(request, case))
    return case_page(request, guards.visible_case(request, key), outcome=outcome)


def _has_confirmed(user, case):
    """The same person has pressed twice: the newest update is their confirmation."""
    newest = case.current_status
    return newest is not None and newest.by_id == user.pk and newest.confirms_id is not None


def _origin(request):
    return "my" if "my" in (request.GET.get("from"), request.POST.get("from")) else ""


def return_to(request, case):
    """Where the person came from: their own cases, or the case."""
    return "my_cases" if _origin(request) == "my" else case
