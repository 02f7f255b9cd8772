"""The forms of a unit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.editing import EditForm
from accounts.forms.fields import UnitField
from accounts.models import Sector, Unit


class UnitForm(forms.Form):
    """A unit and its place in the tree."""

    name = forms.CharField(label=_("Name"), max_length=120)
    parent = UnitField(label=_("Part of"))
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices, initial=Sector.OTHER)

    def __init__(self, *args, by, unit=None, **kwargs):
        without = ()
        if unit:
            below = Unit.objects.visible_to(by).with_descendants([unit.code])
            without = set(below.values_list("pk", flat=True))
        super().__init__(*args, **kwargs)
        self.fields["parent"].offer(by, kept=unit and unit.parent_id, without=without)


class EditUnitForm(EditForm, UnitForm):
    """A unit that is here."""
