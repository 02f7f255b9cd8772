"""Giving and ending roles in the municipality."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest, Now
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import policies
from accounts.access.roles import Role
from accounts.actions.security import end_unused_link
from accounts.errors import Invalid, NotAllowed
from accounts.models import Municipality, RoleGrant, User


def lock_roles(by: User) -> User:
    """Lock the roles of a municipality; return the author as read after the lock, since they may
    have lost their own role while they waited.
    """
    Municipality.objects.select_for_update(no_key=True).get(pk=by.municipality_id)
    return User.objects.get(pk=by.pk)


def refuse_last_administrator(person: User) -> None:
    """Require another administrator whose role has no end. The caller has the lock.

    Raises Invalid.
    """
    others = RoleGrant.objects.visible_to(person).in_force().exclude(user=person)
    if not others.filter(role=Role.ADMINISTRATOR, valid_to=None, user__is_active=True).exists():
        raise Invalid(
            _("%s is the last administrator. Make somebody else administrator first, with no end.")
            % person.name
        )


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: Role,
    by: User,
    since: datetime | None = None,
    until: datetime | None = None,
) -> RoleGrant:
    """Give a person a role, from now or from a moment to come, for good or until a moment.
    Locks the municipality's roles.

    Raises NotAllowed, and Invalid when the moments do not fit or the person has the role then.
    """
    by = lock_roles(by)
    user.refresh_from_db(from_queryset=User.objects.select_for_update(no_key=True))
    if role not in policies.grantable_roles(by, user):
        raise NotAllowed(_("You may not give this role."))
    begins = since or timezone.now()
    if since and since < timezone.now():
        raise Invalid(
            _("Choose today or a later day: what has been is not changed."), field="since"
        )
    if until and until <= begins:
        raise Invalid(_("The role must end after it begins."), field="until")
    ends_after_start = Q(valid_to=None) | Q(valid_to__gt=begins)
    starts_before_end = Q(valid_from__lt=until) if until else Q()
    overlapping_grants = user.role_grants.not_ended().filter(
        ends_after_start & starts_before_end, role=role
    )
    if overlapping_grants.exists():
        raise Invalid(_("%s already has this role then.") % user.name, field="role")
    grant = RoleGrant.objects.create(
        user=user, role=role, valid_from=since or Now(), valid_to=until, granted_by=by
    )
    grant.refresh_from_db(fields=["valid_from"])
    end_unused_link(user)
    return grant


@transaction.atomic
def end_role(grant: RoleGrant, *, by: User) -> RoleGrant:
    """End a role now; one that has not begun never does, and an ended one stays as it is.
    Locks the municipality's roles.

    Raises NotAllowed, and Invalid when nobody would be left to run the municipality.
    """
    by = lock_roles(by)
    person = User.objects.select_for_update(no_key=True).get(pk=grant.user_id)
    grant.refresh_from_db()
    if Role(grant.role) not in policies.grantable_roles(by, person):
        raise NotAllowed(_("You may not end this role."))
    if grant.valid_to is None or grant.valid_to > timezone.now():
        if grant.role == Role.ADMINISTRATOR:
            refuse_last_administrator(person)
        grant.valid_to = Greatest(Now(), F("valid_from"))
        grant.save(update_fields=["valid_to"])
        grant.refresh_from_db(fields=["valid_to"])
    return grant
