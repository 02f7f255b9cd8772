"""What HTTP promises: addresses, methods, formats, file names, cursors and limits."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from portfolio.api.lists.cases import CASE_RELATED_LISTS
from portfolio.api.schema import document
from portfolio.navigation.routes import routes
from tests.portfolio.api.conftest import body_of

ROOT = Path(__file__).resolve().parents[3]
OPERATIONS = [
    (path, method, operation)
    for path, methods in document("http://x")["paths"].items()
    for method, operation in methods.items()
]
PULLED = [(path, operation) for path, method, operation in OPERATIONS if method == "get"]
MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def media_type_of(answer):
    body_of(answer)  # a file holds its snapshot until it is read
    return answer.headers["Content-Type"].partition(";")[0]


# --- Addresses ----------------------------------------------------------------------------


def addresses_in(content):
    """Every address of this API in an answer, and what stands before its path."""
    text = content.decode()
    return re.findall(r"(https?://[^/\"]+)/(?:api/v1|problems)/", text)


@pytest.mark.parametrize("host", ["127.0.0.1:8103", "localhost:9", "[::1]:8000"])
def test_addresses_begin_as_the_request_does(pull, make_case, settings, host):
    settings.BASE_URL = ""
    case = make_case()
    make_case()

    for path in (
        *("", "openapi.json", "cases/?page_size=1", f"cases/{case.key}/", "nowhere/"),
        *("status-updates/", "phase-visits/?cursor=*&page_size=1", "cases/?cursor=*&page_size=1"),
    ):
        found = addresses_in(pull(path, Host=host).content)
        assert set(found) <= {f"http://{host}"}, path
        assert found or path in {"openapi.json", "status-updates/"}
    servers = json.loads(pull("openapi.json", Host=host).content)["servers"]
    assert servers == [{"url": f"http://{host}"}]
    files = [
        b"".join(pull(f"cases/?format=csv&headers={heads}", Host=host).streaming_content)
        for heads in ("labels", "keys")
    ]
    assert [set(addresses_in(body)) for body in files] == [{f"http://{host}"}] * 2


def test_addresses_begin_with_base_url_where_it_is_set(pull, make_case, settings):
    settings.BASE_URL = "https://slik.nordvik.example"
    make_case()

    answer = pull("cases/", Host="127.0.0.1:8103")

    assert set(addresses_in(answer.content)) == {"https://slik.nordvik.example"}


def test_host_that_is_not_ours_is_refused(client, settings):
    settings.BASE_URL = ""

    assert client.get("/api/v1/openapi.json", headers={"Host": "evil.example"}).status_code == 400


def test_tag_of_a_case_is_the_same_at_every_address(pull, make_case, settings):
    settings.BASE_URL = ""
    case = make_case()

    tags = {
        pull(f"cases/{case.key}/", Host=host).headers["ETag"] for host in ("localhost", "[::1]")
    }

    assert len(tags) == 1


# --- Finding one's way --------------------------------------------------------------------


def test_index_lists_every_address(client, municipality):
    answer = client.get("/api/v1/")

    addresses = answer.json()["addresses"]
    assert answer.status_code == 200
    assert {found["url"].partition("/api/v1")[2] for found in addresses.values()} == {
        path.removeprefix("/api/v1") for path, _method, _operation in OPERATIONS
    }


@pytest.mark.parametrize(
    "path", ["/api/v1", "/api/v1/cases", "/api/v1/meta/filters", "/api/v1/cases/9901-2026-001/move"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_address_without_its_slash_leads_to_the_one_with_it(client, municipality, path, method):
    answer = getattr(client, method)(f"{path}?phase=what")

    assert answer.status_code in {301, 308}
    assert answer.headers["Location"] == f"{path}/?phase=what"


def test_options_says_which_methods_there_are(pull):
    for path, methods in document("http://x")["paths"].items():
        address = path.removeprefix("/api/v1/").replace("{key}", "9901-2026-001")
        answer = options(pull, address)
        expected = {"OPTIONS", *(method.upper() for method in methods)}
        expected |= {"HEAD"} if "get" in methods else set()
        assert answer.status_code == 204
        assert set(answer.headers["Allow"].split(", ")) == expected


def options(pull, address):
    """Ask an address for its methods, with the token of ``pull``."""
    bearer = pull("auth/check/").wsgi_request.META["HTTP_AUTHORIZATION"]
    return Client().options(f"/api/v1/{address}", headers={"Authorization": bearer})


def test_refused_method_is_answered_with_those_there_are(pull, make_case):
    answer = pull("cases/", method="post")

    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


# --- Formats ------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "operation"), PULLED, ids=[path for path, _o in PULLED])
def test_media_types_are_those_that_are_advertised(pull, make_case, path, operation):
    case = make_case()
    address = path.removeprefix("/api/v1/").replace("{key}", case.key)
    advertised = set(operation["responses"]["200"]["content"])
    formats = {
        parameter["name"]: parameter["schema"]["enum"]
        for parameter in operation["parameters"]
        if parameter["name"] == "format"
    }["format"]

    assert {MEDIA_TYPES[name] for name in formats} == advertised
    for name, media_type in MEDIA_TYPES.items():
        by_name = pull(address, {"format": name})
        by_header = pull(address, Accept=media_type)
        against = pull(address, {"format": name}, Accept="application/json, */*;q=0.1")
        only_json = pull(address, {"format": name}, Accept="application/json")
        if media_type in advertised:
            found = [media_type_of(a) for a in (by_name, by_header, against, only_json)]
            assert found == [media_type] * 4
        else:
            answers = (by_name, by_header, against, only_json)
            assert [answer.status_code for answer in answers] == [406] * 4


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_file_name_reaches_every_client(pull, make_case, language, extension):
    make_case()

    for path in ("cases/", "reports/portfolio-summary/", "lessons/"):
        answer = pull(path, {"format": extension, "lang": language})
        body_of(answer)
        disposition = answer.headers["Content-Disposition"]
        assert disposition.isascii()
        assert disposition.startswith("attachment; filename")
        assert "_9901_20" in disposition


def test_no_file_name_is_put_into_a_header_by_hand():
    """Names that come from people or translations go through Django's own function."""
    by_hand = re.compile(r"""Content-Disposition.*filename=.?\\?"?\{(?!case\.key|name|run\.pk)""")
    sources = [
        path for app in ("accounts", "projects", "portfolio") for path in (ROOT / app).rglob("*.py")
    ]

    assert [path for path in sources if by_hand.search(path.read_text())] == []


# --- Cursors ------------------------------------------------------------------------------


@pytest.fixture
def cursor(pull, make_case):
    """A cursor of the active cases."""
    for _number in range(3):
        make_case()
    answer = pull("cases/?cursor=*&page_size=1&state=active").json()
    return re.search("cursor=([^&]+)", answer["next"])[1]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("cases/?state=active", 200),
        ("cases/?state=active&page_size=2&lang=en", 200),
        ("cases/?state=active&format=json", 200),
        ("cases/", 400),
        ("cases/?state=draft", 400),
        ("cases/?state=active&phase=what", 400),
        *((f"{published.name}/?state=active", 400) for published in CASE_RELATED_LISTS),
    ],
)
def test_cursor_is_good_for_its_own_list_and_search(pull, cursor, query, status):
    answer = pull(f"{query}{'&' if '?' in query else '?'}cursor={cursor}")

    assert answer.status_code == status
    if status == 400:
        assert answer.json()["errors"][0]["parameter"] == "cursor"


# --- Limits -------------------------------------------------------------------------------


def test_strangers_of_one_network_do_not_silence_the_rest(client, municipality, settings):
    settings.API_REQUESTS_PER_MINUTE = 2

    def ask(path, address):
        return client.get(path, REMOTE_ADDR=address).status_code

    found = [ask("/api/v1/nowhere/", "192.0.2.7") for _n in range(3)]
    assert found == [404, 404, 429]
    assert ask("/api/v1/openapi.json", "192.0.2.7") == 429
    assert ask("/api/v1/openapi.json", "192.0.2.8") == 200
    found = [ask("/api/v1/nowhere/", f"2001:db8:1:2::{n}") for n in range(3)]
    assert found == [404, 404, 429]
    assert ask("/api/v1/openapi.json", "2001:db8:1:3::1") == 200
    assert ask("/api/v1/openapi.json", "no address") == 200


def test_every_route_of_the_api_is_in_the_document_or_known_not_to_be():
    beside = {"api_index", "api_schema", "api_docs", "api_nowhere"}
    documented = {path.replace("{key}", "<str:key>") for path, _m, _o in OPERATIONS}

    assert {
        route.pattern
        for route in routes()
        if route.name.startswith("api_") and route.name not in beside
    } == documented


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/json;q=0, text/csv", "text/csv; charset=utf-8"),
        ("application/json;q=0.5, text/csv", "text/csv; charset=utf-8"),
        ("text/csv;q=0.5, application/json", "application/json"),
        ("*/*, application/json;q=0", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("*/*", "application/json"),
        ("application/json; indent=4", "application/json"),
        ("*/*;q=0", "application/problem+json"),
        ("text/html;q=0.9, image/png", "application/problem+json"),
    ],
)
def test_format_is_the_one_that_accept_weighs_highest(pull, accept, media_type):
    answer = pull("cases/", Accept=accept)

    assert body_of(answer) != b""
    assert answer.headers["Content-Type"] == media_type
    assert answer.status_code == (406 if "problem" in media_type else 200)
