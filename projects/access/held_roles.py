"""Which hats a person wears: municipal roles and roles in cases, in force now."""

from collections import defaultdict
from contextlib import suppress

from django.apps import apps

from accounts.access.roles import EMPLOYED, HAT_OF_CASE_ROLE, AccessRole, CaseRole, Hats
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


def hats_of(user) -> Hats:
    """Read the person's hats, once for each loaded person: two queries. A person who is
    not signed in, or who may no longer sign in, wears none. Whoever no longer works for the
    municipality keeps what stakeholders have, and nothing else.
    """
    if not user.is_authenticated:
        return Hats(frozenset({AccessRole.ANONYMOUS}), {})
    if getattr(user, "hats", None) is None:  # not __dict__: request.user is a lazy wrapper
        user.hats = _read(user)
    return user.hats


def clear_role_cache(user) -> None:
    """Read the person's hats anew next time: a role may have ended while one waited."""
    user.hats = None
    with suppress(AttributeError):  # nobody has asked for the roles yet
        del user.roles


def _read(user):
    if not user.is_active:
        return Hats()
    by_case = defaultdict(set)
    for case_id, role in _CASE_ROLES.rows(user.pk):
        hat = HAT_OF_CASE_ROLE[CaseRole(role)]
        if hat is AccessRole.STAKEHOLDER or user.roles & EMPLOYED:
            by_case[case_id].add(hat)
    worn = {AccessRole(role) for role in user.roles}.union(*by_case.values())
    return Hats(frozenset(worn), {case: frozenset(hats) for case, hats in by_case.items()})
