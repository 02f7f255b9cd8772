"""Querysets of municipalities and units."""

from django.db import models
from django.db.models import Count, Q, Value
from django.db.models.expressions import RawSQL

from accounts.querysets.compared import Compared
from accounts.querysets.ordering import NorwegianOrder


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

    def named(self, name):
        """Narrow to units of this name, in any spelling."""
        return self.alias(compared=Compared("name")).filter(compared=Compared(Value(name)))

    def alphabetical(self):
        """Order by name, Norwegian letters last."""
        return self.order_by(NorwegianOrder("name"), "pk")

    def with_people_count(self):
        """Decorate with ``people_count``: people of the unit who may sign in."""
        return self.annotate(people_count=Count("people", filter=Q(people__is_active=True)))

    def in_subtrees(self, codes):
        """Narrow to the units with these codes and everything below them."""
        return self.filter(pk__in=RawSQL(_TREE, [list(codes)]))  # noqa: S611 - the text is ours


_TREE = """
    WITH RECURSIVE tree(id) AS (
        SELECT id FROM accounts_unit WHERE code = ANY(%s)
        UNION SELECT child.id FROM accounts_unit child JOIN tree ON child.parent_id = tree.id
    ) SELECT id FROM tree
"""
