"""The challenge of a case, and what the case says of itself in each phase."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects import guidance, policies, versions
from projects.actions.cases import EDITABLE, edit_case
from projects.actions.challenges import FIELDS, describe, take_up
from projects.facts import GROUPS
from projects.forms.facts import ChallengeForm, facts_form
from projects.models import Case
from projects.phases import Phase
from projects.views import guards
from projects.views.conflicts import both, kept, on_top, saved_by
from projects.views.refusals import INVALID, SHOWN, answer, attempt

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
    seen = versions.at_version(case, version or 0)
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
    place, seen = Place(case, "challenge", Phase.WHAT, _("Challenge")), case.challenge
    typed = request.POST if request.method == "POST" else None
    version = seen.version if seen else 0
    form = ChallengeForm(typed, instance=seen, user=request.user, initial={"version": version})
    if not form.is_bound:
        return _page(request, place, form)
    if not form.is_valid():
        return _page(request, place, form, INVALID)
    outcome = attempt(lambda: _take_up(request.user, case, seen, form.cleaned_data), form)
    return _end(request, place, form, outcome)


def _take_up(user, case, seen, said):
    if said.get("existing"):
        return take_up(case, by=user, challenge=said["existing"])
    fields = {name: said[name] for name in FIELDS}
    return describe(case, by=user, seen=seen, seen_version=said["version"] or 0, fields=fields)


def _end(request, place, form, outcome):
    if not outcome.is_done:
        return _page(request, place, form, outcome)
    messages.success(request, _("Saved."))
    return redirect(place.back)


def _page(request, place, form, outcome=SHOWN, **more):
    context = guards.frame(request, place.case) | {"form": form, "place": place} | more
    return answer(request, "projects/facts.html", context, outcome)
