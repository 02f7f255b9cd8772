import re
from urllib.parse import quote

import pytest

from accounts.models import Scope
from projects.choices.states import Visibility
from projects.models import StatusUpdate
from tests import profiles

BY_HAND = [
    "'",
    '"',
    "';--",
    "' OR 1=1 --",
    "%",
    "%s",
    "%%",
    "_",
    "\\",
    "\x01",
    "\x7f",
    "\u202e",
    "\ud7ff",
    "\ufeff",
    "😀" * 50,
    "null",
    "None",
    "true",
    "[]",
    "{}",
    "-1",
    "0",
    "1e9",
    "NaN",
    "99999999999999999999",
    "0x10",
    "..",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "${7*7}",
    "a" * 5000,
    "æøå",
    "=1+1",
    "2026-02-30",
    "2026-13-01T00:00",
    "0000-00-00",
    "\r\nSet-Cookie: x=1",
    "title__regex",
    "municipality__number",
    "١٢",
    "1\n",
    " ",
    "+",
    "&",
    "key,key",
    "-",
    ",",
    "--key",
    "*",
]
VALID = ["what", "active", "at_risk", "council", "helse", "2026-01-01", "true", "key", "csv"]


@pytest.fixture
def hostile(dice):
    """Some written by hand, some that are nearly right, the rest by the dice."""
    nearly = [valid + text for valid in VALID for text in dice.sample(BY_HAND, NEARLY)]
    signs = "aøå %_\\'\"&|!()*:<>;-–,.=+\t\n\0\r😀\u202e\x01İ0"
    made = ["".join(dice.choices(signs, k=dice.randint(1, 60))) for _ in range(MADE)]
    return [*BY_HAND, *nearly, *made]


NEARLY = profiles.amount(short=5, thorough=15)  # for each valid value
MADE = profiles.amount(short=50, thorough=300)
SHARES = 10  # each string meets every tenth name; the search and the odd names meet them all
NAMES = [
    *("phase", "state", "health", "unit", "unit__tree", "owner", "tag", "visibility"),
    *("days_in_phase__gte", "confirmed_before", "attention", "ordering", "page", "page_size"),
    *("cursor", "lang", "headers", "delimiter", "decimal", "group_by"),
    *("entered_on__gte", "recorded_at__lte", "as_of", "password"),
    *("case", "is_met", "met_at__gte", "measured_on__lte"),
]
PATHS = {
    "group_by": "reports/portfolio-summary/",
    "entered_on__gte": "phase-visits/",
    "recorded_at__lte": "status-updates/",
    "case": "benefits/",
    "is_met": "conditions/",
    "met_at__gte": "conditions/",
    "measured_on__lte": "measurements/",
}
# What a name accepts; nothing else of what is hostile does.
ACCEPTED = {
    "days_in_phase__gte": "[0-9]{1,5}",
    "confirmed_before": r"2026-01-01([T0-9:.+Z-]*)",
    "attention": "true",
    "is_met": "true",
    "ordering": "-?key",
    "page_size": "[1-9][0-9]?[0-9]?",
    "cursor": r"\*",
}


def assert_problem(answer, statuses, codes):
    """It is a refusal in the one form of refusals."""
    assert answer.status_code in statuses, answer.content[:500]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] in codes


@pytest.mark.randomised
@pytest.mark.parametrize("name", NAMES)
def test_hostile_value_is_refused_by_name(council_pull, make_case, name, hostile):
    make_case(visibility=Visibility.COUNCIL)
    make_case(title="Intern")
    path, place = PATHS.get(name, "cases/"), NAMES.index(name)

    for text in {*BY_HAND, *hostile[place % SHARES :: SHARES]}:
        answer = council_pull(path, {name: text})

        if answer.status_code == 200:
            assert re.fullmatch(ACCEPTED.get(name, ""), text.strip(), re.ASCII), (name, text)
            assert answer.json()["count"] <= 1
        else:
            assert_problem(answer, {400}, {"invalid_parameter", "unknown_parameter"})
            assert answer.json()["errors"][0]["parameter"] == name


@pytest.mark.randomised
def test_hostile_search_finds_nothing_more(council_pull, make_case, hostile):
    make_case(visibility=Visibility.COUNCIL, title="Trygg", public_title="Trygg hjemme")
    make_case(title="Intern")

    for text in hostile:
        answer = council_pull("cases/", {"q": text})

        if answer.status_code == 200:
            assert answer.json()["count"] == 0, text
        else:
            assert_problem(answer, {400}, {"invalid_parameter"})


@pytest.mark.randomised
def test_hostile_name_is_unknown(council_pull, hostile):
    for text in hostile:
        answer = council_pull("cases/", {text: "1"})

        assert_problem(answer, {400}, {"unknown_parameter"})


@pytest.mark.randomised
def test_hostile_format_is_not_offered(council_pull, hostile):
    for text in hostile:
        assert_problem(council_pull("cases/", {"format": text}), {406}, {"not_acceptable"})


@pytest.mark.randomised
def test_hostile_key_leads_nowhere(council_pull, make_case, hostile):
    make_case(visibility=Visibility.COUNCIL)

    for text in hostile:
        assert_problem(council_pull(f"cases/{quote(text, safe='')}/"), {404}, {"not_found"})


@pytest.mark.randomised
def test_hostile_body_is_refused_by_field_and_nothing_is_written(
    pull_as, leader, make_case, hostile
):
    case, write = make_case(), pull_as(leader, scope=Scope.WRITE)

    for n, text in enumerate(hostile):
        field = ("health", "next_step_on", "is_shared")[n % 3]
        body = {"health": "at_risk", "summary": "Nå"} | {field: text}
        answer = write(
            f"cases/{case.key}/status-updates/", body, method="post", **{"If-Match": "*"}
        )

        assert_problem(answer, {422}, {"invalid"})
        assert answer.json()["errors"][0]["field"] == field
    assert not StatusUpdate.objects.exists()


@pytest.mark.randomised
@pytest.mark.parametrize("header", ["If-Match", "If-None-Match", "Accept", "Accept-Language"])
def test_hostile_header_is_refused_or_left_out(pull_as, leader, make_case, header, hostile):
    case, pull = make_case(), pull_as(leader, scope=Scope.WRITE)

    for text in hostile[:: SHARES // 2]:
        if header == "If-Match":
            path, statuses = f"cases/{case.key}/move/", {412, 422}
            answer = pull(path, {"to": "nowhere", "reason": "x"}, method="post", **{header: text})
        else:
            statuses = {200, 406} if header == "Accept" else {200}
            answer = pull("cases/", **{header: text})

        assert answer.status_code in statuses, text


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("phase=what&phase=who&page=1&page=2", "repeated_parameter"),
        ("page=0", "invalid_parameter"),
        ("page_size=501", "invalid_parameter"),
        ("state=", "invalid_parameter"),
        ("as_of=2026-01-01", "unknown_parameter"),
        ("cursor=1:abc", "invalid_parameter"),
        ("cursor=*&ordering=key", "invalid_parameter"),
        ("headers=keys", "invalid_parameter"),
        ("format=csv&page=2", "invalid_parameter"),
        ("phase=nonsense", "invalid_parameter"),
        ("attention=true&attention=true", "invalid_parameter"),
    ],
)
def test_bad_query_is_a_problem_that_names_the_parameter(pull, query, code):
    answer = pull(f"cases/?{query}")

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["errors"][0]["parameter"]


def test_page_after_the_last_is_not_found(pull, make_case):
    make_case()

    assert pull("cases/?page=2").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [("nothing/", 404), ("cases/x/y/", 404), ("cases/%00/", 404), ("cases/' OR 1/", 404)],
)
def test_unknown_address_is_a_problem_and_no_page(pull, path, status):
    answer = pull(path)

    assert (answer.status_code, answer.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )


def test_other_method_is_405(pull):
    answer = pull("cases/", method="post")

    assert answer.status_code in {403, 405}
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("accept", ["application/pdf", "text/html", "image/*"])
def test_format_that_is_not_offered_is_406(pull, accept):
    assert pull("cases/", Accept=accept).status_code == 406


def test_error_speaks_the_language_of_the_caller(pull):
    found = [pull("cases/?fase=1", **{"Accept-Language": lang}) for lang in ("nb", "en")]

    assert [answer.headers["Content-Language"] for answer in found] == ["nb", "en"]


@pytest.mark.parametrize("path", ["finnes", "finnes/ikke/"])
@pytest.mark.parametrize("language", ["*", "en"])
def test_unknown_address_is_a_problem_also_without_a_token(client, municipality, path, language):
    response = client.get(f"/api/v1/{path}", headers={"Accept-Language": language})

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
