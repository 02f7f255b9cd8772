"""The success formula of a case in words and charts: over time, and as several see it."""

from dataclasses import dataclass
from datetime import date
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.text.alphabet import sort_key
from projects.choices.vocabulary import Factor
from projects.method.formula import FEWEST_SHOWN, Scores, summarise_scores
from projects.models import AssessmentRound, SuccessAssessment
from projects.summaries.charts import ScoreChart, score_chart

MOST_DRAWN = 8  # of the newest snapshots
HEIGHT = 110  # pixels
WIDE_SPREAD = 3  # a spread from here on is worth talking about


@dataclass(frozen=True)
class SnapshotRow:
    """A snapshot as a row of the table (report R12). ``product`` is None while a factor is not
    assessed; ``measures`` counts what was to be done when it was made.
    """

    on: date
    occasion: str
    scores: tuple[int | None, ...]
    product: int | None
    weakest: str
    measures: int


@dataclass(frozen=True)
class FactorSeries:
    """One factor over time: the newest score, and how it compares with the one before."""

    label: str
    now: int | None
    change: str
    chart: ScoreChart


@dataclass(frozen=True)
class FormulaHistory:
    """The five factors over time, oldest first in the charts, newest first in the table."""

    rows: list[SnapshotRow]
    series: list[FactorSeries]
    first: date
    last: date
    finding: str


@dataclass(frozen=True)
class FactorSummary:
    """The scores of several people for one factor, without their names; nothing but the number
    where fewer than ``FEWEST_SHOWN`` gave one. ``suggested_score`` is the mean as a whole score;
    half is rounded down, so that a zero is not lost.
    """

    factor: Factor
    mean: float | None
    spread: int | None
    number: int
    scores: list[int]
    reasons: list[str]
    measures: list[str]

    @property
    def differs(self):
        """The scores differ so much that they are worth talking about."""
        return self.spread is not None and self.spread >= WIDE_SPREAD

    @property
    def is_withheld(self):
        """So few gave a score that each could be traced to a person."""
        return self.number < FEWEST_SHOWN

    @property
    def suggested_score(self):
        return None if self.mean is None else ceil(self.mean - 0.5)


def scores_as_text(scores: Scores) -> str:
    """Return the five scores in the formula's order; a dash where a factor is not assessed."""
    pairs = ((factor.label, scores.of(factor)) for factor in Factor)
    return " · ".join(f"{label} {'–' if score is None else score}" for label, score in pairs)


def snapshot_row(snapshot: SuccessAssessment) -> SnapshotRow:
    """Return a snapshot, with its factors loaded, as a row."""
    scores = snapshot.scores
    return SnapshotRow(
        on=snapshot.assessed_on,
        occasion=snapshot.get_occasion_display(),
        scores=tuple(scores),
        product=scores.product,
        weakest=", ".join(str(factor.label) for factor in scores.weakest),
        measures=sum(bool(row.measure) for row in snapshot.factors.all()),
    )


def history_of(snapshots: list[SuccessAssessment]) -> FormulaHistory | None:
    """Return the history of snapshots, which come newest first and with their factors loaded;
    None when there are none. No query.
    """
    if not snapshots:
        return None
    rows = [snapshot_row(snapshot) for snapshot in snapshots]
    shown = rows[:MOST_DRAWN][::-1]
    series = [
        FactorSeries(
            label=str(factor.label),
            now=rows[0].scores[at],
            change=_change([row.scores[at] for row in rows]),
            chart=score_chart([row.scores[at] for row in shown], height=HEIGHT),
        )
        for at, factor in enumerate(Factor)
    ]
    return FormulaHistory(rows, series, shown[0].on, shown[-1].on, _finding(rows))


def _change(scores):
    """How the newest score compares with the one before, in words."""
    now, before = scores[0], scores[1] if len(scores) > 1 else None
    if now is None:
        return _("Not assessed")
    if before is None:
        return _("Assessed for the first time")
    if now == before:
        return _("The same as last time")
    return (_("Up from %d") if now > before else _("Down from %d")) % before


def _finding(rows):
    weakest = _("Weakest now: %s.") % rows[0].weakest if rows[0].weakest else ""
    number = ngettext("One assessment.", "%d assessments.", len(rows))
    number = number % len(rows) if "%d" in number else number
    return f"{weakest} {number}".strip()


def summaries_of_round(assessment_round: AssessmentRound) -> list[FactorSummary]:
    """Return the summaries of a round, in the formula's order. Two queries."""
    return summaries_of_views(assessment_round.assessments.individual().prefetch_related("factors"))


def summaries_of_views(assessments) -> list[FactorSummary]:
    """Return the summaries of assessments that are loaded with their factors; none of fewer than
    ``FEWEST_SHOWN``.
    """
    if len(assessments) < FEWEST_SHOWN:
        return []
    rows_by_factor = {factor: [] for factor in Factor}
    for snapshot in assessments:
        for row in snapshot.factors.all():
            rows_by_factor[Factor(row.factor)].append(row)
    return [_factor_summary(factor, rows) for factor, rows in rows_by_factor.items()]


def _factor_summary(factor, rows):
    found = summarise_scores([row.score for row in rows])
    if found.number < FEWEST_SHOWN:
        return FactorSummary(factor, None, None, found.number, scores=[], reasons=[], measures=[])
    return FactorSummary(
        factor,
        found.mean,
        found.spread,
        found.number,
        scores=sorted(row.score for row in rows if row.score is not None),
        reasons=sorted({row.reason for row in rows if row.reason}, key=sort_key),
        measures=sorted({row.measure for row in rows if row.measure}, key=sort_key),
    )
