import pytest

from projects.states import Visibility

PATHS = ("cases/", "phase-visits/", "status-updates/", "reports/portfolio-summary/")
HOSTILE = [
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
NAMES = [
    *("q", "phase", "state", "health", "unit", "unit__tree", "owner", "tag", "visibility"),
    *("days_in_phase__gte", "confirmed_before", "attention", "ordering", "page", "page_size"),
    *("cursor", "format", "lang", "headers", "delimiter", "decimal", "group_by"),
    *("entered_on__gte", "recorded_at__lte", "as_of", "password"),
]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_gets_an_answer_or_a_problem_and_never_more_rows(
    council_pull, make_case, name
):
    make_case(visibility=Visibility.COUNCIL)
    make_case(title="Intern")

    for n, text in enumerate(HOSTILE):
        answer = council_pull(PATHS[n % 4] if name != "q" else "cases/", {name: text})

        assert answer.status_code in {200, 400, 404, 406}, (name, text, answer.content[:500])
        if answer.status_code == 200 and not answer.streaming:
            assert answer.json().get("count", 0) <= 2
            assert b"Intern" not in answer.content
        elif not answer.streaming:
            assert answer.headers["Content-Type"] == "application/problem+json"


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


@pytest.mark.parametrize("path", ["", "finnes/ikke/"])
@pytest.mark.parametrize("language", ["*", "en"])
def test_unknown_address_is_a_problem_also_without_a_token(client, municipality, path, language):
    response = client.get(f"/api/v1/{path}", headers={"Accept-Language": language})

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
