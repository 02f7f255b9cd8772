"""The way of a trial: planned, started, finished."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import policies
from projects.actions import trials as act
from projects.forms.trials import FinishForm, StartForm
from projects.models import Trial
from projects.records import KINDS
from projects.views import guards
from projects.views.refusals import INVALID, SHOWN, answer, attempt

TRIAL = KINDS["trial"]
GET_AND_POST = ("GET", "HEAD", "POST")


@require_http_methods(GET_AND_POST)
def trial_start(request, key, pk):
    """Start a trial: what it is measured by is locked from then on."""
    texts = {
        "title": _("Start the trial"),
        "tells": _(
            "From the start on, the hypothesis and the success criterion are locked, so that nobody"
            " fits them to the result."
        ),
        "told": _("The trial is under way."),
    }
    return _step(request, key, pk, StartForm, act.start, "started_on", texts)


@require_http_methods(GET_AND_POST)
def trial_finish(request, key, pk):
    """Write what came of a trial."""
    texts = {
        "title": _("Write the result"),
        "tells": _(
            "The result stands when it is saved. A hypothesis that did not hold is a result like"
            " others: write what you learnt."
        ),
        "told": _("The result is saved."),
    }
    return _step(request, key, pk, FinishForm, act.finish, "ended_on", texts)


def _step(request, key, pk, form_class, deed, day, texts):
    case = guards.working_case(request, key)
    trial = get_object_or_404(Trial.objects.of(case).standing(), pk=pk)
    guards.require(policies.can_record(request.user, case, TRIAL))
    typed = request.POST if request.method == "POST" else None
    form = form_class(typed, initial={"version": trial.version, day: timezone.localdate()})
    back = reverse("case_phase", args=[case.key, TRIAL.phase]) + f"#trial-{trial.pk}"
    outcome = SHOWN
    if form.is_bound:
        outcome = INVALID
        if form.is_valid():
            said = dict(form.cleaned_data)
            seen = said.pop("version")
            outcome = attempt(lambda: deed(trial, by=request.user, seen_version=seen, **said), form)
            if outcome.is_done:
                messages.success(request, texts["told"])
                return redirect(back)
            if outcome.is_conflict:
                trial = Trial.objects.get(pk=trial.pk)
                form.data = form.data.copy()
                form.data["version"] = trial.version
    context = guards.frame(request, case) | texts | {"form": form, "trial": trial, "back": back}
    return answer(request, "projects/trial_step.html", context, outcome)
