"""Workbooks of two writers, read back cell by cell: value, format, merge, link, row number."""

import datetime as dt
import io
import time
import zipfile

import openpyxl
import pytest
import xlsxwriter

from projects.importing import reading
from projects.importing.limits import MEGABYTE, FileRefused, Limits
from projects.importing.number_formats import Shown, shown_by
from projects.importing.tables import clean
from projects.importing.workbooks import Workbook
from tests.profiles import amount

LIMITS = Limits()
DAY = dt.date(2022, 3, 5)
MOMENT = dt.datetime.fromisoformat("2022-03-05T12:30")
# What is written: value, number format, and the text that a person sees.
VALUES = [
    ("Ærfugl på Åmot", "", "Ærfugl på Åmot"),
    ("  to\u00a0ord ", "", "to ord"),
    ("to\nlinjer", "", "to\nlinjer"),
    ("007", "@", "007"),
    ("<&>\"'", "", "<&>\"'"),
    ("=1+1 er to", "", None),
    (12, "", "12"),
    (12.0, "0.00", "12"),
    (-1.5, "", "-1,5"),
    (1234567.25, "# ##0.00", "1234567,25"),
    (0, "", "0"),
    (True, "", "TRUE"),
    (False, "", "FALSE"),
    (DAY, "dd.mm.yyyy", "2022-03-05"),
    (DAY, "yyyy", "2022"),
    (DAY, 'yyyy" år"', "2022"),
    (DAY, "mmm yyyy", "2022-03"),
    (DAY, "[$-414]mmmm yyyy;@", "2022-03"),
    (DAY, '"uke i "mmm', "2022-03-05"),
    (DAY, "yyyy-mm-dd", "2022-03-05"),
    (MOMENT, "yyyy-mm-dd hh:mm", "2022-03-05 12:30"),
    (MOMENT, "dd.mm.yyyy", "2022-03-05"),
    (dt.time(8, 15), "hh:mm", "08:15"),
    (dt.timedelta(hours=36, minutes=5), "[h]:mm", "36:05"),
    (dt.date(1899, 12, 31), "dd.mm.yyyy", None),
    (44, "0", "44"),
    (44625, '0" dager"', "44625 dager"),
    (0.35, "0%", "35 %"),
    (0.354, "0.0 %", "35,4 %"),
    (-0.07, "0.00%", "-7 %"),
    (1234567, "#,##0,", "1234,567"),
    (1500000, '0.0,,"M"', "1,5M"),
    (12, '"S-"0', "S-12"),
    (12, r"\S\-0", "S-12"),
    (123, "00000", "00123"),
    (-123, "00000", "-00123"),
    (1.5, "000.00", "001,5"),
    (5012, r"00000\-0000", "00000-5012"),
    (1234.5, '"kr" #,##0.00', "kr 1234,5"),
    (-5, '"kr" #,##0;[Red]"kr" \\-#,##0', "kr -5"),
    (-5, '#,##0 "kr";(#,##0) "kr"', "-5 kr"),
    (-5, "#,##0;[Red]#,##0", "-5"),
    (7, "[$kr-414] #,##0", "kr 7"),
    (0, '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-', "0"),
    (1, '"Ja";;"Nei"', "Ja"),
    (0, '"Ja";;"Nei"', "Nei"),
    (12500, '[<1000]0;[<1000000]0.0," k";0.0,," M"', "12,5 k"),
    (0.75, "# ?/?", "0,75"),
    (12000, "0.00E+00", "12000"),
    (12, ";;;", "12"),
    (12, 'General" stk"', "12 stk"),
]
VALUES = [(value, code, text) for value, code, text in VALUES if text is not None]
ADDRESS = "https://example.org/sak?nr=1"


class Made:
    """A random sheet: what stands where, and what a reader must find."""

    def __init__(self, chance):
        self.rows_above, self.columns_before = chance.choice([0, 0, 1, 3]), chance.choice([0, 1, 2])
        self.cells, self.merges, self.hidden, self.links = {}, [], [], {}
        height, width = chance.randint(1, 9), chance.randint(1, 6)
        blank_rows = {n for n in range(height) if chance.random() < 0.2}
        for down in set(range(height)) - blank_rows:
            for across in range(width):
                if chance.random() < 0.7:
                    place = (self.rows_above + down + 1, self.columns_before + across)
                    self.cells[place] = chance.choice(VALUES)
                    if isinstance(self.cells[place][0], str) and chance.random() < 0.3:
                        self.links[place] = ADDRESS
        # What is formatted and empty, far outside the table, is nothing.
        self.formatted = [(5_000, 300), (1, 400)] if chance.random() < 0.5 else []
        for _time in range(chance.randint(0, 2)):
            self._merge(chance)
        self.hidden = sorted({n for n, _ in self.cells if chance.random() < 0.2})

    def _merge(self, chance):
        if not self.cells:
            return
        top, left = chance.choice(sorted(self.cells))
        area = (top, left, top + chance.randint(0, 2), left + chance.randint(0, 1))
        covered = set(places(area))
        if len(covered) < 2 or any(covered & set(places(other)) for other in self.merges):
            return
        self.merges.append(area)
        for place in covered - {(top, left)}:
            self.cells.pop(place, None)
            self.links.pop(place, None)

    def expected(self):
        """Return row number → the texts of its columns."""
        found = {}
        for (number, position), (_value, _code, text) in self.cells.items():
            found.setdefault(number, {})[position] = text
        last = max(found, default=0)
        for top, left, bottom, _right in self.merges:
            for number in range(top + 1, min(bottom, last) + 1):
                found.setdefault(number, {})[left] = found[top][left]
        return {
            number: [cells.get(position, "") for position in range(max(cells) + 1)]
            for number, cells in sorted(found.items())
        }

    def expected_links(self):
        links = dict(self.links)
        last = max((number for number, _ in self.cells), default=0)
        for top, left, bottom, _right in self.merges:
            if (top, left) in self.links:
                downwards = range(top, min(bottom, last) + 1)
                links |= {(number, left): ADDRESS for number in downwards}
        return links


def places(area):
    top, left, bottom, right = area
    return [(n, p) for n in range(top, bottom + 1) for p in range(left, right + 1)]


def by_openpyxl(made):
    book = openpyxl.Workbook()
    sheet = book.active
    for (number, position), (value, code, _text) in made.cells.items():
        cell = sheet.cell(number, position + 1, value)
        cell.number_format = code or cell.number_format
        if (number, position) in made.links:
            cell.hyperlink = made.links[number, position]
    for number, position in made.formatted:
        sheet.cell(number, position).number_format = "0.00"
    for top, left, bottom, right in made.merges:
        sheet.merge_cells(
            start_row=top, start_column=left + 1, end_row=bottom, end_column=right + 1
        )
    for number in made.hidden:
        sheet.row_dimensions[number].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_xlsxwriter(made):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    areas = {area[:2]: area for area in made.merges}
    formats = {}
    for (number, position), (value, code, _text) in made.cells.items():
        form = formats.setdefault(code, book.add_format({"num_format": code} if code else {}))
        if area := areas.get((number, position)):
            sheet.merge_range(area[0] - 1, area[1], area[2] - 1, area[3], "", form)
        if (number, position) in made.links:
            sheet.write_url(number - 1, position, made.links[number, position], form, value)
        elif isinstance(value, str):
            sheet.write_string(number - 1, position, value, form)
        else:
            sheet.write(number - 1, position, value, form)
    for number, position in made.formatted:
        sheet.write_blank(number - 1, position - 1, None, book.add_format({"num_format": "0.00"}))
    for number in made.hidden:
        sheet.set_row(number - 1, None, None, {"hidden": True})
    book.close()
    return out.getvalue()


@pytest.mark.randomised
@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_a_workbook_reads_back_cell_by_cell_as_it_was_written(write, dice):
    for _round in range(amount(short=60, thorough=1500)):
        made = Made(dice)

        book = Workbook(write(made), LIMITS)
        sheet = book.sheet(book.visible[0])

        assert dict(sheet.rows) == made.expected()
        assert sheet.links == made.expected_links()
        assert sheet.hidden_rows == made.hidden
        assert sheet.errors == {}


def test_blank_rows_above_the_header_shift_nothing():
    book = openpyxl.Workbook()
    sheet = book.active
    for position, name in enumerate(["Nr", "Tittel", "Enhet", "Om", "Start"], 1):
        sheet.cell(2, position, name)
    for number in range(3, 7):
        for position, text in enumerate([number, f"Sak {number}", "Helse", f"Om {number}"], 1):
            sheet.cell(number, position, text)
        sheet.cell(number, 5, dt.date(2022, 3, number)).number_format = "dd.mm.yyyy"
    sheet.cell(5, 5).number_format = "yyyy"
    sheet.merge_cells("D5:D6")
    sheet["B6"] = "#N/A"
    sheet["B6"].data_type = "e"

    read = table(saved(book))

    assert (read.header_row, read.errors) == (2, {(6, 1): "#N/A"})
    assert read.rows == [
        (3, ["3", "Sak 3", "Helse", "Om 3", "2022-03-03"]),
        (4, ["4", "Sak 4", "Helse", "Om 4", "2022-03-04"]),
        (5, ["5", "Sak 5", "Helse", "Om 5", "2022"]),
        (6, ["6", "#N/A", "Helse", "Om 5", "2022-03-06"]),
    ]


def test_an_empty_cell_with_a_format_far_outside_the_table_is_nothing():
    book = openpyxl.Workbook()
    for row in (["Tittel", "Enhet"], ["A", "Helse"]):
        book.active.append(row)
    book.active["XFD1048576"].number_format = "0.00"

    read = table(saved(book), limits=Limits(memory_bytes=100 * MEGABYTE))

    assert read.rows == [(2, ["A", "Helse"])]


@pytest.mark.parametrize(
    ("place", "code", "params"),
    [
        ("XFD3", "too_many_columns", {"row": 3, "most": 500}),
        ("A1048576", None, {}),
    ],
)
def test_a_value_far_outside_the_table_is_named_as_what_it_is(place, code, params):
    book = openpyxl.Workbook()
    for row in (["Tittel", "Enhet"], ["A", "Helse"]):
        book.active.append(row)
    book.active[place] = "langt borte"

    if code is None:
        assert table(saved(book)).rows[-1] == (1_048_576, ["langt borte"])
        return
    with pytest.raises(FileRefused) as refused:
        table(saved(book))
    assert (refused.value.code, refused.value.params) == (code, params)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(memory_bytes=60 * MEGABYTE), "too_heavy"),
        (Limits(cpu_seconds=1), "too_slow"),
    ],
)
def test_what_ends_the_parser_is_the_reason_that_is_given(limits, code):
    content = "Tittel;Enhet;Om\n" + f"Sak;Helse;{'æ;' * 45}\n" * 90_000

    with pytest.raises(FileRefused) as refused:
        reading.read_table(content.encode(), limits=limits)

    assert refused.value.code == code


@pytest.mark.parametrize(
    "row", ["<row><c><v>1</v></c></row>", f"<row>{'<c><v>2</v></c>' * 12}</row>"]
)
def test_a_workbook_of_a_million_rows_is_refused_within_three_seconds(row):
    content = with_sheet(f"<sheetData>{row * 1_000_000}</sheetData>")
    begun = time.monotonic()

    with pytest.raises(FileRefused) as refused:
        reading.survey(content, limits=LIMITS)

    assert (refused.value.code, refused.value.params) == ("too_many_rows", {"most": 100_000})
    assert time.monotonic() - begun < 3


def test_rows_that_are_only_formatted_do_not_count():
    filled = '<row r="300000"><c t="inlineStr"><is><t>Tittel</t></is></c></row>'
    rows = "<row/>" * 150_000 + '<row><c s="0"/><c t="str"><f>A1</f><v></v></c></row>' * 100_000

    survey = reading.survey(with_sheet(f"<sheetData>{rows}{filled}</sheetData>"), limits=LIMITS)

    assert [(sheet["rows"], sheet["header_row"]) for sheet in survey["sheets"]] == [(1, 300_000)]


def with_sheet(data):
    """A workbook whose sheet has this XML."""
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(openpyxl.Workbook()))) as book,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        for name in book.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            xml = f'<worksheet xmlns="{namespace}">{data}</worksheet>'
            made.writestr(name, xml if is_sheet else book.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", Shown.NUMBER), ("0.00E+00", Shown.NUMBER), ('0" dager"', Shown.NUMBER),
        ("[Red]0.00;[Blue]-0.00", Shown.NUMBER), ("@", Shown.NUMBER), ("# ?/?", Shown.NUMBER),
        ("yyyy", Shown.YEAR), ("[$-414]mmmm yyyy", Shown.MONTH), ("dd.mm.yyyy", Shown.DAY),
        ("d/m/yyyy h:mm AM/PM", Shown.MOMENT), ("h:mm AM/PM", Shown.TIME), ("mm:ss", Shown.TIME),
        ("[h]:mm:ss", Shown.DURATION), (r"yyyy\-mm\-dd;@", Shown.DAY),
    ],
)  # fmt: skip
def test_a_number_format_says_how_much_of_a_date_is_shown(code, shown):
    assert shown_by(code) == shown


def test_the_days_of_1904_and_of_1900_count_from_their_own_first_day():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Tittel", "Start"])
    sheet.write(1, 0, "A")
    sheet.write_datetime(1, 1, DAY, book.add_format({"num_format": "dd.mm.yyyy"}))
    book.close()

    assert table(out.getvalue()).rows == [(2, ["A", "2022-03-05"])]


def test_hidden_rows_and_columns_are_read_and_named():
    book = openpyxl.Workbook()
    for row in (["Tittel", "Enhet", "Om"], ["A", "Helse", "x"], ["B", "Helse", "y"]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["C"].hidden = True

    read = table(saved(book))

    assert read.notices == [
        ("hidden_rows", {"count": 1, "cells": "3"}),
        ("hidden_columns", {"count": 1, "cells": "C"}),
    ]
    assert [number for number, _cells in read.rows] == [2, 3]


def test_signs_that_xml_cannot_hold_are_read_as_excel_shows_them():
    book = openpyxl.Workbook()
    for row in (["Tittel", "Enhet"], ["en_x000A_to", "_x005F_x000A_"]):
        book.active.append(row)

    assert table(saved(book)).rows == [(2, ["en\nto", "_x000A_"])]


def test_a_text_is_cleaned_alike_whoever_wrote_it():
    assert clean("a\u030a") == "å"


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(content, limits=LIMITS):
    return reading.read_table(content, limits=limits)
