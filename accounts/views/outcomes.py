"""What a refused act says to people: the one place where domain errors become pages.

====================  ======  ================================================
NotAllowed            403     the page that says so
Invalid, Validation   422     the form again, the error at its field
NotReady              422     the form again, with what is missing
Conflict              409     both versions, the typing kept
row locked, deadlock  503     the form again: wait and press once more
====================  ======  ================================================
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import OperationalError
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.errors import Conflict, DomainError, NotAllowed

TRIES = 3
WORTH_A_RETRY = {"40001", "40P01"}  # serialization failure, deadlock
ROW_IS_LOCKED = "55P03"
RETRY_AFTER = 5  # seconds


@dataclass(frozen=True)
class Outcome:
    """How an act went. ``message`` is for people, ``missing`` lists requirements not met."""

    status: int = 200
    message: str = ""
    missing: tuple = ()
    result: object = None

    @property
    def is_done(self):
        return self.status == 200

    @property
    def is_conflict(self):
        return self.status == 409


SHOWN = Outcome()  # nothing was tried
INVALID = Outcome(422)  # the form does not hold together: nothing was tried


def attempt(deed: Callable, form=None) -> Outcome:
    """Do the deed, again after a deadlock; tell the form what was refused.

    Raises PermissionDenied when the person may not.
    """
    try:
        return Outcome(result=_persist(deed))
    except NotAllowed as no:
        raise PermissionDenied(str(no)) from no
    except Conflict as no:
        return Outcome(409, str(no))
    except DomainError as no:
        _tell(form, no.field, str(no))
        return Outcome(422, str(no), missing=tuple(getattr(no, "missing", ())))
    except ValidationError as no:
        errors = no.error_dict if hasattr(no, "error_dict") else {NON_FIELD_ERRORS: no.error_list}
        for field, found in errors.items():
            _tell(form, field, found)
        return Outcome(422, " ".join(no.messages))
    except OperationalError as error:
        if _sqlstate(error) not in {ROW_IS_LOCKED, *WORTH_A_RETRY}:
            raise
        message = _("Somebody else is saving the same right now. Wait a moment and try again.")
        _tell(form, None, message)
        return Outcome(503, message)


def answer(request, template, context, outcome=SHOWN):
    """Render the page an act ended on."""
    response = render(request, template, context | {"outcome": outcome}, status=outcome.status)
    if outcome.status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _persist(deed):
    for _attempt in range(TRIES - 1):
        try:
            return deed()
        except OperationalError as error:
            if _sqlstate(error) not in WORTH_A_RETRY:
                raise
    return deed()


def _sqlstate(error):
    return getattr(error.__cause__, "sqlstate", None)


def _tell(form, field, error):
    if form is not None:
        form.add_error(field if field in form.fields else None, error)
