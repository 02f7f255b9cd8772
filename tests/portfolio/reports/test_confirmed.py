"""Confirmed and not confirmed: one definition, by the days of Oslo, in every place that asks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from portfolio.reports.overview import overview
from portfolio.reports.summary import summary_by
from projects.filters import CaseFilterSet
from projects.models import Case
from projects.summaries.attention import AttentionReason, attention_reasons

OSLO = ZoneInfo("Europe/Oslo")
# Now, and the first moment that still counts as within 30 days: Oslo's midnight 29 days before.
BOUNDARIES = {
    "an ordinary day": ((2026, 6, 30, 15, 0), (2026, 6, 1)),
    "just after midnight": ((2026, 6, 30, 0, 0), (2026, 6, 1)),
    "just before midnight": ((2026, 6, 30, 23, 59), (2026, 6, 1)),
    "over the start of summer time": ((2026, 4, 10, 12, 0), (2026, 3, 12)),
    "on the day summer time starts": ((2026, 3, 29, 23, 30), (2026, 2, 28)),
    "over the end of summer time": ((2026, 11, 10, 12, 0), (2026, 10, 12)),
    "from the day summer time ends": ((2026, 11, 23, 0, 30), (2026, 10, 25)),
    "over the turn of the year": ((2027, 1, 15, 12, 0), (2026, 12, 17)),
    "on the first of January": ((2027, 1, 1, 0, 1), (2026, 12, 3)),
    "over a leap day": ((2028, 3, 15, 12, 0), (2028, 2, 15)),
}


def places(case, leader, now):
    """Whether the case is confirmed, as each place has it."""
    cases = Case.objects.filter(pk=case.pk)
    groups, total = summary_by(cases, "phase", now=now)
    figures = {
        figure.code: figure.value for figure in overview(cases, user=leader, now=now).figures
    }
    search = CaseFilterSet(QueryDict("unconfirmed_days=30"), cases, user=leader, now=now)
    (loaded,) = cases.with_gate_tasks(leader)
    reasons = attention_reasons(loaded, now=now, can_read_working=True)
    assert total.confirmed + total.unconfirmed == total.active == 1
    assert [sum(getattr(g, n) for g in groups) for n in ("confirmed", "unconfirmed")] == [
        total.confirmed,
        total.unconfirmed,
    ]
    return {
        "summary": total.confirmed == 1,
        "overview": figures["unconfirmed"] == 0,
        "filter": not search.qs.exists(),
        "attention filter": not cases.needing_attention(leader, now).exists(),
        "card": AttentionReason.UNCONFIRMED not in reasons,
    }


@pytest.mark.parametrize("field", ["confirmed_at", "created_at"])
@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_case_is_confirmed_in_every_place_or_in_none(make_case, leader, boundary, field):
    case, (now, first) = make_case(), BOUNDARIES[boundary]
    now = datetime(*now, tzinfo=OSLO).astimezone(UTC)
    midnight = datetime(*first, tzinfo=OSLO).astimezone(UTC)
    tick = timedelta(microseconds=1)
    moments = {midnight - tick: False, midnight: True, midnight + tick: True, now: True}

    for moment, is_confirmed in moments.items():
        with transaction.atomic():  # not committed: such a case has no status of that moment
            Case.objects.filter(pk=case.pk).update(**{field: moment})
            found = places(case, leader, now)
            transaction.set_rollback(True)
        assert found == dict.fromkeys(found, is_confirmed), (moment, field)


def test_confirmed_and_not_confirmed_are_the_active_ones(make_case, make_report, leader):
    for days_ago in range(27, 34):
        make_report(make_case(), days_ago=days_ago)
    make_case()

    _groups, total = summary_by(Case.objects.all(), "state", now=timezone.now())

    assert (total.confirmed, total.unconfirmed, total.active) == (4, 4, 8)
