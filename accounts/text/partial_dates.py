"""Dates as people know them: a year, a month or a day, kept as precise as they were given.

The stored form is ISO text: ``2022``, ``2022-03`` or ``2022-03-05``; empty means unknown.
Text of this form sorts by time, which is why constraints and lists may compare it as text.
"""

import calendar
import datetime as dt
import re

from django.utils import formats
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, MAX_YEAR = 1900, 2199
FIRST_DAY, LAST_DAY = dt.date(FIRST_YEAR, 1, 1), dt.date(MAX_YEAR, 12, 31)
# The stored form, for PostgreSQL too.
STORED = r"^((19|20|21)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$"

MONTHS = {
    1: ("januar", "january", "jan"),
    2: ("februar", "february", "feb"),
    3: ("mars", "march", "mar"),
    4: ("april", "apr"),
    5: ("mai", "may"),
    6: ("juni", "june", "jun"),
    7: ("juli", "july", "jul"),
    8: ("august", "aug"),
    9: ("september", "sep", "sept"),
    10: ("oktober", "october", "okt", "oct"),
    11: ("november", "nov"),
    12: ("desember", "december", "des", "dec"),
}
MONTH_OF = {name: number for number, names in MONTHS.items() for name in names}

MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?)?"
DATE_PATTERNS = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})",
        rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}}){MIDNIGHT}",
        r"(?P<month>\d{1,2})\. ?(?P<year>\d{4})",
        rf"(?P<day>\d{{1,2}})\. ?(?P<month>\d{{1,2}})\. ?(?P<year>\d{{4}}){MIDNIGHT}",
    )
]
NAMED_MONTH_PATTERNS = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?:(?P<day>\d{1,2})\.? )?(?P<name>[a-z]+)\.? (?P<year>\d{4})",
        r"(?P<name>[a-z]+)\.? (?P<day>\d{1,2}),? (?P<year>\d{4})",
    )
]
AMBIGUOUS = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(\d{2}|\d{4})", re.ASCII)


class UnreadableDate(ValueError):
    """The text is no year, month or day. ``str()`` of it is a sentence for people."""

    message = _("Write a year, a month or a day: %(year)s, %(month)s or %(day)s.")

    def __str__(self):
        return str(self.message) % examples()


class AmbiguousDate(UnreadableDate):
    message = _(
        "Day, month and year can be mixed up here. Write the year with four digits, like %(day)s."
    )


class ImpossibleDate(UnreadableDate):
    message = _("This day is not in the calendar. Write a day that exists, like %(day)s.")


class DistantDate(UnreadableDate):
    message = _("Write a year between 1900 and 2199.")


class NotADay(UnreadableDate):
    message = _("Write a whole day, like %(day)s.")


def parse(text: str) -> str:
    """Return the stored form of what a person wrote; empty stays empty.

    Reads ``2022``, ``2022-03``, ``2022-03-05``, ``5.3.2022``, ``3.2022``, ``mars 2022`` and
    ``5. mars 2022`` in Norwegian and English, and ``March 5, 2022``. Raises UnreadableDate, or
    one of its kinds.
    """
    text = " ".join(text.split())
    if not text:
        return ""
    for pattern in DATE_PATTERNS:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            return _stored(parts["year"], parts.get("month"), parts.get("day"))
    for pattern in NAMED_MONTH_PATTERNS:
        found = pattern.fullmatch(text.lower())
        if found and (month := MONTH_OF.get(found["name"])):
            return _stored(found["year"], month, found["day"])
    raise AmbiguousDate if AMBIGUOUS.fullmatch(text) else UnreadableDate


def parse_day(text: str) -> dt.date | None:
    """Return the day that a person wrote, None for an empty text. Raises UnreadableDate."""
    try:
        stored = parse(text)
    except UnreadableDate as error:
        raise NotADay if type(error) is UnreadableDate else error from error
    if stored and len(stored) < len("2022-03-05"):
        raise NotADay
    return first_day(stored) if stored else None


def is_near(day: dt.date) -> bool:
    """Return whether a day, or a moment, is of a year that can be meant."""
    return FIRST_YEAR <= day.year <= MAX_YEAR


def _stored(year, month, day) -> str:
    if not FIRST_YEAR <= int(year) <= MAX_YEAR:
        raise DistantDate
    if month is None:
        return year
    try:
        date = dt.date(int(year), int(month), int(day or 1))
    except ValueError as error:
        raise ImpossibleDate from error
    return date.isoformat() if day else date.isoformat()[:7]


def first_day(stored: str) -> dt.date:
    """The earliest day the stored text can mean."""
    year, month, day = _numbers(stored)
    return dt.date(year, month or 1, day or 1)


def last_day(stored: str) -> dt.date:
    """The latest day the stored text can mean."""
    year, month, day = _numbers(stored)
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def display(stored: str) -> str:
    """Return the date in the reader's language, as precise as it is known."""
    if len(stored) <= len("2022"):
        return stored
    date_format = "DATE_FORMAT" if len(stored) == len("2022-03-05") else "YEAR_MONTH_FORMAT"
    return formats.date_format(first_day(stored), date_format)


def written(stored: str) -> str:
    """Return the date as fields, help and errors write it: 2022, mars 2022, 05.03.2022."""
    if len(stored) <= len("2022-03"):
        return display(stored)
    return formats.date_format(first_day(stored), "SHORT_DATE_FORMAT")


def examples() -> dict[str, str]:
    """Return a year, a month and a day in the one written form."""
    return {"year": "2026", "month": written("2026-03"), "day": written("2026-03-05")}


def _numbers(stored):
    numbers = [int(part) for part in stored.split("-")]
    return numbers + [None] * (3 - len(numbers))
