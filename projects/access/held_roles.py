"""Which roles a person has: municipal roles and roles in cases, in force now."""

from collections import defaultdict
from contextlib import suppress

from accounts.access.roles import ACCESS_ROLE_OF, EMPLOYEE_ROLES, AccessRole, CaseRole, HeldRoles
from accounts.database.prepared_statements import PreparedStatement
from accounts.models import User

_CASE_ROLES = PreparedStatement(
    lambda user_id: (
        User(pk=user_id).assignments.begun_and_not_ended().values_list("case_id", "role")
    ),
    0,
)


def held_roles_of(user) -> HeldRoles:
    """Return the person's roles, read once for each loaded person: two queries. A person who is
    not signed in is anonymous; one who may no longer sign in has no role. Whoever no longer works
    for the municipality keeps the roles of a stakeholder, and no others.
    """
    if not user.is_authenticated:
        return HeldRoles(frozenset({AccessRole.ANONYMOUS}), {})
    if getattr(user, "held_roles", None) is None:  # not __dict__: request.user is a lazy wrapper
        user.held_roles = _load_roles(user)
    return user.held_roles


def clear_role_cache(user) -> None:
    """Read the person's roles again next time: a role may have ended while one waited for a
    lock.
    """
    user.held_roles = None
    with suppress(AttributeError):  # nobody has asked for the roles yet
        del user.roles


def _load_roles(user):
    if not user.is_active:
        return HeldRoles()
    by_case = defaultdict(set)
    for case_id, role in _CASE_ROLES.rows(user.pk):
        access_role = ACCESS_ROLE_OF[CaseRole(role)]
        if access_role is AccessRole.STAKEHOLDER or user.roles & EMPLOYEE_ROLES:
            by_case[case_id].add(access_role)
    roles = {AccessRole(role) for role in user.roles}.union(*by_case.values())
    return HeldRoles(frozenset(roles), {case: frozenset(roles) for case, roles in by_case.items()})
