"""Form fields that several forms share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.reference.unit_tree import flatten, grow

LAST_YEAR = 2199  # a slip of the finger, not a plan


class UnitField(forms.ModelChoiceField):
    """An open unit of the person's municipality, with the units above it."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Unit.objects.none(), required=False, **kwargs)

    def offer(self, user, *, kept=None, without=()):
        """Offer the open units, and the one that is held already; ask the database once."""
        units = list(Unit.objects.visible_to(user).alphabetical())
        held = [u for u in units if u.closed_at is None or u.pk == kept]
        branches = flatten(grow(unit for unit in held if unit.pk not in without))
        self.queryset = Unit.objects.visible_to(user).filter(
            pk__in=[branch.unit.pk for branch in branches]
        )
        self.choices = [
            ("", _("None")),
            *((branch.unit.pk, branch.path) for branch in branches),
        ]
