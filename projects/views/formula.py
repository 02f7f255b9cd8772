"""The success formula of a case over time, and assessing it again."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.access import policies
from projects.access.field_register import FieldClass
from projects.actions.formula import assess, is_over
from projects.choices.vocabulary import Factor, Occasion
from projects.forms.formula import AssessmentForm
from projects.models import AssessmentRound, SuccessAssessment
from projects.summaries import formula_history
from projects.summaries.conditions_due import days_left_in_words
from projects.views import guards
from projects.views.outcomes import NO_ATTEMPT, attempt_once, respond


@dataclass(frozen=True)
class SnapshotSummary:
    """A snapshot as people read it."""

    snapshot: SuccessAssessment
    factors: list
    product: int | None
    weakest: str
    zeros: str
    people: str
    factor_summaries: list


@dataclass(frozen=True)
class RoundSummary:
    """A round in which several assess: who has assessed, how long is left, and the results, once
    it is over and enough have assessed.
    """

    round: AssessmentRound
    people: list
    number: int
    done: int
    time_left: str
    waits_for_user: bool
    is_over: bool
    factor_summaries: list


@require_safe
def case_formula(request, key):
    """Show the case's five factors over time, and the open round."""
    case = guards.working_case(request, key)
    alone = SuccessAssessment.objects.individual().prefetch_related("factors")
    snapshots = list(
        SuccessAssessment.objects.of(case)
        .agreed()
        .select_related("by", "round")
        .prefetch_related(
            "factors__responsible",
            "participants",
            Prefetch("round__assessments", alone, to_attr="views"),
        )
    )
    names = FieldClass.PERSONAL in policies.readable_classes(request.user, case)
    context = guards.case_context(request, case) | {
        "formula_history": formula_history.history_of(snapshots),
        "factors": [factor.label for factor in Factor],
        "snapshots": [_snapshot_summary(snapshot, names=names) for snapshot in snapshots],
        "open_round": _round_summary(request.user, case, names=names),
        "may_assess": policies.can_assess(request.user, case),
        "may_ask": policies.can_invite_assessors(request.user, case),
    }
    return respond(request, "projects/formula.html", context)


@guards.keeps_text
@require_http_methods(("GET", "HEAD", "POST"))
def case_assess(request, key):
    """Assess the five factors. ``of`` names the round whose assessors agree on it."""
    case = guards.working_case(request, key)
    guards.require_in_its_state(request.user, case, policies.can_assess)
    assessment_round = _round_to_agree_on(request, case)
    first = {"occasion": assessment_round.occasion if assessment_round else Occasion.ROUTINE}
    if assessment_round:
        first["participants"] = _assessor_ids(assessment_round)
    form = AssessmentForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        case=case,
        factor_summaries=formula_history.summaries_of_round(assessment_round)
        if assessment_round
        else (),
        initial=first,
    )
    outcome = NO_ATTEMPT
    if form.is_bound:
        outcome = attempt_once(
            request, form, lambda **_: _assess(request.user, case, form, assessment_round)
        )
        if outcome.is_done:
            messages.success(request, _("The assessment is saved."))
            return redirect("case_formula", key=case.key)
    context = guards.case_context(request, case) | {
        "form": form,
        "assessment_round": assessment_round,
    }
    return respond(request, "projects/assess.html", context, outcome)


def _round_to_agree_on(request, case):
    """The round that is named, when it is over; None otherwise. The action
    refuses one that has closed meanwhile.
    """
    pk = guards.whole_number(request.GET.get("of") or request.POST.get("of"))
    rounds = (
        case.assessment_rounds.all() if request.method == "POST" else case.assessment_rounds.open()
    )
    assessment_round = rounds.filter(pk=pk).first() if pk else None
    return assessment_round if assessment_round and is_over(assessment_round) else None


def _assess(user, case, form, assessment_round):
    values = form.cleaned_data
    return assess(
        case,
        by=user,
        occasion=Occasion(values["occasion"]),
        factors=form.factor_inputs(),
        note=values["note"],
        participants=values["participants"],
        assessment_round=assessment_round,
    )


def _round_summary(user, case, *, names):
    assessment_round = case.assessment_rounds.open().select_related("by").first()
    if assessment_round is None:
        return None
    done = set(_assessor_ids(assessment_round))
    people = list(assessment_round.assessors.alphabetical())
    over = is_over(assessment_round)
    return RoundSummary(
        assessment_round,
        people=[(person, person.pk in done) for person in people] if names else [],
        number=len(people),
        done=len(done),
        time_left=days_left_in_words((assessment_round.due_on - timezone.localdate()).days),
        waits_for_user=not over and user.pk not in done and user in people,
        is_over=over,
        factor_summaries=formula_history.summaries_of_round(assessment_round) if over else [],
    )


def _assessor_ids(assessment_round):
    return list(assessment_round.assessments.individual().values_list("by", flat=True))


def _snapshot_summary(snapshot, *, names):
    scores, by_factor = snapshot.scores, {row.factor: row for row in snapshot.factors.all()}
    return SnapshotSummary(
        snapshot,
        factors=[(factor.label, by_factor[factor]) for factor in Factor],
        product=scores.product,
        weakest=", ".join(str(factor.label) for factor in scores.weakest),
        zeros=", ".join(str(factor.label) for factor in scores.zeros),
        people=", ".join(one.name for one in snapshot.participants.all()) if names else "",
        factor_summaries=formula_history.summaries_of_views(snapshot.round.views)
        if snapshot.round
        else [],
    )
