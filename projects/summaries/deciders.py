"""Who may do what in a case, by name: whom to turn to with what waits for a decision, and whom
to ask how the case stands.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.access.roles import ACCESS_ROLE_OF, TABLE, AccessRole, Grant, Permission, Role
from accounts.models import User
from projects.models import Assignment


def _roles_with(permission):
    """The municipal roles that have the permission everywhere, and the roles in a case that
    have it there.
    """
    row = TABLE[permission]
    return (
        [role for role in Role if row[AccessRole(role)] is Grant.YES],
        [role for role, access_role in ACCESS_ROLE_OF.items() if row[access_role] is Grant.OWN],
    )


DECIDING_ROLES, DECIDING_CASE_ROLES = _roles_with(Permission.DECIDE)


@dataclass(frozen=True)
class Deciders:
    """People in alphabetical order: those of the case itself, and those of the municipality."""

    own: list[User]
    everywhere: list[User]


def deciders(case, *, excluding=None) -> Deciders:
    """Who may decide in the case, apart from ``but``. One query."""
    assignments = Assignment.objects.in_force().filter(case=case, role__in=DECIDING_CASE_ROLES)
    in_case = Q(pk__in=assignments.values("user"))
    elsewhere = Q()
    for role in DECIDING_ROLES:
        elsewhere |= Q(pk__in=User.objects.holding(role))
    people = User.objects.active().filter(municipality_id=case.municipality_id)
    found = people.filter(in_case | elsewhere).annotate(is_own=in_case).alphabetical()
    asked = [person for person in found if excluding is None or person.pk != excluding.pk]
    return Deciders(
        [person for person in asked if person.is_own],
        [person for person in asked if not person.is_own],
    )


def assessors(case):
    """Whom one may ask how the case stands: those who write in it, and the leaders."""
    everywhere, in_the_case = _roles_with(Permission.WRITE)
    assignments = Assignment.objects.in_force().filter(case=case, role__in=in_the_case)
    may = Q(pk__in=assignments.values("user"))
    for role in everywhere:
        may |= Q(pk__in=User.objects.holding(role))
    people = User.objects.active().filter(may, municipality_id=case.municipality_id)
    return people.select_related("unit").alphabetical()


def join_names(people) -> str:
    """Name people in a sentence, any of whom will do."""
    if not people:
        return ""
    *first, last = [person.name for person in people]
    return _("%(some)s or %(last)s") % {"some": ", ".join(first), "last": last} if first else last


def who_decides(found: Deciders) -> str:
    """Say whom a proposal waits for."""
    people = [*found.own, *found.everywhere]
    if not people:
        return _("Nobody else may decide in this case. Ask the innovation leader to name an owner.")
    return _("Proposed. It waits for %s to decide.") % join_names(people)
