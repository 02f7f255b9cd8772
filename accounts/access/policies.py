"""May this person do this to people, units and roles? The table in ``roles`` decides."""

from accounts.access.roles import (
    ACCESS_ROLE_OF,
    PERMISSION_TABLE,
    ROLES_BELOW_LEADER,
    AccessLevel,
    AccessRole,
    Permission,
    Role,
)


def can_manage_people(user) -> bool:
    """The leader and the administrator manage people and units."""
    return user.is_authenticated and user.may(Permission.MANAGE_PEOPLE)


def can_edit_person(user, person) -> bool:
    """People of one's own municipality; a leader does not touch administrators and leaders,
    nor those who will be or who are out for now.
    """
    if not can_manage_people(user) or user.municipality_id != person.municipality_id:
        return False
    return (
        user.may(Permission.MANAGE_ROLES) or person.current_and_future_roles <= ROLES_BELOW_LEADER
    )


def can_change_access(user, person) -> bool:
    """Whoever may edit a person may allow or stop their sign-in, but not their own."""
    return user.pk != person.pk and can_edit_person(user, person)


def has_more_rights(person, user) -> bool:
    """Return whether a person has a right, now or later or in some case, that the other has not
    everywhere. Whoever could sign in as them would gain it.
    """
    roles = {AccessRole(role) for role in person.current_and_future_roles}
    if person.has_role_in_a_case:
        roles |= set(ACCESS_ROLE_OF.values())
    return any(
        PERMISSION_TABLE[permission][role] is not AccessLevel.NO and not user.may(permission)
        for role in roles
        for permission in Permission
    )


def can_take_over(user, person) -> bool:
    """Whether ways into another's account may be made: nobody uses it yet and it has no more than
    the roles it was given by those who keep people, or whoever got in would gain nothing.
    """
    is_new = not person.has_usable_password() and not person.has_role_in_a_case
    return is_new or not has_more_rights(person, user)


def can_change_address(user, person) -> bool:
    """One's own address, and that of a person one may edit without gaining by it."""
    if user.pk == person.pk:
        return True
    return can_edit_person(user, person) and can_take_over(user, person)


def can_make_link(user, person) -> bool:
    """A link to hand over, for a newcomer or for somebody whose rights one has oneself."""
    return person.is_active and can_change_access(user, person) and can_take_over(user, person)


def can_invite(user, person) -> bool:
    """A link that is mailed: also for others who have chosen no password yet."""
    if not person.has_usable_password():
        return person.is_active and can_change_access(user, person)
    return can_make_link(user, person)


def all_grantable_roles(user) -> tuple[Role, ...]:
    """Return the municipal roles this person may give and end, whoever has them."""
    if not can_manage_people(user):
        return ()
    if user.may(Permission.MANAGE_ROLES):
        return tuple(Role)
    return tuple(role for role in Role if role in ROLES_BELOW_LEADER)


def grantable_roles(user, person) -> tuple[Role, ...]:
    """Return the municipal roles this person may give to and end for that one; never their own."""
    return all_grantable_roles(user) if can_change_access(user, person) else ()


def can_make_token(user, owner) -> bool:
    """Everybody who may pull what they see makes tokens of their own; whoever manages roles
    prepares them for the municipality's people, who collect them.
    """
    if not user.is_authenticated or user.municipality_id != owner.municipality_id:
        return False
    own = user.pk == owner.pk and bool(user.roles)
    return own or user.may(Permission.MANAGE_ROLES)


def can_revoke_token(user, token) -> bool:
    """One's own tokens; whoever manages roles revokes the municipality's."""
    owner = token.user
    if not user.is_authenticated or user.municipality_id != owner.municipality_id:
        return False
    return user.pk == owner.pk or user.may(Permission.MANAGE_ROLES)


def can_manage_municipality(user) -> bool:
    """Language, colour and the like are the administrator's."""
    return user.is_authenticated and user.may(Permission.MANAGE_ROLES)
