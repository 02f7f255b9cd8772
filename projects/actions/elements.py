"""Settling the eight elements of putting a case into use, all on one page."""

from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from projects.access import policies
from projects.actions.cases import lock
from projects.actions.records import add, change
from projects.choices.vocabulary import Element
from projects.errors import Conflict, NotAllowed
from projects.history.case_versions import at_version
from projects.models import Case, ImplementationStep
from projects.records.kinds import KINDS

PARTS = ("state", "responsible", "due_on", "note")


@transaction.atomic
def settle(case: Case, *, by, answers: dict[Element, dict], seen: dict[Element, int]) -> None:
    """Write where the case stands with each element; what is not settled yet has no ``state``.
    ``seen`` are the versions the answers were written on top of: what says the same as that is
    left alone. Locks the case.

    Raises NotAllowed; Conflict when somebody settled one of them otherwise meanwhile;
    ValidationError whose fields are named ``element-field``.
    """
    lock(case, by)
    if not policies.can_record(by, case, KINDS["step"]):
        raise NotAllowed(_("You may not write this in the case."))
    found = compared(case, answers=answers, seen=seen)
    if found.disputed:
        raise Conflict(_("Somebody else saved this while you were writing."))
    errors = {}
    for element, said in found.written.items():
        try:
            _settle(case, element, said, found.held.get(element), by=by)
        except ValidationError as no:
            errors |= {_field(element, name): found for name, found in no.error_dict.items()}
    if errors:
        raise ValidationError(errors)


@dataclass(frozen=True)
class Compared:
    """What is held of each element, and of the answers those that say something else than what
    they were written on top of.
    """

    held: dict[Element, ImplementationStep]
    written: dict[Element, dict]
    seen: dict[Element, int]

    @property
    def disputed(self) -> dict[Element, ImplementationStep]:
        """What somebody else settled meanwhile, and otherwise than the answers."""
        return {
            element: self.held[element]
            for element, said in self.written.items()
            if self._has_moved(element) and _parts(self.held[element]) != said
        }

    @property
    def kept(self) -> list[Element]:
        """What somebody else settled meanwhile, and the answers leave alone."""
        return [one for one in self.held if self._has_moved(one) and one not in self.written]

    def _has_moved(self, element):
        step = self.held.get(element)
        return step is not None and not step.is_withdrawn and step.version != self.seen[element]


def compared(case: Case, *, answers: dict[Element, dict], seen: dict[Element, int]) -> Compared:
    """Hold the answers against what they were written on top of, and what is held now. One
    query, and those for each element that somebody settled meanwhile.
    """
    steps = ImplementationStep.objects.of(case).standing().select_related("responsible")
    held = {Element(step.element): step for step in steps}
    seen = {element: seen.get(element, 0) for element in answers}
    written = {
        element: said
        for element, said in answers.items()
        if said != _shown(held.get(element), seen[element])
    }
    return Compared(held, written, seen)


def _shown(step, version):
    """What a form said of the step in this version."""
    if step is not None and version:
        step = step if step.version == version else at_version(step, version)
    else:
        step = None
    return _parts(step) if step else {"state": "", "responsible": None, "due_on": None, "note": ""}


def _parts(step):
    return {name: getattr(step, name) for name in PARTS}


def _settle(case, element, said, step, *, by):
    if step is None:
        if said["state"]:
            add(KINDS["step"], case, by=by, element=element, **said)
    else:
        change(step, by=by, seen_version=step.version, changes=said)


def _field(element, name):
    return f"{element}-{'note' if name == NON_FIELD_ERRORS else name}"
