"""How a case is anchored on each of the five levels, as of a day. Pure: works on loaded rows.

A level is covered by an anchoring of its own that is not older than a year and has not
expired. A political decision covers the political level and no other.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from projects.choices.vocabulary import (
    AnchoringLevel,
    Coverage,
    DecisionKind,
    DecisionLevel,
    DecisionOutcome,
)

ANCHORING_VALIDITY = timedelta(days=365)
ADOPTED = (DecisionOutcome.ADOPTED, DecisionOutcome.AMENDED)
NOT_APPROVING_KINDS = (DecisionKind.BRIEFING, DecisionKind.STOP)


@dataclass(frozen=True)
class LevelCoverage:
    """How one level is anchored: since when, with whom, and until when it is valid."""

    level: AnchoringLevel
    coverage: Coverage
    held_on: date | None = None
    until: date | None = None
    with_whom: str = ""


def levels(anchorings, decisions, today: date) -> list[LevelCoverage]:
    """Return the five levels in their order, each by the anchoring that is valid longest.
    ``anchorings`` and ``decisions`` are those that are not withdrawn.
    """
    approvals = {level: [] for level in AnchoringLevel}
    for one in anchorings:
        until = _until(one.held_on, one.valid_to)
        approvals[one.level].append((until, one.held_on, one.with_whom))
    for one in decisions:
        if (
            one.level == DecisionLevel.POLITICAL
            and one.outcome in ADOPTED
            and one.kind not in NOT_APPROVING_KINDS
        ):
            until = _until(one.met_on, None)
            approvals[AnchoringLevel.POLITICAL].append((until, one.met_on, one.body))
    return [
        _level(level, [one for one in of_level if one[1] <= today], today)
        for level, of_level in approvals.items()
    ]


def _level(level, approvals, today):
    if not approvals:
        return LevelCoverage(level, Coverage.MISSING)
    until, held_on, with_whom = max(approvals)
    coverage = Coverage.COVERED if today <= until else Coverage.OUTDATED
    return LevelCoverage(level, coverage, held_on, until, with_whom)


def _until(held_on, valid_to):
    last = min(held_on, date.max - ANCHORING_VALIDITY) + ANCHORING_VALIDITY
    return min(last, valid_to) if valid_to else last
