"""People and their dated roles in the municipality."""

from datetime import timedelta
from functools import cached_property

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import AccessRole, HeldRoles, Permission, Role, has_everywhere
from accounts.models.clean_rows import KeepsClean
from accounts.models.cleaned_model import CleanedModel
from accounts.models.municipality import Language, Municipality, Unit
from accounts.querysets.people import UserManager
from accounts.querysets.roles import RoleGrantQuerySet


class TimeRange(Func):
    """The half-open range from ``valid_from`` to ``valid_to``; no end means still in force."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


@pghistory.track(exclude=["password", "last_login", "access_version"])
class User(CleanedModel, AbstractBaseUser):
    """A person who can sign in. Never deleted: history names its authors."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="people")
    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=120)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("unit")
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language, blank=True, default=""
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    new_email = models.EmailField(_("new e-mail"), max_length=254, blank=True, default="")
    access_version = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_is_unique",
                violation_error_message=_("Somebody has this e-mail address already."),
            ),
            models.CheckConstraint(
                name="accounts_user_email_is_lower_case", condition=Q(email=Lower("email"))
            ),
            models.CheckConstraint(
                name="accounts_user_new_email_is_lower_case",
                condition=Q(new_email=Lower("new_email")),
            ),
            models.CheckConstraint(
                name="accounts_user_has_a_name",
                condition=Q(name__regex=r"\S"),
                violation_error_message=_("Give the person a name."),
            ),
            models.CheckConstraint(
                name="accounts_user_language_is_known",
                condition=Q(language__in=["", *Language.values]),
            ),
        ]
        triggers = [
            KeepsClean(name="user_keeps_clean"),
            pgtrigger.Protect(name="user_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="user_keeps_their_municipality", fields=["municipality"]),
            pgtrigger.Trigger(
                name="user_unit_is_of_their_municipality",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("unit_id"),
                when=pgtrigger.Before,
                func="""
                    IF NEW.municipality_id
                       <> (SELECT municipality_id FROM accounts_unit WHERE id = NEW.unit_id) THEN
                        RAISE check_violation USING MESSAGE = 'a unit of another municipality';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.name

    def get_session_auth_hash(self):
        """Return what sessions are compared with: it changes with the password, and when the
        sessions are ended.
        """
        return self._session_hash()

    def get_session_auth_fallback_hash(self):
        """Yield the same under the keys that were in use before."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret=None):
        version = self.access_version or ""  # sessions from before there was one go on
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        value = f"{self.password}{version}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def written_language(self):
        """Return the language of mails to the person."""
        return self.language or self.municipality.language

    @property
    def marked_name(self):
        """The name, marked when the person has left: for what somebody is to do or answers for."""
        return self.name if self.is_active else gettext("%s (has left)") % self.name

    @property
    def initials(self):
        """Return the first letters of the first and the last name."""
        words = self.name.split()
        return "".join(word[0] for word in dict.fromkeys([words[0], words[-1]])) if words else "?"

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Return the municipal roles in force at the first call. One query per loaded person."""
        if not self.is_active:
            return frozenset()
        return frozenset(
            Role(role) for role in self.role_grants.in_force().values_list("role", flat=True)
        )

    @cached_property
    def current_and_future_roles(self) -> frozenset[Role]:
        """Return the municipal roles in force now or later, even if the person may not sign in."""
        return frozenset(
            Role(role) for role in self.role_grants.not_ended().values_list("role", flat=True)
        )

    @cached_property
    def has_role_in_a_case(self) -> bool:
        """Return whether somebody gave them a role in a case that is in force. One query."""
        return self.assignments.in_force().exists()

    def may(self, permission: Permission) -> bool:
        """Return whether a municipal role gives the permission everywhere."""
        return has_everywhere(
            HeldRoles(frozenset(AccessRole(role) for role in self.roles)), permission
        )


@pghistory.track()
class RoleGrant(CleanedModel):
    """A role in the municipality, from one moment to another. Never deleted, only ended."""

    user = models.ForeignKey(User, models.PROTECT, related_name="role_grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    valid_from = models.DateTimeField(_("from"))
    valid_to = models.DateTimeField(_("to"), null=True, blank=True)
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="granted_roles"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_rolegrant_role_is_known", condition=Q(role__in=Role.values)
            ),
            models.CheckConstraint(
                name="accounts_rolegrant_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
            ),
            ExclusionConstraint(
                name="accounts_rolegrant_does_not_overlap_itself",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (TimeRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        ordering = ["-valid_from", "-pk"]
        triggers = [
            KeepsClean(name="rolegrant_keeps_clean"),
            pgtrigger.Protect(name="rolegrant_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="rolegrant_only_ends", fields=["user", "role", "valid_from"]),
            pgtrigger.Protect(
                name="rolegrant_ended_stays_ended",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.valid_to <= now()"),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"

    @property
    def last_day(self):
        """Return the last day the role is in force (Oslo time), or None."""
        if self.valid_to is None or self.valid_to == self.valid_from:
            return None
        return timezone.localdate(self.valid_to - timedelta(microseconds=1))

    @property
    def has_ended(self):
        """Return whether the role gives nothing now or later."""
        return self.valid_to is not None and self.valid_to <= max(timezone.now(), self.valid_from)

    @property
    def has_begun(self):
        """Return whether the role gives something, or has done so."""
        return self.valid_from <= timezone.now()
