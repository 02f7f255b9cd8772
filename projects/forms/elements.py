"""The eight elements of putting a case into use, as one checklist."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.renderer import DayInput
from projects.actions.elements import PARTS
from projects.forms.fields import PersonChoice, PlainText
from projects.models import ImplementationStep
from projects.vocabulary import Element, StepState


@dataclass(frozen=True)
class Group:
    """One element with its fields."""

    number: int
    label: str
    fields: list


class ElementsForm(forms.Form):
    """Where the case stands with each element, who sees to it, and by when. ``written`` is laid on
    top of what is saved.
    """

    def __init__(self, *args, case, user, written=None, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.visible_to(user).active().select_related("unit").alphabetical()
        self.people = {str(person.pk): person for person in people}
        held = {step.element: step for step in ImplementationStep.objects.of(case).standing()}
        for element in Element:
            self._add(element, held.get(element))
        for element, said in (written or {}).items():
            self.initial |= {f"{element}-{part}": value for part, value in said.items()}
            self.initial[f"{element}-responsible"] = getattr(said["responsible"], "pk", None)

    def _add(self, element, step):
        for name, field in _fields(self.people).items():
            self.fields[f"{element}-{name}"] = field
        if step:
            now = {name: getattr(step, name) for name in ("state", "due_on", "note", "version")}
            now["responsible"] = step.responsible_id
            self.initial |= {f"{element}-{name}": value for name, value in now.items()}

    def groups(self):
        """Each element with its fields."""
        return [
            Group(number, str(element.label), [self[f"{element}-{part}"] for part in PARTS])
            for number, element in enumerate(Element, start=1)
        ]

    def answers(self) -> dict:
        """What was said of each element."""
        said = self.cleaned_data
        return {element: {part: said[f"{element}-{part}"] for part in PARTS} for element in Element}

    def seen(self) -> dict:
        """The versions the answers were written on top of."""
        return {element: self.cleaned_data[f"{element}-version"] or 0 for element in Element}


def _fields(people):
    names = [(pk, PersonChoice.label_from_instance(None, one)) for pk, one in people.items()]
    return {
        "state": forms.ChoiceField(
            label=_("State"),
            choices=[("", _("Not settled yet")), *StepState.choices],
            required=False,
        ),
        "responsible": forms.TypedChoiceField(
            label=_("Responsible"),
            choices=[("", _("Choose")), *names],
            coerce=people.get,
            empty_value=None,
            required=False,
        ),
        "due_on": forms.DateField(label=_("Deadline"), required=False, widget=DayInput),
        "note": PlainText(label=_("Note"), max_length=1000, required=False),
        "version": forms.IntegerField(required=False, widget=forms.HiddenInput),
    }
