"""What the pages of cases say beside ``accounts.views.refusals``: that a form was sent before, and
what a case lacks.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse

from accounts.views.refusals import INVALID, SHOWN, Outcome, Row, answer, attempt, differing
from projects import policies

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
]

DAY = 24 * 60 * 60  # seconds
PLACES = {"edit": "case_edit", "people": "case_people", "formula": "case_formula"}


def attempt_once(request, form, deed: Callable) -> Outcome:
    """Do the deed unless this very form, by its ``once``, was sent before: a double press
    counts once and has no result. ``deed`` gets what else the form says.
    """
    said = {name: value for name, value in form.cleaned_data.items() if name != "once"}
    token = form.cleaned_data["once"]
    key = f"once-{request.user.pk}-{token}"
    if token and not cache.add(key, value=True, timeout=DAY):
        return SHOWN
    outcome = attempt(lambda: deed(**said), form)
    if not outcome.is_done:
        cache.delete(key)
    return outcome


@dataclass(frozen=True)
class Missing:
    """Something the case lacks, in words, and where this person can put it right, if they can."""

    code: str
    text: str
    url: str
    is_hard: bool


def places(user, case, requirements) -> list[Missing]:
    """Where each requirement is met."""
    may = {
        "edit": policies.can_edit(user, case),
        "people": bool(policies.assignable_roles(user, case)),
    }
    may_write = policies.can_assess(user, case)
    return [
        Missing(
            requirement.code,
            str(requirement.text),
            _address(case, requirement.place) if may.get(requirement.place, may_write) else "",
            requirement.is_hard,
        )
        for requirement in requirements
    ]


def _address(case, place):
    page, _sharp, anchor = place.partition("#")
    if page in PLACES:
        return reverse(PLACES[page], args=[case.key])
    return reverse("case_phase", args=[case.key, page]) + (f"#{anchor}" if anchor else "")
