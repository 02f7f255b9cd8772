"""Giving and ending roles in the municipality."""

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import policies
from accounts.errors import Invalid, NotAllowed
from accounts.models import RoleGrant, User
from accounts.roles import Role


@transaction.atomic
def grant_role(*, user: User, role: Role, by: User, until: datetime | None = None) -> RoleGrant:
    """Give a person a role from now on, for ever or until a moment. Locks the person.

    Raises NotAllowed, and Invalid when the person has the role or the end has passed.
    """
    user.refresh_from_db(from_queryset=User.objects.select_for_update())
    if role not in policies.grantable_roles(by, user):
        raise NotAllowed(_("You may not give this role."))
    if user.role_grants.not_ended().filter(role=role).exists():
        raise Invalid(_("%s already has this role.") % user.name, field="role")
    if until and until <= timezone.now():
        raise Invalid(_("Choose an end that has not passed."), field="until")
    grant = RoleGrant.objects.create(
        user=user, role=role, valid_from=Now(), valid_to=until, granted_by=by
    )
    grant.refresh_from_db(fields=["valid_from"])
    return grant


@transaction.atomic
def end_role(grant: RoleGrant, *, by: User) -> RoleGrant:
    """End a role now; ending an ended role changes nothing. Locks the person.

    Raises NotAllowed.
    """
    person = User.objects.select_for_update().get(pk=grant.user_id)
    grant.refresh_from_db()
    if Role(grant.role) not in policies.grantable_roles(by, person):
        raise NotAllowed(_("You may not end this role."))
    if grant.valid_to is None or grant.valid_to > timezone.now():
        grant.valid_to = Now()
        grant.save(update_fields=["valid_to"])
        grant.refresh_from_db()
    return grant
