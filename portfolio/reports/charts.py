"""Geometry of charts that the server draws. Pure.

Widths are per cent and heights pixels, so that a chart fills its column and its text keeps
its size. Every number is a text with a point: a comma would break the drawing.
"""

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Tick:
    """A line across the chart and its number."""

    value: int
    y: str


@dataclass(frozen=True)
class Block:
    """One part of a column."""

    part: int
    value: int
    x: str
    y: str
    width: str
    height: str
    middle: str
    is_labelled: bool


@dataclass(frozen=True)
class Bar:
    """A column of parts, the first at the bottom."""

    label: str
    values: tuple[int, ...]
    total: int
    blocks: tuple[Block, ...]
    middle: str
    top: str
    is_end: bool
    is_odd: bool


@dataclass(frozen=True)
class StackedChart:
    """A chart of stacked columns."""

    height: int
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    label_y: str


def scale(most: int, steps: int = 4) -> list[int]:
    """Whole numbers from 0 to ``most`` or just over, at most ``steps`` steps of 1, 2 or 5."""
    unit = 1
    while True:
        for step in (unit, 2 * unit, 5 * unit):
            if most <= step * steps:
                return [n * step for n in range(max(1, ceil(most / step)) + 1)]
        unit *= 10


def stacked_chart(rows: list[tuple[str, tuple[int, ...]]], *, height: int) -> StackedChart:
    """Draw a column for each row: a label and the sizes of its parts."""
    top, bottom, left = 20, 26, 5.0
    depth = height - top - bottom
    marks = scale(max((sum(values) for _, values in rows), default=0))
    per_case = depth / marks[-1]
    slot = (100 - left) / len(rows)
    bars = []
    for at, (label, values) in enumerate(rows):
        start, below, blocks = left + slot * at, 0, []
        is_end = at in {0, len(rows) - 1}
        for part, value in enumerate(values, start=1):
            below += value
            if value:
                blocks.append(
                    Block(
                        part=part,
                        value=value,
                        x=_per_cent(start + slot * 0.14),
                        y=_pixels(top + depth - below * per_case),
                        width=_per_cent(slot * 0.72),
                        height=_pixels(max(1, value * per_case - 1.5)),
                        middle=_pixels(top + depth - (below - value / 2) * per_case + 4),
                        is_labelled=at == len(rows) - 1 and value * per_case > 16,
                    )
                )
        bars.append(
            Bar(
                label=label,
                values=tuple(values),
                total=below,
                blocks=tuple(blocks),
                middle=_per_cent(start + slot / 2),
                top=_pixels(top + depth - below * per_case - 6),
                is_end=is_end,
                is_odd=at % 2 == 0,
            )
        )
    ticks = tuple(Tick(n, _pixels(top + depth - n * per_case)) for n in marks)
    return StackedChart(height=height, ticks=ticks, bars=tuple(bars), label_y=_pixels(height - 8))


def _per_cent(number):
    return f"{number:.2f}%"


def _pixels(number):
    return f"{number:.1f}"
