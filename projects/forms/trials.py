"""Starting a trial, and writing what came of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.renderer import DayInput
from projects.choices.vocabulary import TrialNext, TrialResult
from projects.forms.fields import PlainText


class TrialStartForm(forms.Form):
    """The day it started."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    started_on = forms.DateField(
        label=_("When did it start?"),
        widget=DayInput,
        error_messages={"required": _("Choose the day it started.")},
    )


class TrialResultForm(forms.Form):
    """What came of it, what was found, and what is done next."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    ended_on = forms.DateField(
        label=_("When did it end?"),
        widget=DayInput,
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
