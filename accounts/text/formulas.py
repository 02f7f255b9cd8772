"""Texts that a spreadsheet would take for a formula, in files of comma-separated values. Pure."""

import re

# A formula sign first, in either width, also behind blanks and what may part columns: a program
# that parts them elsewhere begins a cell there. Read by Python and by PostgreSQL alike.
FORMULA = r"^([\t\r\n]|[ ;,|]*[=+@＝＋－＠-])"
_FORMULA = re.compile(FORMULA)


def guard(text: str) -> str:
    """Return the text with an apostrophe before it where it would be taken for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def guarded_sql(sql: str) -> str:
    """Return SQL of the guarded text of an SQL expression."""
    return f"CASE WHEN {sql} ~ '{FORMULA}' THEN '''' || {sql} ELSE {sql} END"
