"""The forms by which a trial is started, and its result is recorded."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from projects.choices.vocabulary import TrialNext, TrialResult
from projects.forms.fields import PlainText


class TrialStartForm(forms.Form):
    """The day the trial started."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    started_on = DayField(
        label=_("When did it start?"),
        error_messages={"required": _("Choose the day it started.")},
    )


class TrialResultForm(forms.Form):
    """The result of the trial, the findings, and what is done next."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    ended_on = DayField(
        label=_("When did it end?"),
        error_messages={"required": _("Choose the day it ended.")},
    )
    result = forms.ChoiceField(
        label=_("Did the hypothesis hold?"),
        choices=TrialResult,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it.")},
    )
    findings = PlainText(
        label=_("What did you find?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what you found.")},
    )
    afterwards = forms.ChoiceField(
        label=_("What do you do next?"),
        choices=TrialNext,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you do next.")},
    )
