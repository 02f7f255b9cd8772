"""How a case is anchored on each of the five levels, as of a day. Pure: works on loaded rows.

A level is covered by an anchoring of its own that is not older than a year and has not run
out. A political decision covers the political level and no other: the council does not speak
for management, line, staff or users.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from projects.choices.vocabulary import (
    AnchoringLevel,
    Cover,
    DecisionKind,
    DecisionLevel,
    DecisionOutcome,
)

COVERED_FOR = timedelta(days=365)
ADOPTED = (DecisionOutcome.ADOPTED, DecisionOutcome.AMENDED)
SAYS_NO_YES = (DecisionKind.BRIEFING, DecisionKind.STOP)


@dataclass(frozen=True)
class Level:
    """How one level is anchored: since when, by whom, and until when that holds."""

    level: AnchoringLevel
    cover: Cover
    held_on: date | None = None
    until: date | None = None
    with_whom: str = ""


def levels(anchorings, decisions, today: date) -> list[Level]:
    """The five levels in their order, by what was said that counts longest. ``anchorings`` and
    ``decisions`` are those not withdrawn.
    """
    said = {level: [] for level in AnchoringLevel}
    for one in anchorings:
        until = _until(one.held_on, one.valid_to)
        said[one.level].append((until, one.held_on, one.with_whom))
    for one in decisions:
        if (
            one.level == DecisionLevel.POLITICAL
            and one.outcome in ADOPTED
            and one.kind not in SAYS_NO_YES
        ):
            until = _until(one.met_on, None)
            said[AnchoringLevel.POLITICAL].append((until, one.met_on, one.body))
    return [
        _level(level, [x for x in held if x[1] <= today], today) for level, held in said.items()
    ]


def _level(level, held, today):
    if not held:
        return Level(level, Cover.MISSING)
    until, held_on, with_whom = max(held)
    cover = Cover.COVERED if today <= until else Cover.OUTDATED
    return Level(level, cover, held_on, until, with_whom)


def _until(held_on, valid_to):
    last = min(held_on, date.max - COVERED_FOR) + COVERED_FOR
    return min(last, valid_to) if valid_to else last
