import csv
import io
from datetime import datetime

import openpyxl
import pytest

from accounts.text.formulas import guard
from projects.actions.status import report_status
from projects.choices.states import Health
from projects.models import Case

FORMULAS = ["=1+1", "+47 999", "-fem", "@SUM(A1)", "＝1", '"=1"']


def body(response):
    return b"".join(response.streaming_content)


def norwegian(pull, path="cases/?format=csv&lang=nb"):
    text = body(pull(path)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def sheets(pull, path="cases/?format=xlsx&lang=en"):
    return openpyxl.load_workbook(io.BytesIO(body(pull(path))))


def test_norwegian_csv_opens_right_in_a_norwegian_spreadsheet(pull, make_case):
    make_case(title='Æøå; "sitat"\nlinje to')

    raw = body(pull("cases/?format=csv&lang=nb"))

    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == 2
    assert norwegian(pull)[1][2] == 'Æøå; "sitat"\nlinje to'


def test_machine_csv_loads_without_options(pull, make_case):
    cases = [make_case(title="Først"), make_case(title="Så, sist")]

    rows = list(csv.DictReader(io.StringIO(body(pull("cases/?format=csv&headers=keys")).decode())))

    assert [(row["key"], row["title"]) for row in rows] == sorted(
        (case.key, case.title) for case in cases
    )


@pytest.mark.parametrize("title", ["Trygg;=1+1", "Trygg,=1+1", ";=1", ",=1"])
@pytest.mark.parametrize("path", ["cases/?format=csv&headers=keys", "cases/?format=csv&lang=nb"])
def test_no_cell_is_a_formula_whatever_separator_the_reader_takes(pull, make_case, title, path):
    make_case(title=title)

    line = body(pull(path)).decode().splitlines()[1]

    assert guard(title) in line
    for separator in ";,":
        cells = next(csv.reader([line], delimiter=separator))
        assert [cell for cell in cells if cell.startswith("=")] == []


@pytest.mark.parametrize("title", FORMULAS)
def test_text_like_a_formula_is_guarded_in_csv_and_text_in_xlsx(pull, make_case, title):
    make_case(title=title)

    assert norwegian(pull)[1][2] == f"'{title}"
    cell = sheets(pull).worksheets[0]["C2"]
    assert (cell.value, cell.data_type) == (title, "s")


def test_xlsx_cells_are_typed_and_zero_is_not_empty(pull, make_case):
    make_case()

    sheet = sheets(pull).worksheets[0]
    row = dict(zip([c.value for c in sheet[1]], sheet[2], strict=True))

    assert (row["Days in the phase"].value, row["Days in the phase"].data_type) == (0, "n")
    assert isinstance(row["In the phase since"].value, datetime)
    assert row["Paused until"].value is None
    assert isinstance(row["Registered"].value, datetime)


@pytest.mark.parametrize(
    "text",
    ["a\x01b", "_x0041_", "<b>&amp;</b>", "  mellomrom  ", "æøå 😀", "to\nlinjer", "x" * 4000],
)
def test_odd_text_survives_in_every_format(pull, make_case, text):
    case = make_case()
    Case.objects.filter(pk=case.pk).update(summary=text)

    assert pull("cases/").json()["results"][0]["summary"] == text
    assert norwegian(pull)[1][3] == text
    read = sheets(pull).worksheets[0]["D2"].value
    assert read.replace("_x005F_", "_").replace("_x0001_", "\x01") == text


def test_about_sheet_tells_how_many_rows_by_which_search(pull, make_case, leader):
    for n in range(3):
        make_case(title=f"Sak {n}")

    about = dict(sheets(pull, "cases/?format=xlsx&lang=en&phase=what").worksheets[1].values)

    assert (about["Rows"], about["phase"], about["Made for"]) == (3, "Phase: What", leader.name)


def test_header_tells_the_number_of_rows_before_they_come(pull, make_case):
    make_case()

    answer = pull("cases/?format=csv&headers=keys")

    assert (answer.headers["Slik-Rows"], body(answer).count(b"\n")) == ("1", 2)


def test_council_files_have_no_working_columns(council_pull, make_case, leader):
    case = make_case(visibility="council")
    report_status(case, by=leader, health=Health.AT_RISK, summary="Intern tekst", seen=None)

    text = body(council_pull("cases/?format=csv&headers=keys")).decode()

    assert "Intern tekst" not in text
    assert {"health_summary", "owner", "updated_at"}.isdisjoint(text.splitlines()[0].split(","))
