"""Querysets of roles, and which roles are in force."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Now


def in_force_q(prefix=""):
    """Return the condition that a dated role is in force now, by the database's clock."""
    return Q(**{f"{prefix}valid_from__lte": Now()}) & (
        Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": Now()})
    )


class RoleGrantQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to roles in this person's municipality."""
        return self.filter(user__municipality_id=user.municipality_id)

    def in_force(self):
        """Narrow to roles in force now, by the database's clock."""
        return self.filter(in_force_q())

    def not_ended(self):
        """Narrow to roles in force now or later."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=Greatest(Now(), "valid_from")))

    def newest_first(self):
        """Order by when the role began."""
        return self.order_by(F("valid_from").desc(), "-pk")
