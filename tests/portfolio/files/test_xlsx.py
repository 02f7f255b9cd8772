"""Workbooks as another program reads them back, without a database."""

import io
from datetime import date, datetime
from decimal import Decimal
from random import Random

import openpyxl
import pytest

from portfolio.files.xlsx import BLOCK, LONGEST_CELL, workbook


def read_back(*sheets):
    return openpyxl.load_workbook(io.BytesIO(b"".join(workbook(sheets))))


def column(values):
    """What cells hold after a way through a file."""
    book = read_back(("Ark", ["Overskrift"], [[value] for value in values]))
    return [cell for (cell,) in book.active.iter_rows(min_row=2, values_only=True)]


def test_values_come_back_as_what_they_were():
    day, moment = date(2026, 3, 5), datetime(2026, 3, 5, 14, 30, 15)  # noqa: DTZ001 - as in cells
    values = ["Ærfugl & «Ørn» <1>", 0, -3, 2.5, True, None, moment]

    assert column(values) == values
    assert column([day, Decimal("2.50")]) == [datetime(2026, 3, 5), 2.5]  # noqa: DTZ001


def test_empty_text_is_an_empty_cell():
    assert column([""]) == [None]


@pytest.mark.parametrize("text", ["=1+1", "+1", " a ", "to\nlinjer", "_x0041_", "a\x0bb"])
def test_odd_text_is_text(text):
    book = read_back(("Ark", ["Overskrift"], [[text]]))

    cell = book.active["A2"]
    assert cell.data_type == "s"
    assert openpyxl.utils.escape.unescape(cell.value) == text


def test_text_longer_than_a_cell_is_cut_with_a_sign_that_says_so():
    (found,) = column(["x" * (LONGEST_CELL + 1)])

    assert (len(found), found[-2:]) == (LONGEST_CELL, "x…")


def test_every_sheet_has_its_title_and_a_heading_that_stays():
    book = read_back(("Saker: [2026]", ["Nr", "Tittel"], [[1, "A"]]), ("Om", ["Hva"], []))

    assert book.sheetnames == ["Saker   2026 ", "Om"]
    assert [list(sheet.values) for sheet in book] == [[("Nr", "Tittel"), (1, "A")], [("Hva",)]]
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    assert book["Om"]["A1"].font.bold is True


def test_many_rows_are_handed_on_in_blocks():
    chance = Random(1)  # what is alike in every row would be packed to nearly nothing
    rows = ([n, chance.randbytes(40).hex()] for n in range(10_000))

    blocks = list(workbook([("Ark", ["Nr", "Tittel"], rows)]))

    assert len(blocks) > 3
    assert max(len(block) for block in blocks) < 2 * BLOCK


def test_value_that_has_no_cell_is_refused():
    with pytest.raises(TypeError, match="has no cell"):
        column([object()])
