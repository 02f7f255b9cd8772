"""What happened to the way into an account."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.clean_rows import KeepsClean
from accounts.models.cleaned_model import CleanedModel
from accounts.models.person import User
from accounts.querysets.security_events import SecurityEventQuerySet


class SecurityEventKind(models.TextChoices):
    """What happened. Whether the person is mailed: see ``accounts.actions.security``."""

    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Wrong password")
    PASSWORD_CHANGED = "password_changed", _("The password was changed")
    ADDRESS_ASKED = "address_asked", _("A new e-mail address was asked for")
    ADDRESS_CHANGED = "address_changed", _("The e-mail address was changed")
    ADDRESS_KEPT = "address_kept", _("The new e-mail address was discarded")
    INVITED = "invited", _("An invitation was sent")
    LINK_MADE = "link_made", _("A one-time link was made")
    TOKEN_MADE = "token_made", _("A token was made")
    TOKEN_OFFERED = "token_offered", _("A token was prepared")
    TOKEN_USED = "token_used", _("A token was used for the first time")
    TOKEN_REVOKED = "token_revoked", _("A token was revoked")


class SecurityEvent(CleanedModel):
    """Something happened to a person's way in. Never changed, never deleted. ``user`` is None when
    somebody tried an address that nobody has; ``by`` is None when it was nobody who is signed in.
    """

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="security_events")
    kind = models.CharField(max_length=20, choices=SecurityEventKind)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    network = models.CharField(max_length=45, blank=True, default="")
    detail = models.CharField(max_length=254, blank=True, default="")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = SecurityEventQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-recorded_at"], name="accounts_event_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                name="accounts_securityevent_kind_is_known",
                condition=Q(kind__in=SecurityEventKind.values),
            ),
        ]
        triggers = [
            KeepsClean(name="securityevent_keeps_clean"),
            pgtrigger.Protect(
                name="securityevent_is_never_changed",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.user or '–'}"

    @property
    def text(self):
        """Return what happened, in words."""
        return ": ".join(filter(None, [self.get_kind_display(), self.detail]))
