"""Forgetting how stakeholders are reached, when the reason for keeping it has run out."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from projects.models import StakeholderContact


@transaction.atomic
def delete_expired_contacts(*, today: date) -> int:
    """Delete contact details whose last day has come, and those that were withdrawn or
    are of a stakeholder who was. Nothing
    else keeps them: they have no versions. Returns how many.
    """
    withdrawn = Q(withdrawn_at__isnull=False) | Q(stakeholder__withdrawn_at__isnull=False)
    expired = withdrawn | Q(delete_by__lte=today)
    deleted, _by_model = StakeholderContact.objects.filter(expired).delete()
    return deleted
