"""The challenge of a case, and what the case says of itself in each phase."""

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
from projects.actions.challenges import FIELDS, describe, describe_another, take_up
from projects.choices.phases import Phase
from projects.forms.facts import ANEW, ChallengeForm, facts_form
from projects.history import case_versions
from projects.method import guidance
from projects.method.facts import GROUPS
from projects.models import Case, Challenge
from projects.summaries.related_cases import shared_with
from projects.views import guards
from projects.views.conflicts import both, kept, on_top, saved_by, told
from projects.views.refusals import INVALID, SHOWN, Row, answer, attempt

GET_AND_POST = ("GET", "HEAD", "POST")


@dataclass(frozen=True)
class Place:
    """What is written, where on the page of its phase it is shown, and what to ask there."""

    case: Case
    code: str
    phase: Phase
    title: str

    @property
    def back(self):
        """The page that shows it."""
        return f"{reverse('case_phase', args=[self.case.key, self.phase])}#{self.code}"

    @property
    def guide(self):
        return guidance.OF_FACTS[self.code]


@require_http_methods(GET_AND_POST)
def case_facts(request, key, code):
    """Write some fields of a case."""
    case, group = guards.working_case(request, key), GROUPS.get(code)
    if group is None:
        raise Http404
    guards.require(policies.can_edit(request.user, case))
    place, form_of = Place(case, group.code, group.phase, group.title), facts_form(group)
    if request.method != "POST":
        return _page(request, place, form_of(instance=case, user=request.user))
    version = guards.whole_number(request.POST.get("version"))
    seen = case_versions.at_version(case, version or 0)
    form = form_of(request.POST, instance=case, user=request.user, seen=seen)
    if not form.is_valid():
        return _page(request, place, form, INVALID)
    stored = guards.working_case(request, key)
    outcome = attempt(
        lambda: edit_case(
            stored,
            by=request.user,
            seen_version=form.cleaned_data["version"],
            changes=form.written(),
        ),
        form,
    )
    place = replace(place, case=stored)
    if not outcome.is_conflict:
        return _end(request, place, form, outcome)
    mine = form.written()
    return _page(
        request,
        place,
        form_of(instance=on_top(stored, mine), user=request.user),
        outcome,
        rows=both(form.instance, stored, mine),
        kept=kept(seen, stored, [name for name in EDITABLE if name not in mine]),
        **saved_by(stored),
    )


@require_http_methods(GET_AND_POST)
def case_challenge(request, key):
    """Describe the challenge the case takes up, or choose one that is described."""
    case = guards.working_case(request, key)
    guards.require(policies.can_edit(request.user, case))
    place, held = Place(case, "challenge", Phase.WHAT, _("Challenge")), case.challenge
    if request.method != "POST":
        return _challenge_page(request, place, ChallengeForm(instance=held, user=request.user))
    began = _began_with(request)
    version = guards.whole_number(request.POST.get("version")) or 0
    seen = case_versions.at_version(held, version) if held and began == held else None
    form = ChallengeForm(request.POST, instance=held, user=request.user, seen=seen)
    if not form.is_valid():
        return _challenge_page(request, place, form, INVALID)
    outcome = attempt(lambda: _take_up(request.user, case, began, form), form)
    if outcome.is_done:
        return _end(request, place, form, outcome)
    if not outcome.is_conflict:
        return _challenge_page(request, place, form, outcome)
    place = replace(place, case=guards.working_case(request, key))
    if seen and place.case.challenge == began:
        return _text_conflict(request, place, form, outcome, seen)
    return _choice_conflict(request, place, form, outcome)


def _began_with(request):
    """The challenge that the case took up when the form was first shown."""
    pk = guards.whole_number(request.POST.get("held"))
    return Challenge.objects.visible_to(request.user).filter(pk=pk).first() if pk else None


def _take_up(user, case, began, form):
    who = {"by": user, "seen": began}
    if form.chosen:
        return take_up(case, challenge=form.chosen, **who)
    if form.is_anew:
        return describe_another(case, fields=form.written(whole=True), **who)
    version, fields = form.cleaned_data["version"] or 0, form.written(whole=began is None)
    return describe(case, seen_version=version, fields=fields, **who)


def _text_conflict(request, place, form, outcome, seen):
    """Show both texts of one challenge; the form stands on top of what is saved now."""
    held, mine = place.case.challenge, form.written(whole=False)
    again = ChallengeForm(instance=on_top(held, mine), user=request.user)
    more = {
        "rows": both(form.instance, held, mine),
        "kept": kept(seen, held, [name for name in FIELDS if name not in mine]),
    }
    return _challenge_page(request, place, again, outcome, **more, **saved_by(held))


def _choice_conflict(request, place, form, outcome):
    """Show the challenge that somebody else chose beside one's own. The form does not stand on
    top of theirs, which may be that of other cases too.
    """
    held = place.case.challenge or Challenge()
    if form.chosen:
        again = ChallengeForm(instance=held, user=request.user, choice=form.chosen.pk)
        rows = [Row(_("Challenge"), str(form.chosen), str(held))]
    else:
        mine = form.written(whole=True)
        again = ChallengeForm(instance=on_top(held, mine), user=request.user, choice=ANEW)
        rows = both(form.instance, held, FIELDS)
    more = {"rows": rows, **told(case_versions.since(place.case, "challenge"))}
    return _challenge_page(request, place, again, outcome, **more)


def _challenge_page(request, place, form, outcome=SHOWN, **more):
    """The page of the form, which says whom else a correction concerns."""
    number = shared_with(place.case, request.user).number
    said = ngettext(
        "%d other case takes up this challenge: what you correct here is corrected there too.",
        "%d other cases take up this challenge: what you correct here is corrected there too.",
        number,
    )
    return _page(request, place, form, outcome, notice=said % number if number else "", **more)


def _end(request, place, form, outcome):
    if not outcome.is_done:
        return _page(request, place, form, outcome)
    messages.success(request, _("Saved."))
    return redirect(place.back)


def _page(request, place, form, outcome=SHOWN, **more):
    context = guards.frame(request, place.case) | {"form": form, "place": place} | more
    return answer(request, "projects/facts.html", context, outcome)
