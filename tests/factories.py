"""People and cases, made through the same actions that the pages use."""

import itertools

from django.db.models.functions import Now

from accounts.access.roles import CaseRole, Role
from accounts.models import County, Municipality, RoleGrant, Unit, User
from projects.actions.cases import open_case, open_historic_case, set_visibility
from projects.actions.people import assign
from projects.actions.states import change_state
from projects.choices.phases import ORDER, Phase
from projects.choices.states import State, Visibility

_numbers = itertools.count(1)


def make_municipality(number="9901", name="Nordvik", **fields):
    county, _ = County.objects.get_or_create(number="99", defaults={"name": "Oppdiktet"})
    return Municipality.objects.create(number=number, name=name, county=county, **fields)


def make_unit(municipality, name="Helse", *, parent=None, **fields):
    fields.setdefault("code", f"made-{next(_numbers)}")
    return Unit.objects.create(municipality=municipality, name=name, parent=parent, **fields)


def make_person(municipality, *roles, name=None, **fields):
    """Make a person with municipal roles in force."""
    number = next(_numbers)
    person = User(
        municipality=municipality,
        name=name or f"Person {number}",
        email=fields.pop("email", f"person{number}@nordvik.example"),
        **fields,
    )
    person.set_unusable_password()
    person.save()
    for role in roles:
        RoleGrant.objects.create(user=person, role=role, valid_from=Now())
    return person


def make_case(
    title="Trygg hjemme",
    *,
    by,
    unit,
    people=None,
    phase=Phase.WHAT,
    since=None,
    state=State.ACTIVE,
    visibility=Visibility.INTERNAL,
    **fields,
):
    """Make a case as a leader; ``people`` maps case roles to people.

    A later ``phase`` is its phase when it was registered, ``since`` a day; owner and lead
    are then made up if missing.
    """
    fields = {"title": title, "unit": unit, "contact": by, "language": "nb"} | fields
    is_historic = phase != Phase.WHAT
    if is_historic:
        case = open_historic_case(
            by=by, fields=fields, phase=phase, reason="Kom hit før", since=since
        )
    else:
        case = open_case(by=by, fields=fields)
    people = dict(people or {})
    if ORDER.index(phase) >= ORDER.index(Phase.SYSTEM):
        for role in (CaseRole.OWNER, CaseRole.LEAD):
            people.setdefault(role, make_person(by.municipality, Role.READER))
    for role, person in people.items():
        assign(case, user=person, role=role, by=by)
        person.__dict__.pop("held_roles", None)
    if visibility != Visibility.INTERNAL:
        shown = visibility in {Visibility.COUNCIL, Visibility.PUBLIC}
        set_visibility(
            case,
            by=by,
            seen_version=case.version,
            visibility=visibility,
            legal_basis="offl-13-1" if visibility == Visibility.RESTRICTED else "",
            public_title=(fields.get("public_title") or f"{title} (åpen)") if shown else None,
        )
    if state != State.DRAFT and not is_historic:
        change_state(case, transition="start", by=by)
    return case
