"""The forms for the challenge of a case, and for the facts of the case in each phase."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from projects.access import policies
from projects.actions.cases import EDITABLE, edit_case
from projects.actions.challenges import (
    CHALLENGE_FIELDS,
    choose_challenge,
    describe,
    describe_another,
)
from projects.choices.phases import Phase
from projects.forms.facts import NEW_CHALLENGE, ChallengeForm, facts_form
from projects.history import case_versions
from projects.method import guidance
from projects.method.facts import FACT_GROUPS
from projects.models import Case, Challenge
from projects.summaries.related_cases import cases_with_same_challenge
from projects.views import guards
from projects.views.conflicts import (
    FieldComparison,
    conflict_context,
    edit_conflict,
    saved_by,
    with_changes,
)
from projects.views.outcomes import INVALID, NO_ATTEMPT, attempt, respond

GET_AND_POST = ("GET", "HEAD", "POST")


@dataclass(frozen=True)
class FactsLocation:
    """Which facts are written, on which page they are shown, and their guide."""

    case: Case
    code: str
    phase: Phase
    title: str

    @property
    def page_url(self):
        """The address where they are shown."""
        return f"{reverse('case_phase', args=[self.case.key, self.phase])}#{self.code}"

    @property
    def guide(self):
        return guidance.GUIDE_BY_FACT_GROUP[self.code]


@guards.keeps_text
@require_http_methods(GET_AND_POST)
def case_facts(request, key, code):
    """Write some fields of a case."""
    case, group = guards.working_case(request, key), FACT_GROUPS.get(code)
    if group is None:
        raise Http404
    guards.require_in_its_state(request.user, case, policies.can_edit)
    place, form_of = FactsLocation(case, group.code, group.phase, group.title), facts_form(group)
    if request.method != "POST":
        return _page(request, place, form_of(instance=case, user=request.user))
    seen = guards.seen_version(case, request.POST)
    form = form_of(request.POST, instance=case, user=request.user, seen=seen)
    if not form.is_valid():
        return _page(request, place, form, INVALID)
    stored = guards.working_case(request, key)
    outcome = attempt(
        lambda: edit_case(
            stored,
            by=request.user,
            seen_version=form.cleaned_data["version"],
            changes=form.values_to_save(),
        ),
        form,
    )
    place = replace(place, case=stored)
    if not outcome.is_conflict:
        return _end(request, place, form, outcome)
    mine = form.values_to_save()
    return _page(
        request,
        place,
        form_of(instance=with_changes(stored, mine), user=request.user),
        outcome,
        **edit_conflict(stored, mine, seen=seen, others=EDITABLE),
    )


@guards.keeps_text
@require_http_methods(GET_AND_POST)
def case_challenge(request, key):
    """Describe the challenge of the case, or choose an existing one."""
    case = guards.working_case(request, key)
    guards.require_in_its_state(request.user, case, policies.can_edit)
    place, challenge = FactsLocation(case, "challenge", Phase.WHAT, _("Challenge")), case.challenge
    if request.method != "POST":
        return _challenge_page(request, place, ChallengeForm(instance=challenge, user=request.user))
    seen_challenge = _challenge_when_shown(request)
    is_same = challenge is not None and seen_challenge == challenge
    seen = guards.seen_version(challenge, request.POST) if is_same else None
    form = ChallengeForm(request.POST, instance=challenge, user=request.user, seen=seen)
    if not form.is_valid():
        return _challenge_page(request, place, form, INVALID)
    outcome = attempt(lambda: _save_challenge(request.user, case, seen_challenge, form), form)
    if outcome.is_done:
        return _end(request, place, form, outcome)
    if not outcome.is_conflict:
        return _challenge_page(request, place, form, outcome)
    place = replace(place, case=guards.working_case(request, key))
    if seen and place.case.challenge == seen_challenge:
        return _text_conflict(request, place, form, outcome, seen)
    return _choice_conflict(request, place, form, outcome)


def _challenge_when_shown(request):
    """The challenge of the case when the form was first shown."""
    pk = guards.whole_number(request.POST.get("held"))
    return Challenge.objects.visible_to(request.user).filter(pk=pk).first() if pk else None


def _save_challenge(user, case, seen_challenge, form):
    who = {"by": user, "seen": seen_challenge}
    if form.chosen:
        return choose_challenge(case, challenge=form.chosen, **who)
    if form.is_new_challenge:
        return describe_another(case, fields=form.values_to_save(whole=True), **who)
    version, fields = (
        form.cleaned_data["version"] or 0,
        form.values_to_save(whole=seen_challenge is None),
    )
    return describe(case, seen_version=version, fields=fields, **who)


def _text_conflict(request, place, form, outcome, seen):
    """Show both texts of one challenge; the form begins with what is saved now."""
    challenge, mine = place.case.challenge, form.values_to_save(whole=False)
    again = ChallengeForm(instance=with_changes(challenge, mine), user=request.user)
    theirs = edit_conflict(challenge, mine, seen=seen, others=CHALLENGE_FIELDS)
    return _challenge_page(request, place, again, outcome, **theirs)


def _choice_conflict(request, place, form, outcome):
    """Show the challenge that somebody else chose beside one's own. The form does not begin with
    theirs, which may belong to other cases too.
    """
    challenge = place.case.challenge or Challenge()
    saved = case_versions.version_that_set(place.case, "challenge")
    if form.chosen:
        again = ChallengeForm(instance=challenge, user=request.user, choice=form.chosen.pk)
        rows = [FieldComparison(_("Challenge"), str(form.chosen), str(challenge))]
        theirs = conflict_context(rows, **saved_by(saved))
    else:
        mine = form.values_to_save(whole=True)
        again = ChallengeForm(
            instance=with_changes(challenge, mine), user=request.user, choice=NEW_CHALLENGE
        )
        theirs = edit_conflict(challenge, mine, saved=saved)
    return _challenge_page(request, place, again, outcome, **theirs)


def _challenge_page(request, place, form, outcome=NO_ATTEMPT, **more):
    """The page of the form; a notice says how many other cases a correction changes."""
    number = cases_with_same_challenge(place.case, request.user).number
    text = ngettext(
        "%d other case takes up this challenge: what you correct here is corrected there too.",
        "%d other cases take up this challenge: what you correct here is corrected there too.",
        number,
    )
    return _page(request, place, form, outcome, notice=text % number if number else "", **more)


def _end(request, place, form, outcome):
    if not outcome.is_done:
        return _page(request, place, form, outcome)
    messages.success(request, _("Saved."))
    return redirect(place.page_url)


def _page(request, place, form, outcome=NO_ATTEMPT, **more):
    context = guards.case_context(request, place.case) | {"form": form, "place": place} | more
    return respond(request, "projects/facts.html", context, outcome)
