"""What the pages of cases say beside ``accounts.views.outcomes``: that a form was sent before, and
what a case lacks.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse

from accounts.views.outcomes import INVALID, SHOWN, Outcome, Row, answer, attempt, differing
from projects.access import policies
from projects.readiness.places import Page
from projects.records.kinds import RECORD_KINDS

__all__ = [
    "INVALID",
    "SHOWN",
    "Missing",
    "Outcome",
    "Row",
    "answer",
    "attempt",
    "attempt_once",
    "differing",
    "places",
    "was_sent",
]

DAY = 24 * 60 * 60  # seconds
URL_NAMES = {
    Page.EDIT: "case_edit",
    Page.PEOPLE: "case_people",
    Page.FORMULA: "case_formula",
    Page.CHALLENGE: "case_challenge",
    Page.FACTS: "case_facts",
    Page.NEW_RECORD: "record_new",
    Page.PHASE: "case_phase",
}


def attempt_once(request, form, action: Callable) -> Outcome:
    """Do the deed unless this very form, by its ``once``, was sent before: a double press
    counts once and has no result. ``deed`` gets what else the form says.
    """
    values = {name: value for name, value in form.cleaned_data.items() if name != "once"}
    token = form.cleaned_data["once"]
    key = _key(request.user, token)
    if token and not cache.add(key, value=True, timeout=DAY):
        return SHOWN
    outcome = attempt(lambda: action(**values), form)
    if not outcome.is_done:
        cache.delete(key)
    return outcome


def was_sent(request, form) -> bool:
    """This very form, cleaned, was sent before and is done, whatever is wrong with it now."""
    token = form.cleaned_data.get("once")
    return bool(token) and cache.get(_key(request.user, token), default=False)


def _key(user, token):
    return f"once-{user.pk}-{token}"


@dataclass(frozen=True)
class Missing:
    """Something the case lacks, in words, and where this person can put it right, if they can."""

    code: str
    text: str
    url: str
    is_hard: bool


def places(user, case, requirements) -> list[Missing]:
    """Where each requirement is met: the very form, where one form meets it."""
    edits, assesses = policies.can_edit(user, case), policies.can_assess(user, case)
    allowed = {
        Page.EDIT: edits,
        Page.CHALLENGE: edits,
        Page.FACTS: edits,
        Page.PEOPLE: bool(policies.assignable_roles(user, case)),
        Page.FORMULA: assesses,
        Page.PHASE: assesses,
    }

    def address(place):
        if place.page is Page.NEW_RECORD:
            may_go = policies.can_record(user, case, RECORD_KINDS[place.code])
        else:
            may_go = allowed[place.page]
        return _address(case, place) if may_go else ""

    return [
        Missing(
            requirement.code,
            str(requirement.text),
            address(requirement.place),
            requirement.is_hard,
        )
        for requirement in requirements
    ]


def _address(case, place):
    route = URL_NAMES[place.page]
    if place.page is Page.PHASE:
        return reverse(route, args=[case.key, place.phase]) + f"#{place.code}"
    return reverse(route, args=[case.key, place.code] if place.code else [case.key])
