"""A sheet as rows of clean text, and reading one from CSV. No Django here."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, field

from accounts.text.invisible import NOTHING_VISIBLE
from projects.importing.limits import FileRefused, Limits

MAX_TITLE_ROWS = 50  # title rows and the header, above the table
LINE_BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
SPACES = re.compile(r"[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass
class Sheet:
    """The rows that are not empty, each with its number as the person sees it (from 1)."""

    name: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    # (row number, column position from 0) → what is in the cell instead of a value
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged_down: dict[int, int] = field(default_factory=dict)  # top row → bottom row of a merge
    # (row number, column position) → the address that the cell leads to
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    notices: list[tuple[str, dict]] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max((len(cells) for _, cells in self.rows), default=0)


def clean(text: str) -> str:
    """Trim, and normalise spaces, line breaks and letters. Nothing visible is lost."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = LINE_BREAKS.sub("\n", text)
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", SPACES.sub(" ", text))).strip()
    return "" if NOTHING_VISIBLE.fullmatch(text) else text


def looks_like_address(text: str) -> bool:
    """Whether the text begins as a web address does."""
    return text.lower().startswith(("http://", "https://", "www."))


def address_or_text(text: str, address: str | None) -> str:
    """Return the web address that a cell leads to, unless its text is one or it leads nowhere."""
    if not text or not address or looks_like_address(text):
        return text
    return address if looks_like_address(address) else text


class LimitCounter:
    """Counts what is read. Raises FileRefused at the first limit that is exceeded."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.rows = self.cells = self.characters = 0

    def count_row(self, number: int, cells: list[str]):
        self.rows += 1
        self.cells += len(cells)
        self.characters += sum(map(len, cells))
        limits = self.limits
        if self.rows > limits.rows + MAX_TITLE_ROWS:
            raise FileRefused("too_many_rows", most=limits.rows)
        if len(cells) > limits.columns:
            raise FileRefused("too_many_columns", row=number, most=limits.columns)
        if self.cells > limits.cells:
            raise FileRefused("too_many_cells", most=limits.cells)
        if self.characters > limits.text_characters:
            raise FileRefused("too_much_text", most=limits.text_characters)
        if cells and max(map(len, cells)) > limits.cell_characters:
            raise FileRefused("cell_too_long", row=number, most=limits.cell_characters)


def trim(cells: list[str]) -> list[str]:
    """Drop the empty cells at the end of a row."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def add_row(sheet: Sheet, number: int, cells: list[str], counter: LimitCounter):
    """Add the row unless it is empty; mark cells that contain control characters."""
    cells = trim(cells)
    if not cells:
        return
    counter.count_row(number, cells)
    for position, cell in enumerate(cells):
        if not cell.isprintable() and CONTROL.search(cell):
            sheet.errors[number, position] = "control_character"
            cells[position] = CONTROL.sub("\N{REPLACEMENT CHARACTER}", cell)
    sheet.rows.append((number, cells))


def read_csv(text: str, *, delimiter: str, limits: Limits) -> Sheet:
    """Read a CSV text. Raises FileRefused where quotation marks do not pair.

    A first line ``sep=;`` is no row: Excel does not show it.
    """
    text = re.sub(r"\Asep=.\r?\n", "", text)
    sheet = Sheet(name="")
    counter = LimitCounter(limits)
    csv.field_size_limit(limits.cell_characters)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for cells in rows:
            number += 1
            add_row(sheet, number, [clean(cell) for cell in cells], counter)
    except csv.Error as error:
        code = "cell_too_long" if "field limit" in str(error) else "quotation_marks"
        raise FileRefused(code, row=number + 1, most=limits.cell_characters) from error
    return sheet
