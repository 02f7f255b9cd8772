"""Querysets of what happened to people's way in."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now

NETWORK_IS_KNOWN_FOR = timedelta(days=90)


class SecurityEventQuerySet(models.QuerySet):
    def newest_first(self):
        """Order by when it happened."""
        return self.order_by("-recorded_at", "-pk")

    def of_kind(self, *kinds):
        """Narrow to some kinds."""
        return self.filter(kind__in=kinds)

    def within(self, period):
        """Narrow to what happened in this period until now."""
        return self.filter(recorded_at__gt=Now() - period)

    def sign_ins_from(self, network):
        """Narrow to sign-ins from a network that is still known: of the last 90 days."""
        signed_in = self.filter(kind="signed_in", network=network)
        return signed_in.within(NETWORK_IS_KNOWN_FOR)
