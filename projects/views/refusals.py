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
PLACES = {"edit": "case_edit", "people": "case_people"}


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

    text: str
    url: str


def places(user, case, requirements) -> list[Missing]:
    """Where each requirement is met."""
    may = {
        "case_edit": policies.can_edit(user, case),
        "case_people": bool(policies.assignable_roles(user, case)),
    }
    names = [PLACES[requirement.place] for requirement in requirements]
    return [
        Missing(str(requirement.text), reverse(name, args=[case.key]) if may[name] else "")
        for requirement, name in zip(requirements, names, strict=True)
    ]
