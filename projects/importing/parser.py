"""The parser process: file on standard input, JSON lines on standard output. No Django here.

Started by ``reading`` as ``python -m projects.importing.parser '<request>'``. Whatever goes wrong
here, including the crash of a library, ends this process only.
"""

import json
import sys

from projects.importing import sniffing
from projects.importing.limits import MEGABYTE, FileRefused, Limits, apply_limits
from projects.importing.tables import Sheet, address_or_text, looks_like_address, read_csv
from projects.importing.workbooks import Workbook

EXTRA_CELLS = -1  # as in reading
OUT_OF_MEMORY = 3  # exit code, as in reading
PREVIEW_ROWS = 30
SAMPLE_LENGTH, SAMPLE_COUNT = 120, 4  # characters, cells
MOST_DISTINCT = 2_000


def survey(book) -> dict:
    """Describe every sheet that can be chosen: size, first rows, guessed header row.

    Raises FileRefused where none of several sheets, or the only one, can be read.
    """
    sheets, refusals = [], []
    for name in book.visible:
        try:
            sheet = book.sheet(name)
            sheets.append(_described(sheet))
        except FileRefused as error:
            refusals.append(error)
            sheets.append({"name": name, "refused": {"code": error.code, "params": error.params}})
    if refusals and len(refusals) == len(sheets):
        raise refusals[0]
    return {"sheets": sheets, "hidden": book.hidden, **book.read_as}


def _described(sheet: Sheet) -> dict:
    return {
        "name": sheet.name,
        "rows": len(sheet.rows),
        "width": sheet.width,
        "header_row": sniffing.header_row(sheet.rows, sheet.merged_down),
        "first_rows": sheet.rows[:PREVIEW_ROWS],
        "notices": sheet.notices,
    }


def table(book, name: str, header_row: int) -> tuple[dict, list]:
    """Return the named columns, and the rows below the header with their numbers."""
    name = name or _only_or_first(book)
    sheet = book.sheet(name)
    header_row = header_row or sniffing.header_row(sheet.rows, sheet.merged_down)
    header = next((cells for number, cells in sheet.rows if number == header_row), None)
    if header is None:
        raise FileRefused("no_such_row", row=header_row)
    below = [(number, cells) for number, cells in sheet.rows if number > header_row]
    if not below:
        raise FileRefused("no_rows", row=header_row)
    if len(below) > book.limits.rows:
        raise FileRefused("too_many_rows", most=book.limits.rows)
    width = max(len(header), *(len(cells) for _, cells in below))
    wide = [(number, cells) for number, cells in below if len(cells) > len(header)]
    if book.read_as["kind"] == "csv" and len(wide) < len(below) / 2:
        # Where only a few rows are wider than the header, they were split in the wrong place.
        for number, cells in wide:
            sheet.errors[number, EXTRA_CELLS] = " | ".join(cells[len(header) :])
    names = sniffing.column_names(header, width=width)
    filled = {position for _, cells in below for position, cell in enumerate(cells) if cell}
    head = {
        "sheet": name,
        "header_row": header_row,
        "columns": [
            {"position": position, "name": column, "letter": sniffing.letter(position)}
            for position, column in enumerate(names)
            if position in filled or (position < len(header) and header[position])
        ],
        "errors": _marks_below(header_row, sheet.errors),
        "links": _marks_below(header_row, sheet.links),
        "notices": sheet.notices,
        **book.read_as,
    }
    return head, below


def _marks_below(header_row, marks):
    return [[*place, mark] for place, mark in marks.items() if place[0] > header_row]


def columns(book, name: str, header_row: int) -> dict:
    """Describe the named columns by their values; returns no rows."""
    head, below = table(book, name, header_row)
    links = {(number, position): address for number, position, address in head["links"]}
    for column in head["columns"]:
        position = column["position"]
        texts = [cells[position] for _, cells in below if position < len(cells)]
        texts = [text for text in texts if text]
        column["filled"] = len(texts)
        column["samples"] = [
            text if len(text) <= SAMPLE_LENGTH else f"{text[:SAMPLE_LENGTH]} …"
            for text in list(dict.fromkeys(texts))[:SAMPLE_COUNT]
        ]
        leads = sum(
            looks_like_address(address_or_text(cells[position], links.get((number, position))))
            for number, cells in below
            if position < len(cells)
        )
        column["links"] = bool(texts) and leads >= 0.8 * len(texts)
        numbers = [text for text in texts if text.isascii() and text.isdigit()]
        column["is_full"] = len(texts) == len(below)
        column["is_distinct"] = len(set(texts)) == len(texts)
        column["distinct_numbers"] = len(set(numbers)) == len(below) == len(texts)
    head["rows"] = len(below)
    del head["errors"], head["links"]
    return head


def distinct(
    book, name: str, header_row: int, groups: dict[str, list[int]], linked: list[str]
) -> dict:
    """Return, for each group of columns, its distinct texts as [text, rows, first row].

    The texts of a group in one row are joined as the mapping joins them. Of the groups in
    ``linked`` a cell gives the address that it leads to.
    """
    head, below = table(book, name, header_row)
    links = {(number, position): address for number, position, address in head["links"]}
    found: dict[str, dict[str, list[int]]] = {group: {} for group in groups}
    for number, cells in below:
        for group, positions in groups.items():
            texts = [cells[p] if p < len(cells) else "" for p in positions]
            if group in linked:
                pairs = zip(positions, texts, strict=True)
                texts = [address_or_text(text, links.get((number, p))) for p, text in pairs]
            text = " | ".join(texts) if any(texts) else ""
            counts = found[group]
            if text in counts:
                counts[text][0] += 1
            elif len(counts) < MOST_DISTINCT:
                counts[text] = [1, number]
    return {
        group: [[text, count, first] for text, (count, first) in counts.items()]
        for group, counts in found.items()
    }


def _only_or_first(book):
    if not book.visible:
        raise FileRefused("no_visible_sheet")
    return book.visible[0]


class TextFile:
    """A CSV file as a book of one sheet without a name."""

    def __init__(self, content: bytes, limits: Limits, *, encoding: str, delimiter: str):
        text, encoding = sniffing.decode(content, encoding)
        delimiter = delimiter or sniffing.delimiter(text)
        if delimiter not in sniffing.DELIMITERS:
            raise FileRefused("unknown_delimiter", delimiter=delimiter)
        self.visible, self.hidden = [""], []
        self.read_as = {"kind": "csv", "encoding": encoding, "delimiter": delimiter}
        self.limits = limits
        self._sheet = read_csv(text, delimiter=delimiter, limits=limits)

    def sheet(self, name: str) -> Sheet:
        if name:
            raise FileRefused("csv_has_no_sheets", sheet=name)
        return self._sheet


def open_book(content: bytes, limits: Limits, *, encoding: str = "", delimiter: str = ""):
    if len(content) > limits.file_bytes:
        raise FileRefused("too_big", most=limits.file_bytes // MEGABYTE)
    if sniffing.kind(content) == "zip":
        return Workbook(content, limits)
    return TextFile(content, limits, encoding=encoding, delimiter=delimiter)


def answer(request: dict, content: bytes) -> tuple[dict, list]:
    """Return what is asked of the file, as a first line and further ones. Raises FileRefused."""
    limits = Limits(**request["limits"])
    encoding, delimiter = request["encoding"], request["delimiter"]
    book = open_book(content, limits, encoding=encoding, delimiter=delimiter)
    place = (request.get("sheet", ""), request.get("header_row", 0))
    if request["action"] == "survey":
        return survey(book), []
    if request["action"] == "columns":
        return columns(book, *place), []
    if request["action"] == "distinct":
        return distinct(book, *place, request["groups"], request["linked"]), []
    return table(book, *place)


def main():
    request = json.loads(sys.argv[1])
    apply_limits(Limits(**request["limits"]))
    write = sys.stdout.write
    try:
        head, rows = answer(request, sys.stdin.buffer.read())
        write(json.dumps(head) + "\n")
        for row in rows:
            write(json.dumps(row) + "\n")
    except FileRefused as error:
        write(json.dumps({"refused": {"code": error.code, "params": error.params}}) + "\n")
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    main()
