"""How much a person reads of a case, and so of the rows about it: levels, each with the ones below.

Names, judgements and the like are not published at any level.
"""

from enum import IntEnum

from accounts.access.roles import (
    PERMISSION_TABLE,
    AccessLevel,
    AccessRole,
    Permission,
    has_everywhere,
)
from projects.access.audiences import sees_as_audience, visibilities_of
from projects.access.field_register import FieldClass
from projects.access.held_roles import held_roles_of


class ReadingLevel(IntEnum):
    """What is open; besides, what is reported; besides, the working texts."""

    OPEN = 0
    REPORTED = 1
    WORKING = 2


LEVEL_OF_CLASS = {
    FieldClass.OPEN: ReadingLevel.OPEN,
    FieldClass.REPORTED: ReadingLevel.REPORTED,
}


def level_of(classes) -> ReadingLevel:
    """The level at which fields of all these classes are read."""
    return max(LEVEL_OF_CLASS.get(one, ReadingLevel.WORKING) for one in classes)


def levels_of(user) -> tuple[ReadingLevel, ...]:
    """The levels at which this person reads the cases they see: one of all, or any of several.
    No query besides the roles.
    """
    seen, read = visibilities_of(user)
    if not sees_as_audience(user):
        return tuple(ReadingLevel)
    if seen <= read:
        return (ReadingLevel.WORKING,)
    if read:
        return tuple(ReadingLevel)
    reports = has_everywhere(held_roles_of(user), Permission.READ_REPORTED)
    return (ReadingLevel.REPORTED if reports else ReadingLevel.OPEN,)


def highest_level_of(user) -> ReadingLevel:
    """The highest level at which this person's roles let them read any case."""
    held_roles = held_roles_of(user)
    for level, permissions in (
        (ReadingLevel.WORKING, (Permission.READ_WORKING, Permission.READ_WORKING_RESTRICTED)),
        (ReadingLevel.REPORTED, (Permission.READ_REPORTED,)),
    ):
        if any(
            PERMISSION_TABLE[permission][role] in {AccessLevel.YES, AccessLevel.OWN}
            for permission in permissions
            for role in held_roles.roles
        ):
            return level
    return ReadingLevel.OPEN


def is_stakeholder_somewhere(user) -> bool:
    """Something may be shared with this person as the stakeholder of a case."""
    return AccessRole.STAKEHOLDER in held_roles_of(user).roles
