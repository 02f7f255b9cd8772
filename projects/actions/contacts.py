"""Deleting the contact details of stakeholders when they may no longer be kept."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from projects.models import StakeholderContact


@transaction.atomic
def delete_expired_contacts(*, today: date) -> int:
    """Delete contact details that have reached their ``delete_by`` date, and those that are
    withdrawn or belong to a withdrawn stakeholder. They have no versions, so nothing is left of
    them. Returns how many.
    """
    withdrawn = Q(withdrawn_at__isnull=False) | Q(stakeholder__withdrawn_at__isnull=False)
    expired = withdrawn | Q(delete_by__lte=today)
    deleted, _by_model = StakeholderContact.objects.filter(expired).delete()
    return deleted
