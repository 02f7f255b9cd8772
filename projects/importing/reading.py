"""Read a file as named columns and rows of text, in a process with limits.

No database here. Every value is text; the mapping gives its meaning.
"""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from projects.importing.limits import MEGABYTE, FileRefused, Limits

log = structlog.get_logger(__name__)
ROOT = Path(__file__).resolve().parents[2]
# What Python needs to start. The address of the database and the secrets are not passed on.
KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP")

TABLE_NAMES = {".csv", ".txt", ".tsv", ".tab", ".xlsx", ".xlsm", ".xltx"}

# The position of the error of a row that has more cells than the table has columns.
EXTRA_CELLS = -1
OUT_OF_MEMORY = 3  # the exit code of the parser
DEFAULT_PLACE = {"sheet": "", "header_row": 0, "encoding": "", "delimiter": ""}


@dataclass(frozen=True)
class TableColumn:
    position: int  # from 0
    name: str
    letter: str


@dataclass(frozen=True)
class Table:
    """One sheet below its header row. Row numbers are those the person sees."""

    sheet: str
    header_row: int
    columns: list[TableColumn]
    rows: list[tuple[int, list[str]]]
    # (row number, column position) → what is in the cell instead of a value
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    # (row number, column position) → the address that the cell leads to
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    notices: list[tuple[str, dict]] = field(default_factory=list)
    read_as: dict[str, str] = field(default_factory=dict)


def check_name(name: str):
    """Raise FileRefused unless the file is named as a table is. What a file is its content says;
    but many a text can be read as a table, and is none.
    """
    if Path(name).suffix.lower() not in TABLE_NAMES:
        raise FileRefused("not_a_table", name=Path(name).name)


def survey(content: bytes, *, limits: Limits, encoding="", delimiter="") -> dict:
    """Describe the sheets of a file: name, size, first rows, guessed header row.

    Raises FileRefused when nothing of the file can be read; a sheet that cannot be read carries
    ``refused`` instead of rows.
    """
    lines = _run_parser(content, limits, action="survey", encoding=encoding, delimiter=delimiter)
    return json.loads(lines[0])


def read_table(
    content: bytes, *, limits: Limits, sheet="", header_row=0, encoding="", delimiter=""
) -> Table:
    """Read one sheet. Defaults: the first visible sheet, the guessed header row.

    Raises FileRefused.
    """
    lines = _run_parser(
        content,
        limits,
        action="table",
        sheet=sheet,
        header_row=header_row,
        encoding=encoding,
        delimiter=delimiter,
    )
    head = json.loads(lines[0])
    return Table(
        sheet=head.pop("sheet"),
        header_row=head.pop("header_row"),
        columns=[TableColumn(**column) for column in head.pop("columns")],
        rows=[tuple(json.loads(line)) for line in lines[1:]],
        errors={(number, position): what for number, position, what in head.pop("errors")},
        links={(number, position): to for number, position, to in head.pop("links")},
        notices=[tuple(notice) for notice in head.pop("notices")],
        read_as=head,
    )


def read_columns(content: bytes, *, limits: Limits, **place) -> dict:
    """Describe the columns of a sheet: name, letter, samples. Takes what read_table takes.

    Raises FileRefused.
    """
    return json.loads(_run_parser(content, limits, action="columns", **DEFAULT_PLACE | place)[0])


def read_distinct(
    content: bytes, *, limits: Limits, groups: dict, linked: list[str] = (), **place
) -> dict:
    """Collect the different texts of some columns: ``groups`` maps a name to positions. Of those
    in ``linked`` a cell gives the address that it leads to.

    Each comes as [text, how many rows, first row]. Raises FileRefused.
    """
    request = DEFAULT_PLACE | place | {"groups": groups, "linked": list(linked)}
    return json.loads(_run_parser(content, limits, action="distinct", **request)[0])


def _run_parser(content: bytes, limits: Limits, **request) -> list[bytes]:
    if len(content) > limits.file_bytes:
        raise FileRefused("too_big", most=limits.file_bytes // MEGABYTE)
    environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 – our own module; the file goes in by standard input
            [
                sys.executable,
                "-m",
                "projects.importing.parser",
                json.dumps(request | {"limits": limits.as_dict()}),
            ],
            input=content,
            capture_output=True,
            timeout=limits.wall_seconds,
            cwd=ROOT,
            env=environment | {"PYTHONUTF8": "1", "RUST_BACKTRACE": "0"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused("too_slow", seconds=limits.wall_seconds) from error
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        raise _why_it_ended(done, limits)
    if refused := json.loads(lines[0]).get("refused"):
        raise FileRefused(refused["code"], **refused["params"])
    return lines


def _why_it_ended(done, limits) -> FileRefused:
    """Return the refusal of a parser that gave no answer."""
    ended_by = signal.Signals(-done.returncode).name if done.returncode < 0 else ""
    if ended_by == "SIGXCPU":
        return FileRefused("too_slow", seconds=limits.cpu_seconds)
    if done.returncode == OUT_OF_MEMORY or ended_by == "SIGKILL":  # the system had none left
        return FileRefused("too_heavy")
    log.error("import_parser_crashed", code=done.returncode, stderr=done.stderr[-2000:])
    return FileRefused("crashed")
