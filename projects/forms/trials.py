"""The forms by which a trial is started, and its result is recorded."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, OnceToken
from projects.choices.vocabulary import TrialNext, TrialResult
from projects.forms.fields import PlainText
from projects.models import Trial


class TrialStepForm(forms.Form):
    """A step of a trial. ``version`` is the version of the trial that the person saw."""

    once = OnceToken()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, trial, **kwargs):
        super().__init__(*args, **kwargs)
        self.trial = trial

    @property
    def content_fields(self):
        """The names of the fields that say something about the trial."""
        return [name for name in self.fields if name not in {"once", "version"}]


class TrialStartForm(TrialStepForm):
    """The day the trial started, and its success criterion where none is written yet."""

    success_criterion = PlainText(
        label=_("Success criterion"),
        max_length=Trial._meta.get_field("success_criterion").max_length,
        help_text=_(
            "What must be seen for the trial to count as successful? Write it as a number."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the success criterion before the trial starts.")},
    )
    started_on = DayField(
        label=_("When did it start?"),
        error_messages={"required": _("Choose the day it started.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.trial.success_criterion.strip():
            del self.fields["success_criterion"]


class TrialResultForm(TrialStepForm):
    """The result of the trial, the findings, and what is done next."""

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
