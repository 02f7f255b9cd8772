import contextlib
import io
import json
import logging

import pytest
import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import include, path
from django.utils.translation import gettext as _

from accounts.access.roles import Role
from accounts.models import User

HEADERS = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
}


@login_not_required
def language(request):
    return HttpResponse(request.LANGUAGE_CODE)


@login_not_required
def streamed(request):
    return StreamingHttpResponse(_("Saturday") for _once in range(1))


@login_not_required
def broken(request):
    raise RuntimeError("broken on purpose")


@login_not_required
def slow(request):
    with connection.cursor() as cursor:
        cursor.execute("set local statement_timeout = '1ms'; select pg_sleep(1)")


def rename(request):
    request.user.name = "Ny Heter"
    request.user.save(update_fields=["name"])
    return HttpResponse("done")


urlpatterns = [
    path("test/overview/", language, name="overview"),
    path("test/language/", language),
    path("test/streamed/", streamed),
    path("test/broken/", broken),
    path("test/slow/", slow),
    path("api/test/slow/", slow),
    path("test/rename/", rename),
    path("api/test/rename/", rename),
    path("", include("portfolio.urls")),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def lines():
    """Return the log in the production format, one dict a line."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=settings.LOG_PROCESSORS, processor=structlog.processors.JSONRenderer()
        )
    )
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/healthz", 200),
        ("/accounts/login/", 200),
        ("/accounts/password/change/", 302),
        ("/static/css/base.css", 200),
        ("/static/css/nothing.css", 404),
        ("/nothing/", 404),
        ("/test/broken/", 500),
        ("/test/slow/", 503),
    ],
)
def test_security_headers_stand_on_every_answer(client, address, status):
    client.raise_request_exception = False

    response = client.get(address)

    response.close()
    assert response.status_code == status
    assert HEADERS - set(response.headers) == set()
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/healthz", "/test/language/", "/nothing/", "/test/rename/"])
def test_dynamic_answers_are_not_stored(client, address):
    assert client.get(address).headers["Cache-Control"] == "no-store"


def test_https_is_asked_for_in_production_whatever_the_proxy_says(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000

    answers = [client.get("/test/language/"), client.get("/healthz"), client.get("/nothing/")]

    kept = {answer.headers["Strict-Transport-Security"] for answer in answers}
    assert kept == {"max-age=31536000"}


def test_answers_of_the_api_are_not_kept(client, make_person):
    client.force_login(make_person(Role.READER))

    for address in ("/api/v1/cases/", "/api/v1/auth/check/", "/api/v1/cases/9901-2020-001/"):
        assert client.get(address).headers["Cache-Control"] == "no-store"


def test_answer_that_may_be_kept_keeps_saying_so(client):
    theme = client.get("/theme.css?colour=12507b")

    assert theme.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    with contextlib.closing(client.get("/static/css/base.css")) as stylesheet:
        assert "no-store" not in stylesheet.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("own", "municipal", "cookie", "expected"),
    [
        ("en", "nn", "nb", "en"),
        ("", "nn", "en", "en"),
        ("", "nn", "", "nn"),
        ("", "nn", "fr", "nn"),
        ("", "nb", "", "nb"),
    ],
)
def test_language_is_the_persons_else_the_browsers_else_the_municipalitys(
    client, make_person, municipality, own, municipal, cookie, expected
):
    municipality.language = municipal
    municipality.save(update_fields=["language"])
    person = make_person(Role.READER)
    person.language = own
    person.save(update_fields=["language"])
    client.force_login(person)
    if cookie:
        client.cookies["language"] = cookie

    response = client.get("/test/language/")

    assert response.content.decode() == expected
    assert response.headers["Content-Language"] == expected


def test_language_of_a_stranger_is_the_only_municipalitys(client, make_municipality):
    make_municipality(language="nn", opened_at="2024-01-01T00:00Z")

    assert client.get("/test/language/").content == b"nn"


def test_streamed_answer_is_written_in_the_chosen_language(client):
    client.cookies["language"] = "nn"

    assert b"".join(client.get("/test/streamed/").streaming_content).decode() == "laurdag"


@pytest.mark.parametrize(
    ("address", "channel"), [("/test/rename/", "page"), ("/api/test/rename/", "api")]
)
def test_history_knows_who_how_and_in_which_request(client, make_person, address, channel):
    person = make_person(Role.READER)
    client.force_login(person)

    response = client.post(address)

    event = User.pgh_event_model.objects.latest("pgh_id")
    assert event.name == "Ny Heter"
    assert event.pgh_context.metadata == {
        "user": person.pk,
        "channel": channel,
        "request": response.headers["X-Request-ID"],
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/test/slow/", "text/html; charset=utf-8"),
        ("/api/test/slow/", "application/problem+json"),
    ],
)
def test_database_that_gives_up_answers_503_and_when_to_come_back(client, address, kind):
    client.raise_request_exception = False

    response = client.get(address)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert response.headers["Content-Type"] == kind


def test_fault_of_our_own_stays_a_500(client):
    client.raise_request_exception = False

    response = client.get("/test/broken/")

    assert response.status_code == 500
    assert "Retry-After" not in response.headers


def test_log_has_one_line_a_request_with_the_id_of_the_answer(client, lines, make_person):
    person = make_person(Role.READER)
    client.force_login(person)

    response = client.get("/test/rename/")

    (line,) = lines()
    assert line["request"] == "GET /test/rename/"
    assert line["request_id"] == response.headers["X-Request-ID"]
    assert line["user_id"] == person.pk
    assert line["code"] == 200


def test_log_tells_of_a_fault_once_with_its_traceback(client, lines):
    client.raise_request_exception = False

    response = client.get("/test/broken/?q=hemmelig")

    (line,) = lines()
    assert line["request_id"] == response.headers["X-Request-ID"]
    assert line["level"] == "error"
    assert "broken on purpose" in line["exception"]
    assert "hemmelig" not in json.dumps(line)


@pytest.mark.parametrize(
    "address",
    ["/?q=hemmelig", "/accounts/login/?q=hemmelig", "/accounts/password/reset/key/1-hemmelig/"],
)
def test_log_holds_neither_searches_nor_secrets_nor_bodies(client, lines, address):
    client.get(address)
    client.post(address, {"login": "a@b.example", "password": "hemmelig", "q": "hemmelig"})
    logging.getLogger("somebody.else").warning("also a line")

    written = [line["event"] for line in lines() if line["event"] != "security_event"]
    assert written == ["request_finished"] * 2 + ["also a line"]
    assert "hemmelig" not in json.dumps(lines())
    assert [line["level"] for line in lines()][-1] == "warning"
