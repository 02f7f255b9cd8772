"""How imports, their rows and saved mappings are narrowed. Nothing here evaluates."""

from django.db import models
from django.db.models import Value

from accounts.access.roles import Permission, has_everywhere
from accounts.querysets.compared import Compared
from accounts.querysets.ordering import NorwegianOrder
from projects.access.held_roles import held_roles_of
from projects.choices.imports import RunState


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to the imports of this person's municipality, for whoever may import."""
        if not has_everywhere(held_roles_of(user), Permission.IMPORT):
            return self.none()
        return self.filter(municipality_id=user.municipality_id)

    def unconfirmed(self):
        """Narrow to imports that have changed nothing."""
        return self.exclude(state=RunState.CONFIRMED)

    def newest_first(self):
        """Order by upload, the newest first."""
        return self.order_by("-pk")

    def for_listing(self):
        """Load who began it; leave out what was read of the file."""
        return self.select_related("created_by").defer("survey", "columns", "spec", "notices")


class ImportMappingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Narrow to the named mappings of this person's municipality, for whoever may import."""
        if not has_everywhere(held_roles_of(user), Permission.IMPORT):
            return self.none()
        return self.filter(municipality_id=user.municipality_id)

    def named(self, name):
        """Narrow to the mapping of this name, in any spelling."""
        return self.alias(compared=Compared("name")).filter(compared=Compared(Value(name)))

    def alphabetical(self):
        """Order by name, Norwegian letters last."""
        return self.order_by(NorwegianOrder("name"), "pk")


class ImportedRowQuerySet(models.QuerySet):
    def last_of_each(self, case_ids):
        """Narrow to the newest confirmed row of each of these cases."""
        confirmed = self.filter(case_id__in=case_ids, run__state=RunState.CONFIRMED)
        return confirmed.order_by("case_id", "-run_id").distinct("case_id")

    def of_kind(self, kind):
        """Narrow to the rows of this kind; without a kind, all."""
        return self.filter(kind=kind) if kind else self

    def in_order(self):
        """Order as in the file."""
        return self.order_by("number")
