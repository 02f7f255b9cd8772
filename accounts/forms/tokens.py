"""The form of a new API token."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import Permission
from accounts.forms.fields import NumberField, OnceToken, PlainText
from accounts.models import Scope, User


class TokenForm(forms.Form):
    """A new token: for oneself, or for anybody where one manages roles."""

    once = OnceToken()
    name = PlainText(
        label=_("What is it for?"), max_length=100, help_text=_("For example: the yearly report")
    )
    user = forms.ModelChoiceField(label=_("Acts for"), queryset=User.objects.none())
    scopes = forms.ChoiceField(
        label=_("May be used to"),
        choices=[(Scope.READ, _("Read")), (Scope.WRITE, _("Read and write"))],
        widget=forms.RadioSelect,
        initial=Scope.READ,
    )
    days = NumberField(label=_("Days it lasts"), min_value=1, max_value=365, initial=90)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.visible_to(by).active().alphabetical()
        if not by.may(Permission.MANAGE_ROLES):
            people = people.filter(pk=by.pk)
        self.fields["user"].queryset = people
        self.fields["user"].initial = by

    def clean_scopes(self):
        """The action takes a list; writing includes reading."""
        return [Scope(self.cleaned_data["scopes"])]
