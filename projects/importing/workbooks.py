"""Open XLSX: the archive, and what its sheets share. ``sheets`` reads a sheet. No Django here."""

import io
import posixpath
import zipfile
from xml.etree import ElementTree as ET

from projects.importing.figure_formats import FigureFormat
from projects.importing.limits import MEGABYTE, FileRefused, Limits
from projects.importing.number_formats import BUILT_IN, PER_CENT, Shown, shown_by
from projects.importing.sheets import (
    BROKEN,
    SHORTEST_ROW,
    TRUE,
    SheetReader,
    local,
    parse,
    refuse_too_many_rows,
    unescape,
)
from projects.importing.tables import Sheet, clean

NOT_A_WORKBOOK = (
    (("xl/workbook.bin",), "binary_workbook"),
    (("content.xml", "mimetype"), "open_document"),
    (("word/document.xml",), "document"),
    (("ppt/presentation.xml",), "document"),
)


def check_archive(archive: zipfile.ZipFile, limits: Limits):
    """Check the directory of the archive before anything is unpacked. Raises FileRefused."""
    members = archive.infolist()
    names = {member.filename for member in members}
    declared = sum(member.file_size for member in members)
    if declared > limits.declared_bytes or len(members) > limits.members:
        _refuse_rows_first(archive, limits)
        raise FileRefused("unpacks_too_big", most=limits.declared_bytes // MEGABYTE)
    for needed, code in NOT_A_WORKBOOK:
        if names.issuperset(needed):
            raise FileRefused(code)
    if not any(name.startswith("xl/") for name in names):
        raise FileRefused("archive")


def _refuse_rows_first(archive, limits):
    """A sheet of very many rows is the usual reason for a workbook that is too big: say so."""
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            with archive.open(name) as stream:
                refuse_too_many_rows(stream, limits, most_bytes=limits.declared_bytes)


class Workbook:
    """One opened XLSX file; sheets are read one at a time. Raises FileRefused."""

    read_as = {"kind": "xlsx"}

    def __init__(self, content: bytes, limits: Limits):
        self.limits = limits
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(content))
            check_archive(self.archive, limits)
            self._open()
        except (ET.ParseError, KeyError, ValueError, *BROKEN) as error:
            raise FileRefused("damaged") from error
        self._texts: list[str] | None = None

    def _open(self):
        self.parts = {_normal(name): name for name in self.archive.namelist()}
        first = self._relations("")
        path = next((to for kind, to in first.values() if kind == "officeDocument"), "")
        self.path = path if _normal(path) in self.parts else "xl/workbook.xml"
        book = self._xml(self.path)
        settings = next((one for one in book.iter() if local_tag(one) == "workbookPr"), None)
        self.from_1904 = settings is not None and settings.get("date1904") in TRUE
        relations = self._relations(self.path)
        self.shared = dict(relations.values())
        self.visible, self.hidden, self.sheets = [], [], {}
        for sheet in (one for one in book.iter() if local_tag(one) == "sheet"):
            kind, path = relations.get(_relation_id(sheet), ("", ""))
            if kind == "worksheet":
                is_shown = sheet.get("state", "visible") == "visible"
                (self.visible if is_shown else self.hidden).append(sheet.attrib["name"])
                self.sheets[sheet.attrib["name"]] = path
        if not self.sheets:
            raise FileRefused("damaged")
        self.styles, self.figures = self._styles()

    def sheet(self, name: str) -> Sheet:
        """Read one visible sheet."""
        if name in self.hidden:
            raise FileRefused("hidden_sheet", sheet=name)
        if name not in self.visible:
            raise FileRefused("no_such_sheet", sheet=name, sheets=", ".join(self.visible))
        path = self.sheets[name]
        try:
            links = self._relations(path)
            reader = SheetReader(
                self.limits,
                texts=self._shared_texts(),
                styles=self.styles,
                figures=self.figures,
                links={key: to for key, (kind, to) in links.items() if kind == "hyperlink"},
                from_1904=self.from_1904,
            )
            self._refuse_too_many_rows(path)
            with self._open_part(path) as stream:
                return reader.read(stream, name)
        except (ET.ParseError, KeyError, ValueError, *BROKEN) as error:
            raise FileRefused("damaged") from error

    def _refuse_too_many_rows(self, path):
        size = self.archive.getinfo(self.parts[_normal(path)]).file_size
        if size > SHORTEST_ROW * self.limits.rows:
            with self._open_part(path) as stream:
                refuse_too_many_rows(stream, self.limits, most_bytes=size)

    def _open_part(self, path):
        return self.archive.open(self.parts[_normal(path)])

    def _xml(self, path):
        with self._open_part(path) as stream:
            return ET.fromstring(stream.read())  # noqa: S314 – in a process with memory and CPU limits

    def _relations(self, path) -> dict[str, tuple[str, str]]:
        """Return what a part points at: id → kind, and path or address."""
        folder, name = posixpath.split(path)
        part = posixpath.join(folder, "_rels", f"{name}.rels")
        if _normal(part) not in self.parts:
            return {}
        found = {}
        for one in self._xml(part):
            target = one.get("Target", "")
            if one.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[one.get("Id", "")] = (one.get("Type", "").rpartition("/")[2], target)
        return found

    def _shared_texts(self) -> list[str]:
        """Return the texts that cells of all sheets point at, read once."""
        if self._texts is None:
            self._texts = []
            path = self.shared.get("sharedStrings", "")
            if _normal(path) in self.parts:
                with self._open_part(path) as stream:
                    self._texts = read_shared_texts(stream, self.limits)
        return self._texts

    def _styles(self) -> tuple[dict[str, Shown], dict[str, FigureFormat]]:
        """Return what the number format of each style shows: dates, and figures that are more
        than rounded or grouped.
        """
        path = self.shared.get("styles", "")
        if _normal(path) not in self.parts:
            return {}, {}
        book = self._xml(path)
        formats, figures = dict(BUILT_IN), {number: FigureFormat("0%") for number in PER_CENT}
        for one in (one for one in book.iter() if local_tag(one) == "numFmt"):
            number, code = int(one.attrib["numFmtId"]), one.get("formatCode", "")
            formats[number], figures[number] = shown_by(code), FigureFormat(code)
        cells = next((one for one in book if local_tag(one) == "cellXfs"), ())
        styles = {str(index): int(style.get("numFmtId", 0)) for index, style in enumerate(cells)}
        dates = {
            style: formats[number]
            for style, number in styles.items()
            if formats.get(number, Shown.NUMBER) != Shown.NUMBER
        }
        return dates, {
            style: figures[number]
            for style, number in styles.items()
            if style not in dates and number in figures and not figures[number].is_plain
        }


def read_shared_texts(stream, limits: Limits) -> list[str]:
    """Return the shared texts, clean; signs of pronunciation are left out. Raises FileRefused."""
    texts, parts, inside, total = [], [], [], 0

    def start(name, _attributes):
        inside.append(local(name))
        if inside[-1] == "si":
            parts.clear()

    def end(_name):
        nonlocal total
        if inside.pop() == "si":
            texts.append(clean(unescape("".join(parts))))
            total += len(texts[-1])
            if total > limits.text_characters:
                raise FileRefused("too_much_text", most=limits.text_characters)

    def text(more):
        if inside[-1] == "t" and "rPh" not in inside:
            parts.append(more)

    parse(stream, start, end, text)
    return texts


def local_tag(element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _relation_id(element) -> str:
    names = (name for name in element.attrib if name.endswith("relationships}id"))
    return element.attrib.get(next(names, ""), "")


def _normal(path: str) -> str:
    """Return a path so that two spellings of it are equal: some programs mix them."""
    return path.replace("\\", "/").lstrip("/").lower()
