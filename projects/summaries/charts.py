"""Geometry of small charts about one case, drawn by the server. Pure.

Widths are per cent and heights pixels, as text with a point: a comma would break the drawing.
"""

from dataclasses import dataclass

from projects.method.formula import HIGHEST

LABEL_HEIGHT = 18  # pixels above the highest column, for its number
MIN_HEIGHT = 3  # pixels: what a zero and a missing score are drawn as


@dataclass(frozen=True)
class ScoreColumn:
    """A score in time. ``kind`` is score, zero or none: a zero and a missing score are drawn
    each in its own way.
    """

    value: str
    kind: str
    x: str
    y: str
    width: str
    height: str
    middle: str
    label_y: str


@dataclass(frozen=True)
class ScoreChart:
    """The scores of one factor, oldest first, on a scale from 0 to 5."""

    height: int
    top: str
    bottom: str
    columns: tuple[ScoreColumn, ...]


def score_chart(scores: list[int | None], *, height: int) -> ScoreChart:
    """Draw a column for each score."""
    highest_column = height - LABEL_HEIGHT
    slot = 100 / max(len(scores), 2)
    columns = []
    for at, score in enumerate(scores):
        column_height = max(MIN_HEIGHT, highest_column * (score or 0) / HIGHEST)
        columns.append(
            ScoreColumn(
                value="–" if score is None else str(score),
                kind="none" if score is None else "zero" if score == 0 else "score",
                x=f"{slot * (at + 0.15):.2f}%",
                y=f"{height - column_height:.1f}",
                width=f"{slot * 0.7:.2f}%",
                height=f"{column_height:.1f}",
                middle=f"{slot * (at + 0.5):.2f}%",
                label_y=f"{height - column_height - 5:.1f}",
            )
        )
    return ScoreChart(height, f"{LABEL_HEIGHT:.1f}", f"{height:.1f}", tuple(columns))


def bar_width(degree) -> str:
    """Return the width of a bar that is full at 1, and only then: 0 to 100 per cent."""
    return "100.00%" if degree >= 1 else f"{min(max(0.0, float(degree)) * 100, 99.99):.2f}%"
