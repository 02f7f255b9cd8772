"""The form that gives a person a role."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import Role
from accounts.forms.fields import MAX_YEAR, OnceToken
from accounts.forms.renderer import DayInput


class GiveRoleForm(forms.Form):
    """A role and its first and last day; days become moments in Oslo time."""

    once = OnceToken()
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    since = forms.DateField(
        label=_("First day"),
        widget=DayInput,
        required=False,
        help_text=_("Leave it empty to begin now."),
    )
    until = forms.DateField(
        label=_("Last day"),
        widget=DayInput,
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
    if day and day.year > MAX_YEAR:
        raise ValidationError(_("Choose a day before the year %(year)d.") % {"year": MAX_YEAR})
    return day


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))
