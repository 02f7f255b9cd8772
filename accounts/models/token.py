"""Tokens: a program signs in for one person, never with more rights than theirs."""

from datetime import timedelta

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.clean_rows import KeepsClean
from accounts.models.cleaned_model import CleanedModel
from accounts.models.person import User
from accounts.querysets.tokens import ApiTokenQuerySet

LONGEST_LIFE = timedelta(days=366)


class Scope(models.TextChoices):
    """What a token may be used for."""

    READ = "read", pgettext_lazy("scope", "Read")
    WRITE = "write", pgettext_lazy("scope", "Write")


@pghistory.track(exclude=["digest", "last_used_at"])
class ApiToken(CleanedModel):
    """A secret that signs a program in as its owner. Only the SHA-256 of the secret is stored:
    it is random, so a slow hash would add nothing. ``prefix`` is its readable beginning. One that
    was prepared for its owner by somebody else has neither until the owner collects it.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(max_length=16, blank=True)
    digest = models.BinaryField(max_length=32, unique=True, null=True)
    scopes = ArrayField(models.CharField(max_length=5, choices=Scope), verbose_name=_("scopes"))
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="accounts_apitoken_has_a_name", condition=Q(name__regex=r"\S")
            ),
            models.CheckConstraint(
                name="accounts_apitoken_has_known_scopes",
                condition=Q(scopes__contained_by=Scope.values, scopes__len__gte=1),
            ),
            models.CheckConstraint(
                name="accounts_apitoken_expires_within_a_year",
                condition=Q(expires_at__gt=F("created_at"))
                & Q(expires_at__lte=F("created_at") + LONGEST_LIFE),
            ),
            models.CheckConstraint(
                name="accounts_apitoken_has_a_beginning_when_it_has_a_secret",
                condition=Q(digest=None, prefix="") | (Q(digest__isnull=False) & ~Q(prefix="")),
            ),
        ]
        triggers = [
            KeepsClean(name="apitoken_keeps_clean"),
            pgtrigger.Protect(name="apitoken_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="apitoken_is_only_revoked",
                fields=["user", "scopes", "created_by", "created_at", "expires_at"],
            ),
            pgtrigger.Protect(
                name="apitoken_gets_its_secret_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.digest IS NOT NULL AND (OLD.digest, OLD.prefix)"
                    " IS DISTINCT FROM (NEW.digest, NEW.prefix)"
                ),
            ),
        ]

    def __str__(self):
        return f"{self.prefix}… {self.name}"

    @property
    def scope_labels(self):
        """Return what it may be used for, in words."""
        return [Scope(scope).label for scope in self.scopes]

    @property
    def is_to_be_collected(self):
        """Return whether the owner has yet to collect it."""
        return self.digest is None and self.revoked_at is None
