"""The success formula of a case over time, and assessing it anew."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from projects.access import policies
from projects.access.field_register import FieldClass
from projects.actions.formula import assess, is_open_to_all
from projects.choices.vocabulary import Factor, Occasion
from projects.forms.formula import AssessmentForm
from projects.models import AssessmentRound, SuccessAssessment
from projects.summaries import formula_history
from projects.summaries.conditions_due import in_words
from projects.views import guards
from projects.views.refusals import INVALID, SHOWN, answer, attempt_once


@dataclass(frozen=True)
class Shown:
    """A snapshot as people read it."""

    snapshot: SuccessAssessment
    factors: list
    product: int | None
    weakest: str
    zeros: str
    people: str
    said: list


@dataclass(frozen=True)
class Asked:
    """A round in which several are asked: who has answered, how long is left, and, once it is
    open to all, what they say.
    """

    round: AssessmentRound
    people: list
    number: int
    done: int
    when: str
    is_mine: bool
    said: list


@require_safe
def case_formula(request, key):
    """Show the case's five factors over time, and the round in which several are asked."""
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
    context = guards.frame(request, case) | {
        "over_time": formula_history.over_time(snapshots),
        "factors": [factor.label for factor in Factor],
        "snapshots": [_shown(snapshot, names=names) for snapshot in snapshots],
        "asked": _asked(request.user, case, names=names),
        "may_assess": policies.can_assess(request.user, case),
        "may_ask": policies.can_ask(request.user, case),
    }
    return answer(request, "projects/formula.html", context)


@require_http_methods(("GET", "HEAD", "POST"))
def case_assess(request, key):
    """Assess the five factors. ``of`` names the round whose assessors agree on it."""
    case = guards.working_case(request, key)
    guards.require(policies.can_assess(request.user, case))
    among = _agreed_among(request, case)
    first = {"occasion": among.occasion if among else Occasion.ROUTINE}
    if among:
        first["participants"] = _assessed(among)
    form = AssessmentForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        case=case,
        said=formula_history.said_by(among) if among else (),
        initial=first,
    )
    outcome = SHOWN
    if form.is_bound:
        outcome = INVALID
        if form.is_valid():
            outcome = attempt_once(
                request, form, lambda **_: _assess(request.user, case, form, among)
            )
            if outcome.is_done:
                messages.success(request, _("The assessment is saved."))
                return redirect("case_formula", key=case.key)
    context = guards.frame(request, case) | {"form": form, "among": among}
    return answer(request, "projects/assess.html", context, outcome)


def _agreed_among(request, case):
    """The round that is named, when its views may be seen; None otherwise. One that has closed
    meanwhile is refused by the action.
    """
    pk = guards.whole_number(request.GET.get("of") or request.POST.get("of"))
    rounds = (
        case.assessment_rounds.all() if request.method == "POST" else case.assessment_rounds.open()
    )
    asked = rounds.filter(pk=pk).first() if pk else None
    return asked if asked and is_open_to_all(asked) else None


def _assess(user, case, form, among):
    said = form.cleaned_data
    return assess(
        case,
        by=user,
        occasion=Occasion(said["occasion"]),
        factors=form.judgements(),
        note=said["note"],
        participants=said["participants"],
        among=among,
    )


def _asked(user, case, *, names):
    asked = case.assessment_rounds.open().select_related("by").first()
    if asked is None:
        return None
    done = set(_assessed(asked))
    people = list(asked.assessors.alphabetical())
    is_open = is_open_to_all(asked)
    return Asked(
        asked,
        people=[(person, person.pk in done) for person in people] if names else [],
        number=len(people),
        done=len(done),
        when=in_words((asked.due_on - timezone.localdate()).days),
        is_mine=not is_open and user.pk not in done and user in people,
        said=formula_history.said_by(asked) if is_open else [],
    )


def _assessed(asked):
    return list(asked.assessments.individual().values_list("by", flat=True))


def _shown(snapshot, *, names):
    scores, by_factor = snapshot.scores, {row.factor: row for row in snapshot.factors.all()}
    return Shown(
        snapshot,
        factors=[(factor.label, by_factor[factor]) for factor in Factor],
        product=scores.product,
        weakest=", ".join(str(factor.label) for factor in scores.weakest),
        zeros=", ".join(str(factor.label) for factor in scores.zeros),
        people=", ".join(one.name for one in snapshot.participants.all()) if names else "",
        said=formula_history.said_in(snapshot.round.views) if snapshot.round else [],
    )
