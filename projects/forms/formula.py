"""The forms by which the five factors of the success formula are assessed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, OnceToken
from accounts.models import User
from projects.actions.formula import FactorInput
from projects.choices.vocabulary import Factor, Occasion
from projects.forms.fields import OneOfPeople, PersonChoice, PlainText
from projects.forms.optional_fields import OptionalFields, OptionalFieldsMixin
from projects.method.formula import SCORE_MEANINGS
from projects.method.guidance import GUIDE_BY_FACTOR, Guide
from projects.summaries.deciders import assessors
from projects.summaries.formula_history import FactorSummary

SCORE_FIELDS = ("score", "reason")
MEASURE_FIELDS = ("measure", "responsible", "due_on")
FACTOR_FIELDS = (*SCORE_FIELDS, *MEASURE_FIELDS)


@dataclass(frozen=True)
class FactorFields:
    """A factor as the form shows it: its guide, a summary of the individual assessments, its
    fields, and those about the next measure.
    """

    label: str
    guide: Guide
    fields: list
    measure_fields: OptionalFields
    summary: FactorSummary | None


class FactorsForm(OptionalFieldsMixin, forms.Form):
    """An individual assessment: for each factor a score, the reason, and the next measure.
    One query for the choices.
    """

    once = OnceToken()
    factor_summaries: Iterable[FactorSummary] = ()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.visible_to(user).employed().select_related("unit")
        people = list(people.alphabetical())
        for factor in Factor:
            fields = _fields()
            fields["responsible"].offer(people)
            self.fields |= {f"{factor}-{part}": fields[part] for part in FACTOR_FIELDS}

    def groups(self):
        """Return the fields of each factor."""
        by_factor = {one.factor: one for one in self.factor_summaries}
        return [
            FactorFields(
                str(factor.label),
                GUIDE_BY_FACTOR[factor],
                [self[f"{factor}-{part}"] for part in SCORE_FIELDS],
                self.optional_group(
                    _("Next measure"), [f"{factor}-{part}" for part in MEASURE_FIELDS]
                ),
                by_factor.get(factor),
            )
            for factor in Factor
        ]

    def factor_inputs(self) -> dict:
        """Return the FactorInput of each factor."""
        values = self.cleaned_data
        return {
            factor: FactorInput(**{part: values[f"{factor}-{part}"] for part in FACTOR_FIELDS})
            for factor in Factor
        }


class AssessmentForm(FactorsForm):
    """A snapshot of the case. After a round it begins with the scores that the round suggests."""

    occasion = forms.ChoiceField(label=_("Occasion"), choices=Occasion)

    def __init__(self, *args, case, factor_summaries=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.factor_summaries = factor_summaries
        self.initial |= {f"{one.factor}-score": one.suggested_score for one in factor_summaries}
        self.fields["participants"] = _people_field(_("Who took part"), case, required=False)
        self.fields["note"] = PlainText(
            label=_("What was said"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )


class InvitationForm(forms.Form):
    """Whom to ask for an assessment, on what occasion, and by when."""

    once = OnceToken()
    occasion = forms.ChoiceField(label=_("Occasion"), choices=Occasion, initial=Occasion.ROUTINE)
    due_on = DayField(
        label=_("Deadline"),
        help_text=_("The views are shown when all have assessed, or when the deadline has passed."),
        error_messages={"required": _("Choose a deadline that has not passed.")},
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assessors"] = _people_field(_("Whom do you ask?"), case)
        self.fields["assessors"].error_messages["required"] = _("Ask at least two people.")


class PeopleField(forms.ModelMultipleChoiceField):
    """People chosen by checkboxes, shown with their unit."""

    label_from_instance = PersonChoice.label_from_instance


def _people_field(label, case, **more):
    return PeopleField(assessors(case), label=label, widget=forms.CheckboxSelectMultiple, **more)


def _fields():
    return {
        "score": forms.TypedChoiceField(
            label=_("Score"),
            choices=[
                ("", _("Not assessed")),
                *((n, f"{n} – {text}") for n, text in SCORE_MEANINGS.items()),
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
        "responsible": OneOfPeople(label=_("Responsible"), required=False),
        "due_on": DayField(label=_("Deadline"), required=False),
    }
