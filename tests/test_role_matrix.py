"""Who may what: every role, permission, relation and visibility.

``role_matrix.csv`` is the policy as agreed: y yes, o own cases, s what was shared in own
cases, - as if it did not exist. What is expected is worked out from that file alone, so a
change of ``PERMISSION_TABLE`` in accounts.access.roles is a change of this file too, or a red test.
"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from accounts.access.roles import PERMISSION_TABLE, CaseRole, Permission, Role
from accounts.models import RoleGrant, Unit, User
from projects.access import policies
from projects.access.field_register import FieldClass
from projects.choices.states import State, Visibility
from projects.models import Assignment, Case
from tests.policy_on_file import (
    ACCESS_ROLES,
    CASE_ROLES,
    INTERNAL,
    LETTERS,
    MUNICIPAL,
    POLICY,
    RELATIONS,
    ROLE_SETS,
    alone,
    can_read_working,
    gives,
    reads,
    sees,
)

pytestmark = pytest.mark.exhaustive

# --- People and cases ---------------------------------------------------------------------


@pytest.fixture
def cases(make_case, make_municipality, make_person, make_unit):
    """One draft of every visibility for each relation; a draft has all that rights depend on."""
    elsewhere = make_municipality("9902", "Sørvik")
    their_unit = make_unit(municipality=elsewhere)
    their_leader = make_person(Role.LEADER, municipality=elsewhere)
    foreign = {"unit": their_unit, "by": their_leader}
    return {
        (relation, visibility.value): make_case(
            state=State.DRAFT, visibility=visibility, **(foreign if relation == "foreign" else {})
        )
        for relation in RELATIONS
        for visibility in Visibility
    }


@pytest.fixture
def make_person_with_roles(make_person, leader, cases):
    """Make a person with these roles now: case roles in the ``own`` cases."""

    def make(role_set, **when):
        when = {"valid_from": timezone.now() - timedelta(days=1)} | when
        person = make_person()
        for access_role in sorted(role_set & MUNICIPAL):
            RoleGrant.objects.create(user=person, role=access_role, **when)
        for (relation, _visibility), case in cases.items():
            for access_role in sorted(role_set - MUNICIPAL) if relation == "own" else ():
                role = CASE_ROLES[access_role][case.pk % len(CASE_ROLES[access_role])]
                Assignment.objects.create(
                    case=case, user=person, role=role, assigned_by=leader, **when
                )
        return User.objects.get(pk=person.pk)

    return make


def observed(person, cases):
    """Return every right of this person in these cases, by the code."""
    places = {case.pk: place for place, case in cases.items()}
    return {
        "visible": {
            places[pk] for pk in Case.objects.visible_to(person).values_list("pk", flat=True)
        },
        "working": {
            places[pk]
            for pk in Case.objects.working_readable_by(person).values_list("pk", flat=True)
        },
        "marked": {
            places[case.pk]
            for case in Case.objects.visible_to(person).with_can_read_working(person)
            if case.can_read_working
        },
        "seen": {place for place, case in cases.items() if policies.can_see(person, case)},
        "read": {place for place, case in cases.items() if policies.can_read_working(person, case)},
        "classes": {
            place: {held.value for held in policies.readable_classes(person, case)}
            for place, case in cases.items()
        },
        "may": {
            (permission.value, *place)
            for permission in Permission
            for place, case in cases.items()
            if policies.can(person, permission, case)
        },
        "titles": {
            places[case.pk]: case.shown_title
            for case in Case.objects.visible_to(person).with_shown_title(person)
        },
        "told": {
            place: policies.shown_title(person, case)
            for place, case in cases.items()
            if policies.can_see(person, case)
        },
        "may_without_a_case": {p.value for p in Permission if policies.can(person, p)},
    }


def expected(role_set, cases):
    """Return the same, by the file."""
    seen = {(relation, v) for relation, v in cases if sees(role_set, v, relation)}
    working = {(relation, v) for relation, v in cases if can_read_working(role_set, v, relation)}
    titles = {
        place: "Trygg hjemme" if place in working else case.public_title or case.key
        for place, case in cases.items()
        if place in seen
    }
    return {
        "visible": seen,
        "working": working,
        "marked": working,
        "seen": seen,
        "read": working,
        "classes": {(relation, v): reads(role_set, v, relation) for relation, v in cases},
        "may": {
            (permission, relation, v)
            for permission in POLICY
            for relation, v in seen
            if gives(role_set, permission, relation)
        },
        "titles": titles,
        "told": titles,
        "may_without_a_case": {p for p in POLICY if gives(role_set, p, "other")},
    }


# --- The matrix ---------------------------------------------------------------------------


def test_table_in_the_code_is_the_policy_on_file():
    table = {
        permission.value: {access_role.value: LETTERS[grant] for access_role, grant in row.items()}
        for permission, row in PERMISSION_TABLE.items()
    }

    assert table == POLICY


def test_every_outfit_gives_what_the_policy_says_and_no_more(cases, make_person_with_roles):
    wrong = {}
    for role_set in ROLE_SETS:
        with transaction.atomic():
            person = make_person_with_roles(role_set)
            found, wanted = observed(person, cases), expected(role_set, cases)
            transaction.set_rollback(True)
        if found != wanted:
            wrong[tuple(role_set)] = {
                k: (found[k], wanted[k]) for k in wanted if found[k] != wanted[k]
            }

    assert wrong == {}


def test_stranger_is_given_nothing(cases):
    assert observed(AnonymousUser(), cases) == expected(frozenset({"anonymous"}), cases)
    assert Case.objects.visible_to(AnonymousUser()).count() == 0


NOTHING = {
    "seen": set(),
    "may": set(),
    "may_without_a_case": set(),
    "visible": set(),
    "working": set(),
}


def rights(person, cases):
    return {name: found for name, found in observed(person, cases).items() if name in NOTHING}


@pytest.mark.parametrize("moment", ["ended", "not begun", "ends now", "person inactive"])
def test_role_gives_nothing_outside_its_time(cases, make_person_with_roles, moment):
    now, day = timezone.now(), timedelta(days=1)
    when = {
        "ended": {"valid_from": now - 2 * day, "valid_to": now - day},
        "not begun": {"valid_from": now + day},
        "ends now": {"valid_from": now - day, "valid_to": now},
        "person inactive": {},
    }[moment]

    left = {}
    for access_role in ACCESS_ROLES:
        with transaction.atomic():
            person = make_person_with_roles(alone(access_role), **when)
            if moment == "person inactive":
                User.objects.filter(pk=person.pk).update(is_active=False)
                person = User.objects.get(pk=person.pk)
            left[access_role] = (rights(person, cases), person.roles)
            transaction.set_rollback(True)

    assert left == dict.fromkeys(ACCESS_ROLES, (NOTHING, frozenset()))


def test_part_in_a_case_gives_nothing_when_employment_has_ended(cases, make_person_with_roles):
    left = {}
    for access_role in sorted(INTERNAL):
        with transaction.atomic():
            left[access_role] = rights(make_person_with_roles(frozenset({access_role})), cases)
            transaction.set_rollback(True)

    assert left == dict.fromkeys(sorted(INTERNAL), NOTHING)


def test_role_ended_is_felt_by_the_next_request(cases, make_person_with_roles):
    person = make_person_with_roles(frozenset({"leader"}))
    assert Case.objects.visible_to(person).count() == 8

    RoleGrant.objects.filter(user=person).update(valid_to=timezone.now())

    assert Case.objects.visible_to(User.objects.get(pk=person.pk)).count() == 0


# --- Beside the table ---------------------------------------------------------------------


def test_team_below_ones_own_role_is_given_and_ended(cases, make_person_with_roles):
    team = {"champion", "member", "benefit_owner", "stakeholder"}
    own = {"lead": team, "owner": team | {"lead"}, "leader": team | {"lead", "owner"}}
    answers = {}
    for access_role in ACCESS_ROLES:
        with transaction.atomic():
            person = make_person_with_roles(alone(access_role))
            answers[access_role] = tuple(
                {role.value for role in policies.assignable_roles(person, cases[relation, v])}
                for relation, v in [
                    ("own", "restricted"),
                    ("other", "public"),
                    ("foreign", "public"),
                ]
            )
            transaction.set_rollback(True)

    assert answers == {
        access_role: (
            own.get(access_role, set()),
            own["leader"] if access_role == "leader" else set(),
            set(),
        )
        for access_role in ACCESS_ROLES
    }


def test_lead_here_who_is_owner_there_gives_here_what_a_lead_gives(cases, make_person, leader):
    person = make_person(Role.READER)
    begun = {"user": person, "valid_from": timezone.now(), "assigned_by": leader}
    here, there = cases["own", "internal"], cases["other", "internal"]
    Assignment.objects.create(case=here, role=CaseRole.LEAD, **begun)
    Assignment.objects.create(case=there, role=CaseRole.OWNER, **begun)

    assert CaseRole.LEAD not in policies.assignable_roles(person, here)
    assert CaseRole.LEAD in policies.assignable_roles(person, there)


def test_units_and_people_of_another_municipality_do_not_exist(cases, make_person_with_roles):
    person = make_person_with_roles(frozenset({"administrator"}))
    foreign = cases["foreign", "public"]

    assert Unit.objects.visible_to(person).filter(pk=foreign.unit_id).count() == 0
    assert User.objects.visible_to(person).filter(pk=foreign.contact_id).count() == 0
    assert RoleGrant.objects.visible_to(person).filter(user=foreign.contact_id).count() == 0


def test_security_fields_are_read_by_no_hat_in_a_case(cases, make_person_with_roles):
    for access_role in ("leader", "administrator"):
        person = make_person_with_roles(frozenset({access_role}))
        for case in cases.values():
            assert FieldClass.SECURITY not in policies.readable_classes(person, case)
