"""Every parameter that a list advertises does what it says there, and changes nothing else."""

import csv
import io
from datetime import date

import pytest
from django.utils import timezone

from accounts.access.roles import Role
from portfolio.api.lists.cases import CASE_RELATED_LISTS, CASES
from portfolio.api.lists.columns import ValueKind
from portfolio.api.reports import HEADINGS
from portfolio.api.schema import document
from projects.actions.states import change_state
from projects.actions.status import confirm_status, report_status
from projects.choices.phases import Phase
from projects.choices.states import Health
from projects.filters import CaseFilterSet
from tests.portfolio.api.conftest import body_of
from tests.projects.team import Team
from tests.samples import write_everything

pytestmark = pytest.mark.exhaustive

LISTS = {published.name: published for published in (CASES, *CASE_RELATED_LISTS)}
SUMMARY = "reports/portfolio-summary"
BOM = b"\xef\xbb\xbf"
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}


@pytest.fixture
def written(make_case, leader, make_person, unit, settings):
    """Three cases in different phases, with something of everything in two of them."""
    settings.API_REQUESTS_PER_MINUTE = 10**9
    first, second = make_case(phase=Phase.USE, tags=["velferd"]), make_case(title="Andre")
    for case in (first, second):
        write_everything(case, by=leader, person=leader)
        report_status(case, by=leader, health=Health.AT_RISK, summary="Sent", seen=None)
    update = report_status(
        first, by=leader, health=Health.ON_TRACK, summary="Bra", seen=first.current_status_id
    )
    confirm_status(first, by=leader, seen=update.pk)
    report_status(
        first,
        by=leader,
        health=Health.OFF_TRACK,
        summary="Rettet",
        corrects=update,
        seen=first.current_status_id,
    )
    stopped = make_case(title="Stoppet")
    change_state(stopped, transition="stop", by=leader, reason="Slutt", lesson="Lærte")
    team = Team(
        make_case(title="Gjennom en port"),
        leader=leader,
        owner=make_person(Role.READER, unit=unit),
        lead=make_person(Role.READER, unit=unit),
        driver=make_person(Role.READER, unit=unit),
    )
    team.owe()
    return first, second, stopped, team.case


@pytest.fixture
def rows(pull, written):
    """Read every row of a list as JSON."""

    def read(name, **query):
        answer = pull(f"{name}/", {"page_size": 500, "lang": "nb", **query})
        assert answer.status_code == 200, (name, query, answer.content)
        return answer.json()["results"]

    return read


def value_of(row, path):
    for part in path.split("."):
        row = row[part]
    return row


# --- Files --------------------------------------------------------------------------------


@pytest.fixture
def table(pull, written):
    """Read a list as CSV: its first bytes, line end, headings and rows."""

    def read(name, sign=";", accept_language="nb", **query):
        headers = {"Accept-Language": accept_language}
        raw = body_of(pull(f"{name}/", {"format": "csv", **query}, **headers))
        text = io.StringIO(raw.decode("utf-8-sig"), newline="")
        heads, *found = csv.reader(text, delimiter=sign)
        has_crlf = raw.split(b"\n", 1)[0].endswith(b"\r")
        return (raw.startswith(BOM), has_crlf), heads, found

    return read


def with_decimals(name, rows, old, new):
    """The rows with another decimal sign in the columns of numbers, and only there."""
    if name == SUMMARY:
        numbers = [head == "median_days_in_phase" for head, _text in HEADINGS]
    else:
        numbers = [column.kind is ValueKind.NUMBER for column in LISTS[name].columns]
    return [
        [
            cell.replace(old, new) if is_number else cell
            for cell, is_number in zip(row, numbers, strict=True)
        ]
        for row in rows
    ]


ALL = [*LISTS, SUMMARY]
RELATED = [published.name for published in CASE_RELATED_LISTS]


def test_parameter_of_a_file_changes_one_thing(table):
    for name in ALL:
        people, programs = table(name), table(name, ",", headers="keys")

        assert (people[0], programs[0]) == ((True, True), (False, False))
        for code, sign in DELIMITERS.items():
            assert table(name, sign, delimiter=code) == people
            assert table(name, sign, delimiter=code, headers="keys") == programs
        assert table(name, decimal="comma") == people
        assert table(name, ",", headers="keys", decimal="point") == programs
        written_with_point = table(name, decimal="point")
        assert written_with_point[:2] == people[:2]
        assert written_with_point[2] == with_decimals(name, people[2], ",", ".")
        written_with_comma = table(name, ",", headers="keys", decimal="comma")
        assert written_with_comma[:2] == programs[:2]
        assert written_with_comma[2] == with_decimals(name, programs[2], ".", ",")


def words_of(published):
    """Which columns are words of our own."""
    if published is None:
        return [head == "label" for head, _text in HEADINGS]
    columns = published.columns
    return [column.labels is not None or column.kind is ValueKind.FLAG for column in columns]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_language_changes_words_and_never_the_dialect_of_a_file(table, language):
    for name in ALL:
        usual = table(name)

        asked, preferred = table(name, lang=language), table(name, accept_language=language)

        assert asked == preferred
        assert asked[0] == usual[0]
        published = LISTS.get(name)
        kept = [place for place, is_word in enumerate(words_of(published)) if not is_word]
        for theirs, ours in zip(asked[2], usual[2], strict=True):
            assert [theirs[place] for place in kept] == [ours[place] for place in kept]


def test_file_of_numbers_is_one_that_could_differ(table):
    """The lists above hold numbers with decimals, and moments."""
    _start, heads, found = table("benefits", ",", headers="keys")

    (first, *_rest) = [dict(zip(heads, row, strict=True)) for row in found]
    assert first["realised"] == "0.5"
    assert first["recorded_at"].endswith("Z")


# --- What is advertised -------------------------------------------------------------------


def advertised(name):
    """The parameters of a list in the OpenAPI document, by name."""
    operation = document("http://x")["paths"][f"/api/v1/{name}/"]["get"]
    return {parameter["name"]: parameter for parameter in operation["parameters"]}


def accepted(parameter, case):
    """Values that a parameter of the case's search takes, by its schema."""
    schema = parameter["schema"].get("items", parameter["schema"])
    known = {
        "q": ["Andre"],
        "tag": ["velferd"],
        "owner": [],
        "unit": [case.unit.code],
        "unit__tree": [case.unit.code],
        "confirmed_before": ["2099-01-01", "2020-01-01"],
    }
    if parameter["name"] in known:
        return known[parameter["name"]]
    if "enum" in schema:
        return schema["enum"]
    assert schema["type"] == "integer", parameter
    return [1, 30]


def test_filter_of_the_case_gives_the_rows_of_the_cases_it_finds(rows, written):
    for name in RELATED:
        everything = rows(name)

        for parameter in advertised(name).values():
            if parameter["name"] in set(CaseFilterSet.base_filters) - {"ordering"}:
                for value in accepted(parameter, written[0]):
                    query = {parameter["name"]: value}
                    keys = {row["key"] for row in rows("cases", **query)}
                    expected = [row for row in everything if row["key"] in keys]
                    assert rows(name, **query) == expected, query


def test_filter_of_the_row_gives_the_rows_that_say_so(rows, written):
    for name in RELATED:
        published, everything = LISTS[name], rows(name)

        for key in (case.key for case in written):
            assert rows(name, case=key) == [row for row in everything if row["key"] == key]
        for own, code_filter in published.offered_code_filters.items():
            assert own in advertised(name)
            for code, _label in code_filter.choices:
                meant = code_filter.meanings.get(code, code)
                expected = [r for r in everything if value_of(r, code_filter.column) == meant]
                assert rows(name, **{own: code}) == expected, (own, code)
            codes = [code for code, _label in code_filter.choices][:2]
            either = {code_filter.meanings.get(code, code) for code in codes}
            expected = [r for r in everything if value_of(r, code_filter.column) in either]
            assert rows(name, **{own: codes}) == expected
        for flag in published.flag_conditions:
            for text, truth in (("true", True), ("false", False)):
                expected = [row for row in everything if row[flag] is truth]
                assert rows(name, **{flag: text}) == expected
        for field in published.date_fields:
            days = [day_of(row[field]) for row in everything]
            for pivot in {*filter(None, days), timezone.localdate()}:
                later = [r for r, day in zip(everything, days, strict=True) if day and day >= pivot]
                before = [
                    r for r, day in zip(everything, days, strict=True) if day and day <= pivot
                ]
                assert rows(name, **{f"{field}__gte": pivot.isoformat()}) == later
                assert rows(name, **{f"{field}__lte": pivot.isoformat()}) == before


def day_of(text):
    """The day of a date or moment in JSON, in Oslo."""
    if text is None or "T" not in text:
        return text and date.fromisoformat(text)
    return timezone.localtime(timezone.datetime.fromisoformat(text)).date()


def test_ordering_is_honoured_or_refused(rows, pull):
    for name, published in LISTS.items():
        everything = rows(name)
        names = CaseFilterSet.base_filters["ordering"].extra["names"]
        if published is not CASES:
            names = published.orderings
            for ordering in names:
                path = "key" if ordering == "key" else ordering
                for is_descending in (False, True):
                    found = rows(name, ordering=f"{'-' * is_descending}{ordering}")
                    values = [row[path] for row in found if row[path] is not None]
                    assert values == sorted(values, reverse=is_descending), (name, ordering)
                    assert [row[path] for row in found if row[path] is None] == [
                        None for row in found[len(values) :]
                    ]
        pattern = advertised(name)["ordering"]["schema"]["pattern"]
        assert [ordering for ordering in names if ordering not in pattern] == []
        for ordering in {"title", "updated", "health", "id", "nonsense"} - set(names):
            answer = pull(f"{name}/", {"ordering": ordering})
            assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (
                400,
                "ordering",
            )
        assert sorted(map(str, rows(name, ordering="-key"))) == sorted(map(str, everything))


def test_pages_and_pull_give_every_row_once(rows, pull):
    for name in LISTS:
        everything = rows(name)

        by_page = []
        for page in range(1, len(everything) + 1):
            by_page += rows(name, page=page, page_size=1)
        pulled, address = [], f"/api/v1/{name}/?cursor=*&page_size=1&lang=nb"
        while address:
            answer = pull(address.partition("/api/v1/")[2]).json()
            pulled, address = pulled + answer["results"], answer["next"]

        assert by_page == everything
        assert sorted(map(str, pulled)) == sorted(map(str, everything))


def test_list_advertises_no_more_than_it_takes_and_takes_no_more(pull, written):
    for name in ALL:
        own = {"page", "page_size", "cursor", "format", "lang", "headers", "delimiter", "decimal"}
        published = LISTS.get(name)
        rest = set(advertised(name)) - own - set(CaseFilterSet.base_filters)
        if published is None:
            assert rest == {"group_by"}
            assert set(advertised(name)) & {"page", "page_size", "cursor", "ordering"} == set()
        elif published is not CASES:
            days = {f"{field}__{end}" for field in published.date_fields for end in ("gte", "lte")}
            assert rest == {
                "case",
                *published.offered_code_filters,
                *published.flag_conditions,
                *days,
            }
        for other in (
            "case",
            "row_health",
            "visit_phase",
            "to_phase",
            "gate",
            "is_met",
            "group_by",
        ):
            if other not in rest:
                answer = pull(f"{name}/", {other: "what"})
                assert (answer.status_code, answer.json()["code"]) == (400, "unknown_parameter")
        for misplaced in ("headers", "delimiter", "decimal"):
            value = advertised(name)[misplaced]["schema"]["enum"][0]
            assert pull(f"{name}/", {misplaced: value}).status_code == 400


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "05.03.2026", "0026-01-01"])
def test_day_that_does_not_exist_is_refused_in_the_words_of_the_product(pull, day):
    asked = f"Skriv datoen som {timezone.localdate().isoformat()}."
    told = {
        (published.name, parameter): message_of(
            pull(f"{published.name}/", {parameter: day, "lang": "nn"})
        )
        for published in CASE_RELATED_LISTS
        for parameter in advertised(published.name)
        if parameter.endswith(("on__gte", "on__lte", "at__gte", "at__lte"))
    }

    assert {place: text for place, text in told.items() if text != asked} == {}


def message_of(answer):
    (error,) = answer.json()["errors"]
    return error["message"]


def test_meta_filters_describes_what_each_list_takes_of_its_rows(pull):
    described = pull("meta/filters/").json()["lists"]

    for published in CASE_RELATED_LISTS:
        names = {parameter["name"] for parameter in described[published.name]}
        assert names <= set(advertised(published.name))
        assert {"case", "ordering"} <= names


@pytest.mark.parametrize("published", CASE_RELATED_LISTS, ids=lambda published: published.name)
def test_nobody_searches_or_sorts_by_what_they_do_not_read(published):
    searched = {code_filter.column for code_filter in published.offered_code_filters.values()}

    used = searched | set(published.date_fields) | (set(published.orderings) - {"key", "id"})
    assert used - published.paths_for_everybody == set()


@pytest.mark.parametrize(
    ("name", "filter_name", "code"),
    [
        ("status-updates", "row_health", "at_risk"),
        ("phase-visits", "visit_phase", "use"),
        ("decisions", "gate", "g1"),
        ("decisions", "to_phase", "who"),
        ("conditions", "gate", "g1"),
        ("state-changes", "to_state", "stopped"),
    ],
)
def test_rows_have_filters_of_their_own(name, filter_name, code):
    assert code in advertised(name)[filter_name]["schema"]["items"]["enum"]


def test_every_row_has_an_id_and_points_at_what_it_confirms_and_corrects(rows):
    for published in CASE_RELATED_LISTS:
        ids = [row["id"] for row in rows(published.name)]
        assert len(set(ids)) == len(ids)

    updates = rows("status-updates", ordering="id")
    first, _other, second, confirmation, correction = updates
    assert confirmation["confirms"] == second["id"]
    assert correction["corrects"] == second["id"]
    assert (first["confirms"], first["corrects"]) == (None, None)
