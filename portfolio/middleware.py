"""Middleware, in the order of settings.MIDDLEWARE."""

import re

import pghistory
import structlog
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django_structlog.middlewares import RequestMiddleware

from accounts.actions.security import network
from accounts.forms.kept import beginning_with
from accounts.signing_in.addresses import network_of
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
CHARSETS = ("utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252")
REQUEST_ID = re.compile("[0-9A-Za-z._-]{1,64}")
WRITER = "writer"  # a cookie: who was signed in last
KEPT = "kept_form"  # in the session: what they had typed
CSRF_FIELD = "csrfmiddlewaretoken"
LONGEST_KEPT = 200_000  # characters


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

    Neither searches (the query string) nor secrets in addresses reach the log, nor an id from
    outside that is none.
    """

    def prepare(self, request):
        if not REQUEST_ID.fullmatch(request.META.get("HTTP_X_REQUEST_ID", "")):
            request.META.pop("HTTP_X_REQUEST_ID", None)
            request.__dict__.pop("headers", None)
        super().prepare(request)

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


class ReadableRequest:
    """Refuse with 400 what cannot be read whatever the address, before anything reads it: a body in
    another encoding than forms and programs use. A cookie with control signs is none of ours and
    left out. Texts in queries and forms are refused where they are read, by name.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.COOKIES = {n: v for n, v in request.COOKIES.items() if (n + v).isprintable()}
        charset = request.content_params.get("charset", "utf-8").strip("\"'").lower()
        is_api = request.path.startswith(API)
        if charset not in CHARSETS:
            # Django would read the query in it too.
            request.encoding = settings.DEFAULT_CHARSET
            return self._refuse(is_api)
        return self.get_response(request)

    @staticmethod
    def _refuse(is_api):
        if not is_api:
            raise BadRequest
        problem = {"type": "about:blank", "title": "Bad Request", "status": 400}
        return JsonResponse(problem, status=400, content_type="application/problem+json")


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


class KeptForm:
    """Keep what somebody sends after their session has ended, until they have signed in again:
    their form then begins with it. Nobody else who signs in there sees it.

    A signed cookie says who was signed in last; signing out ends it. What was typed is in the
    session in which they sign in. Secrets are not kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path in HEALTH or request.path.startswith(API):
            return self.get_response(request)
        was_signed_in = request.user.is_authenticated
        typed = self._typed_before(request)
        request.has_kept_text = typed is not None
        with beginning_with(typed):
            response = self.get_response(request)
        if typed is not None:
            self._follow(request, response)
        if request.user.is_authenticated:
            self._name_writer(request, response)
        elif was_signed_in:
            response.delete_cookie(WRITER)
        elif request.method == "POST" and _leads_to_sign_in(response):
            self._keep(request)
        return response

    @staticmethod
    def _typed_before(request):
        """Return what this person had typed in the form at this address, None for nothing."""
        kept = request.session.get(KEPT)
        if not kept or not request.user.is_authenticated:
            return None
        if kept["person"] != request.user.pk:
            del request.session[KEPT]
            return None
        if request.method != "GET" or kept["path"] != request.get_full_path():
            return None
        typed = QueryDict(mutable=True)
        for name, texts in kept["fields"].items():
            typed.setlist(name, texts)
        return typed

    @staticmethod
    def _follow(request, response):
        """Go with a redirect to the page of the form; end when the form is shown."""
        kept = request.session.pop(KEPT, None)
        if kept and response.status_code == 302:
            path = response.headers["Location"].partition("#")[0]
            request.session[KEPT] = kept | {"path": path}

    @staticmethod
    def _name_writer(request, response):
        pk = str(request.user.pk)
        if request.get_signed_cookie(WRITER, default=None, salt=WRITER) != pk:
            response.set_signed_cookie(
                WRITER,
                pk,
                salt=WRITER,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )

    @staticmethod
    def _keep(request):
        writer = request.get_signed_cookie(WRITER, default=None, salt=WRITER)
        fields = {name: texts for name, texts in request.POST.lists() if name != CSRF_FIELD}
        size = sum(len(text) for texts in fields.values() for text in texts)
        is_secret = any("password" in name for name in fields)
        if writer and size <= LONGEST_KEPT and not is_secret:
            request.session[KEPT] = {
                "person": int(writer),
                "path": request.get_full_path(),
                "fields": fields,
            }


def _leads_to_sign_in(response):
    sign_in = reverse(settings.LOGIN_URL)
    return response.status_code == 302 and response.headers["Location"].startswith(sign_in)


class HistoryContext:
    """Record in history who changes something, through which channel, in which request, and let
    actions know where the request comes from.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        before = network.set(network_of(request).removesuffix("/32"))
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
