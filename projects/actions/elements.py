"""Settling the eight elements of putting a case into use, all on one page."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from projects.actions.cases import lock
from projects.actions.records import add, change
from projects.models import Case, ImplementationStep
from projects.records import KINDS
from projects.vocabulary import Element


@transaction.atomic
def settle(case: Case, *, by, answers: dict[Element, dict], seen: dict[Element, int]) -> None:
    """Write where the case stands with each element; what is not settled yet has no ``state``.
    ``seen`` are the versions the answers were written on top of. Locks the case.

    Raises NotAllowed; Conflict when somebody settled one of them meanwhile; ValidationError
    whose fields are named ``element-field``.
    """
    lock(case, by)
    held = {step.element: step for step in ImplementationStep.objects.of(case).standing()}
    errors = {}
    for element, said in answers.items():
        try:
            _settle(case, element, said, held.get(element), by=by, seen=seen.get(element, 0))
        except ValidationError as no:
            errors |= {_field(element, name): found for name, found in no.error_dict.items()}
    if errors:
        raise ValidationError(errors)


def _settle(case, element, said, step, *, by, seen):
    if step is None:
        if said["state"]:
            add(KINDS["step"], case, by=by, element=element, **said)
    else:
        change(step, by=by, seen_version=seen, changes=said)


def _field(element, name):
    return f"{element}-{'note' if name == NON_FIELD_ERRORS else name}"
