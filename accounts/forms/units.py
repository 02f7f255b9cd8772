"""The forms of a unit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.editing import EditForm
from accounts.forms.fields import OnceToken, PlainText, UnitField
from accounts.models import Sector, Unit


class UnitForm(forms.Form):
    """A unit and its place in the tree."""

    name = PlainText(label=_("Name"), max_length=120)
    parent = UnitField(label=_("Part of"))
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices, initial=Sector.OTHER)

    def __init__(self, *args, by, unit=None, **kwargs):
        excluded_ids = ()
        if unit:
            descendants = Unit.objects.visible_to(by).in_subtrees([unit.code])
            excluded_ids = set(descendants.values_list("pk", flat=True))
        super().__init__(*args, **kwargs)
        self.fields["parent"].offer(
            by, current_unit_id=unit and unit.parent_id, excluded_ids=excluded_ids
        )


class NewUnitForm(UnitForm):
    """A unit more."""

    once = OnceToken()


class EditUnitForm(EditForm, UnitForm):
    """An existing unit."""
