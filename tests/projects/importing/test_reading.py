import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.text import numbers
from projects.importing import reading, sniffing
from projects.importing.limits import MEGABYTE, FileRefused, Limits
from projects.importing.tables import clean, read_csv

LIMITS = Limits()
MOMENT = dt.datetime.fromisoformat("2022-03-05T12:30")


def table(content, limits=LIMITS, **options):
    if isinstance(content, openpyxl.Workbook):
        content = saved(content)
    return reading.read_table(content, limits=limits, **options)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(content, limits=LIMITS, **options):
    with pytest.raises(FileRefused) as refused:
        reading.read_table(content, limits=limits, **options)
    return refused.value.code


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


TEXT = "Nr;Tittel;Beløp\r\n1;Ærfugl på Åmot;1,5\r\n2;Øst;2,5\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_norwegian_letters_and_decimal_commas_survive_every_encoding(encoding):
    read = table(TEXT.encode(encoding))

    assert [column.name for column in read.columns] == ["Nr", "Tittel", "Beløp"]
    assert read.rows == [(2, ["1", "Ærfugl på Åmot", "1,5"]), (3, ["2", "Øst", "2,5"])]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiter_is_found(delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(
        [["Nr", "Tittel", "Om"], ["1", "En, to; tre", "a|b"], ["2", "Fire", "1,5"]]
    )

    read = table(out.getvalue().encode())

    assert read.read_as["delimiter"] == delimiter
    assert read.rows == [(2, ["1", "En, to; tre", "a|b"]), (3, ["2", "Fire", "1,5"])]


def test_line_breaks_in_quotes_stay_and_empty_lines_keep_the_row_numbers():
    read = table(b'Nr,Tittel\r\n1,"To\r\nlinjer"\r\n\r\n3,Tre\r\n\r\n')

    assert read.rows == [(2, ["1", "To\nlinjer"]), (4, ["3", "Tre"])]


def test_excels_separator_line_is_obeyed_and_is_no_row_as_in_excel():
    read = table(b"sep=|\r\nNr|Tittel\r\n1|En;to;tre\r\n")

    assert (read.header_row, read.rows) == (1, [(2, ["1", "En;to;tre"])])
    with pytest.raises(FileRefused) as refused:
        table(b'sep=;\nNr;Tittel\n1;"En\n2;To\n')
    assert refused.value.params["row"] == 2


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_row():
    with pytest.raises(FileRefused) as refused:
        table(b'Nr;Tittel\n1;"En\n2;To\n')

    assert (refused.value.code, refused.value.params["row"]) == ("quotation_marks", 2)


def test_equal_and_empty_headers_get_names_of_their_own():
    names = sniffing.column_names(
        ["Status", "", "Status", "Status (2)", "Status", " a\n b "], width=7
    )

    assert names == [
        "Status", "Column 2", "Status (3)", "Status (2)", "Status (4)", "a b", "Column 7",
    ]  # fmt: skip


def test_nine_equal_headers_are_all_offered():
    read = table(("Verdi;" * 9).strip(";").encode() + b"\n1;2;3;4;5;6;7;8;9\n")

    assert [column.name for column in read.columns] == [
        "Verdi",
        *(f"Verdi ({number})" for number in range(2, 10)),
    ]


def make_portfolio_book():
    """Two title rows, a header merged over two rows, merged units, a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Portefølje"
    sheet["A1"] = "Innovasjonsportefølje 2024"
    sheet.merge_cells("A1:E1")
    sheet["A2"] = "Oppdatert i mars"
    for column, heading in enumerate(["Nr", "Prosjekt", "Enhet", "Start", "Ferdig"], 1):
        sheet.cell(4, column, heading)
    for row in range(5, 9):
        sheet.cell(row, 1, row - 4)
        sheet.cell(row, 2, f"Prosjekt {row - 4}")
        sheet.cell(row, 4, dt.date(2022, 3, row))
    sheet["C5"] = "Helse"
    sheet.merge_cells("C5:C7")
    sheet["C8"] = "Oppvekst"
    hidden = book.create_sheet("Lønn")
    hidden["A1"] = "hemmelig"
    hidden.sheet_state = "hidden"
    return book


def test_title_rows_are_passed_over_and_merged_cells_fill_downwards():
    read = table(make_portfolio_book())

    assert (read.sheet, read.header_row) == ("Portefølje", 4)
    assert [column.name for column in read.columns] == [
        "Nr",
        "Prosjekt",
        "Enhet",
        "Start",
        "Ferdig",
    ]
    assert [cells[:4] for _, cells in read.rows] == [
        ["1", "Prosjekt 1", "Helse", "2022-03-05"],
        ["2", "Prosjekt 2", "Helse", "2022-03-06"],
        ["3", "Prosjekt 3", "Helse", "2022-03-07"],
        ["4", "Prosjekt 4", "Oppvekst", "2022-03-08"],
    ]
    assert read.notices == [
        ("merged_down", {"count": 1, "cells": "C5:C7"}),
        ("merged_across", {"count": 1, "cells": "A1:E1"}),
    ]


def test_a_header_merged_over_two_rows_is_read_at_its_lower_row():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Prosjekt", "Enhet", "Tid", None])
    sheet.append([None, None, "Start", "Slutt"])
    sheet.append(["A", "Helse", "2022", "2023"])
    for cells in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(cells)

    read = table(book)

    assert read.header_row == 2
    assert [column.name for column in read.columns] == ["Prosjekt", "Enhet", "Start", "Slutt"]


def test_a_formula_that_nobody_has_calculated_is_reported():
    book = openpyxl.Workbook()
    book.active.append(["Tittel", "Enhet"])
    book.active.append(["A", '="Hel" & "se"'])

    read = table(book)

    assert (read.errors, read.rows) == ({(2, 1): "formula"}, [(2, ["A", "=…"])])


def test_a_row_that_is_cut_apart_in_the_wrong_place_is_reported():
    read = table(b"Nr;Tittel\n1;En\n2;To; og tre\n3;Fire\n")

    assert read.errors == {(3, reading.EXTRA_CELLS): "og tre"}


def test_a_last_column_without_a_header_is_a_column():
    read = table(b"Nr;Tittel\n1;En;x\n2;To;y\n")

    assert [column.name for column in read.columns] == ["Nr", "Tittel", "Column 3"]
    assert read.errors == {}


def test_hidden_sheets_are_told_of_and_not_read():
    survey = reading.survey(saved(make_portfolio_book()), limits=LIMITS)

    assert [sheet["name"] for sheet in survey["sheets"]] == ["Portefølje"]
    assert survey["hidden"] == ["Lønn"]
    assert refusal(saved(make_portfolio_book()), sheet="Lønn") == "hidden_sheet"
    assert refusal(saved(make_portfolio_book()), sheet="Ark1") == "no_such_sheet"


def test_typed_cells_become_the_text_a_person_sees():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Hva", "Verdi", "Fri"])
    values = [12, 12.0, 1.5, True, MOMENT, "  to\u00a0ord "]
    for value in values:
        sheet.append(["tekst", value, "x"])
    for shown in ("yyyy", "mmm yyyy", 'yyyy" år"'):
        sheet.append(["tekst", dt.date(2022, 3, 5), "x"])
        sheet.cell(sheet.max_row, 2).number_format = shown

    read = table(book)

    assert [cells[1] for _, cells in read.rows] == [
        "12", "12", "1,5", "TRUE", "2022-03-05 12:30", "to ord", "2022", "2022-03", "2022",
    ]  # fmt: skip


@pytest.mark.parametrize("value", [1.234, -12.345, 999.999, 1234.567, 0.125, 1234, 1.5])
def test_a_number_of_a_cell_is_read_as_that_number(value):
    book = openpyxl.Workbook()
    book.active.append(["Tittel", "Verdi"])
    book.active.append(["A", value])

    ((_row, cells),) = table(book).rows

    assert numbers.read_number(cells[1], decimals=3, digits=13) == Decimal(str(value))


@pytest.mark.parametrize("text", ["\u3164", "\u2800 \u200d", "\u0301", "\U000e0061"])
def test_a_cell_that_shows_nothing_is_empty(text):
    assert clean(text) == ""


def test_error_cells_and_control_characters_are_reported():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Tittel", "Enhet"])
    sheet.append(["A", "#N/A"])
    sheet["B2"].data_type = "e"

    assert table(book).errors == {(2, 1): "#N/A"}
    assert table(b"Tittel;Enhet\nA;B\x07C\n").errors == {(2, 1): "control_character"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf\r\n", "empty_file"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"<html><table><tr><td>1", "web_page"),
        (b'<?xml version="1.0"?><Workbook/>', "xml"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        (b"PK\x03\x04 and no more", "damaged"),
        (zipped(mimetype="x", content_xml="<x/>"), "open_document"),
        (zipped(word__document_xml="<x/>"), "document"),
        (zipped(xl__workbook_bin="x"), "binary_workbook"),
        (zipped(readme_txt="x"), "archive"),
        (zipped(xl__workbook_xml="<x/>"), "damaged"),
        (b"a;b\n1;\x00\x00\x00\n", "binary"),
        (b"a;b\n1;\x81\x8d\xff\n", "undecodable"),
        (b"Tittel;Enhet\n", "no_rows"),
    ],
)
def test_what_is_no_table_is_refused_by_its_content(content, code):
    assert refusal(content) == code


def test_a_bomb_is_refused_by_what_it_declares():
    bomb = zipped(xl__workbook_xml="<x/>", xl__worksheets__sheet1_xml=b"0" * 106_000_000)

    assert len(bomb) < 200_000
    assert refusal(bomb) == "unpacks_too_big"


def test_a_cell_far_outside_the_table_takes_no_memory_for_what_is_between():
    book = openpyxl.Workbook()
    book.active["A1"] = "Tittel"
    book.active.cell(40_000, 400, "langt borte")

    read = table(book, limits=Limits(memory_bytes=100 * MEGABYTE))

    assert read.rows == [(40_000, [*[""] * 399, "langt borte"])]


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file_bytes=20), "too_big"),
        (Limits(rows=1), "too_many_rows"),
        (Limits(columns=2), "too_many_columns"),
        (Limits(cells=8), "too_many_cells"),
        (Limits(cell_characters=10), "cell_too_long"),
        (Limits(text_characters=20), "too_much_text"),
        (Limits(wall_seconds=0.001), "too_slow"),
    ],
)
def test_each_limit_is_held(limits, code):
    assert refusal(TEXT.encode(), limits=limits) == code


CELLS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from([";", ",", "\t", "|"]),
)
def test_a_csv_file_reads_back_as_it_was_written(rows, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)

    sheet = read_csv(out.getvalue(), delimiter=delimiter, limits=LIMITS)

    read = dict(sheet.rows)
    assert [read.get(number, []) for number in range(1, len(rows) + 1)] == [
        without_empty_end([clean(cell) for cell in row]) for row in rows
    ]


def without_empty_end(cells):
    return cells[: max((n for n, cell in enumerate(cells, 1) if cell), default=0)]


@given(CELLS)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
