"""Forms for the challenge, and for what a case says of itself in each phase."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from projects.actions.challenges import FIELDS
from projects.facts import Group
from projects.forms.folds import Folding
from projects.forms.records import formfield
from projects.models import Case, Challenge

# What is asked about a challenge only by whoever goes deeper.
FOLDED = (
    "causes",
    "consequences",
    "expected_development",
    "horizon",
    "extent",
    "open_for_cocreation",
)


class FactsForm(Folding, forms.ModelForm):
    """Some fields of a case. The action writes them; the form only reads. ``seen`` is the row as
    the form was first shown with it: what differs from that was changed.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, user, instance, seen=None, **kwargs):
        first = {"version": instance.version} | _shown(seen or instance, self._meta.fields)
        super().__init__(*args, instance=instance, initial=first, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                held = {self.initial[name], getattr(instance, f"{name}_id")}
                field.queryset = _offered(field.queryset.model, user, held)
                field.empty_label = _("None")

    def validate_constraints(self):
        """Left to the action, which knows the whole case."""

    def written(self) -> dict:
        """What was changed, for the action."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}


def _offered(model, user, held):
    """People and units in use, and those chosen now."""
    rows = model.objects.visible_to(user)
    if model is Unit:
        return (rows.open() | rows.filter(pk__in=held)).alphabetical()
    return (rows.active() | rows.filter(pk__in=held)).select_related("unit").alphabetical()


def _shown(row, names):
    """What the row, or a version of it, puts in the named fields of a form."""
    attributes = {field.name: field.attname for field in row._meta.concrete_fields}
    return {name: getattr(row, attributes[name]) for name in names}


def facts_form(group: Group) -> type[FactsForm]:
    """The form of a group of fields."""
    made = forms.modelform_factory(
        Case, form=FactsForm, fields=group.fields, formfield_callback=formfield
    )
    made.folded = ((_("More"), group.folded),) if group.folded else ()
    return made


class _ChallengeForm(Folding, forms.ModelForm):
    folded = ((_("More"), FOLDED),)

    existing = forms.ModelChoiceField(
        label=_("Take up a challenge that is described already"),
        queryset=Challenge.objects.none(),
        required=False,
        empty_label=_("No, describe it here"),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        known = Challenge.objects.visible_to(user).standing().alphabetical()
        if self.instance.pk or not known.exists():
            del self.fields["existing"]
        else:
            self.order_fields(["existing", *FIELDS])
            self.fields["existing"].queryset = known

    def clean(self):
        """Whoever takes up a challenge that is described writes nothing."""
        said = super().clean()
        if said.get("existing"):
            for name in FIELDS:
                self.errors.pop(name, None)
        return said

    def validate_constraints(self):
        """Left to the action."""


ChallengeForm = forms.modelform_factory(
    Challenge, form=_ChallengeForm, fields=FIELDS, formfield_callback=formfield
)
