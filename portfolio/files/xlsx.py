"""Workbooks (XLSX) by a streaming writer of our own, for plain workbooks only.

Memory does not grow with the number of rows. bench/ compares it with a library.
"""

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BLOCK = 64 * 1024  # bytes handed on at a time
MOST_ROWS = 1_048_575  # Excel's own limit, less the heading
_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>%s</Types>"""
_TYPE = '<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
_RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
_WORKBOOK = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>%s</sheets></workbook>"""
_SHEET = '<sheet name="%s" sheetId="%d" r:id="rId%d"/>'
_WORKBOOK_RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s<Relationship Id="rId0" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"""
_SHEET_REL = '<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>'
# Styles: 0 plain, 1 heading, 2 day, 3 moment.
_STYLES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
_SHEET_START = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>%s</cols><sheetData>"""
_SHEET_END = "</sheetData></worksheet>"
_EPOCH, _EPOCH_MOMENT = date(1899, 12, 30), datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's
# XML has no way to write these; what looks like Excel's own escape is escaped as well.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\r\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
LONGEST_CELL = 32_767


class _StreamBuffer(io.RawIOBase):
    """A file that is written once from front to back and emptied on the way."""

    def __init__(self):
        self.blocks, self.position, self.pending_bytes = [], 0, 0

    def writable(self):
        return True

    def write(self, block):
        self.blocks.append(bytes(block))
        self.position += len(block)
        self.pending_bytes += len(block)
        return len(block)

    def tell(self):
        return self.position

    def take(self):
        block, self.blocks, self.pending_bytes = b"".join(self.blocks), [], 0
        return block


def workbook(sheets):
    """Yield a workbook; each sheet is (title, headings, rows), its rows read once, in order."""
    sheets = list(sheets)
    out = _StreamBuffer()
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr("[Content_Types].xml", _TYPES % "".join(_TYPE % n for n in numbers))
        book.writestr("_rels/.rels", _RELS)
        names = [
            _SHEET % (_attribute(str(title)[:31]), n, n)
            for n, (title, *_rest) in zip(numbers, sheets, strict=True)
        ]
        book.writestr("xl/workbook.xml", _WORKBOOK % "".join(names))
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            _WORKBOOK_RELS % "".join(_SHEET_REL % (n, n) for n in numbers),
        )
        book.writestr("xl/styles.xml", _STYLES)
        for n, (_title, headings, rows) in zip(numbers, sheets, strict=True):
            with book.open(f"xl/worksheets/sheet{n}.xml", "w", force_zip64=True) as part:
                part.write(_beginning(headings))
                for row in rows:
                    part.write(f"<row>{''.join(map(_cell, row))}</row>".encode())
                    if out.pending_bytes >= BLOCK:
                        yield out.take()
                part.write(_SHEET_END.encode())
    yield out.take()


def _beginning(headings):
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{min(60, max(12, len(heading) + 2))}" customWidth="1"/>'
        for n, heading in enumerate(headings, 1)
    )
    head = "".join(_text(heading, style=' s="1"') for heading in headings)
    return f"{_SHEET_START % widths}<row>{head}</row>".encode()


def _cell(value):
    if value is None:
        return "<c/>"
    kind = type(value)
    if kind is str:
        return _text(value)
    if kind is int or kind is float or kind is Decimal:
        return f"<c><v>{value}</v></c>"
    if kind is datetime:
        since = value - _EPOCH_MOMENT
        return f'<c s="3"><v>{since.days + since.seconds / 86400:.9f}</v></c>'
    if kind is date:
        return f'<c s="2"><v>{(value - _EPOCH).days}</v></c>'
    if kind is bool:
        return f'<c t="b"><v>{int(value)}</v></c>'
    raise TypeError(f"{kind} has no cell")


def _text(value, style=""):
    if not value:
        return "<c/>"
    if len(value) > LONGEST_CELL:
        value = value[: LONGEST_CELL - 1] + "…"
    if _ILLEGAL.search(value):
        value = _ILLEGAL.sub(_escaped, value)
    if "&" in value or "<" in value or ">" in value:
        value = escape(value)
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{value}</t></is></c>'


def _escaped(found):
    return f"_x{ord(found.group()):04X}_"


def _attribute(text):
    return escape(re.sub(r"[\[\]:*?/\\]", " ", text), {'"': "&quot;"})
