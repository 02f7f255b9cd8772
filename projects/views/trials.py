"""The steps of a trial: it is planned, started and finished."""

from dataclasses import dataclass, replace
from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.database.row_versions import row_at
from projects.access import policies
from projects.actions import trials as act
from projects.forms.trials import TrialResultForm, TrialStartForm
from projects.models import Trial
from projects.records.kinds import RECORD_KINDS
from projects.views import guards
from projects.views.conflicts import edit_conflict
from projects.views.outcomes import NO_ATTEMPT, attempt_once, respond

TRIAL = RECORD_KINDS["trial"]
GET_AND_POST = ("GET", "HEAD", "POST")


@guards.keeps_text
@require_http_methods(GET_AND_POST)
def trial_start(request, key, pk):
    """Start a trial: hypothesis and success criterion are locked from then on."""
    texts = {
        "title": _("Start the trial"),
        "explanation": _(
            "From the start on, the hypothesis and the success criterion are locked, so that nobody"
            " fits them to the result."
        ),
        "success": _("The trial is under way."),
    }
    return _step(request, key, pk, TrialStartForm, act.start, "started_on", texts)


@guards.keeps_text
@require_http_methods(GET_AND_POST)
def trial_finish(request, key, pk):
    """Write the result of a trial."""
    case = guards.working_case(request, key)
    trial = get_object_or_404(Trial.objects.of(case).not_withdrawn(), pk=pk)
    may_record = partial(policies.can_record, kind=TRIAL)
    guards.require_in_its_state(request.user, case, may_record)
    if request.method != "POST" and not trial.is_started:
        messages.info(request, _("Start the trial before you write its result."))
        return redirect("trial_start", key=case.key, pk=trial.pk)
    texts = {
        "title": _("Write the result"),
        "explanation": _(
            "The result stands when it is saved. A hypothesis that did not hold is a result like"
            " others: write what you learnt."
        ),
        "success": _("The result is saved."),
    }
    return _step(request, key, pk, TrialResultForm, act.finish, "ended_on", texts)


@dataclass(frozen=True)
class TrialStep:
    """The step of a trial that is taken, and its page in words; ``day`` names its field."""

    trial: Trial
    day: str
    texts: dict

    @property
    def is_taken(self):
        """Somebody has taken it already."""
        return getattr(self.trial, self.day) is not None


def _step(request, key, pk, form_class, action, day, texts):
    case = guards.working_case(request, key)
    trial = get_object_or_404(Trial.objects.of(case).not_withdrawn(), pk=pk)
    may_record = partial(policies.can_record, kind=TRIAL)
    guards.require_in_its_state(request.user, case, may_record)
    typed = request.POST if request.method == "POST" else None
    first = {"version": trial.version, day: timezone.localdate()}
    form = form_class(typed, trial=trial, initial=first)
    step = TrialStep(trial, day, texts)
    if not form.is_bound:
        return _page(request, case, step, form)
    outcome = attempt_once(
        request,
        form,
        lambda version, **values: action(trial, by=request.user, seen_version=version, **values),
        refuses_second=True,
    )
    if outcome.is_done:
        messages.success(request, texts["success"])
        return redirect(_trial_url(case, trial))
    step = replace(step, trial=Trial.objects.get(pk=trial.pk))
    if not outcome.is_conflict:
        return _page(request, case, step, form, outcome)
    return _conflict(
        request, case, step, form, outcome, seen=row_at(trial, form.cleaned_data["version"])
    )


def _conflict(request, case, step, form, outcome, *, seen):
    """Show what was typed beside what is saved, and what else was changed; the form is
    about the newer version.
    """
    values = {name: form.cleaned_data[name] for name in form.content_fields}
    form.data = form.data.copy()
    form.data["version"] = step.trial.version
    theirs = edit_conflict(step.trial, values, seen=seen, others=TRIAL.fields)
    return _page(request, case, step, form, outcome, **theirs)


def _page(request, case, step, form, outcome=NO_ATTEMPT, **more):
    context = guards.case_context(request, case) | step.texts | {"form": form, "trial": step.trial}
    context |= {"back_url": _trial_url(case, step.trial), "is_taken": step.is_taken}
    return respond(request, "projects/trial_step.html", context | more, outcome)


def _trial_url(case, trial):
    return reverse("case_phase", args=[case.key, TRIAL.phase]) + f"#trial-{trial.pk}"
