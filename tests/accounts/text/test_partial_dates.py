import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.text import partial_dates
from accounts.text.partial_dates import (
    AmbiguousDate,
    DistantDate,
    ImpossibleDate,
    NotADay,
    UnreadableDate,
)

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("", ""),
        ("2022", "2022"),
        (" 2022 ", "2022"),
        ("2022-03", "2022-03"),
        ("2022-3-5", "2022-03-05"),
        ("2022-03-05 00:00:00", "2022-03-05"),
        ("5.3.2022", "2022-03-05"),
        ("05.03.2022", "2022-03-05"),
        ("5. 3. 2022", "2022-03-05"),
        ("03.2022", "2022-03"),
        ("mars 2022", "2022-03"),
        ("Mar. 2022", "2022-03"),
        ("5. mars 2022", "2022-03-05"),
        ("17\u00a0desember 2021", "2021-12-17"),
        ("May 2022", "2022-05"),
        ("December 5 2026", "2026-12-05"),
        ("Dec 5, 2026", "2026-12-05"),
        ("dec. 5, 2026", "2026-12-05"),
    ],
)
def test_a_date_is_kept_as_fine_as_it_was_written(written, stored):
    assert partial_dates.parse(written) == stored


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("5.3.22", AmbiguousDate),
        ("3/5/2022", AmbiguousDate),
        ("31.2.2022", ImpossibleDate),
        ("2022-13", ImpossibleDate),
        ("1722", DistantDate),
        ("20222", UnreadableDate),
        ("vår 2022", UnreadableDate),
        ("Q1 2022", UnreadableDate),
        ("2022-03-05 12:30", UnreadableDate),
        ("٢٠٢٢", UnreadableDate),
        ("tbd", UnreadableDate),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_write(written, error):
    with pytest.raises(UnreadableDate) as refused:
        partial_dates.parse(written)

    assert type(refused.value) is error
    assert str(refused.value) == str(error.message) % partial_dates.examples()


@given(DAYS)
def test_a_day_a_month_and_a_year_come_back_as_they_were(day):
    iso = day.isoformat()

    assert [partial_dates.parse(iso[:length]) for length in (4, 7, 10)] == [iso[:4], iso[:7], iso]
    assert partial_dates.parse(f"{day.day}.{day.month}.{day.year}") == iso


@given(DAYS)
def test_what_is_shown_in_norwegian_can_be_read_again(day):
    iso = day.isoformat()

    with translation.override("nb"):
        shown = [partial_dates.display(iso[:length]) for length in (4, 7, 10)]

    assert [partial_dates.parse(text) for text in shown] == [iso[:4], iso[:7], iso]


@given(DAYS)
def test_a_date_spans_the_days_it_can_mean(day):
    iso = day.isoformat()

    assert partial_dates.first_day(iso) == partial_dates.last_day(iso) == day
    assert partial_dates.first_day(iso[:7]) == day.replace(day=1)
    assert (partial_dates.last_day(iso[:7]) + dt.timedelta(1)).day == 1
    assert partial_dates.last_day(iso[:4]) == dt.date(day.year, 12, 31)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@given(DAYS)
def test_what_a_field_shows_is_read_as_the_same_date(language, day):
    iso = day.isoformat()

    with translation.override(language):
        shown = [partial_dates.written(iso[:length]) for length in (4, 7, 10)]

    assert [partial_dates.parse(text) for text in shown] == [iso[:4], iso[:7], iso]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("nb", ["2026", "oktober 2026", "12.10.2026"]),
        ("nn", ["2026", "oktober 2026", "12.10.2026"]),
        ("en", ["2026", "October 2026", "12 Oct 2026"]),
    ],
)
def test_a_date_has_one_written_form_in_each_language(language, shown):
    with translation.override(language):
        written = [partial_dates.written("2026-10-12"[:length]) for length in (4, 7, 10)]

    assert written == shown


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("", None),
        ("2026-10-12", dt.date(2026, 10, 12)),
        ("12.10.2026", dt.date(2026, 10, 12)),
        ("12 Oct 2026", dt.date(2026, 10, 12)),
        ("1900-01-01", dt.date(1900, 1, 1)),
        ("2199-12-31", dt.date(2199, 12, 31)),
    ],
)
def test_a_day_is_read_as_people_write_it(written, day):
    assert partial_dates.parse_day(written) == day


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("0026-12-05", DistantDate),
        ("0001-01-01", DistantDate),
        ("1899-12-31", DistantDate),
        ("2200-01-01", DistantDate),
        ("10/12/2026", AmbiguousDate),
        ("12.10.26", AmbiguousDate),
        ("2026-02-30", ImpossibleDate),
        ("2026-10", NotADay),
        ("i morgen", NotADay),
    ],
)
def test_what_is_no_day_of_our_time_is_refused(written, error):
    with pytest.raises(error):
        partial_dates.parse_day(written)
