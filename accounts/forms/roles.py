"""The form that gives a person a role."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import Role
from accounts.forms.fields import DayField, OnceToken


class GiveRoleForm(forms.Form):
    """A role and its first and last day; days become moments in Oslo time."""

    once = OnceToken()
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    since = DayField(
        label=_("First day"),
        required=False,
        help_text=_("Leave it empty to begin now."),
    )
    until = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave it empty when no end is planned."),
    )

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]

    def clean_role(self):
        return Role(self.cleaned_data["role"])

    def clean_since(self):
        day = _refuse_past_day(self.cleaned_data["since"])
        return _midnight(day) if day and day > timezone.localdate() else None

    def clean_until(self):
        day = _refuse_past_day(self.cleaned_data["until"])
        return _midnight(day + timedelta(days=1)) if day else None


def _refuse_past_day(day):
    if day and day < timezone.localdate():
        raise ValidationError(_("Choose today or a later day."))
    return day


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
