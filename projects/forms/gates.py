"""The forms by which a gate is proposed and decided, and a condition is met."""

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, OnceToken
from accounts.forms.kept import has_kept_text
from projects.actions.gates import NewCondition
from projects.choices.gates import gate_of, outcome_label
from projects.choices.phases import Phase
from projects.choices.vocabulary import GateOutcome
from projects.forms.fields import OneOfPeople, PlainText
from projects.models import FormalDecision


class ProposalForm(forms.Form):
    """A proposal to pass the gate."""

    once = OnceToken()
    seen_phase = forms.ChoiceField(choices=Phase, widget=forms.HiddenInput)
    reason = PlainText(
        label=_("Why is the case ready now?"),
        max_length=2000,
        help_text=_("Whoever decides reads this first."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why the case is ready now.")},
    )


class DecisionForm(forms.Form):
    """The decision on a proposal. The page shows the errors of all its forms in one place."""

    template_name = "forms/fields.html"

    once = OnceToken()
    proposal = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        help_text=_(
            "“Work more first” and “Not now” leave the case in its phase and close the proposal."
        ),
        error_messages={"required": _("Choose what you decide.")},
    )
    reason = PlainText(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why.")},
    )
    on = DayField(
        label=_("When was it decided?"),
        required=False,
        help_text=_("Today, if you leave it empty."),
    )
    formal_decision = forms.ModelChoiceField(
        label=_("Formal decision it rests on"),
        queryset=FormalDecision.objects.none(),
        required=False,
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        gate, choices = (
            gate_of(case.phase),
            (GateOutcome.GO, GateOutcome.REWORK, GateOutcome.DECLINE),
        )
        self.fields["outcome"].choices = [(one, outcome_label(gate, one)) for one in choices]
        decisions = case.formal_decisions.not_withdrawn()
        self.fields["formal_decision"].queryset = decisions
        self.fields["formal_decision"].empty_label = _("None")


class ConditionForm(forms.Form):
    """A condition: why it is accepted, what is done about it, by whom and by when.

    A condition for a missing requirement is required when the case goes on; an additional one
    only when some of its fields are filled in. ``heading`` names it among the errors of the page.
    """

    template_name = "forms/fields.html"

    reason = PlainText(
        label=_("Why can it wait?"),
        max_length=1000,
        error_messages={"required": _("Write why it can wait.")},
    )
    action = PlainText(
        label=_("What is done about it?"),
        max_length=300,
        error_messages={"required": _("Write what is done about it.")},
    )
    responsible = OneOfPeople(
        label=_("By whom?"),
        error_messages={"required": _("Choose who does it.")},
    )
    due_on = DayField(
        label=_("By when?"),
        error_messages={"required": _("Choose a deadline in the future.")},
    )

    def __init__(self, *args, people, requirement=None, goes_on=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.requirement = requirement
        named = requirement.text if requirement else _("Your own condition")
        self.heading = str(named).removesuffix(".")
        self.fields["responsible"].offer(people)
        if requirement is None:
            self.fields["reason"].label = _("Why is it needed?")
            self.fields["reason"].error_messages["required"] = _("Write why it is needed.")
        self.is_required = goes_on if requirement else self._has_input
        for field in self.fields.values():
            field.required = self.is_required

    @property
    def _has_input(self):
        return any(self.data.get(self.add_prefix(name)) for name in self.fields)

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on <= timezone.localdate():
            raise forms.ValidationError(_("Choose a deadline in the future."))
        return due_on

    @property
    def is_open(self):
        """Something is written in it, now or before its person had to sign in again."""
        return self.is_required or has_kept_text(self)

    @property
    def errors(self):
        """Return the errors; none where the condition is not asked for."""
        return super().errors if self.is_required else ErrorDict()

    def new_condition(self) -> NewCondition | None:
        """Return the condition, None when the form is left empty."""
        code = self.requirement.code if self.requirement else ""
        return NewCondition(**self.cleaned_data, code=code) if self.is_required else None


class MeetConditionForm(forms.Form):
    """How a condition was met."""

    once = OnceToken()
    note = PlainText(
        label=_("How was it met?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write how it was met.")},
    )
