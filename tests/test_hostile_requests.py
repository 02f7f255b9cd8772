"""No byte that is sent gives a 500: every route, page and API, with hostile values in its path,
query, body, headers and cookies. What a text does in an act is in test_hostile_texts.
"""

import re
from urllib.parse import quote, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings

from accounts.access.roles import CaseRole, Role
from accounts.actions.tokens import make_token
from accounts.models import RoleGrant, Scope
from portfolio.api.lists.cases import CASE_RELATED_LISTS
from portfolio.api.lists.parameters import LIST_PARAMETERS, list_parameters
from portfolio.api.reports import GROUP_BY
from portfolio.navigation.routes import routes
from projects.choices.phases import Phase
from projects.filters import CaseFilterSet
from projects.models import ImportRun
from tests import factories, profiles
from tests.samples import write_everything

pytestmark = pytest.mark.exhaustive

# As they are sent: percent-encoded in addresses and forms, so that any byte can be.
BYTES = {
    "NUL": "a%00b",
    "half a pair of surrogates": "%ED%A0%80",
    "no UTF-8": "%FF%FE%C3",
    "control signs": "%01%1B%7F%C2%85",
    "line ends": "%0D%0AX-Injected:%201",
    "past bigint": "9" * 30,
    "past int": "2147483648",
    "more digits than Python reads": "9" * 5000,
    "a day past the calendar": "9999-12-31T23:59:59.999999-14:00",
    "year 0": "0000-01-01",
    "no number": "NaN",
    "a large exponent": "1e999999",
    "superscript": "%C2%B2",
    "an open bracket": "http://%5B",
    "JSON": quote('{"a": [1, null]}'),
    "depth": "%5B" * 3000,
    "templates": quote("{{7*7}}%s%(x)s{0}"),
    "length": "%C3%A5" * 3000,
    "nothing": "",
}
SHORT = {"NUL", "half a pair of surrogates", "past bigint", "more digits than Python reads"}
SENT = {n: text for n, text in BYTES.items() if profiles.is_thorough() or n in SHORT}
NAMES = {  # in queries and bodies, besides what a page's own forms have
    *("next", "page", "view", "version", "seen", "once", "phase", "code", "parent", "role", "user"),
    *(
        "language",
        "scheme",
        "corrects",
        "trial",
        "gate",
        "unit",
        "person",
        "number",
        "sort",
        "group",
    ),
    *("login", "password", "email", "factor", "row", "choice", "state", "pk", "id", "from", "to"),
    *CaseFilterSet.base_filters,
}
HEADERS = {
    "Accept": ["*" * 5000, "a/b;q=\x01", "\xff\xfe", ";;;,,,/", "application/json;q=x"],
    "Accept-Language": ["\xff", "x-" * 4000, "*;q=9", "en;q=1e999", ",,,"],
    "Authorization": ["Bearer", "Bearer \xff", "Bearer " + "x" * 5000, "Basic \xff", "\x00"],
    "Cookie": ["\xff=\xff", "=;=;=", "a" * 5000, '"\\000"'],
    "Content-Type": [
        *("application/json; charset=rot13", "application/json; charset=idna", "\xff", "/", ";"),
        *("application/x-www-form-urlencoded; charset=rot13", "text/plain; charset=undefined"),
        *("application/x-www-form-urlencoded; charset=idna", "multipart/form-data; boundary="),
        *("application/x-www-form-urlencoded; charset=utf-16", "multipart/form-data"),
        *("application/x-www-form-urlencoded; charset=punycode", "multipart/form-data; boundary=ø"),
    ],
    "Content-Length": ["abc", "-1", "9" * 30, "\xb2"],
    "Host": ["[", "a b", "\x00", "[::1", "evil.example", "127.0.0.1:99999999"],
    "Idempotency-Key": ["", "\x00", "\xff", "x" * 5000, "a b"],
    "If-Match": ["", "*", "\x00", "\xff", "," * 5000, '"*"'],
    "If-Modified-Since": ["\xff", "9" * 30, "Mon, 01 Jan 0000 00:00:00 GMT"],
    "If-None-Match": ["", "*", "\x00", "\xff", "," * 5000],
    "Range": ["bytes=" + "9" * 30 + "-", "\xff"],
    "Referer": ["http://[", "\x00", "\xff", "/" * 5000],
    "Origin": ["null", "http://[", "\xff"],
    "HX-Request": ["true", "\xff"],
    "HX-Current-URL": ["http://[", "\x00", "\xff", "%FF%00"],
    "HX-Trigger": ["%00", "\xff"],
    "X-Forwarded-For": ["\x00", ",,,", "[", "999.9.9.9", "\xff"],
    "X-Forwarded-Proto": ["\x00", "https,http"],
    "X-HTTP-Method-Override": ["DELETE"],
    "X-Request-ID": ["\x00", "\xff", "x" * 5000, "{}"],
    "X-CSRFToken": ["\x00", "\xff"],
}
COOKIES = ["sessionid", "csrftoken", "language", "scheme", "messages", "writer", "__Host-sessionid"]
COOKIE_VALUES = ['"\\000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', '"\\377\\376"', "\xff" * 40, "x" * 4000]
BODIES = {
    "a JSON of depth": ("application/json", b"[" * 100_000),
    "half a pair in JSON": ("application/json", b'{"health": "\\ud83d", "\\ud83d": "\\ud83d"}'),
    "NUL in JSON": ("application/json", b'{"summary": "\\u0000", "health\\u0000": 1}'),
    "numbers in JSON": ("application/json", b'{"to": 1e999999, "on": %s}' % (b"9" * 5000)),
    "twice in JSON": ("application/json", b'{"to": "who", "to": "what"}'),
    "depth below a name": ("application/json", b'{"health": %s}' % (b"[" * 900 + b"]" * 900)),
    "no JSON": ("application/json", b"\xff\xfe\x00{"),
    "a broken part": ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: x\r\n\r\n"),
    "a part with NUL": (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="q\x00"; filename="\x00"\r\n%s'
        % b"Content-Transfer-Encoding: base64\r\n\r\n!\r\n--b--\r\n",
    ),
    "many fields": ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 6000)),
    "many names": ("application/x-www-form-urlencoded", b"%00=%00&\xff=\xff&&&==&=;" * 9),
}


@pytest.fixture(scope="module")
def place(module_transaction):
    """The values of a path that lead somewhere, a person with every right, and their token."""
    municipality = factories.make_municipality()
    leader = factories.make_person(municipality, Role.LEADER)
    person = factories.make_person(municipality, Role.LEADER, Role.ADMINISTRATOR)
    unit = factories.make_unit(municipality)
    case = factories.make_case(
        by=leader, unit=unit, phase=Phase.SYSTEM, people={CaseRole.OWNER: person}
    )
    records = write_everything(case, by=leader, person=leader)
    browser = Client()
    with override_settings(IMPORT_IN_CHILD=False):
        browser.force_login(person)
        browser.post("/import/", {"file": SimpleUploadedFile("a.csv", b"Tittel;Fase\nTrygg;Hva\n")})
    token, secret = make_token(
        user=person, by=None, name="Alt", scopes=[Scope.WRITE, Scope.READ], days=1
    )
    known = {
        "key": case.key,
        "phase": "what",
        "transition": "pause",
        "grant_pk": RoleGrant.objects.filter(user=person).earliest("pk").pk,
        "uidb36": "1",
        "/cases/<slug:key>/facts/<slug:code>/": "plan",
        "/units/": unit.code,
        "/people/": person.pk,
        "/tokens/": token.pk,
        "/import/": ImportRun.objects.get().pk,
        "/cases/<slug:key>/trials/": records["trial"].pk,
    }
    known |= {"records": {code: record.pk for code, record in records.items()}}
    return known, person, secret


@pytest.fixture
def send(place, db, settings):
    """Send a request as if nothing had been sent before, and return its status."""
    settings.IMPORT_IN_CHILD = False
    settings.API_REQUESTS_PER_MINUTE = 10**9
    _known, person, secret = place
    browser, stranger = Client(raise_request_exception=False), Client(raise_request_exception=False)
    browser.force_login(person)

    def request(method, path, *, is_api=False, signed_in=True, headers=None, **extra):
        client = browser if signed_in and not is_api else stranger
        given = {"Authorization": f"Bearer {secret}"} if is_api else {}
        environ = {
            ("" if name in {"Content-Type", "Content-Length"} else "HTTP_")
            + name.upper().replace("-", "_"): value
            for name, value in (given | (headers or {})).items()
        }
        with transaction.atomic():
            answer = client.generic(method, path, **extra, **environ)
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        return answer

    return request


def addresses(known, *, of_every_kind=False):
    """Yield every route with the names in its path and values that lead somewhere; the pages of
    records for one kind, or for each.
    """
    every = of_every_kind or profiles.is_thorough()
    records = known["records"] if every else {"benefit": known["records"]["benefit"]}
    for route in routes():
        names = re.findall(r"<(?:\w+:)?(\w+)>", route.pattern)
        place = next((part for part in known if part[0] == "/" and part in route.pattern), "")
        found = {name: known.get(name, known.get(place, 1)) for name in names}
        if "/records/" not in route.pattern:
            yield route, names, list(found.values())
            continue
        for code, pk in records.items():
            yield route, names, list((found | {"code": code, "pk": pk}).values())[: len(names)]


def path_of(route, names, values):
    """The address of a route with these values, percent-encoded already."""
    path = route.pattern.removesuffix("$")
    for name, value in zip(names, values, strict=True):
        path = re.sub(rf"\(\?P<{name}>[^)]*\)|<(?:\w+:)?{name}>", str(value), path, count=1)
    return path.replace("^", "").replace(".*", "nowhere")


def parameters_of(route):
    """What a list of the API takes in its query, and the names of a page's query."""
    if not route.is_api:
        return NAMES
    own = {parameter.name for parameter in (*LIST_PARAMETERS, GROUP_BY)}
    for published in CASE_RELATED_LISTS:
        if published.route == route.name:
            own |= {parameter.name for parameter in list_parameters(published)}
    return own | set(CaseFilterSet.base_filters)


def failures(found):
    return {what: status for what, status in found.items() if status >= 500}


def some(values, n):
    """In a short round the values take turns from route to route."""
    return values if profiles.is_thorough() else [values[n % len(values)]]


def shared_out(places, turn):
    """In a short round every operation of the API, and each third of the pages in turn."""
    for n, (route, *rest) in enumerate(places):
        if route.is_api or profiles.is_thorough() or (n + turn) % 3 == 0:
            yield route, *rest


METHODS = ("GET", "POST")
NEXT = (
    *("//[", "http://[::1", "people", "null", "1_0", "%00", "%FF", "//evil.example/"),
    r"\\evil",
)


@pytest.mark.parametrize("text", SENT.values(), ids=SENT)
def test_no_text_in_a_path_gives_a_500(place, send, text):
    found = {}
    for route, names, values in addresses(place[0]):
        for n in range(len(names)):
            path = path_of(route, names, [*values[:n], text, *values[n + 1 :]])
            for method in METHODS:
                answer = send(method, path, is_api=route.is_api)
                found[method, route.name, names[n]] = answer.status_code
    for path in (
        f"/{text}",
        f"/api/{text}",
        f"/api/v1/{text}",
        f"/static/{text}",
        f"/cases/{text}",
    ):
        found["GET", path[:40]] = send("GET", path).status_code

    assert failures(found) == {}


@pytest.mark.parametrize("text", SENT.values(), ids=SENT)
def test_no_text_in_a_query_gives_a_500(place, send, text):
    found, tried_alone = {}, set()
    for route, names, values in addresses(place[0]):
        parameters = set(parameters_of(route))
        queries = ["&".join(f"{name}={text}" for name in parameters), f"{text}={text}"]
        if profiles.is_thorough():
            queries += [f"{name}={text}" for name in parameters]
        elif route.is_api:  # the lists read what they share by the same filter
            queries += [f"{name}={text}" for name in parameters - tried_alone]
            tried_alone |= parameters
        for query in queries:
            path = f"{path_of(route, names, values)}?{query}"
            answer = send("GET", path, is_api=route.is_api)
            found[route.name, query[:30]] = answer.status_code
        found["stranger", route.name] = send("GET", path, signed_in=False).status_code

    assert failures(found) == {}


@pytest.mark.parametrize("text", SENT.values(), ids=SENT)
def test_no_text_in_a_form_gives_a_500(place, send, text):
    found = {}
    for route, names, values in addresses(place[0], of_every_kind=True):
        if route.is_api:
            continue
        path = path_of(route, names, values)
        page = send("GET", path).content.decode(errors="replace")
        fields = NAMES | set(re.findall(r'name="([^"]+)"', page))
        shown = urlencode(re.findall(r'name="([^"]+)" value="([^"]*)"', page))
        sent = "&".join(f"{quote(name)}={text}" for name in sorted(fields))
        for body in (sent, f"{shown}&{sent}", f"{sent}&{shown}"):
            answer = send("POST", path, data=body, content_type="application/x-www-form-urlencoded")
            found[route.name, body[:20]] = answer.status_code
        open_to_all = send("POST", path, signed_in=False, data=sent, content_type=FORM)
        found["stranger", route.name] = open_to_all.status_code

    assert failures(found) == {}


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("sent", BODIES)
def test_no_body_gives_a_500(place, send, sent):
    (content_type, body), found = BODIES[sent], {}
    for route, names, values in shared_out(addresses(place[0]), [*BODIES].index(sent)):
        path = path_of(route, names, values)
        headers = {"If-Match": "*", "Idempotency-Key": "x"} if route.is_api else {}
        answer = send(
            "POST", path, is_api=route.is_api, headers=headers, data=body, content_type=content_type
        )
        found[route.name] = answer.status_code

    assert failures(found) == {}


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_gives_a_500(place, send, header):
    found = {}
    places = shared_out(addresses(place[0]), [*HEADERS].index(header))
    for n, (route, names, values) in enumerate(places):
        path = path_of(route, names, values)
        for value in some(HEADERS[header], n):
            for method in some(METHODS, n // 2):
                sent = {"If-Match": "*", "Idempotency-Key": "x"} if route.is_api else {}
                answer = send(
                    method, path, is_api=route.is_api, headers=sent | {header: value}, data=b"{}=1"
                )
                found[method, route.name, value[:40]] = answer.status_code

    assert failures(found) == {}


@pytest.mark.parametrize("cookie", COOKIES)
def test_no_cookie_gives_a_500(place, send, cookie):
    found = {}
    places = shared_out(addresses(place[0]), COOKIES.index(cookie))
    for n, (route, names, values) in enumerate(places):
        for value in some(COOKIE_VALUES, n):
            headers = {"Cookie": f"{cookie}={value}"}
            path = path_of(route, names, values)
            for method in some(METHODS, n // 2):
                answer = send(method, path, signed_in=False, headers=headers)
                found[method, route.name, value[:20]] = answer.status_code

    assert failures(found) == {}


@pytest.mark.parametrize("text", NEXT)
def test_next_leads_to_a_page_here_or_nowhere(place, send, text):
    found, outside = {}, {}
    for route, names, values in addresses(place[0]):
        if route.is_api:
            continue
        path = path_of(route, names, values)
        body = f"next={text}&scheme=dark&language=nb"
        for signed_in in (True, False):
            answers = [
                send("GET", f"{path}?next={text}", signed_in=signed_in),
                send("POST", path, signed_in=signed_in, data=body, content_type=FORM),
            ]
            for answer in answers:
                found[route.name, signed_in] = answer.status_code
                if not answer.headers.get("Location", "/").startswith(("/", "?", "#")):
                    outside[route.name] = answer.headers["Location"]

    assert failures(found) == {}
    assert outside == {}
