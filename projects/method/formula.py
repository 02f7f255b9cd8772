"""The success formula: need × the solution's value × team × champion × anchoring. Pure.

A factor is scored 0 to 5, or None where it is not assessed. A zero on any factor makes the
product zero.
"""

from math import prod
from statistics import mean
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from projects.choices.vocabulary import Factor

LOWEST, HIGHEST = 0, 5
FEWEST_SHOWN = 3  # answers of several people: fewer could be traced to a person

SCORE_MEANINGS = {
    0: _("Missing, or unknown to all of us"),
    1: _("We only claim it"),
    2: _("Weak evidence"),
    3: _("Enough to go on"),
    4: _("Strong"),
    5: _("Proven with those concerned"),
}


class Scores(NamedTuple):
    """The five scores in the formula's order."""

    need: int | None = None
    value: int | None = None
    team: int | None = None
    champion: int | None = None
    anchoring: int | None = None

    @property
    def is_complete(self) -> bool:
        """Every factor is assessed."""
        return None not in self

    @property
    def product(self) -> int | None:
        """0 to 3125; None while a factor is not assessed."""
        return prod(self) if self.is_complete else None

    @property
    def weakest(self) -> tuple[Factor, ...]:
        """The factors with the lowest score, all of them when several share it."""
        lowest = min((score for score in self if score is not None), default=None)
        return tuple(f for f in Factor if lowest is not None and self.of(f) == lowest)

    @property
    def zeros(self) -> tuple[Factor, ...]:
        """The factors scored 0."""
        return tuple(factor for factor in Factor if self.of(factor) == 0)

    def of(self, factor) -> int | None:
        """Return the score of one factor."""
        return getattr(self, Factor(factor).value)


class ScoreSummary(NamedTuple):
    """What several assessors gave one factor: mean, spread (highest less lowest), number."""

    mean: float | None
    spread: int | None
    number: int


def summarise_scores(scores: list[int | None]) -> ScoreSummary:
    """Summarise the scores of several for one factor; None, not assessed, is not counted."""
    given = [score for score in scores if score is not None]
    if not given:
        return ScoreSummary(None, None, 0)
    return ScoreSummary(mean(given), max(given) - min(given), len(given))
