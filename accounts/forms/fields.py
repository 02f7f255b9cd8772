"""Form fields that several forms share."""

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.reference.unit_tree import build_unit_tree, flatten

MAX_YEAR = 2199  # a slip of the finger, not a plan


class UnitField(forms.ModelChoiceField):
    """An open unit of the person's municipality, with the units above it."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Unit.objects.none(), required=False, **kwargs)

    def offer(self, user, *, current_unit_id=None, excluded_ids=()):
        """Offer the open units, and the one chosen already. One query."""
        units = list(Unit.objects.visible_to(user).alphabetical())
        available = [u for u in units if u.closed_at is None or u.pk == current_unit_id]
        nodes = flatten(build_unit_tree(unit for unit in available if unit.pk not in excluded_ids))
        self.queryset = Unit.objects.visible_to(user).filter(
            pk__in=[node.unit.pk for node in nodes]
        )
        self.choices = [
            ("", _("None")),
            *((node.unit.pk, node.path) for node in nodes),
        ]


class OnceToken(forms.CharField):
    """A token by which a form that is sent twice is carried out once: see ``attempt_once``."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False, max_length=64, initial=secrets.token_urlsafe)
