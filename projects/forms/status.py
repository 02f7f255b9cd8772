"""How a case goes, in its people's words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.renderer import DayInput
from projects.choices.states import Health
from projects.forms.fields import OnceToken, PlainText

# What an update may say, in the order people read it.
CONTENT_FIELDS = (
    "health",
    "summary",
    "next_step",
    "next_step_on",
    "hindrance",
    "help_wanted",
    "is_shared",
)
# What goes on being true until somebody says otherwise.
CARRIED_OVER_FIELDS = CONTENT_FIELDS[2:]


class StatusForm(forms.Form):
    """A status update. ``seen`` is the update its author saw; empty when there was none."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput)
    health = forms.ChoiceField(
        label=_("How is it going?"),
        choices=Health,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is going.")},
    )
    summary = PlainText(
        label=_("What has happened since last time?"),
        max_length=500,
        help_text=_("Write briefly. Leave out names of users and patients."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what has happened.")},
    )
    next_step = PlainText(label=_("Next step"), required=False, max_length=200)
    next_step_on = forms.DateField(
        label=_("When is the next step?"), required=False, widget=DayInput
    )
    hindrance = PlainText(
        label=_("What is in the way?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    help_wanted = PlainText(
        label=_("What help do you want?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_shared = forms.BooleanField(label=_("Share with the case’s stakeholders"), required=False)

    @property
    def content(self) -> dict:
        """What the update says."""
        return {name: self.cleaned_data[name] for name in CONTENT_FIELDS}


class CommentForm(forms.Form):
    """A remark on a case."""

    once = OnceToken()
    text = PlainText(
        label=_("Comment"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write something first.")},
    )
    is_shared = forms.BooleanField(label=_("Share with the case’s stakeholders"), required=False)

    def __init__(self, *args, may_choose, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_choose:
            del self.fields["is_shared"]
