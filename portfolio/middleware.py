"""Middleware, in the order of settings.MIDDLEWARE."""

import pghistory
import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import translation
from django_structlog.middlewares import RequestMiddleware

from accounts.actions.security import network
from accounts.signing_in.networks import network_of
from portfolio.context import municipality_of

API = "/api/"
HEALTH = ("/healthz", "/readyz")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
SECRET_ROUTES = ("account_reset_password_from_key",)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)
RETRY_AFTER = 5  # seconds


class NoStoreByDefault:
    """Let no cache keep an answer that does not say itself how long it may be kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        if settings.SECURE_HSTS_SECONDS:  # also where the proxy does not say that it is https
            hsts = f"max-age={settings.SECURE_HSTS_SECONDS}"
            response.headers.setdefault("Strict-Transport-Security", hsts)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class DatabaseUnavailable:
    """Answer 503 and when to come back, instead of 500, while the database is away or busy.

    Whether the process is alive can be asked without it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.failure = None  # RequestLog notes it
        if request.path in HEALTH:
            request.COOKIES = {}  # no session, no person, no query
        response = self.get_response(request)
        is_database_error = isinstance(request.failure, OperationalError | InterfaceError)
        if response.status_code != 500 or not is_database_error:
            return response
        if request.path.startswith(API):
            problem = {"type": "about:blank", "title": "Service Unavailable", "status": 503}
            response = JsonResponse(problem, status=503, content_type="application/problem+json")
        else:
            response = render(None, "503.html", status=503)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response


class RequestLog(RequestMiddleware):
    """Log one line a request, with an id that the answer carries as well.

    Neither searches (the query string) nor secrets in addresses reach the log.
    """

    def handle_response(self, request, response):
        response.headers["X-Request-ID"] = request_id()
        super().handle_response(request, response)

    def _process_exception(self, request, exception):
        request.failure = exception
        super()._process_exception(request, exception)

    @staticmethod
    def format_request(request):
        match = request.resolver_match
        is_secret = match is not None and match.url_name in SECRET_ROUTES
        return f"{request.method} {'/' + match.route if is_secret else request.path}"

    @staticmethod
    def bind_user_id(request):
        """Name the person when somebody has asked for them already: a log costs no query."""
        if hasattr(request, "_cached_user"):
            structlog.contextvars.bind_contextvars(user_id=request.user.pk)


class LanguageMiddleware:
    """Activate the person's language, else the browser's chosen one, else the municipality's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        before = translation.get_language()
        translation.activate(language_of(request))
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        if not response.streaming:  # what is streamed is yet to be written
            translation.activate(before)
        return response


def language_of(request):
    """Choose the language of the answer. Before sign-in it takes a query, but not for health
    and not for the API, which knows its caller later.
    """
    if request.path in HEALTH or request.path.startswith(API):
        return settings.LANGUAGE_CODE
    if request.user.is_authenticated and request.user.language:
        return request.user.language
    cookie_language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if cookie_language in dict(settings.LANGUAGES):
        return cookie_language
    municipality = municipality_of(request)
    return municipality.language if municipality else settings.LANGUAGE_CODE


class HistoryContext:
    """Record in history who changes something, through which channel, in which request, and let
    actions know where the request comes from.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        before = network.set(network_of(request))
        try:
            return self._answer(request)
        finally:
            network.reset(before)

    def _answer(self, request):
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        channel = "api" if request.path.startswith(API) else "page"
        with pghistory.context(user=request.user.pk, channel=channel, request=request_id()):
            return self.get_response(request)


def request_id():
    """Return the id of the request at hand."""
    return structlog.contextvars.get_contextvars()["request_id"]
