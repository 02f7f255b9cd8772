"""Assessing the five factors of the success formula."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.renderer import DayInput
from projects.actions.formula import Judgement
from projects.forms.fields import PersonChoice, PlainText
from projects.formula import ANCHORS
from projects.guidance import OF_FACTOR
from projects.vocabulary import Factor, Occasion

PARTS = ("score", "reason", "measure", "responsible", "due_on")


class AssessmentForm(forms.Form):
    """A snapshot: for each factor a score, why, and the next measure."""

    occasion = forms.ChoiceField(label=_("Occasion"), choices=Occasion)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.visible_to(user).active().select_related("unit").alphabetical()
        for factor in Factor:
            fields = _fields(people)
            self.fields |= {f"{factor}-{part}": fields[part] for part in PARTS}
        self.fields["note"] = PlainText(
            label=_("What was said"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def groups(self):
        """Each factor with its guide and its fields."""
        return [
            (factor.label, OF_FACTOR[factor], [self[f"{factor}-{part}"] for part in PARTS])
            for factor in Factor
        ]

    def judgements(self) -> dict:
        """What was said of each factor."""
        said = self.cleaned_data
        return {
            factor: Judgement(**{part: said[f"{factor}-{part}"] for part in PARTS})
            for factor in Factor
        }


def _fields(people):
    return {
        "score": forms.TypedChoiceField(
            label=_("Score"),
            choices=[
                ("", _("Not assessed")),
                *((n, f"{n} – {text}") for n, text in ANCHORS.items()),
            ],
            coerce=int,
            empty_value=None,
            required=False,
        ),
        "reason": PlainText(
            label=_("Why"),
            required=False,
            max_length=1000,
            help_text=_("0, 1 and 5 need a reason."),
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
        "measure": PlainText(
            label=_("Next measure"),
            required=False,
            max_length=300,
            help_text=_("0 and 1 need a measure, somebody responsible and a deadline."),
        ),
        "responsible": PersonChoice(
            label=_("Responsible"), queryset=people, required=False, empty_label=_("Choose")
        ),
        "due_on": forms.DateField(label=_("Deadline"), required=False, widget=DayInput),
    }
