"""Every refusal of the API as application/problem+json (RFC 9457), in one place."""

import json
from dataclasses import dataclass

import structlog
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions

from accounts.signing_in.addresses import site_of
from projects.errors import Conflict, DomainError, NotAllowed, NotReady

MEDIA_TYPE = "application/problem+json"


@dataclass
class Problem(Exception):
    """A refusal with everything the answer needs. ``errors`` name parameters or fields."""

    status: int
    code: str
    detail: str
    errors: tuple = ()
    headers: tuple = ()

    def __post_init__(self):
        super().__init__(self.detail)


def titles():
    """What each kind of refusal is called."""
    return {
        400: _("Invalid request"),
        401: _("Not signed in"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Method not allowed"),
        406: _("Format not offered"),
        409: _("Conflict"),
        412: _("Changed in the meantime"),
        413: _("Too large"),
        415: _("Body of another type"),
        422: _("Not accepted"),
        428: _("If-Match is missing"),
        429: _("Too many requests"),
    }


def exception_handler(exc, context):
    """REST framework's hook: turn what was raised into a problem. Unknown errors go on."""
    problem = problem_of(exc)
    if problem is None:
        return None
    return response_of(problem, context["request"])


def problem_of(exc) -> Problem | None:
    """Return the problem that an exception means."""
    if isinstance(exc, Problem):
        return exc
    if isinstance(exc, DomainError):
        return _of_domain(exc)
    if isinstance(exc, ValidationError):
        return _of_validation(exc)
    if isinstance(exc, Http404):
        return Problem(404, "not_found", _("There is nothing here that you may see."))
    if isinstance(exc, PermissionDenied):
        return Problem(403, "not_allowed", _("You may not do this."))
    if isinstance(exc, RequestDataTooBig):
        return Problem(413, "too_large", _("The body is too large."))
    if isinstance(exc, exceptions.APIException):
        return _of_framework(exc)
    if isinstance(exc, SuspiciousOperation):
        return Problem(400, "invalid", _("The request cannot be read."))
    return None


def _of_domain(exc):
    if isinstance(exc, NotAllowed):
        return Problem(403, exc.code, str(exc))
    if isinstance(exc, Conflict):
        return Problem(412, exc.code, str(exc))
    errors = ()
    if isinstance(exc, NotReady):
        errors = tuple({"code": r.code, "message": str(r.text)} for r in exc.missing)
    elif exc.field:
        errors = ({"field": exc.field, "code": exc.code, "message": str(exc)},)
    return Problem(422, exc.code, str(exc), errors=errors)


def _of_validation(exc):
    found = exc.message_dict if hasattr(exc, "error_dict") else {"": exc.messages}
    errors = tuple(
        {"field": field, "code": "invalid", "message": message}
        for field, messages in found.items()
        for message in messages
    )
    return Problem(422, "invalid", _("The request breaks a rule."), errors=errors)


def _of_framework(exc):
    headers, code = [], getattr(exc, "default_code", "error")
    if isinstance(exc, exceptions.ValidationError):
        errors = tuple(_flat(exc.detail))
        return Problem(422, "invalid", _("The request breaks a rule."), errors=errors)
    if getattr(exc, "auth_header", None):
        headers.append(("WWW-Authenticate", exc.auth_header))
    if isinstance(exc, exceptions.Throttled) and exc.wait is not None:
        headers.append(("Retry-After", str(int(exc.wait) + 1)))
    return Problem(exc.status_code, code, str(exc.detail), headers=tuple(headers))


def _flat(detail, field=""):
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _flat(inner, f"{field}.{name}" if field else str(name))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _flat(inner, field)
    else:
        yield {"field": field, "code": getattr(detail, "code", "invalid"), "message": str(detail)}


def response_of(problem: Problem, request) -> HttpResponse:
    """Return the answer. It repeats the path and never the query, which may hold a secret."""
    body = {
        "type": f"{site_of(request)}/problems/{problem.code.replace('_', '-')}",
        "title": titles().get(problem.status, _("Error")),
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.path,
        "code": problem.code,
    }
    if request_id := structlog.contextvars.get_contextvars().get("request_id"):
        body["request_id"] = request_id
    if problem.errors:
        body["errors"] = list(problem.errors)
    return HttpResponse(
        # Half a pair of surrogates, repeated from the request, has no UTF-8; it is escaped.
        json.dumps(body, ensure_ascii=False).encode(errors="backslashreplace"),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=dict(problem.headers),
    )
