"""How people, units and roles are narrowed."""

from django.contrib.auth.models import BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, F, Func, OuterRef, Prefetch, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Greatest, Lower, Now

from accounts.roles import EMPLOYED, Permission

# What comes after z, as signs that do.
NORWEGIAN = str.maketrans("æøåäö", "{|}{|")


class NorwegianOrder(Func):
    """A sort key in Norwegian alphabetical order, the same on every PostgreSQL."""

    function = "translate"
    output_field = models.TextField()

    def __init__(self, expression):
        super().__init__(Lower(expression), Value("æøåäö"), Value("{|}{|"))


def in_force_q(prefix=""):
    """The condition that a dated role is in force now, by the database's clock."""
    return Q(**{f"{prefix}valid_from__lte": Now()}) & (
        Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": Now()})
    )


class MunicipalityQuerySet(models.QuerySet):
    def in_use(self):
        """Narrow to municipalities that run Slik here."""
        return self.filter(opened_at__isnull=False)


class UnitQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to the units of this person's municipality."""
        return self.filter(municipality_id=user.municipality_id)

    def open(self):
        """Narrow to units still in use."""
        return self.filter(closed_at=None)

    def alphabetical(self):
        """Order by name, Norwegian letters last."""
        return self.order_by(NorwegianOrder("name"), "pk")

    def with_people_count(self):
        """Decorate with ``people_count``: people of the unit who may sign in."""
        return self.annotate(people_count=Count("people", filter=Q(people__is_active=True)))

    def with_descendants(self, codes):
        """Narrow to the units with these codes and everything below them."""
        return self.filter(pk__in=RawSQL(_TREE, [list(codes)]))  # noqa: S611 - the text is ours


_TREE = """
    WITH RECURSIVE tree(id) AS (
        SELECT id FROM accounts_unit WHERE code = ANY(%s)
        UNION SELECT child.id FROM accounts_unit child JOIN tree ON child.parent_id = tree.id
    ) SELECT id FROM tree
"""


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
        held = self._grants().in_force()
        if role is None:
            return self.exclude(pk__in=held.values("user"))
        return self.filter(pk__in=held.filter(role=role).values("user"))

    def with_kept_grants(self):
        """Decorate with ``kept_grants``: the roles in force now or later. One query for all."""
        kept = self._grants().not_ended().newest_first()
        return self.prefetch_related(Prefetch("role_grants", kept, to_attr="kept_grants"))

    def inactive(self):
        """Narrow to people who may not sign in."""
        return self.filter(is_active=False)

    def employed(self):
        """Narrow to people who may sign in and work for the municipality now."""
        held = self._grants().in_force().filter(role__in=EMPLOYED)
        return self.active().filter(pk__in=held.values("user"))

    def alphabetical(self):
        """Order by name, Norwegian letters last."""
        return self.order_by(NorwegianOrder("name"), "pk")

    def _grants(self):
        return self.model._meta.get_field("role_grants").related_model.objects


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, email):
        """Find a person by e-mail, whatever the case of its letters."""
        return self.get(email__iexact=email)


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


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to one's own tokens; whoever manages roles sees the municipality's."""
        if user.may(Permission.MANAGE_ROLES):
            return self.filter(user__municipality_id=user.municipality_id)
        return self.filter(user=user)

    def in_force(self):
        """Narrow to tokens neither revoked nor expired, by the database's clock."""
        return self.filter(revoked_at=None, expires_at__gt=Now(), user__is_active=True)

    def with_roles(self):
        """Decorate with ``owner_roles``: the municipal roles of the owner in force now."""
        grants = self.model._meta.get_field("user").related_model._meta.get_field("role_grants")
        roles = grants.related_model.objects.in_force().filter(user=OuterRef("user"))
        return self.annotate(owner_roles=ArraySubquery(roles.values("role")))
