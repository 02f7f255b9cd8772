"""Which number formats of a workbook show a date, how much of it, and its text. No Django here."""

import datetime as dt
import re
from enum import Enum, auto

DAY_SECONDS = 24 * 60 * 60
# Serial 60 is a 29 February 1900 that never was: up to it the days count from another one.
EPOCH, EARLY_EPOCH, EPOCH_1904 = (
    dt.datetime(1899, 12, 30),  # noqa: DTZ001 – a cell has no time zone
    dt.datetime(1899, 12, 31),  # noqa: DTZ001
    dt.datetime(1904, 1, 1),  # noqa: DTZ001
)
NO_LAST_DAY = 2_958_466  # the serial after 31 December 9999
NOT_SHOWN = "####"  # what a spreadsheet shows of a date it cannot show


class Shown(Enum):
    """What a number format shows of a number."""

    NUMBER = auto()
    YEAR = auto()
    MONTH = auto()
    DAY = auto()
    MOMENT = auto()
    TIME = auto()
    DURATION = auto()


# The formats that every workbook has, by number. Numbers 27 to 36 and 50 to 58 are days and
# times of the language Excel runs in.
BUILT_IN = (
    dict.fromkeys([*range(27, 37), *range(50, 59)], Shown.DAY)
    | {14: Shown.DAY, 15: Shown.DAY, 16: Shown.DAY, 17: Shown.MONTH, 46: Shown.DURATION}
    | dict.fromkeys([18, 19, 20, 21, 45, 47], Shown.TIME)
    | {22: Shown.MOMENT}
)
PER_CENT = (9, 10)

QUOTED = re.compile(r'"[^"]*"|\\.|[_*].')
ELAPSED = re.compile(r"\[(h+|m+|s+)\]")
BRACKETS = re.compile(r"\[[^\]]*\]")
THOUSANDS = re.compile(r"-?[1-9]\d{0,2},\d{3}")
WORDS = re.compile(r"general|am/pm|a/p")


def shown_by(code: str) -> Shown:
    """Return what a format code shows, for example ``dd.mm.yyyy`` or ``# ##0,00``."""
    code = QUOTED.sub("", code).lower().split(";")[0]
    if ELAPSED.search(code):
        return Shown.DURATION
    code = WORDS.sub(lambda found: "h" if "/" in found[0] else "", BRACKETS.sub("", code))
    has_day, has_time = bool(re.search("[dy]", code)), bool(re.search("[hs]", code))
    if has_time:
        return Shown.MOMENT if has_day else Shown.TIME
    if "d" in code or ("m" in code and "y" not in code):
        return Shown.DAY
    if "y" in code:
        return Shown.MONTH if "m" in code else Shown.YEAR
    return Shown.NUMBER


def number_text(value: float) -> str:
    """Return a number as Norwegian Excel shows it, without thousands marks: ``1234,5``."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = format(value, ".15g").replace(".", ",")
    # Without the zero, 1,234 could be read as thousands, which a number of a cell never is.
    return f"{text}0" if THOUSANDS.fullmatch(text) else text


def date_text(value: float, shown: Shown, *, from_1904: bool) -> str:
    """Return a serial number as the text of its date or time, in ISO form."""
    if shown == Shown.DURATION:
        return _duration(round(value * DAY_SECONDS))
    if not 0 <= value < NO_LAST_DAY:
        return NOT_SHOWN
    seconds = dt.timedelta(seconds=round(value * DAY_SECONDS))
    if value < 1 and not from_1904 and shown in {Shown.TIME, Shown.MOMENT}:
        return _time((EPOCH + seconds).time())
    if from_1904:
        return moment_text(EPOCH_1904 + seconds, shown)
    return moment_text((EPOCH if value >= 60 else EARLY_EPOCH) + seconds, shown)


def moment_text(moment: dt.datetime, shown: Shown) -> str:
    """Return as much of a moment as its cell shows."""
    day = moment.date().isoformat()
    if shown in {Shown.YEAR, Shown.MONTH}:
        return day[: 4 if shown == Shown.YEAR else 7]
    if shown == Shown.DAY or moment.time() == dt.time():
        return day
    return f"{day} {_time(moment.time())}"


def _time(time):
    return time.isoformat("seconds" if time.second else "minutes")


def _duration(seconds):
    sign, (minutes, seconds) = "-" * (seconds < 0), divmod(abs(seconds), 60)
    text = f"{sign}{minutes // 60}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text
