"""The audiences of changes of cases, each with a revision number of its own.

A number grows only with what that audience can see, so that it does not reveal hidden work.
"""

from django.db.models import TextChoices

from accounts.access.roles import Permission, has_everywhere
from projects.access.field_register import FieldClass
from projects.access.held_roles import held_roles_of
from projects.access.visibility import READ_WORKING, SEE
from projects.choices.states import Visibility


class Audience(TextChoices):
    """Who sees cases up to which visibility, narrowest first."""

    PUBLIC = "public"
    COUNCIL = "council"
    ADMINISTRATION = "admin"
    STAFF = "staff"
    FULL = "full"


# The cases that an audience sees, by visibility, and the classes of fields that it reads of them.
SHOWN_TO = {
    Audience.PUBLIC: (Visibility.PUBLIC,),
    Audience.COUNCIL: (Visibility.PUBLIC, Visibility.COUNCIL),
    Audience.ADMINISTRATION: (Visibility.PUBLIC, Visibility.COUNCIL, Visibility.INTERNAL),
    Audience.STAFF: (Visibility.PUBLIC, Visibility.COUNCIL, Visibility.INTERNAL),
    Audience.FULL: tuple(Visibility),
}
READ_BY = {
    Audience.PUBLIC: {FieldClass.OPEN},
    Audience.COUNCIL: {FieldClass.OPEN, FieldClass.REPORTED},
    Audience.ADMINISTRATION: {FieldClass.OPEN, FieldClass.REPORTED, FieldClass.PERSONAL},
    Audience.STAFF: {FieldClass.OPEN, FieldClass.REPORTED, FieldClass.WORKING},
    Audience.FULL: set(FieldClass),
}
AUDIENCE_PERMISSIONS = {
    Audience.FULL: (Permission.SEE_RESTRICTED,),
    Audience.STAFF: (Permission.SEE_INTERNAL, Permission.READ_WORKING),
    Audience.ADMINISTRATION: (Permission.SEE_INTERNAL,),
    Audience.COUNCIL: (Permission.SEE_COUNCIL,),
}


def audience_of(user) -> Audience:
    """Return the widest audience this person belongs to in every case."""
    held_roles = held_roles_of(user)
    for audience, permissions in AUDIENCE_PERMISSIONS.items():
        if all(has_everywhere(held_roles, permission) for permission in permissions):
            return audience
    return Audience.PUBLIC


def visibilities_of(user) -> tuple[frozenset, frozenset]:
    """Return the visibilities this person sees, and those whose working texts they read,
    without regard to their own cases.
    """
    held_roles = held_roles_of(user)
    return tuple(
        frozenset(v for v in Visibility if has_everywhere(held_roles, table[v]))
        for table in (SEE, READ_WORKING)
    )


def sees_as_audience(user) -> bool:
    """This person sees neither more nor less than their audience: their own cases add nothing."""
    _seen, read = visibilities_of(user)
    return not held_roles_of(user).by_case or len(read) == len(Visibility)
