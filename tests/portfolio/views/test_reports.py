"""The reports on pages, in files and in the API: one set of figures."""

import csv
import io

import openpyxl
import pytest
from django.utils import timezone

from accounts.access.roles import Role
from portfolio.reports.catalogue import REPORTS
from projects.actions.phases import move
from projects.actions.states import change_state
from projects.choices.states import Health
from tests.projects.team import DAY
from tests.samples import write_everything


@pytest.fixture
def cases(make_case, leader):
    """One case that the council sees, with every record, and one that is internal and stopped."""
    shown = make_case("Vist", visibility="council", phase="use")
    write_everything(shown, by=leader, person=leader)
    move(shown, to="system", by=leader, reason="Vi må måle mer")
    hidden = make_case("Skjult")
    change_state(hidden, transition="stop", by=leader, reason="Ingen penger", lesson="Spør først")
    return shown, hidden


def body_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize(
    ("roles", "count"),
    [
        ([Role.LEADER], 5),
        ([Role.READER], 5),
        ([Role.COUNCIL], 5),
        ([Role.ADMINISTRATOR], 5),
        ([], 0),
    ],
    ids=str,
)
def test_reports_are_offered_to_whoever_may_read_what_is_reported(
    sign_in, make_person, roles, count
):
    client = sign_in(make_person(*roles))

    offered = client.get("/reports/").context["reports"]

    assert len(offered) == count
    assert client.get("/reports/r2/").status_code == (200 if count else 404)
    assert ('href="/reports/"' in client.get("/").content.decode()) == bool(count)


@pytest.mark.parametrize("code", REPORTS)
def test_page_file_workbook_and_api_have_the_same_rows(cases, leader, sign_in, code):
    client, kind = sign_in(leader), REPORTS[code]
    page = client.get(f"/reports/{code}/")
    data = client.get(f"/api/v1/reports/{code}/").json()
    book = openpyxl.load_workbook(io.BytesIO(body_of(client.get(f"/reports/{code}/?format=xlsx"))))

    tables = page.context["report"].tables
    assert [table.code for table in tables] == list(kind.tables)
    assert book.sheetnames == [*(table.title for table in tables), "About"]
    for table, sheet in zip(tables, book.worksheets, strict=False):
        expected = [table.values_of(row) for row in table.rows]
        found = data["tables"][table.code]
        assert [list(row) for row in plain(found["rows"], table)] == plain_values(expected)
        text = body_of(client.get(f"/reports/{code}/?format=csv&table={table.code}")).decode()
        lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
        total = table.total is not None
        assert (len(lines), sheet.max_row) == (1 + len(expected) + total,) * 2
        assert lines[0] == [one.heading for one in table.columns]
    assert sum(len(table.rows) for table in tables) > 0


def plain(rows, table):
    return ([row[one.name] for one in table.columns] for row in rows)


def plain_values(rows):
    """Values as JSON has them."""
    return [
        [
            getattr(value, "code", None) or (value.isoformat() if is_day(value) else value)
            for value in row
        ]
        for row in rows
    ]


def is_day(value):
    return hasattr(value, "isoformat")


def test_council_gets_what_is_reported_of_the_cases_it_sees(cases, make_person, sign_in):
    shown, hidden = cases
    client = sign_in(make_person(Role.COUNCIL))

    page = client.get("/reports/r2/")
    text = page.content.decode()

    assert (shown.key in text, hidden.key in text) == (True, False)
    [row] = page.context["report"].tables[1].rows
    assert (row.title, row.done, row.hindrance) == ("Vist (åpen)", None, None)
    assert "Not shown to your role: What was done in the period" in text
    assert page.context["report"].scope.cases == 1
    answer = client.get("/api/v1/reports/r5/").json()
    assert len(answer["tables"]["benefits"]["rows"]) == 1
    assert answer["tables"]["benefits"]["withheld"] == ["owner"]
    assert "owner" not in answer["tables"]["benefits"]["rows"][0]


def test_case_with_nothing_in_the_period_is_not_in_the_report(make_case, leader, sign_in):
    make_case()
    year = timezone.localdate().year - 1

    report = sign_in(leader).get(f"/reports/r2/?period={year}").context["report"]

    assert report.tables[0].total.end == 0
    assert [len(table.rows) for table in report.tables[1:]] == [0] * 5


def test_case_that_was_registered_later_stands_in_its_phase_before(make_case, leader, sign_in):
    today = timezone.localdate()
    case = make_case(phase="system", since=today - 100 * DAY)
    period = f"{today - 60 * DAY}..{today - 50 * DAY}"

    report = sign_in(leader).get(f"/reports/r2/?period={period}").context["report"]

    [row] = report.tables[1].rows
    assert (row.key, row.phase.code, row.state.code) == (case.key, "system", "active")
    assert report.notes == (
        "Confirmed within 30 days before the end of the period: 0 of 1 active cases.",
        f"Recorded after the end of the period: {case.key}.",
    )


def test_filter_narrows_the_report_and_is_named_in_it(make_case, leader, make_unit, sign_in):
    make_case()
    unit = make_unit("Kultur", code="kultur")
    case = make_case("Kulturskole", unit=unit)

    report = sign_in(leader).get("/reports/r2/?unit=kultur").context["report"]

    assert [row.key for row in report.tables[1].rows] == [case.key]
    assert report.filters == ("Unit: Kultur",)


@pytest.mark.parametrize(
    ("query", "name", "message"),
    [
        ("period=2026-T4", "period", "Write the period as 2026-T2"),
        ("period=2199", "period", "begins in the future"),
        ("format=pdff", "format", "Choose among: csv, xlsx."),
        ("format=csv&table=pases", "table", "Choose among: movement"),
        ("table=cases", "table", "Choose among: movement"),
        ("phase=hva", "phase", ""),
        ("perod=2026", "perod", ""),
    ],
)
def test_what_cannot_be_understood_is_named_and_nothing_is_shown(
    make_case, leader, sign_in, query, name, message
):
    case = make_case()

    answer = sign_in(leader).get(f"/reports/r2/?{query}")

    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'<code class="key">{name}</code>' in text
    assert message in text
    assert case.key not in text
    assert sign_in(leader).get(f"/api/v1/reports/r2/?{query}").status_code in {400, 406}


def test_report_that_does_not_exist_is_not_found(leader, sign_in):
    assert sign_in(leader).get("/reports/r99/").status_code == 404


def test_why_a_case_paused_is_read_by_those_who_read_working_texts(
    make_case, make_person, leader, sign_in
):
    case = make_case("Vist", visibility="council")
    review_on = timezone.localdate() + 9 * DAY
    change_state(case, transition="pause", by=leader, reason="Sykdom", review_on=review_on)

    seen = {
        role: [row.reason for row in report_rows(sign_in(make_person(role)))]
        for role in (Role.READER, Role.COUNCIL)
    }

    assert seen == {Role.READER: ["Sykdom"], Role.COUNCIL: [None]}


def test_stakeholder_of_an_exempt_case_reads_no_health_that_is_not_shared(
    make_case, make_person, make_report, sign_in
):
    reader = make_person(Role.READER)
    case = make_case(visibility="restricted", people={"stakeholder": reader})
    make_report(case, Health.OFF_TRACK)

    [row] = sign_in(reader).get("/reports/r2/").context["report"].tables[1].rows

    assert (row.key, row.health.code) == (case.key, "not_assessed")


def report_rows(client):
    return client.get("/reports/r6/").context["report"].tables[0].rows
