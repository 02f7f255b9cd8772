"""The periods of reports, as an address writes them."""

from datetime import date

import pytest

from portfolio.reports.periods import InvalidPeriod, period_of, periods_to_choose, tertial_of

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2026-T1", date(2026, 1, 1), date(2026, 4, 30), "tertial 1 of 2026"),
        ("2026-t2", date(2026, 5, 1), date(2026, 8, 31), "tertial 2 of 2026"),
        ("2026-T3", date(2026, 9, 1), date(2026, 12, 31), "tertial 3 of 2026"),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "2024"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31), "December 2025"),
        (
            "2026-05-03..2026-05-03",
            date(2026, 5, 3),
            date(2026, 5, 3),
            "3 May 2026 – 3 May 2026",
        ),
    ],
)
def test_period_is_read_as_it_is_written(text, first, last, label):
    period = period_of(text, today=TODAY)

    assert (period.first, period.last, period.label) == (first, last, label)
    assert period_of(period.code, today=TODAY) == period


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026-T4", "2026-T0", "2026-13", "2026-00", "26", "0000", "1899", "2026-2", "9999"),
        *("2026-02-30..2026-03-01", "2026-05-01..", "2026-05-01", "T2", "2026-T2 2026-T3", "²026"),
    ],
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(InvalidPeriod):
        period_of(text, today=TODAY)


def test_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(InvalidPeriod) as refused:
        period_of("2026-05-02..2026-05-01", today=TODAY)

    assert str(refused.value) == "The period ends before it begins."


@pytest.mark.parametrize(("text", "is_taken"), [("2026-11-28..2027-01-01", 1), ("2026-12", 0)])
def test_period_may_end_in_the_future_and_not_begin_there(text, is_taken):
    try:
        period = period_of(text, today=TODAY)
    except InvalidPeriod:
        period = None

    assert bool(period) == bool(is_taken)


def test_period_that_is_not_over_goes_until_today():
    assert tertial_of(TODAY).until(TODAY).last == TODAY
    assert tertial_of(date(2026, 8, 31)).until(TODAY).last == date(2026, 8, 31)


def test_this_and_earlier_tertials_and_years_are_offered():
    codes = [period.code for period in periods_to_choose(today=TODAY)]

    assert codes[:4] == ["2026-T3", "2026-T2", "2026-T1", "2025-T3"]
    assert codes[-4:] == ["2026", "2025", "2024", "2023"]
