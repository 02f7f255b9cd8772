"""Read one sheet of a workbook from its XML, in one pass. No Django here.

Value, format, merge, link, hidden and row number of a cell come from here and nowhere else:
two readers of one sheet disagree on where a cell stands as soon as rows are blank.
"""

import datetime as dt
import re
import zipfile
import zlib
from math import isfinite
from string import ascii_letters
from xml.parsers import expat

from projects.importing.limits import FileRefused, Limits
from projects.importing.number_formats import (
    NOT_SHOWN,
    Shown,
    date_text,
    moment_text,
    number_text,
)
from projects.importing.sniffing import letter
from projects.importing.tables import MAX_TITLE_ROWS, LimitCounter, Sheet, add_row, clean

BLOCK = 1 << 20  # bytes unpacked at a time
MAX_EXAMPLES = 5  # examples in a notice
SHORTEST_ROW = 40  # bytes of a row with a value; a smaller sheet need not be counted
FILLED = re.compile(rb"<(?:\w+:)?[vt](?: [^>]*)?>[^<]")
# Signs that XML cannot hold, as Excel writes them; _x005F_ is the underscore of such a text.
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
TRUE = {"1", "true"}
# What a broken archive raises while it is read.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)


def local(name: str) -> str:
    """Return the name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def unescape(text: str) -> str:
    """Replace what Excel writes for signs that XML cannot hold: ``_x000D_``."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def parse(stream, start, end, text):
    """Parse XML by handlers. Raises FileRefused where it is broken or declares entities."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        while block := stream.read(BLOCK):
            parser.Parse(block)
        parser.Parse(b"", True)  # noqa: FBT003 – takes no names
    except (expat.ExpatError, KeyError, ValueError, *BROKEN) as error:
        raise FileRefused("damaged") from error


def _refuse_doctype(*_declared):
    raise FileRefused("damaged")


def refuse_too_many_rows(stream, limits: Limits, *, most_bytes: int):
    """Raise FileRefused as soon as more rows hold a value than may be imported.

    Much faster than reading them. Looks at no more than ``most_bytes``.
    """
    rows, rest, seen = 0, b"", 0
    while seen < most_bytes and (block := stream.read(BLOCK)):
        seen += len(block)
        *pieces, rest = (rest + block).split(b"row>")  # whatever the prefix
        rows += sum(1 for piece in pieces if FILLED.search(piece))
        if rows > limits.rows + MAX_TITLE_ROWS:
            raise FileRefused("too_many_rows", most=limits.rows)
        rest = rest[-BLOCK:]


class ByLocalName(dict):
    """Actions by the name of an element, whatever its prefix; None where there is none."""

    def __missing__(self, name):
        action = self[name] = self.get(local(name)) if ":" in name else None
        return action


class SheetReader:
    """Takes the events of a sheet's XML, and makes a Sheet of them.

    ``texts`` are the shared texts; ``styles`` says what of a date the format of each style shows,
    ``figures`` how it writes other numbers; ``links`` are the addresses by the id of their
    relationship.
    """

    def __init__(self, limits: Limits, *, texts, styles, figures, links, from_1904):
        self.limits, self.counter = limits, LimitCounter(limits)
        self.texts, self.styles, self.addresses = texts, styles, links
        self.figures, self.from_1904 = figures, from_1904
        self.rows: dict[int, list[str]] = {}
        self.errors: dict[tuple[int, int], str] = {}
        self.links: dict[tuple[int, int], str] = {}
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows, self.hidden_columns = [], []
        self.number, self.position = 0, -1
        self.cells: list[str] = []
        self.is_hidden = self.in_cell = self.is_phonetic = self.has_formula = False
        self.kind = self.style = self.value = ""
        self.parts: list[str] | None = None
        self.starts = ByLocalName(
            {
                "row": self._start_row,
                "c": self._start_cell,
                "v": self._start_text,
                "t": self._start_text,
                "f": self._start_formula,
                "rPh": self._start_phonetic,
                "col": self._column,
                "mergeCell": self._merge,
                "hyperlink": self._link,
            }
        )
        self.ends = ByLocalName(
            {
                "row": self._end_row,
                "c": self._end_cell,
                "v": self._end_text,
                "t": self._end_text,
                "rPh": self._end_phonetic,
            }
        )

    def read(self, stream, name: str) -> Sheet:
        """Return the sheet. Raises FileRefused."""
        parse(stream, self._start, self._end, self._text)
        merged = Merges(self.merges)
        merged.fill(self)
        sheet = Sheet(name, merged_down=merged.merged_down, links=self.links)
        sheet.errors = self.errors
        counter = LimitCounter(self.limits)
        for number in sorted(self.rows):
            add_row(sheet, number, self.rows[number], counter)
        sheet.notices = [*merged.notices(), *self._hidden_notices()]
        sheet.hidden_rows = self.hidden_rows
        return sheet

    # --- The events ----------------------------------------------------------------------

    def _start(self, name, attributes):
        if action := self.starts[name]:
            action(attributes)

    def _end(self, name):
        if action := self.ends[name]:
            action()

    def _text(self, text):
        if self.parts is not None:
            self.parts.append(text)

    def _start_row(self, attributes):
        number = int(attributes["r"]) if "r" in attributes else self.number + 1
        if number <= self.number:
            raise FileRefused("damaged")
        self.number, self.position, self.cells = number, -1, []
        self.is_hidden = attributes.get("hidden") in TRUE

    def _end_row(self):
        if not self.cells:
            return
        self.counter.count_row(self.number, self.cells)
        self.rows[self.number] = self.cells
        if self.is_hidden:
            self.hidden_rows.append(self.number)

    def _start_cell(self, attributes):
        reference = attributes.get("r")
        self.position = column_of(reference) if reference else self.position + 1
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.in_cell, self.has_formula, self.value = True, False, ""

    def _start_text(self, _attributes):
        if self.in_cell and not self.is_phonetic:
            self.parts = []

    def _end_text(self):
        if self.parts is not None:
            self.value += "".join(self.parts)
            self.parts = None

    def _start_formula(self, _attributes):
        self.has_formula = self.in_cell

    def _start_phonetic(self, _attributes):
        self.is_phonetic = True

    def _end_phonetic(self):
        self.is_phonetic = False

    def _end_cell(self):
        self.in_cell = False
        text, error = self._read_value()
        if error:
            self.errors[self.number, self.position] = error
        if not text:
            return
        if self.position >= self.limits.columns:
            raise FileRefused("too_many_columns", row=self.number, most=self.limits.columns)
        put(self.cells, self.position, text)

    def _read_value(self) -> tuple[str, str]:
        """Return the text of the cell, and what is wrong with it."""
        kind, value = self.kind, self.value
        if kind == "s":
            index = int(value) if value.isdecimal() else -1
            if value and not 0 <= index < len(self.texts):
                raise FileRefused("damaged")
            return (self.texts[index] if value else ""), ""
        if kind == "e":
            return value or "#ERROR", value or "#ERROR"
        if not value:
            is_unknown = self.has_formula and kind != "str"
            return ("=…", "formula") if is_unknown else ("", "")
        if kind in {"str", "inlineStr"}:
            return clean(unescape(value)), ""
        if kind == "b":
            return ("TRUE" if value in TRUE else "FALSE"), ""
        text = self._iso_text(value) if kind == "d" else self._number_text(value)
        return text, (text if text == NOT_SHOWN else "")

    def _number_text(self, value):
        try:
            number = float(value)
        except ValueError:
            return clean(value)
        if not isfinite(number):
            return clean(value)
        shown = self.styles.get(self.style, Shown.NUMBER)
        if shown == Shown.NUMBER:
            figure = self.figures.get(self.style)
            return clean(figure.text(number)) if figure else number_text(number)
        return date_text(number, shown, from_1904=self.from_1904)

    def _iso_text(self, value):
        shown = self.styles.get(self.style, Shown.MOMENT)
        shown = Shown.MOMENT if shown == Shown.NUMBER else shown
        try:
            return moment_text(dt.datetime.fromisoformat(value.rstrip("Z")), shown)
        except ValueError:
            return clean(value)

    def _column(self, attributes):
        if attributes.get("hidden") in TRUE:
            self.hidden_columns.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))

    def _merge(self, attributes):
        self.merges.append(area_of(attributes.get("ref", "")))

    def _link(self, attributes):
        by_name = {local(name): value for name, value in attributes.items()}
        address = self.addresses.get(by_name.get("id", ""), "")
        if not address:
            return  # it leads to a place in the workbook
        if place := by_name.get("location"):
            address = f"{address}#{place}"
        top, left, bottom, right = area_of(by_name.get("ref", ""))
        for number in range(top, min(bottom, self.number) + 1):
            filled = range(left, min(right + 1, len(self.rows.get(number, ()))))
            self.links |= {(number, position): address for position in filled}

    def _hidden_notices(self):
        width = max(map(len, self.rows.values()), default=0) if self.hidden_columns else 0
        columns = [
            letter(position)
            for first, last in self.hidden_columns
            for position in range(first, min(last + 1, width))
            if any(position < len(cells) and cells[position] for cells in self.rows.values())
        ]
        for code, names in (("hidden_rows", self.hidden_rows), ("hidden_columns", columns)):
            if names:
                shown = ", ".join(str(name) for name in names[:MAX_EXAMPLES])
                more = " …" if len(names) > MAX_EXAMPLES else ""
                yield code, {"count": len(names), "cells": f"{shown}{more}"}


class Merges:
    """Merged cells: downwards each row gets the value, sideways only the first cell has it."""

    def __init__(self, areas):
        self.areas = areas
        self.merged_down: dict[int, int] = {}
        self.down, self.across = [], []
        for top, left, bottom, right in areas:
            name = f"{letter(left)}{top}:{letter(right)}{bottom}"
            if bottom > top:
                self.down.append(name)
                self.merged_down[top] = max(bottom, self.merged_down.get(top, 0))
            else:
                self.across.append(name)

    def fill(self, reader: SheetReader):
        """Give each row of an area the first cell's value, and the covered cells none. Rows below
        the last one that has something of its own stay blank.
        """
        rows = reader.rows
        last = max(rows, default=0)
        for top, left, bottom, right in self.areas:
            first = rows.get(top, [])
            text = first[left] if left < len(first) else ""
            for number in range(top, min(bottom, last) + 1):
                cells = rows.get(number)
                if cells is None:
                    if not text:
                        continue
                    cells = rows[number] = []
                covered = range(left, min(right + 1, len(cells)))
                cells[left : right + 1] = [""] * len(covered)
                if text:
                    put(cells, left, text)
                if reader.errors or reader.links:
                    _copy_marks(reader, (top, left), number, right)

    def notices(self):
        return [
            (code, {"count": len(names), "cells": ", ".join(names[:MAX_EXAMPLES])})
            for code, names in (("merged_down", self.down), ("merged_across", self.across))
            if names
        ]


def _copy_marks(reader, first, number, right):
    """The error and the link of a merged cell's first one are those of the whole."""
    for marks in (reader.errors, reader.links):
        mark = marks.get(first)
        for position in range(first[1], min(right, reader.limits.columns) + 1):
            if (number, position) != first:
                marks.pop((number, position), None)
        if mark is not None:
            marks[number, first[1]] = mark


def put(cells: list[str], position: int, text: str):
    """Set the cell at the position; the row grows as far as it must."""
    if position >= len(cells):
        cells += [""] * (position + 1 - len(cells))
    cells[position] = text


def column_of(reference: str) -> int:
    """Return the position of the column of ``AB12``, from 0. Raises FileRefused."""
    position = 0
    for sign in reference.replace("$", "").rstrip("0123456789").upper():
        position = position * 26 + ord(sign) - ord("A") + 1
    if not 0 < position <= 1 << 14:
        raise FileRefused("damaged")
    return position - 1


def area_of(reference: str) -> tuple[int, int, int, int]:
    """Return ``B2:C4`` as top, left, bottom and right: rows from 1, columns from 0."""
    corners = []
    for corner in reference.split(":")[:2]:
        digits = corner.replace("$", "").lstrip(ascii_letters)
        if not digits.isdecimal():
            raise FileRefused("damaged")
        corners.append((int(digits), column_of(corner)))
    (top, left), (bottom, right) = corners[0], corners[-1]
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
