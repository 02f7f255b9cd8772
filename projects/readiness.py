"""Is the case ready for the next step? One table answers the page's checklist and the action."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import CaseRole
from projects.phases import ORDER, Phase


@dataclass(frozen=True)
class Facts:
    """What the requirements ask about."""

    title: str
    unit_id: int | None
    contact_id: int | None
    owner_id: int | None
    lead_id: int | None


@dataclass(frozen=True)
class Requirement:
    """A condition for being in ``since`` or any later phase; ``place`` names where it is met."""

    code: str
    text: Promise
    since: Phase
    place: str
    is_met: Callable[[Facts], bool]


REQUIREMENTS = (
    Requirement("title", _("Give the case a title."), Phase.WHAT, "edit", lambda f: bool(f.title)),
    Requirement(
        "unit",
        _("Say which unit the case belongs to."),
        Phase.WHAT,
        "edit",
        lambda f: bool(f.unit_id),
    ),
    Requirement("contact", _("Name a contact."), Phase.WHAT, "edit", lambda f: bool(f.contact_id)),
    Requirement(
        "owner", _("Name a project owner."), Phase.SYSTEM, "people", lambda f: bool(f.owner_id)
    ),
    Requirement(
        "lead", _("Name a project lead."), Phase.SYSTEM, "people", lambda f: bool(f.lead_id)
    ),
    Requirement(
        "two_people",
        _("Let the project owner and the project lead be two people."),
        Phase.SYSTEM,
        "people",
        lambda f: not f.owner_id or f.owner_id != f.lead_id,
    ),
)


def facts_of(case) -> Facts:
    """Read the facts of a case. One query."""
    people = dict(
        case.assignments.in_force()
        .filter(role__in=[CaseRole.OWNER, CaseRole.LEAD])
        .values_list("role", "user_id")
    )
    return Facts(
        title=case.title.strip(),
        unit_id=case.unit_id,
        contact_id=case.contact_id,
        owner_id=people.get(CaseRole.OWNER),
        lead_id=people.get(CaseRole.LEAD),
    )


def missing(case, phase: Phase) -> list[Requirement]:
    """What the case lacks to be in the phase, in the order of the table. One query."""
    facts = facts_of(case)
    return [
        requirement
        for requirement in REQUIREMENTS
        if ORDER.index(requirement.since) <= ORDER.index(phase) and not requirement.is_met(facts)
    ]
