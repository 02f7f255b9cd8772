"""The people who may decide in a case, and those who may be asked to assess it."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.access.roles import (
    ACCESS_ROLE_OF,
    PERMISSION_TABLE,
    AccessLevel,
    AccessRole,
    Permission,
    Role,
)
from accounts.models import User
from projects.models import Assignment


def _roles_with(permission):
    """Return the municipal roles that have the permission everywhere, and the roles in a case
    that have it there.
    """
    row = PERMISSION_TABLE[permission]
    return (
        [role for role in Role if row[AccessRole(role)] is AccessLevel.YES],
        [
            role
            for role, access_role in ACCESS_ROLE_OF.items()
            if row[access_role] is AccessLevel.OWN
        ],
    )


DECIDING_ROLES, DECIDING_CASE_ROLES = _roles_with(Permission.DECIDE)


@dataclass(frozen=True)
class Deciders:
    """People in alphabetical order: those of the case itself, and those of the municipality."""

    own: list[User]
    everywhere: list[User]


def deciders(case, *, excluding=None) -> Deciders:
    """Return who may decide in the case, apart from ``excluding``. One query."""
    assignments = Assignment.objects.in_force().filter(case=case, role__in=DECIDING_CASE_ROLES)
    in_case = Q(pk__in=assignments.values("user"))
    elsewhere = Q()
    for role in DECIDING_ROLES:
        elsewhere |= Q(pk__in=User.objects.holding(role))
    people = User.objects.active().filter(municipality_id=case.municipality_id)
    found = people.filter(in_case | elsewhere).annotate(is_own=in_case).alphabetical()
    others = [person for person in found if excluding is None or person.pk != excluding.pk]
    return Deciders(
        [person for person in others if person.is_own],
        [person for person in others if not person.is_own],
    )


def assessors(case):
    """Return whom one may ask to assess the case: those who write in it, and the leaders."""
    everywhere, in_the_case = _roles_with(Permission.WRITE)
    assignments = Assignment.objects.in_force().filter(case=case, role__in=in_the_case)
    may_write = Q(pk__in=assignments.values("user"))
    for role in everywhere:
        may_write |= Q(pk__in=User.objects.holding(role))
    people = User.objects.active().filter(may_write, municipality_id=case.municipality_id)
    return people.select_related("unit").alphabetical()


def join_names(people) -> str:
    """Return the names of people, joined by commas and "or"."""
    if not people:
        return ""
    *first, last = [person.name for person in people]
    return _("%(some)s or %(last)s") % {"some": ", ".join(first), "last": last} if first else last


def who_decides(found: Deciders) -> str:
    """Return a sentence on who may decide on a proposal."""
    people = [*found.own, *found.everywhere]
    if not people:
        return _("Nobody else may decide in this case. Ask the innovation leader to name an owner.")
    return _("Proposed. It waits for %s to decide.") % join_names(people)
