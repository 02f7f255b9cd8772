"""Reporting how a case is doing, and commenting on it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, OnceToken
from projects.actions.status import CONTENT_FIELDS, MAX_LENGTHS
from projects.choices.states import Health
from projects.forms.fields import PlainText

# These begin with the values of the last update.
CARRIED_OVER_FIELDS = CONTENT_FIELDS[2:]


class StatusForm(forms.Form):
    """A status update. ``seen`` is the id of the update its author saw, empty when there was
    none.
    """

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
        max_length=MAX_LENGTHS["summary"],
        help_text=_("Write briefly. Leave out names of users and patients."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what has happened.")},
    )
    next_step = PlainText(label=_("Next step"), required=False, max_length=MAX_LENGTHS["next_step"])
    next_step_on = DayField(label=_("When is the next step?"), required=False)
    hindrance = PlainText(
        label=_("What is in the way?"),
        required=False,
        max_length=MAX_LENGTHS["hindrance"],
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    help_wanted = PlainText(
        label=_("What help do you want?"),
        required=False,
        max_length=MAX_LENGTHS["help_wanted"],
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_shared = forms.BooleanField(label=_("Share with the case’s stakeholders"), required=False)

    @property
    def content(self) -> dict:
        """The values of the update."""
        return {name: self.cleaned_data[name] for name in CONTENT_FIELDS}


class CommentForm(forms.Form):
    """A comment on a case."""

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
