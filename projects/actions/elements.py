"""Saving the eight elements of putting a case into use, all at once."""

from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.database.row_versions import row_at
from projects.access import policies
from projects.actions.cases import lock
from projects.actions.records import add, change
from projects.choices.vocabulary import ImplementationElement
from projects.errors import Conflict, NotAllowed
from projects.models import Case, ImplementationStep
from projects.records.kinds import RECORD_KINDS

ELEMENT_FIELDS = ("state", "responsible", "due_on", "note")


@transaction.atomic
def save_elements(
    case: Case,
    *,
    by,
    answers: dict[ImplementationElement, dict],
    seen: dict[ImplementationElement, int],
) -> None:
    """Save the state of each element; one without a decision yet has an empty ``state``. ``seen``
    are the versions the answers are based on (0 where there was none); answers that do not differ
    from them are not saved. Locks the case.

    Raises NotAllowed; Conflict when somebody else has changed one of them differently since;
    ValidationError whose fields are named ``element-field``.
    """
    lock(case, by)
    if not policies.can_record(by, case, RECORD_KINDS["step"]):
        raise NotAllowed(_("You may not write this in the case."))
    changes = compare_elements(case, answers=answers, seen=seen)
    if changes.conflicting:
        raise Conflict(_("This was saved while you were writing."))
    errors = {}
    for element, values in changes.changed.items():
        try:
            _save_element(case, element, values, changes.stored.get(element), by=by)
        except ValidationError as error:
            errors |= {_field(element, name): texts for name, texts in error.error_dict.items()}
    if errors:
        raise ValidationError(errors)


@dataclass(frozen=True)
class ElementChanges:
    """The stored steps, the answers that differ from the version they are based on, and those
    versions.
    """

    stored: dict[ImplementationElement, ImplementationStep]
    changed: dict[ImplementationElement, dict]
    seen: dict[ImplementationElement, int]

    @property
    def conflicting(self) -> dict[ImplementationElement, ImplementationStep]:
        """The steps that somebody else has changed since, to other values than the answers."""
        return {
            element: self.stored[element]
            for element, values in self.changed.items()
            if self._is_changed_since(element) and _field_values(self.stored[element]) != values
        }

    @property
    def changed_by_others(self) -> list[ImplementationElement]:
        """The elements that somebody else has changed since and the answers do not change."""
        return [
            one for one in self.stored if self._is_changed_since(one) and one not in self.changed
        ]

    def _is_changed_since(self, element):
        step = self.stored.get(element)
        return step is not None and not step.is_withdrawn and step.version != self.seen[element]


def compare_elements(
    case: Case,
    *,
    answers: dict[ImplementationElement, dict],
    seen: dict[ImplementationElement, int],
) -> ElementChanges:
    """Compare the answers with the versions they are based on and with what is stored now. One
    query, and one more for each element that somebody else has changed since.
    """
    steps = ImplementationStep.objects.of(case).not_withdrawn().select_related("responsible")
    stored = {ImplementationElement(step.element): step for step in steps}
    seen = {element: seen.get(element, 0) for element in answers}
    changed = {
        element: values
        for element, values in answers.items()
        if values != _values_in_version(stored.get(element), seen[element])
    }
    return ElementChanges(stored, changed, seen)


def _values_in_version(step, version):
    """Return the values of the step in this version; empty ones for version 0."""
    if step is not None and version:
        step = step if step.version == version else row_at(step, version)
    else:
        step = None
    return (
        _field_values(step)
        if step
        else {"state": "", "responsible": None, "due_on": None, "note": ""}
    )


def _field_values(step):
    return {name: getattr(step, name) for name in ELEMENT_FIELDS}


def _save_element(case, element, values, step, *, by):
    if step is None:
        if values["state"]:
            add(RECORD_KINDS["step"], case, by=by, element=element, **values)
    else:
        change(step, by=by, seen_version=step.version, changes=values)


def _field(element, name):
    return f"{element}-{'note' if name == NON_FIELD_ERRORS else name}"
