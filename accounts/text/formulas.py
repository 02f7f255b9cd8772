"""Texts that a spreadsheet would take for a formula, in files of comma-separated values. Pure."""

import re

# A spreadsheet takes a text for a formula that begins so, in either width, also after blanks and
# quotes. One in another language divides the line at other separators, in spite of quotes: there
# a cell begins inside the text. Python and PostgreSQL read these patterns alike.
FORMULA = (
    r"^([\t\r\n]|[ \u00a0\u00ad\u0085\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff;,|'\"\v\f]*"
    r"[=+@＝＋－＠﹦﹢﹫-])"
)
INNER_FORMULA = r"([;,|\t])(?=[ \u00a0'\"]*[=＝﹦]|[+@＋－＠﹢﹫-][^\s.,;:)!?])"
_FORMULA, _INNER_FORMULA = re.compile(FORMULA), re.compile(INNER_FORMULA)


def guard(text: str) -> str:
    """Return the text with an apostrophe wherever a spreadsheet would begin to calculate."""
    start = "'" if _FORMULA.match(text) else ""
    return start + _INNER_FORMULA.sub(r"\1'", text)


def guarded_sql(sql: str) -> str:
    """Return SQL of the guarded text of an SQL expression."""
    inner = f"regexp_replace({sql}, {_literal(INNER_FORMULA)}, E'\\\\1''', 'g')"
    return f"CASE WHEN {sql} ~ {_literal(FORMULA)} THEN '''' ELSE '' END || {inner}"


def _literal(pattern):
    return "'" + pattern.replace("'", "''") + "'"
