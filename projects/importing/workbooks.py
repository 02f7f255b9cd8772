"""Read XLSX as sheets of text, by calamine, with what calamine leaves out. No Django here.

Calamine returns error cells and formulas without a stored result as empty, and dates without their
format. All three matter here: the first two must be reported, and a cell that shows ``2022`` must
stay a year. They are read from the XML of the sheet.
"""

import datetime as dt
import io
import re
import zipfile
from xml.etree import ElementTree as ET

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from projects.importing.limits import MEGABYTE, FileRefused, Limits
from projects.importing.sniffing import letter
from projects.importing.tables import LimitCounter, Sheet, add_row, clean

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MONTH_YEAR = 17  # the built-in number format mmm-yy
MAX_EXAMPLES = 5  # examples in a notice


def check_archive(content: bytes, limits: Limits):
    """Check the directory of the archive before anything is unpacked. Raises FileRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise FileRefused("damaged") from error
    declared = sum(member.file_size for member in members)
    if declared > limits.declared_bytes or len(members) > limits.members:
        raise FileRefused("unpacks_too_big", most=limits.declared_bytes // MEGABYTE)
    names = {member.filename for member in members}
    if "xl/workbook.bin" in names:
        raise FileRefused("binary_workbook")
    if "content.xml" in names and "mimetype" in names:
        raise FileRefused("open_document")
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise FileRefused("document")
    if not any(name.startswith("xl/") for name in names):
        raise FileRefused("archive")


class Workbook:
    """One opened XLSX file; sheets are read one at a time."""

    read_as = {"kind": "xlsx"}

    def __init__(self, content: bytes, limits: Limits):
        check_archive(content, limits)
        self.limits = limits
        self.content = content
        try:
            self.book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        except PasswordError as error:
            raise FileRefused("encrypted") from error
        except CalamineError as error:
            raise FileRefused("damaged") from error
        self.visible = []
        self.hidden = []
        for sheet in self.book.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet:
                shown = sheet.visible == SheetVisibleEnum.Visible
                (self.visible if shown else self.hidden).append(sheet.name)

    def sheet(self, name: str) -> Sheet:
        """Read one visible sheet."""
        if name in self.hidden:
            raise FileRefused("hidden_sheet", sheet=name)
        if name not in self.visible:
            raise FileRefused("no_such_sheet", sheet=name, sheets=", ".join(self.visible))
        try:
            read = self.book.get_sheet_by_name(name)
        except CalamineError as error:
            raise FileRefused("damaged") from error
        if read.total_width > self.limits.columns:
            raise FileRefused("too_many_columns", row=1, most=self.limits.columns)
        marks = Marks(self.content, name)
        merged = Merges(read.merged_cell_ranges or [])
        sheet = Sheet(name, errors=dict(marks.errors), merged_down=merged.merged_down)
        counter = LimitCounter(self.limits)
        first_row, first_column = read.start or (0, 0)
        above: list[str] = []
        for number, values in enumerate(read.iter_rows(), first_row + 1):
            cells = [""] * first_column + [as_text(value) for value in values]
            for position, finest in marks.coarse.get(number, {}).items():
                cells[position] = cells[position][:finest]
            for position in merged.continued.get(number, ()):
                if position < len(cells) and position < len(above):
                    cells[position] = above[position]
            for position in marks.error_positions.get(number, ()):
                cells += [""] * (position + 1 - len(cells))
                shown = marks.errors[number, position]
                cells[position] = "=…" if shown == "formula" else shown
            above = list(cells)
            add_row(sheet, number, cells, counter)
        sheet.notices = merged.notices()
        return sheet


class Merges:
    """Merged cells: downwards each row gets the value, sideways only the first cell has it."""

    def __init__(self, ranges):
        self.merged_down: dict[int, int] = {}
        self.continued: dict[int, list[int]] = {}
        self.down, self.across = [], []
        for (top, left), (bottom, right) in ranges:
            name = f"{letter(left)}{top + 1}:{letter(right)}{bottom + 1}"
            if bottom > top:
                self.down.append(name)
                self.merged_down[top + 1] = max(bottom + 1, self.merged_down.get(top + 1, 0))
                for number in range(top + 2, bottom + 2):
                    self.continued.setdefault(number, []).append(left)
            else:
                self.across.append(name)

    def notices(self):
        return [
            (code, {"count": len(names), "cells": ", ".join(names[:MAX_EXAMPLES])})
            for code, names in (("merged_down", self.down), ("merged_across", self.across))
            if names
        ]


class Marks:
    """Error cells and coarse dates of one sheet, by row number and column position."""

    def __init__(self, content: bytes, name: str):
        self.errors: dict[tuple[int, int], str] = {}
        self.error_positions: dict[int, list[int]] = {}
        self.coarse: dict[int, dict[int, int]] = {}
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            path = _path_of(archive, name)
            if path is None:
                return
            finest = _coarse_styles(archive)
            xml = archive.read(path)
        if finest or re.search(rb"""<f[ >/]|:f[ >/]|t=["']e["']""", xml):
            self._look_through(xml, finest)

    def _look_through(self, xml, finest):
        number = position = 0
        for event, element in ET.iterparse(io.BytesIO(xml), events=("start", "end")):  # noqa: S314 – in a process with memory and CPU limits
            tag = element.tag.removeprefix(MAIN)
            if event == "start" and tag == "row":
                number, position = int(element.get("r") or number + 1), -1
            elif event == "start" and tag == "c":
                position = _position(element.get("r")) if element.get("r") else position + 1
            elif event == "end" and tag == "c":
                self._note(number, position, element, finest)
            elif event == "end" and tag == "row":
                element.clear()

    def _note(self, number, position, cell, finest):
        value = cell.findtext(f"{MAIN}v")
        if cell.get("t") == "e":
            self._mark(number, position, value or "#ERROR")
        elif cell.find(f"{MAIN}f") is not None and not value and cell.get("t") != "str":
            self._mark(number, position, "formula")
        elif cell.get("s") in finest:
            self.coarse.setdefault(number, {})[position] = finest[cell.get("s")]

    def _mark(self, number, position, what):
        self.errors[number, position] = what
        self.error_positions.setdefault(number, []).append(position)


def _path_of(archive, name):
    """Return the path of the sheet of this name, None in a workbook of another structure."""
    try:
        book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 – in a process with limits
        links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 – in a process with limits
    except (KeyError, ET.ParseError):
        return None
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in book.iter(f"{MAIN}sheet"):
        if sheet.get("name") == name:
            target = targets.get(sheet.get(RELATION), "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return path if path in archive.namelist() else None
    return None


def _coarse_styles(archive) -> dict[str, int]:
    """Return which cell styles show a date as a year (4) or a month (7): characters of ISO text."""
    try:
        styles = ET.fromstring(archive.read("xl/styles.xml"))  # noqa: S314 – in a process with limits
    except (KeyError, ET.ParseError):
        return {}
    shown = {MONTH_YEAR: 7}
    for form in styles.iter(f"{MAIN}numFmt"):
        code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", form.get("formatCode", "")).lower()
        code = code.split(";")[0]
        if "y" in code and not re.search("[dhs]", code):
            shown[int(form.get("numFmtId"))] = 7 if "m" in code else 4
    cells = styles.find(f"{MAIN}cellXfs")
    return {
        str(index): shown[int(style.get("numFmtId", 0))]
        for index, style in enumerate(cells if cells is not None else [])
        if int(style.get("numFmtId", 0)) in shown
    }


def _position(reference: str) -> int:
    position = 0
    for sign in reference.rstrip("0123456789").upper():
        position = position * 26 + ord(sign) - ord("A") + 1
    return position - 1


def as_text(value) -> str:
    """Return a typed cell as a Norwegian spreadsheet shows it, dates in ISO form."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    return str(value)


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = format(value, ".15g").replace(".", ",")
    # Without the zero, 1,234 could be read as thousands, which a number of a cell never is.
    return f"{text}0" if re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", text) else text
