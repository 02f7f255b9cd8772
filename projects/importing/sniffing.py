"""Guess from the bytes what a file is: kind, encoding, delimiter, header row. Pure."""

import codecs
import csv
import io
import re
from collections import Counter
from statistics import median

from projects.importing.limits import FileRefused

BOMS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
ENCODINGS = ["utf-8", "cp1252", "utf-16", "mac_roman"]
DELIMITERS = [";", ",", "\t", "|"]
ROWS_EXAMINED = 50  # a header further down must be chosen by the person

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
BINARY = {b"%PDF": "pdf", b"\x89PNG": "picture", b"\xff\xd8\xff": "picture", b"GIF8": "picture"}
NUMBER_OR_DATE = re.compile(r"[\d\s.,:%/+-]+")


def kind(content: bytes) -> str:
    """Return ``zip`` or ``text``. Raises FileRefused for what is recognised as something else."""
    if not content.strip(b"\0\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise FileRefused("empty_file")
    if content.startswith(ZIP):
        return "zip"
    if content.startswith(OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise FileRefused("encrypted" if encrypted else "old_excel")
    for start, code in BINARY.items():
        if content.startswith(start):
            raise FileRefused(code)
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta")):
        raise FileRefused("web_page")
    if start.startswith(b"<?xml"):
        raise FileRefused("xml")
    if start.startswith(b"{\\rtf"):
        raise FileRefused("document")
    return "text"


def decode(content: bytes, encoding: str = "") -> tuple[str, str]:
    """Return the text and its encoding; when none is given, the likeliest for Norwegian.

    A byte order mark decides, then strict UTF-8, then Windows-1252. Statistical guessers were
    tried and read Norwegian cp1252 as something else every time.
    """
    if encoding:
        if encoding not in ENCODINGS:
            raise FileRefused("unknown_encoding", encoding=encoding)
        candidates = ["utf-8-sig" if encoding == "utf-8" else encoding]
    else:
        marked = [name for bom, name in BOMS if content.startswith(bom)]
        candidates = marked or ["utf-8", *_unmarked_utf16(content), "cp1252"]
    for candidate in candidates:
        try:
            text = content.decode(candidate)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            continue
        return text.removeprefix("\ufeff"), candidate.removesuffix("-sig")
    if b"\0" in content and not encoding:
        raise FileRefused("binary")
    raise FileRefused("undecodable", encoding=encoding or "UTF-8, Windows-1252")


def _unmarked_utf16(content: bytes) -> list[str]:
    """UTF-16 without a byte order mark has a zero in nearly every second byte."""
    sample = content[:2000]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.8 * half:
        return ["utf-16-le"]
    if sample[0::2].count(0) > 0.8 * half:
        return ["utf-16-be"]
    return []


def delimiter(text: str) -> str:
    """Return the delimiter that splits the first rows most evenly into more than one cell."""
    if found := re.match(r"sep=(.)\r?\n", text):
        return found[1]
    sample = text[:200_000]
    best, best_score = ";", (0.0, 0)
    for candidate in DELIMITERS:
        widths = _widths(sample, candidate)
        counted = Counter(width for width in widths if width > 1)
        if not counted:
            continue
        width, rows = counted.most_common(1)[0]
        score = (rows / len(widths), width)
        if score > best_score:
            best, best_score = candidate, score
    return best


def _widths(sample, candidate):
    widths = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=candidate):
            if row:
                widths.append(len(row))
            if len(widths) == ROWS_EXAMINED:
                break
    except csv.Error:
        return []
    return widths


def header_row(rows: list[tuple[int, list[str]]], merged_down: dict[int, int]) -> int:
    """Return the number of the row that most likely names the columns.

    That is the first row that is about as wide as the table and contains words rather than
    numbers; title rows above are narrower. Of a header merged over rows, the lowest counts.
    """
    rows = [(number, [cell for cell in cells if cell]) for number, cells in rows[:ROWS_EXAMINED]]
    rows = [(number, cells) for number, cells in rows if cells]
    if not rows:
        raise FileRefused("empty_sheet")
    several = [len(cells) for _, cells in rows if len(cells) > 1]
    typical = median(several) if several else 1
    for number, cells in rows:
        words = sum(1 for cell in cells if not NUMBER_OR_DATE.fullmatch(cell) and len(cell) <= 150)
        if len(cells) >= 0.6 * typical and words >= 0.7 * len(cells):
            return merged_down.get(number, number)
    return rows[0][0]


def column_names(header: list[str], *, width: int) -> list[str]:
    """Give every column a unique name: ``Column 3`` without a header, ``Status (2)`` for a twin."""
    names: list[str] = []
    taken = {cell for cell in header if cell}
    for position in range(width):
        heading = " ".join(header[position].split()) if position < len(header) else ""
        wanted = name = heading or f"Column {position + 1}"
        number = 1
        while name in names or (number > 1 and name in taken):
            number += 1
            name = f"{wanted} ({number})"
        names.append(name)
    return names


def letter(position: int) -> str:
    """Return the spreadsheet letters of the column at this position, counted from 0."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
