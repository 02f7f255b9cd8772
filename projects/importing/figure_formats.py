"""The text that a number format of a workbook makes of a number. No Django here.

A format that only rounds or groups changes nothing: the true number is kept, with all its digits.
"""

import operator
import re
from dataclasses import dataclass
from decimal import Decimal

from projects.importing.number_formats import QUOTED, number_text

SECTION = re.compile(r'((?:"[^"]*"|[\\_*].|\[[^\]]*\]|[^;])*);', re.DOTALL)
PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<space>_.)|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[[^\]]*\]|(?P<figure>General|[0#?.,]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
CONDITION = re.compile(r"\[([<>=]{1,2})(-?\d+(?:\.\d+)?)\]")
COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
# Powers of ten and fractions are other ways to write the same number; @ is a format of texts.
SAME_NUMBER = re.compile(r"E[+-]|[0#?] */ *[0#?\d]|@", re.IGNORECASE)
SIGNS_OF_MINUS = " -+()"


class FigureFormat:
    """What a format code shows of a number that is no date, for example ``0.0 %``."""

    def __init__(self, code: str):
        # Up to three: numbers, those below zero, zero. The fourth is for texts.
        self.sections = [Section.of(found[1]) for found in SECTION.finditer(f"{code};")][:3]
        self.is_plain = all(section.is_plain for section in self.sections)

    def text(self, value: float) -> str:
        """Return the number as Norwegian Excel shows it, without thousands marks."""
        section, has_own_sign = self._section_of(value)
        if section is None or section.is_plain:
            return number_text(value)
        return section.text(value, has_own_sign=has_own_sign)

    def _section_of(self, value):
        """Return the section for a value, and whether it writes the minus itself."""
        if any(section.condition for section in self.sections):
            return next((one for one in self.sections if one.holds(value)), None), False
        if value < 0 and len(self.sections) > 1:
            return self.sections[1], True
        return self.sections[2 if value == 0 and len(self.sections) > 2 else 0], False


@dataclass(frozen=True)
class Section:
    """One part of a format: texts before and after the digits, and how the digits are written."""

    before: str = ""
    after: str = ""
    places: tuple[int, ...] = ()  # how many digits stand between the texts among the digits
    between: tuple[str, ...] = ()
    least_digits: int = 0  # before the decimal sign
    power: int = 0  # of ten: 2 for per cent, -3 for thousands
    condition: tuple[str, float] | None = None

    @classmethod
    def of(cls, code: str):
        """Read a section of a format code."""
        found = CONDITION.search(code)
        condition = (found[1], float(found[2])) if found and found[1] in COMPARE else None
        if SAME_NUMBER.search(QUOTED.sub("", code)):
            return cls(condition=condition)
        texts, figures, percents = [""], [], 0
        for piece in PIECE.finditer(code):
            kind, text = piece.lastgroup, piece[piece.lastgroup] if piece.lastgroup else ""
            percents += kind == "other" and text == "%"
            if kind == "figure":
                figures.append("0" if text.lower() == "general" else text)
                texts.append("")
            else:
                texts[-1] += " " if kind == "space" else text
        if not figures:
            return cls(before=texts[0], condition=condition)
        whole, _point, decimals = "".join(figures).partition(".")
        thousands = sum(len(part) - len(part.rstrip(",")) for part in (whole, decimals))
        digits = whole.replace(",", "")
        return cls(
            before=texts[0],
            after=texts[-1],
            places=tuple(len(re.sub("[.].*|,", "", figure)) for figure in figures),
            between=tuple(texts[1:-1]),
            least_digits=len(digits[digits.find("0") :]) if "0" in digits else 0,
            power=2 * percents - 3 * thousands,
            condition=condition,
        )

    @property
    def is_plain(self) -> bool:
        """Whether the section only rounds or groups, or shows nothing."""
        words = (self.before + self.after).strip(SIGNS_OF_MINUS)
        return not (words or self.power or self.least_digits > 1 or self._has_words_between)

    @property
    def _has_words_between(self):
        return any(text.strip(SIGNS_OF_MINUS) for text in self.between)

    def holds(self, value: float) -> bool:
        """Return whether the section is for this value."""
        return self.condition is None or COMPARE[self.condition[0]](value, self.condition[1])

    def text(self, value: float, *, has_own_sign: bool) -> str:
        """Return the number with the texts of the section."""
        before, after = self.before, self.after
        if value < 0 and self.places:
            if has_own_sign:
                before, after = before.replace("(", "-"), after.replace(")", "")
            if "-" not in before:
                before = f"{before}-" if has_own_sign else f"-{before}"
        after = re.sub(r"\s*%", " %", after)
        digits = self._digits(abs(value)) if self.places else ""
        return " ".join(f"{before}{digits}{after}".split())

    def _digits(self, value):
        scaled = float(Decimal(repr(value)).scaleb(self.power))
        whole, comma, decimals = number_text(scaled).partition(",")
        whole = whole.rjust(self.least_digits, "0")
        if not any(text.strip() for text in self.between):
            return f"{whole}{comma}{decimals}"
        parts = []
        for text, place in reversed(list(zip(self.between, self.places[1:], strict=True))):
            cut = max(len(whole) - place, 0)
            parts, whole = [text, whole[cut:], *parts], whole[:cut]
        return "".join([whole, *parts, comma, decimals])
