"""Lines of CSV files, without a database."""

import csv
from decimal import Decimal

import pytest
from django.db import connection

from accounts.text.formulas import guard, guarded_sql
from portfolio.files.csv import MACHINE, NORWEGIAN, csv_line, csv_of_rows


def test_norwegian_line_has_semicolons_decimal_commas_and_windows_line_breaks():
    line = csv_line(["Ærfugl", 1.5, Decimal("2.50"), 3, None], NORWEGIAN)

    assert line == "Ærfugl;1,5;2,50;3;\r\n".encode()


def test_machine_line_has_commas_decimal_points_and_line_feeds():
    line = csv_line(["a,b", 'c"d', "e\nf", 1.5], MACHINE)

    assert line == b'"a,b","c""d","e\nf",1.5\n'


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠", "﹦", "﹢", "﹫"]
)
def test_text_that_a_spreadsheet_would_calculate_is_guarded(start):
    assert csv_line([f"{start}1+1"], MACHINE).decode().startswith(f"'{start}")


@pytest.mark.parametrize(
    "text",
    [
        *(";=1+1", " =1+1", '"=1', "'=1", ",+47", "\xa0=1", "\ufeff=1", ";;;@SUM(A1)", "|-1"),
        *(f"{blank}=1" for blank in "\u200b\u2060\u00ad\u2003\u3000\u202f\v\x85"),
    ],
)
def test_text_that_begins_with_signs_before_a_formula_is_guarded(text):
    for dialect in (MACHINE, NORWEGIAN):
        line = csv_line([text], dialect).decode()
        assert next(csv.reader([line], delimiter=dialect.delimiter))[0].startswith("'")


@pytest.mark.parametrize(
    "text",
    [
        *(";=1+1", "a;=1+1", "a,=1+1", "a\t=1", "a|=1", "a;@b;-1,+c"),
        *("a;=-2+3", "a;=$A$1", "a;-(1)", "a;+$A$1", "a;@Å", "a;={1}", 'a;="x"'),
    ],
)
def test_no_cell_is_a_formula_whatever_separator_the_reader_takes(text):
    for dialect in (MACHINE, NORWEGIAN):
        for separator in ";,\t|":
            line = csv_line(["x,y", text, "z;æ"], dialect).decode()
            cells = next(csv.reader([line], delimiter=separator))
            assert [cell for cell in cells if cell.startswith(tuple("=+-@"))] == []


@pytest.mark.parametrize(
    "text", ["Ærfugl", "a=1", "47-12", "e@post.example", "«=1»", "kr 100,-", "kr 100,-.", "a, -5 %"]
)
def test_other_text_is_as_it_was_written(text):
    assert csv_line([text], NORWEGIAN).decode() == f"{text}\r\n"
    assert guard(text) == text


def test_number_below_zero_is_a_number_and_needs_no_guard():
    assert csv_line([-1, Decimal("-2.5"), -3.5], NORWEGIAN) == b"-1;-2,5;-3,5\r\n"


def test_norwegian_file_begins_with_the_mark_that_excel_looks_for():
    norwegian, machine = (
        b"".join(csv_of_rows(["Nr"], [[1], [2]], dialect)) for dialect in (NORWEGIAN, MACHINE)
    )

    assert norwegian == b"\xef\xbb\xbfNr\r\n1\r\n2\r\n"
    assert machine == b"Nr\n1\n2\n"


@pytest.mark.parametrize("text", ["", "a=1", "1-2", "; og så", "’="])
def test_what_is_no_formula_stays_as_it_is(text):
    assert guard(text) == text


@pytest.mark.django_db
def test_the_database_guards_the_same_texts():
    texts = ["=1", ";=1", " ＋1", "\t1", "a=1", "", "|@", ", -1", "1;=1"]
    texts += ["a;=-2", "a; =1", "a,-.", "\u200b=1", "\v=1", "\x85=1", "﹦1", "a;@Å", "a,- b"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {guarded_sql('word')} FROM unnest(%s::text[]) AS one (word)",  # noqa: S608
            [texts],
        )
        guarded = [text for (text,) in cursor.fetchall()]

    assert guarded == [guard(text) for text in texts]
