"""The periods of reports: a tertial, a year, a month, or days from and to."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 1900, 2199
TERTIAL = re.compile(r"(\d{4})-[Tt]([123])")
MONTH = re.compile(r"(\d{4})-(\d{2})")
YEAR = re.compile(r"\d{4}")
DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")
MONTHS_OF_TERTIAL = 4
EARLIER_YEARS = 3  # offered to choose from


class InvalidPeriod(ValueError):
    """The text names no period. Its message says what would be right."""


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included. ``code`` is how an address writes it."""

    code: str
    first: date
    last: date
    label: str

    @property
    def day_before(self) -> date:
        return self.first - timedelta(days=1)

    def until(self, day: date) -> "Period":
        """The part of the period that has passed by the end of the day."""
        return self if self.last <= day else replace(self, last=day)

    def __contains__(self, day):
        return day is not None and self.first <= day <= self.last


def period_of(text: str, *, today: date) -> Period:
    """Read a period: 2026-T2, 2026, 2026-08 or 2026-05-01..2026-08-31.

    Raises InvalidPeriod, also where it begins after today: nothing has happened in it.
    """
    period = _read(text.strip())
    if period.first > today:
        raise InvalidPeriod(
            _("The period %(period)s begins in the future.") % {"period": period.label}
        )
    return period


def tertial_of(day: date) -> Period:
    """The tertial that holds the day."""
    return _tertial(day.year, (day.month - 1) // MONTHS_OF_TERTIAL + 1)


def periods_to_choose(*, today: date) -> list[Period]:
    """This and earlier tertials, and the years, newest first."""
    tertials, newest = [], tertial_of(today)
    while newest.first.year >= today.year - EARLIER_YEARS:
        tertials.append(newest)
        newest = tertial_of(newest.day_before)
    years = [_year(year) for year in range(today.year, today.year - EARLIER_YEARS - 1, -1)]
    return [*tertials, *years]


def _read(text):
    try:
        if found := TERTIAL.fullmatch(text):
            return _tertial(int(found[1]), int(found[2]))
        if found := MONTH.fullmatch(text):
            return _months(text, int(found[1]), int(found[2]), 1)
        if YEAR.fullmatch(text):
            return _year(int(text))
        if found := DAYS.fullmatch(text):
            return _days(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
    except ValueError as error:
        if isinstance(error, InvalidPeriod):
            raise
    raise InvalidPeriod(_("Write the period as 2026-T2, 2026, 2026-08 or 2026-05-01..2026-08-31."))


def _days(first, last):
    if last < first:
        raise InvalidPeriod(_("The period ends before it begins."))
    label = f"{formats.date_format(first)} – {formats.date_format(last)}"
    return _checked(Period(f"{first}..{last}", first, last, label))


def _tertial(year, number):
    label = _("tertial %(number)d of %(year)d") % {"number": number, "year": year}
    first_month = (number - 1) * MONTHS_OF_TERTIAL + 1
    return _months(f"{year:04}-T{number}", year, first_month, MONTHS_OF_TERTIAL, label)


def _year(year):
    return _months(f"{year:04}", year, 1, 12, str(year))


def _months(code, year, month, count, label=""):
    first = date(year, month, 1)
    following = date(year + (month + count - 1) // 12, (month + count - 1) % 12 + 1, 1)
    label = label or formats.date_format(first, "YEAR_MONTH_FORMAT")
    return _checked(Period(code, first, following - timedelta(days=1), label))


def _checked(period):
    if period.first.year < FIRST_YEAR or period.last.year > LAST_YEAR:
        raise InvalidPeriod(
            _("Choose a year between %(first)d and %(last)d.")
            % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return period


def end_of_day(day: date) -> datetime:
    """The moment at which the day ends, in the time zone of the settings."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
