"""Which hats a person wears: municipal roles and roles in cases, in force now."""

from collections import defaultdict
from contextlib import suppress

from django.apps import apps

from accounts.access.roles import ACCESS_ROLE_OF, EMPLOYED, AccessRole, CaseRole, HeldRoles
from accounts.database.prepared_statements import Statement

_CASE_ROLES = Statement(
    lambda user_id: (
        apps.get_model("projects.Assignment")
        .objects.in_force()
        .filter(user_id=user_id)
        .values_list("case_id", "role")
    ),
    0,
)


def held_roles_of(user) -> HeldRoles:
    """Read the person's hats, once for each loaded person: two queries. A person who is
    not signed in, or who may no longer sign in, wears none. Whoever no longer works for the
    municipality keeps what stakeholders have, and nothing else.
    """
    if not user.is_authenticated:
        return HeldRoles(frozenset({AccessRole.ANONYMOUS}), {})
    if getattr(user, "held_roles", None) is None:  # not __dict__: request.user is a lazy wrapper
        user.held_roles = _load_roles(user)
    return user.held_roles


def clear_role_cache(user) -> None:
    """Read the person's hats anew next time: a role may have ended while one waited."""
    user.held_roles = None
    with suppress(AttributeError):  # nobody has asked for the roles yet
        del user.roles


def _load_roles(user):
    if not user.is_active:
        return HeldRoles()
    by_case = defaultdict(set)
    for case_id, role in _CASE_ROLES.rows(user.pk):
        access_role = ACCESS_ROLE_OF[CaseRole(role)]
        if access_role is AccessRole.STAKEHOLDER or user.roles & EMPLOYED:
            by_case[case_id].add(access_role)
    roles = {AccessRole(role) for role in user.roles}.union(*by_case.values())
    return HeldRoles(frozenset(roles), {case: frozenset(roles) for case, roles in by_case.items()})
