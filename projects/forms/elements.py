"""The form of the eight elements of putting a case into use."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import DayField
from accounts.models import User
from projects.actions.elements import ELEMENT_FIELDS
from projects.choices.vocabulary import ImplementationElement, StepState
from projects.forms.fields import OneOfPeople, PlainText
from projects.models import ImplementationStep


@dataclass(frozen=True)
class ElementFields:
    """One element with its fields."""

    number: int
    label: str
    fields: list


class ElementsForm(forms.Form):
    """The state of each element, who is responsible, and the deadline. The values in ``changed``
    replace the saved ones.
    """

    def __init__(self, *args, case, user, changed=None, **kwargs):
        super().__init__(*args, **kwargs)
        steps = {step.element: step for step in ImplementationStep.objects.of(case).not_withdrawn()}
        people = User.objects.visible_to(user)
        offered = people.active() | people.filter(
            pk__in=[step.responsible_id for step in steps.values()]
        )
        self.people = list(offered.select_related("unit").alphabetical())
        for element in ImplementationElement:
            self._add(element, steps.get(element))
        for element, values in (changed or {}).items():
            self.initial |= {f"{element}-{part}": value for part, value in values.items()}
            self.initial[f"{element}-responsible"] = getattr(values["responsible"], "pk", None)

    def _add(self, element, step):
        for name, field in _fields().items():
            self.fields[f"{element}-{name}"] = field
        current_pk = step.responsible_id if step else None
        offered = [one for one in self.people if one.is_active or one.pk == current_pk]
        self.fields[f"{element}-responsible"].offer(offered)
        if step:
            saved = {name: getattr(step, name) for name in ("state", "due_on", "note", "version")}
            saved["responsible"] = step.responsible_id
            self.initial |= {f"{element}-{name}": value for name, value in saved.items()}

    def groups(self):
        """Return each element with its fields."""
        return [
            ElementFields(
                number, str(element.label), [self[f"{element}-{part}"] for part in ELEMENT_FIELDS]
            )
            for number, element in enumerate(ImplementationElement, start=1)
        ]

    def answers(self) -> dict:
        """Return the values of each element."""
        values = self.cleaned_data
        return {
            element: {part: values[f"{element}-{part}"] for part in ELEMENT_FIELDS}
            for element in ImplementationElement
        }

    def seen(self) -> dict:
        """Return the versions that the answers are based on, 0 where there was none."""
        return {
            element: self.cleaned_data[f"{element}-version"] or 0
            for element in ImplementationElement
        }


def _fields():
    return {
        "state": forms.ChoiceField(
            label=_("State"),
            choices=[("", _("Not settled yet")), *StepState.choices],
            required=False,
        ),
        "responsible": OneOfPeople(label=_("Responsible"), required=False),
        "due_on": DayField(label=_("Deadline"), required=False),
        "note": PlainText(label=_("Note"), max_length=1000, required=False),
        "version": forms.IntegerField(required=False, widget=forms.HiddenInput),
    }
