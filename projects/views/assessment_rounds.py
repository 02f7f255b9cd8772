"""Asking several people to assess the success formula, each alone."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from projects.access import policies
from projects.actions.formula import (
    assess_individually,
    close_assessment_round,
    open_assessment_round,
)
from projects.forms.formula import FactorsForm, InvitationForm
from projects.views import guards
from projects.views.outcomes import NO_ATTEMPT, attempt, attempt_once, respond

A_WEEK = timedelta(days=7)


@require_http_methods(("GET", "HEAD", "POST"))
def round_open(request, key):
    """Choose whom to ask, and by when."""
    case = guards.working_case(request, key)
    guards.require(policies.can_invite_assessors(request.user, case))
    typed = request.POST if request.method == "POST" else None
    form = InvitationForm(typed, case=case, initial={"due_on": timezone.localdate() + A_WEEK})
    outcome = NO_ATTEMPT
    if form.is_bound:
        outcome = attempt_once(request, form, partial(open_assessment_round, case, by=request.user))
        if outcome.is_done:
            number = len(form.cleaned_data["assessors"])
            message = ngettext("%d person is asked.", "%d people are asked.", number)
            messages.success(request, message % number)
            return redirect("case_formula", key=case.key)
    context = guards.case_context(request, case) | {"form": form}
    return respond(request, "projects/assessment_round_open.html", context, outcome)


@require_http_methods(("GET", "HEAD", "POST"))
def round_assess(request, key, pk):
    """Assess alone: nobody sees it before all have, or the deadline has passed."""
    case = guards.working_case(request, key)
    assessment_round = get_object_or_404(case.assessment_rounds.all(), pk=pk)
    if not assessment_round.assessors.filter(pk=request.user.pk).exists():
        raise Http404
    guards.require(policies.can_assess(request.user, case))
    form = FactorsForm(request.POST if request.method == "POST" else None, user=request.user)
    outcome = NO_ATTEMPT
    if form.is_bound:
        outcome = attempt_once(
            request,
            form,
            lambda **_: assess_individually(
                assessment_round, by=request.user, factors=form.factor_inputs()
            ),
            refuses_second=True,
        )
        if outcome.is_done:
            messages.success(request, _("Your assessment is saved. Thank you."))
            return redirect("case_formula", key=case.key)
    context = guards.case_context(request, case) | {"form": form}
    return respond(request, "projects/assessment_round_assess.html", context, outcome)


@guards.posted_from("case_formula", "key")
@require_POST
def round_close(request, key, pk):
    """End a round without a snapshot."""
    case = guards.working_case(request, key)
    assessment_round = get_object_or_404(case.assessment_rounds.all(), pk=pk)
    outcome = attempt(lambda: close_assessment_round(assessment_round, by=request.user))
    if outcome.is_done:
        messages.success(request, _("The round is ended without a snapshot."))
    else:
        messages.error(request, outcome.message)
    return redirect("case_formula", key=case.key)
