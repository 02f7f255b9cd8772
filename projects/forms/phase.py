"""The form by which a case is moved back to an earlier phase."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from projects.choices.phases import Phase, allowed_targets, is_back
from projects.forms.fields import PlainText


def target_choices(origin: Phase):
    """Return the phases a case may move back to, nearest first. Forward it passes a gate."""
    back = [phase for phase in reversed(allowed_targets(origin)) if is_back(origin, phase)]
    return [(phase, gettext("Back to %s") % f"{phase.number} {phase.label}") for phase in back]


class MoveForm(forms.Form):
    """The phase that the case moves back to, why, and when."""

    seen_phase = forms.ChoiceField(choices=Phase, widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=_("Move to"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a phase."),
            "invalid_choice": _("Choose an earlier phase. Forward, the case passes its gate."),
        },
    )
    reason = PlainText(
        label=_("Why is the case moved now?"),
        max_length=2000,
        help_text=_("Shown in the case’s history."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why the case is moved.")},
    )
    on = DayField(
        label=_("When did it happen?"),
        required=False,
        help_text=_("Today, if you leave it empty."),
    )

    def __init__(self, *args, origin: Phase, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = target_choices(origin)
