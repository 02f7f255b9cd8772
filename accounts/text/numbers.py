"""Numbers as people write them in Norwegian and in English: the one reader of forms and imports.

``1234,5``, ``1 234,5``, ``1.234,5`` and ``1,234.5`` are the same number. ``1.234`` and ``1,234``
may be two, and are refused.
"""

import re
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUS = str.maketrans("−–", "--")
SHAPES = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<whole>-?\d+)(?:[.,](?P<decimals>\d+))?",
        r"(?P<whole>-?\d{1,3}(?: \d{3})+)(?:[.,](?P<decimals>\d+))?",
        r"(?P<whole>-?\d{1,3}(?:,\d{3})+)\.(?P<decimals>\d+)",
        r"(?P<whole>-?\d{1,3}(?:\.\d{3})+),(?P<decimals>\d+)",
        r"(?P<whole>-?\d{1,3}(?:,\d{3}){2,}|-?\d{1,3}(?:\.\d{3}){2,})",
    )
]
AMBIGUOUS = re.compile(r"(-?[1-9]\d{0,2})[.,](\d{3})", re.ASCII)


class UnreadableNumber(ValueError):
    """The text is no number that can be kept. ``str()`` of it is a sentence for people."""


class AmbiguousNumber(UnreadableNumber):
    """The text may be two numbers."""


def read_number(text: str, *, decimals: int, digits: int) -> Decimal | None:
    """Return the number, None for an empty text: at most ``digits`` digits before the decimal sign
    and ``decimals`` after it, zeros at the ends not counted. Raises UnreadableNumber.
    """
    plain = " ".join(text.split()).translate(MINUS)
    if not plain:
        return None
    if found := AMBIGUOUS.fullmatch(plain):
        raise AmbiguousNumber(_ambiguous(text.strip(), found, decimals))
    found = next((found for shape in SHAPES if (found := shape.fullmatch(plain))), None)
    if found is None:
        raise UnreadableNumber(_("Write digits, like %s.") % example(decimals))
    whole = re.sub("[ .,]", "", found["whole"])
    fraction = (found.groupdict().get("decimals") or "").rstrip("0")
    if len(fraction) > decimals:
        raise UnreadableNumber(_too_many_decimals(decimals))
    if len(whole.lstrip("-0")) > digits:
        raise UnreadableNumber(_too_large(digits))
    return Decimal(f"{whole}.{fraction or 0}").normalize() + 0  # a minus before zero goes


def write_number(value: Decimal | int) -> str:
    """Return the number in the reader's language, so that ``read_number`` reads the same."""
    plain = f"{Decimal(value).normalize():f}"
    if AMBIGUOUS.fullmatch(plain):
        plain += "0"
    return plain.replace(".", formats.get_format("DECIMAL_SEPARATOR"))


def example(decimals: int) -> str:
    """Return a number as people write it in the reader's language."""
    return write_number(Decimal("1234.5") if decimals else Decimal(1234))


def _ambiguous(text, found, decimals):
    whole = found[1] + found[2]
    if not decimals:
        words = _("“%(text)s” can be read in two ways. Write the whole number: %(n)s.")
        return words % {"text": text, "n": whole}
    return _("“%(text)s” can be read in two ways. Write %(whole)s or %(fraction)s.") % {
        "text": text,
        "whole": whole,
        "fraction": write_number(Decimal(f"{found[1]}.{found[2]}")),
    }


def _too_many_decimals(decimals):
    if not decimals:
        return _("Write a whole number, like %s.") % example(0)
    return ngettext("Write at most %(n)d decimal.", "Write at most %(n)d decimals.", decimals) % {
        "n": decimals
    }


def _too_large(digits):
    return _("Write a number with at most %(n)d digits before the decimals.") % {"n": digits}
