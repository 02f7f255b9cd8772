"""Forms for people. They check shape; actions check rules."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.access import policies
from accounts.access.roles import Role
from accounts.forms.editing import EditForm
from accounts.forms.fields import OnceToken, PlainText, UnitField
from accounts.models import Language


class PersonForm(forms.Form):
    """A person's fields. ``current_unit_id`` is the unit they have, offered even if closed."""

    name = PlainText(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The address the person signs in with.")
    )
    unit = UnitField(label=_("Unit"))
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("As the municipality")), *Language.choices],
        required=False,
    )

    def __init__(self, *args, by, current_unit_id=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(by, current_unit_id=current_unit_id)


class EditPersonForm(EditForm, PersonForm):
    """The fields of an existing person. An address that its owner must change is shown only."""

    def __init__(self, *args, may_change_address, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_change_address:
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _(
                "They change it themselves, on “My page”: they have rights that you have not."
            )


class AddressForm(forms.Form):
    """A new address of one's own."""

    email = forms.EmailField(
        label=_("New e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class NewPersonForm(PersonForm):
    """A new person, with the role they get from now on."""

    once = OnceToken()
    role = forms.ChoiceField(label=_("Role in the municipality"), required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, by=by, **kwargs)
        self.fields["role"].choices = [
            ("", _("None: takes part in single cases only")),
            *((role.value, role.label) for role in policies.all_grantable_roles(by)),
        ]

    def clean_role(self):
        return Role(self.cleaned_data["role"]) if self.cleaned_data["role"] else None


class OwnForm(forms.Form):
    """The fields that a person may change about themselves."""

    name = PlainText(label=_("Name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("As the municipality")), *Language.choices],
        required=False,
    )


class PeopleFilterForm(forms.Form):
    """The filters of the list of people. An unknown value is refused, never ignored."""

    q = PlainText(
        label=_("Name or e-mail"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("All roles")), *Role.choices, ("none", _("No role"))],
        required=False,
    )
    active = forms.ChoiceField(
        label=_("May sign in"),
        choices=[("", _("All")), ("yes", _("May sign in")), ("no", _("May not sign in"))],
        required=False,
    )

    def clean(self):
        unknown = sorted(self.data.keys() - self.fields.keys() - {"page"})
        if unknown:
            raise ValidationError(
                _("The list cannot be narrowed by “%(name)s”."), params={"name": unknown[0][:60]}
            )
