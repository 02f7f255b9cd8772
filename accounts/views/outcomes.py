"""What a refused action shows: the one place where domain errors become pages.

====================  ======  ================================================
NotAllowed            403     the page for a refused request
Invalid, Validation   422     the form again, the error at its field
rule of the database  422     the same, in the sentence of the rule
NotReady              422     the form again, with what is missing
Conflict              409     both versions, and the form as typed
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
from accounts.models.rules_in_words import rules_in_words

TRIES = 3
RETRYABLE_SQLSTATES = {"40001", "40P01"}  # serialization failure, deadlock
LOCK_NOT_AVAILABLE = "55P03"
RETRY_AFTER = 5  # seconds


@dataclass(frozen=True)
class Outcome:
    """How an action ended. ``message`` is for people, ``missing`` lists requirements not met."""

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


NO_ATTEMPT = Outcome()  # the action was not run
INVALID = Outcome(422)  # the form is not valid: the action was not run


def attempt(action: Callable, form=None) -> Outcome:
    """Run the action, again after a deadlock; add refusals to the form.

    Raises PermissionDenied when the person is not allowed to.
    """
    try:
        with rules_in_words():
            return Outcome(result=_run_with_retries(action))
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except Conflict as error:
        return Outcome(409, str(error))
    except DomainError as error:
        _add_error(form, error.field, str(error))
        return Outcome(422, str(error), missing=tuple(getattr(error, "missing", ())))
    except ValidationError as error:
        errors = (
            error.error_dict
            if hasattr(error, "error_dict")
            else {NON_FIELD_ERRORS: error.error_list}
        )
        for field, found in errors.items():
            _add_error(form, field, found)
        return Outcome(422, " ".join(error.messages))
    except OperationalError as error:
        if _sqlstate(error) not in {LOCK_NOT_AVAILABLE, *RETRYABLE_SQLSTATES}:
            raise
        message = _("Somebody else is saving the same right now. Wait a moment and try again.")
        _add_error(form, None, message)
        return Outcome(503, message)


def respond(request, template, context, outcome=NO_ATTEMPT):
    """Render the page that shows how an action ended."""
    response = render(request, template, context | {"outcome": outcome}, status=outcome.status)
    if outcome.status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _run_with_retries(action):
    for _attempt in range(TRIES - 1):
        try:
            return action()
        except OperationalError as error:
            if _sqlstate(error) not in RETRYABLE_SQLSTATES:
                raise
    return action()


def _sqlstate(error):
    return getattr(error.__cause__, "sqlstate", None)


def _add_error(form, field, error):
    if form is not None:
        form.add_error(field if field in form.fields else None, error)
