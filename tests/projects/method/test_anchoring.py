from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from projects.choices.vocabulary import AnchoringLevel, Coverage, DecisionOutcome
from projects.method import anchoring

DAY = timedelta(days=1)
TODAY = date(2026, 5, 20)


def anchored(level, on, *, valid_to=None):
    return SimpleNamespace(level=level, held_on=on, valid_to=valid_to, with_whom="Ledergruppen")


def decided(on, *, level="political", outcome="adopted", kind="choice"):
    return SimpleNamespace(met_on=on, body="Formannskapet", level=level, outcome=outcome, kind=kind)


def covers(anchorings, decisions=()):
    levels = anchoring.levels(anchorings, decisions, TODAY)
    return {one.level: one.coverage for one in levels if one.coverage != Coverage.MISSING}


@pytest.mark.parametrize(
    ("held_on", "valid_to", "cover"),
    [
        (TODAY, None, Coverage.COVERED),
        (TODAY - 365 * DAY, None, Coverage.COVERED),
        (TODAY - 366 * DAY, None, Coverage.OUTDATED),
        (TODAY - 10 * DAY, TODAY, Coverage.COVERED),
        (TODAY - 10 * DAY, TODAY - DAY, Coverage.OUTDATED),
        (TODAY - 366 * DAY, TODAY + DAY, Coverage.OUTDATED),
    ],
)
def test_level_is_covered_for_a_year_unless_it_runs_out_before(held_on, valid_to, cover):
    assert covers([anchored("line", held_on, valid_to=valid_to)]) == {AnchoringLevel.LINE: cover}


def test_level_that_is_yet_to_be_anchored_is_missing():
    assert covers([anchored("line", TODAY + DAY)]) == {}


def test_level_counts_what_is_valid_longest():
    short = anchored("staff", TODAY - 3 * DAY, valid_to=TODAY - DAY)
    long = anchored("staff", TODAY - 30 * DAY)

    levels = anchoring.levels([short, long], [], TODAY)

    staff = next(one for one in levels if one.level == AnchoringLevel.STAFF)
    assert (staff.coverage, staff.held_on) == (Coverage.COVERED, TODAY - 30 * DAY)
    assert staff.until == TODAY + 335 * DAY


def test_political_decision_covers_the_political_level_and_no_other():
    assert covers([], [decided(TODAY)]) == {AnchoringLevel.POLITICAL: Coverage.COVERED}
    assert covers([], [decided(TODAY, outcome="rejected")]) == {}
    assert covers([], [decided(TODAY, level="administrative")]) == {}


@pytest.mark.parametrize("outcome", DecisionOutcome)
def test_political_decision_covers_where_it_was_adopted_with_changes_or_without(outcome):
    is_adopted = outcome in {DecisionOutcome.ADOPTED, DecisionOutcome.AMENDED}

    assert (covers([], [decided(TODAY, outcome=outcome)]) != {}) == is_adopted


@pytest.mark.parametrize("kind", ["briefing", "stop"])
def test_briefing_and_decision_to_stop_cover_nothing(kind):
    assert covers([], [decided(TODAY, kind=kind)]) == {}


def test_levels_are_in_their_order():
    assert [one.level for one in anchoring.levels([], [], TODAY)] == list(AnchoringLevel)


def test_decision_on_the_last_day_of_the_calendar_is_counted_with():
    assert covers([], [decided(date.max)]) == {}
