"""The forms by which a case is started, paused, resumed, stopped and reopened.

Required fields come first; optional ones are in groups below them.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField, OnceToken
from projects.actions.states import REOPEN_PHASES, follow_up_field
from projects.choices.phases import Phase
from projects.choices.states import State
from projects.choices.vocabulary import FollowUp, LessonKind, LessonSharing
from projects.forms.fields import PlainText
from projects.forms.optional_fields import OptionalFieldsMixin
from projects.forms.records import formfield
from projects.models import Pause, Stop

CLOSING_FOLLOW_UPS = (FollowUp.DONE, FollowUp.UNDER_WAY, FollowUp.LAPSED)


class StateForm(OptionalFieldsMixin, forms.Form):
    """The fields of every change of state."""

    once = OnceToken()
    seen_state = forms.ChoiceField(choices=State, widget=forms.HiddenInput)
    reason = PlainText(
        label=_("Why?"),
        max_length=2000,
        help_text=_("Shown in the case’s history."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why.")},
    )

    on = DayField(
        label=_("When did it happen?"),
        required=False,
        help_text=_("Today, if you leave it empty."),
    )

    action_fields = (
        "reason",
        "lesson",
        "review_on",
        "seen_state",
        "to",
        "on",
    )  # the others are details

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case

    def action_arguments(self) -> dict:
        """Return the arguments of the action ``change_state``."""
        cleaned = self.cleaned_data
        arguments = {name: cleaned[name] for name in self.action_fields if name in cleaned}
        others = cleaned.keys() - {*self.action_fields, "once"}
        details = {name: cleaned[name] for name in others}
        return arguments | ({"details": details} if details else {})


class StartForm(StateForm):
    """Start the case. A reason is not required."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        del self.fields["on"]


class PauseForm(StateForm):
    """Pause the case: why, and until when."""

    optional_groups = ((_("More about the pause"), ("what_must_happen", "informed", "on")),)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("What makes it wait?")
        review_on = DayField(
            label=_("When do you look at the case again?"),
            help_text=_("Within six months."),
            error_messages={"required": _("Choose a date for the next look at the case.")},
        )
        pause_fields = _fields(Pause, "cause what_must_happen informed")
        self.fields["review_on"] = review_on
        self.fields |= pause_fields
        self.order_fields(("seen_state", "cause", "reason", "review_on"))


class ResumeForm(StateForm):
    """Resume the case in its phase."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("What has changed?")


class StopForm(StateForm):
    """Stop the case, with a lesson, and say what becomes of its open formal decisions."""

    lesson = PlainText(
        label=_("What did you learn?"),
        max_length=4000,
        help_text=_(
            "Write it so that others can use it. A stopped case with a lesson is a result."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what you learnt, so that others can use it.")},
    )
    sharing = forms.ChoiceField(
        label=_("Whom is the lesson shared with?"),
        choices=LessonSharing,
        initial=LessonSharing.CASE,
    )
    title = PlainText(
        label=_("A title for the lesson"),
        max_length=200,
        required=False,
        help_text=_("Its first words, if you leave it empty."),
    )
    kind = forms.ChoiceField(
        label=_("What kind of lesson is it?"), choices=LessonKind, initial=LessonKind.METHOD
    )

    optional_groups = (
        (_("More about the lesson"), ("title", "kind", "resistance")),
        (
            _("Who decided it and when, and other causes"),
            ("level", "formal_decision", "on", "side_causes"),
        ),
        (_("What was achieved and spent"), ("achieved", "spent", "hours")),
        (
            _("What happens afterwards"),
            (
                "people_afterwards",
                "data_and_equipment",
                "open_decisions",
                "may_resume_if",
                "informed",
            ),
        ),
    )

    def __init__(self, *args, decisions=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= _fields(
            Stop,
            "cause side_causes level formal_decision achieved resistance spent hours"
            " people_afterwards data_and_equipment open_decisions may_resume_if informed",
        )
        field = self.fields["formal_decision"]
        field.queryset = self.case.formal_decisions.not_withdrawn()
        field.empty_label = _("None")
        self.follow_up_fields = {follow_up_field(decision): decision for decision in decisions}
        for name, decision in self.follow_up_fields.items():
            self.fields[name] = forms.ChoiceField(
                label=_("What becomes of “%s”?") % decision.title,
                help_text=_("A decision that is still followed up."),
                choices=[
                    ("", _("Choose")),
                    *((state, state.label) for state in CLOSING_FOLLOW_UPS),
                ],
                error_messages={"required": _("Say what becomes of the decision.")},
            )
        self.order_fields(
            ("seen_state", "cause", "reason", "lesson", "sharing", *self.follow_up_fields)
        )

    def action_arguments(self):
        arguments = super().action_arguments()
        details = arguments["details"]
        follow_ups = {
            decision.pk: FollowUp(details.pop(name))
            for name, decision in self.follow_up_fields.items()
        }
        return arguments | {"follow_ups": follow_ups}


class ReopenForm(StateForm):
    """Reopen the case. One that was stopped in a later phase begins again in the first or the
    second.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why is it taken up again, and who decided it?")
        if self.case.state == State.STOPPED and self.case.phase not in REOPEN_PHASES:
            self.fields["to"] = forms.TypedChoiceField(
                label=_("Where does it begin again?"),
                choices=[(phase, f"{phase.number} {phase.label}") for phase in REOPEN_PHASES],
                coerce=Phase,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a phase.")},
            )


FORMS = {"start": StartForm, "pause": PauseForm, "resume": ResumeForm, "stop": StopForm}
FORMS |= {"reopen": ReopenForm}


def _fields(model, names):
    names = names.split()
    fields = forms.fields_for_model(model, names, formfield_callback=formfield)
    fields["cause"].error_messages["required"] = _("Choose the cause that fits best.")
    return {name: fields[name] for name in names}
