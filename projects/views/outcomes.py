"""What pages of cases need beside ``accounts.views.outcomes``: links to where a missing requirement
is met.
"""

from dataclasses import dataclass

from django.urls import reverse

from accounts.views.outcomes import (
    INVALID,
    NO_ATTEMPT,
    Outcome,
    attempt,
    attempt_once,
    respond,
)
from projects.access import policies
from projects.readiness.places import Page
from projects.records.kinds import RECORD_KINDS

__all__ = [
    "INVALID",
    "NO_ATTEMPT",
    "MissingRequirement",
    "Outcome",
    "attempt",
    "attempt_once",
    "missing_with_links",
    "respond",
]

URL_NAMES = {
    Page.EDIT: "case_edit",
    Page.PEOPLE: "case_people",
    Page.FORMULA: "case_formula",
    Page.CHALLENGE: "case_challenge",
    Page.FACTS: "case_facts",
    Page.NEW_RECORD: "record_new",
    Page.PHASE: "case_phase",
}


@dataclass(frozen=True)
class MissingRequirement:
    """Something the case lacks, in words, and the form where this person can add it, if any."""

    code: str
    text: str
    url: str
    is_hard: bool


def missing_with_links(user, case, requirements) -> list[MissingRequirement]:
    """The requirements, each with the address of the form that meets it."""
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
        MissingRequirement(
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
