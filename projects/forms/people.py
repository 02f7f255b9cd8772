"""The form by which a role in a case is given."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import CaseRole
from accounts.forms.fields import OnceToken
from accounts.models import User
from projects.forms.fields import PersonChoice


class GiveRoleForm(forms.Form):
    """A role in the case, and the person who gets it. One query for the choices."""

    once = OnceToken()
    role = forms.ChoiceField(label=_("Role"))
    user = PersonChoice(label=_("Person"), queryset=None, empty_label=_("Choose a person"))

    def __init__(self, *args, by, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            ("", _("Choose a role")),
            *((role.value, CaseRole(role).label) for role in roles),
        ]
        people = User.objects.visible_to(by).active()
        self.fields["user"].queryset = people.select_related("unit").alphabetical()

    def clean_role(self):
        return CaseRole(self.cleaned_data["role"])
