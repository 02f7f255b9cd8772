"""What a refused action shows: the one place where domain errors become pages.

====================  ======  ================================================
NotAllowed            403     the page for a refused request
Invalid, Validation   422     the form again, the error at its field
NotReady              422     the form again, with what is missing
Conflict              409     both versions, and the form as typed
row locked, deadlock  503     the form again: wait and press once more
sent twice            200     as if it were the first time: ``attempt_once``
sent with other text  422     the form again, with a new token: not saved yet
====================  ======  ================================================
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.actions.sent_forms import CarriedOut, carried_out_before, carry_out_once
from accounts.errors import Conflict, DomainError, NotAllowed

TRIES = 3
# Serialization failure, deadlock; and a value that must be unique was saved by somebody else at
# the same moment: the action, run again, sees it and says so.
RETRYABLE_SQLSTATES = {"40001", "40P01", "23505"}
LOCK_NOT_AVAILABLE = "55P03"
LONGEST_TOKEN = 64  # characters
NOT_OF_THE_TEXT = ("csrfmiddlewaretoken", "once")
RETRY_AFTER = 5  # seconds


@dataclass(frozen=True)
class Outcome:
    """How an action ended. ``message`` is for people, ``missing`` lists requirements not met.
    ``result_id`` is the id of the row that was made, also where the form was sent before: then
    ``is_repeat`` holds and ``result`` is None.
    """

    status: int = 200
    message: str = ""
    missing: tuple = ()
    result: object = None
    result_id: int | None = None
    is_repeat: bool = False

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


def attempt_once(
    request, form, action: Callable, *, others: Iterable = (), refuses_second=False
) -> Outcome:
    """Run the action with the values of the form, unless this very form, by its token ``once``,
    was carried out before. What was sent twice counts once; where the second text is another, the
    form gets a new token and says that this text is not saved.

    ``form`` may be None: a button with a token. ``others`` are forms of the same page that must be
    valid too. INVALID when one is not. ``refuses_second``: the action itself finds a second text
    in conflict with the first, and is asked.
    """
    sent = {"by": request.user, "token": _token(request), "digest": _digest(request)}
    if sent["token"] and refuses_second:
        sent["token"] = hashlib.sha256(sent["token"].encode() + sent["digest"]).hexdigest()
    forms = [one for one in (form, *others) if one is not None]
    if [one for one in forms if not one.is_valid()]:  # each is asked, so that each has its errors
        earlier = carried_out_before(**sent)  # what is asked for may depend on what was saved
        return _outcome_of(earlier, form) if earlier else INVALID
    values = dict(form.cleaned_data) if form is not None else {}
    values.pop("once", None)
    if not sent["token"]:
        outcome = attempt(lambda: CarriedOut(action(**values)), form)
    else:
        outcome = attempt(lambda: carry_out_once(lambda: action(**values), **sent), form)
    return _outcome_of(outcome.result, form) if outcome.is_done else outcome


def _outcome_of(carried_out: CarriedOut, form):
    if not carried_out.is_repeat:
        result = carried_out.result
        return Outcome(result=result, result_id=getattr(result, "pk", None))
    if carried_out.is_same:
        return Outcome(result_id=carried_out.result_id, is_repeat=True)
    message = _(
        "You have sent this form before, and that was saved. What it says now is not saved yet:"
        " press the button again to save this too."
    )
    if form is not None:
        form.data = form.data.copy()
        form.data[form.add_prefix("once")] = secrets.token_urlsafe()
        _add_error(form, None, message)
    return Outcome(422, message)


def _token(request):
    token = request.POST.get("once", "").strip()
    return token if token.isascii() and token.isprintable() and len(token) <= LONGEST_TOKEN else ""


def _digest(request) -> bytes:
    """Return the SHA-256 of the address, the fields and the files that were sent."""
    fields = [(name, texts) for name, texts in request.POST.lists() if name not in NOT_OF_THE_TEXT]
    files = [(name, _digest_of_file(file)) for name, file in request.FILES.items()]
    sent = json.dumps([request.path, sorted(fields), sorted(files)])
    return hashlib.sha256(sent.encode()).digest()


def _digest_of_file(file):
    found = hashlib.sha256(file.name.encode())
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


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
        except (OperationalError, IntegrityError) as error:
            if _sqlstate(error) not in RETRYABLE_SQLSTATES:
                raise
    return action()


def _sqlstate(error):
    return getattr(error.__cause__, "sqlstate", None)


def _add_error(form, field, error):
    if form is not None:
        form.add_error(field if field in form.fields else None, error)
