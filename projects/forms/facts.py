"""The forms of the challenge, and of the fields of a case that belong to a phase."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from projects.actions.challenges import CHALLENGE_FIELDS
from projects.forms.optional_fields import OptionalFieldsMixin
from projects.forms.records import formfield, initial_values
from projects.method.facts import FactGroup
from projects.models import Case, Challenge

NEW_CHALLENGE = "new"  # a choice: another challenge, described in the form
# These are below "More".
OPTIONAL_CHALLENGE_FIELDS = (
    "causes",
    "consequences",
    "expected_development",
    "horizon",
    "extent",
    "open_for_cocreation",
)


class FactsForm(OptionalFieldsMixin, forms.ModelForm):
    """Some fields of a case; the action saves them. ``seen`` is the row as the form was first shown
    with it: what differs from that was changed.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, user, instance, seen=None, **kwargs):
        first = {"version": instance.version} | initial_values(seen or instance, self._meta.fields)
        super().__init__(*args, instance=instance, initial=first, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                current_ids = {self.initial[name], getattr(instance, f"{name}_id")}
                field.queryset = _offered(field.queryset.model, user, current_ids)
                field.empty_label = _("None")

    def validate_constraints(self):
        """Done by the action, which has the whole case."""

    def values_to_save(self) -> dict:
        """Return the changed values for the action."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}


def _offered(model, user, current_ids):
    """Return the people or units in use, and those chosen now."""
    rows = model.objects.visible_to(user)
    if model is Unit:
        return (rows.open() | rows.filter(pk__in=current_ids)).alphabetical()
    return (rows.active() | rows.filter(pk__in=current_ids)).select_related("unit").alphabetical()


def facts_form(group: FactGroup) -> type[FactsForm]:
    """Return the form of a group of fields."""
    form_class = forms.modelform_factory(
        Case, form=FactsForm, fields=group.fields, formfield_callback=formfield
    )
    form_class.optional_groups = ((_("More"), group.folded),) if group.folded else ()
    return form_class


class _ChallengeForm(OptionalFieldsMixin, forms.ModelForm):
    """The challenge of a case: correct it, describe another, or choose one that exists. ``held`` is
    the id of the challenge that the case had when the form was first shown, ``seen`` that challenge
    as it was then, and ``choice`` what is chosen at first.
    """

    optional_groups = ((_("More"), OPTIONAL_CHALLENGE_FIELDS),)

    existing = forms.TypedChoiceField(empty_value=None, required=False)
    held = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, instance=None, seen=None, choice=None, **kwargs):
        first = {"existing": choice, "version": 0}
        if instance is not None:
            first |= {"held": instance.pk, "version": instance.version}
            first |= initial_values(seen or instance, CHALLENGE_FIELDS)
        super().__init__(*args, instance=instance, initial=first, **kwargs)
        options = Challenge.objects.visible_to(user).not_withdrawn().alphabetical()
        self._offer([one for one in options if not instance or one.pk != instance.pk])
        self.order_fields(["existing", *CHALLENGE_FIELDS])

    def _offer(self, options):
        field, challenges = self.fields["existing"], {str(one.pk): one for one in options}
        titles = [(pk, str(one)) for pk, one in challenges.items()]
        if self.instance.pk:
            field.label = _("Take up another challenge")
            field.choices = [
                ("", _("No, correct this one")),
                (NEW_CHALLENGE, _("Yes, one that I describe here")),
                *titles,
            ]
        elif options:
            field.label = _("Take up a challenge that is described already")
            field.choices = [("", _("No, describe it here")), *titles]
        else:
            del self.fields["existing"]
        field.coerce = lambda chosen: challenges.get(chosen, chosen)
        if self.data.get("existing") in challenges:
            for name in CHALLENGE_FIELDS:
                self.fields[name].required = False

    @property
    def chosen(self):
        """The existing challenge that was chosen, if any."""
        chosen = self.cleaned_data.get("existing")
        return chosen if isinstance(chosen, Challenge) else None

    @property
    def is_new_challenge(self):
        """Another challenge is described, in place of the one that the case has."""
        return self.cleaned_data.get("existing") == NEW_CHALLENGE

    def clean(self):
        """Whoever chooses an existing challenge need not describe it."""
        cleaned = super().clean()
        if self.chosen:
            for name in CHALLENGE_FIELDS:
                self.errors.pop(name, None)
        return cleaned

    def validate_constraints(self):
        """Done by the action."""

    def values_to_save(self, *, whole) -> dict:
        """Return the values for the action: all of them, or those that changed."""
        return {
            name: self.cleaned_data[name]
            for name in CHALLENGE_FIELDS
            if whole or name in self.changed_data
        }


ChallengeForm = forms.modelform_factory(
    Challenge, form=_ChallengeForm, fields=CHALLENGE_FIELDS, formfield_callback=formfield
)
