"""Forms that were carried out, by their one-time tokens."""

from django.db import models
from django.db.models import Q

from accounts.models.cleaned_model import CleanedModel
from accounts.models.person import User


class SentForm(CleanedModel):
    """A form that was carried out once: its token, what it said, and what came of it.

    Written in the transaction of its action, so that it exists only where the action is saved.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    token = models.CharField(max_length=64)
    digest = models.BinaryField(max_length=32)  # SHA-256 of the address and all fields
    result_id = models.BigIntegerField(null=True)  # of the row that the action made, if any
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="accounts_sentform_is_carried_out_once", fields=["user", "token"]
            ),
            models.CheckConstraint(
                name="accounts_sentform_has_a_token",
                condition=Q(token__regex=r"\S"),  # noqa: S106 - no password
            ),
        ]

    def __str__(self):
        return self.token
