"""Forgetting how stakeholders are reached, when the reason for keeping it has run out."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from projects.models import StakeholderContact


@transaction.atomic
def forget_contacts(*, today: date) -> int:
    """Delete contact details whose last day has come, and those that were withdrawn. Nothing
    else keeps them: they have no versions. Returns how many.
    """
    over = Q(delete_by__lte=today) | Q(withdrawn_at__isnull=False)
    deleted, _by_model = StakeholderContact.objects.filter(over).delete()
    return deleted
