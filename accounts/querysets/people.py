"""Querysets of people."""

from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Prefetch, Q

from accounts.access.roles import EMPLOYEE_ROLES
from accounts.querysets.ordering import NorwegianOrder


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to the people of this person's municipality."""
        return self.filter(municipality_id=user.municipality_id)

    def active(self):
        """Narrow to people who may sign in."""
        return self.filter(is_active=True)

    def named(self, text):
        """Narrow to people in whose name or e-mail every word is found."""
        found = Q()
        for word in text.split():
            found &= Q(name__icontains=word) | Q(email__icontains=word)
        return self.filter(found)

    def holding(self, role):
        """Narrow to people with this municipal role now; None narrows to those with none."""
        grants = self._grants().in_force()
        if role is None:
            return self.exclude(pk__in=grants.values("user"))
        return self.filter(pk__in=grants.filter(role=role).values("user"))

    def with_current_and_future_grants(self):
        """Decorate with ``current_and_future_grants``: roles in force now or later. One query."""
        grants = self._grants().not_ended().newest_first()
        return self.prefetch_related(
            Prefetch("role_grants", grants, to_attr="current_and_future_grants")
        )

    def inactive(self):
        """Narrow to people who may not sign in."""
        return self.filter(is_active=False)

    def employed(self):
        """Narrow to people who may sign in and work for the municipality now."""
        grants = self._grants().in_force().filter(role__in=EMPLOYEE_ROLES)
        return self.active().filter(pk__in=grants.values("user"))

    def alphabetical(self):
        """Order by name, Norwegian letters last."""
        return self.order_by(NorwegianOrder("name"), "pk")

    def _grants(self):
        return self.model._meta.get_field("role_grants").related_model.objects


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, email):
        """Find a person by e-mail, ignoring case."""
        return self.get(email__iexact=email)
