"""Proposing and deciding a gate, and meeting what was decided on the way."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.renderer import DayInput
from projects.actions.gates import Duty
from projects.forms.fields import PersonChoice, PlainText
from projects.models import FormalDecision
from projects.phases import Phase
from projects.vocabulary import Outcome


class ProposalForm(forms.Form):
    """Why the case is ready now."""

    seen_phase = forms.ChoiceField(choices=Phase, widget=forms.HiddenInput)
    reason = PlainText(
        label=_("Why is the case ready now?"),
        max_length=2000,
        help_text=_("Whoever decides reads this first."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why the case is ready now.")},
    )


class DecisionForm(forms.Form):
    """What comes of a proposal."""

    proposal = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[(o, o.label) for o in (Outcome.GO, Outcome.REWORK, Outcome.DECLINE)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    reason = PlainText(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why.")},
    )
    on = forms.DateField(
        label=_("When was it decided?"),
        required=False,
        widget=DayInput,
        help_text=_("Today, if you leave it empty."),
    )
    formal_decision = forms.ModelChoiceField(
        label=_("Formal decision it rests on"),
        queryset=FormalDecision.objects.none(),
        required=False,
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        decisions = case.formal_decisions.standing()
        self.fields["formal_decision"].queryset = decisions
        self.fields["formal_decision"].empty_label = _("None")


class DutyForm(forms.Form):
    """A condition: why it is accepted, what is done about it, by whom and by when. Empty when
    nothing is written.
    """

    code = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = PlainText(label=_("Why can it wait?"), max_length=1000, required=False)
    action = PlainText(label=_("What is done about it?"), max_length=300, required=False)
    responsible = PersonChoice(
        label=_("By whom?"), queryset=User.objects.none(), required=False, empty_label=_("Choose")
    )
    due_on = forms.DateField(label=_("By when?"), required=False, widget=DayInput)

    def __init__(self, *args, people, requirement=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.requirement = requirement
        self.fields["responsible"].queryset = people

    def clean(self):
        said = super().clean()
        wanted = ("reason", "action", "responsible", "due_on")
        if any(said.get(name) for name in wanted):
            for name in wanted:
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill in all four, or none of them."))
        if said.get("due_on") and said["due_on"] <= timezone.localdate():
            self.add_error("due_on", _("Choose a deadline in the future."))
        return said

    def duty(self) -> Duty | None:
        """The condition that was written, if any."""
        said = self.cleaned_data
        if not said.get("action"):
            return None
        return Duty(
            **{name: said[name] for name in ("code", "reason", "action", "responsible", "due_on")}
        )


class MetForm(forms.Form):
    """How a condition was met."""

    note = PlainText(
        label=_("How was it met?"),
        max_length=500,
        error_messages={"required": _("Write how it was met.")},
    )
