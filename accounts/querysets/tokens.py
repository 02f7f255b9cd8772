"""Querysets of API tokens."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import Now

from accounts.access.roles import Permission


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to one's own tokens; whoever manages roles sees the municipality's."""
        if user.may(Permission.MANAGE_ROLES):
            return self.filter(user__municipality_id=user.municipality_id)
        return self.filter(user=user)

    def in_force(self):
        """Narrow to tokens neither revoked nor expired, by the database's clock."""
        return self.filter(revoked_at=None, expires_at__gt=Now(), user__is_active=True)

    def not_ended(self):
        """Narrow to tokens neither revoked nor expired, collected or not."""
        return self.filter(revoked_at=None, expires_at__gt=Now())

    def with_roles(self):
        """Decorate with ``owner_roles``: the municipal roles of the owner in force now."""
        grants = self.model._meta.get_field("user").related_model._meta.get_field("role_grants")
        roles = grants.related_model.objects.in_force().filter(user=OuterRef("user"))
        return self.annotate(owner_roles=ArraySubquery(roles.values("role")))
