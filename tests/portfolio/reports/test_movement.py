"""How cases moved between the phases: it adds up, or there is no report."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.access.roles import Role
from portfolio.reports.catalogue import REPORTS, make_report
from portfolio.reports.movement import DoesNotAddUp, movement
from portfolio.reports.periods import period_of
from projects.actions.phases import move
from projects.actions.states import change_state
from projects.choices.phases import ORDER, Phase
from projects.models import Case
from tests.projects.team import DAY

STATES = ("pause", "resume", "stop", "reopen")
FIGURES = [
    "start",
    "new",
    "in_forward",
    "in_back",
    "reopened",
    "out_forward",
    "out_back",
    "stopped",
    "completed",
    "end",
    "paused",
]


def figures(row):
    return [getattr(row, name) for name in FIGURES]


def this_month(today):
    return period_of(f"{today:%Y-%m}", today=today).until(today)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def rows(today):
    """Return what moved this month, by phase, and in all."""

    def count(first=None):
        period = this_month(today)
        if first:
            period = period_of(f"{first}..{today}", today=today)
        found = movement(Case.objects.all(), period)
        return {row.phase.code: figures(row) for row in (*found.rows, found.total)}

    return count


NOTHING = [0] * len(FIGURES)


def test_case_that_starts_is_new_in_its_phase(make_case, rows):
    make_case()

    assert rows() == dict.fromkeys(Phase.values, NOTHING) | {
        "what": [0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0],
        "total": [0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0],
    }


def test_draft_is_not_counted(make_case, rows):
    make_case(state="draft")

    assert rows()["total"] == NOTHING


def test_case_that_goes_back_leaves_one_phase_and_comes_to_the_other(make_case, leader, rows):
    case = make_case(phase=Phase.USE)
    move(case, to=Phase.WHO, by=leader, reason="Vi må spørre flere")

    found = rows()

    assert found["use"] == [0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert found["who"] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0]


def test_case_that_is_stopped_and_reopened_is_counted_as_both(make_case, leader, rows, today):
    case = make_case(phase=Phase.WHO, since=today - 60 * DAY)
    change_state(case, transition="stop", by=leader, reason="Ingen penger", lesson="Spør først")
    change_state(case, transition="reopen", by=leader, reason="Penger likevel")

    assert rows()["who"] == [1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0]


def test_paused_case_stands_in_its_phase(make_case, leader, rows, today):
    case = make_case(phase=Phase.WHO, since=today - 60 * DAY)
    change_state(
        case, transition="pause", by=leader, reason="Ferie", review_on=today + timedelta(days=9)
    )

    assert rows()["who"] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]


def test_what_is_recorded_for_an_earlier_day_counts_on_that_day(make_case, rows, today):
    make_case(phase=Phase.SYSTEM, since=today - 100 * DAY)

    assert rows()["system"] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]
    assert rows(first=today - 100 * DAY)["system"] == [0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0]


@pytest.mark.randomised
def test_random_histories_add_up_in_every_period(make_case, leader, dice, today):
    cases = [make_case(phase=dice.choice(ORDER), since=today - 400 * DAY) for _ in range(4)]
    for _ in range(40):
        case = Case.objects.get(pk=dice.choice(cases).pk)
        act_at_random(case, dice, leader, today)

    days = sorted({today - dice.randrange(420) * DAY for _ in range(30)})

    for n, first in enumerate(days):
        for last in days[n:]:
            period = period_of(f"{first}..{last}", today=today)
            total = movement(Case.objects.all(), period).total
            assert total.expected_end == total.end


def act_at_random(case, dice, leader, today):
    """Move or change the state of a case on a day after what happened last, if it can be."""
    last = case.state_changes.latest("pk").changed_on
    first = max(last, case.phase_since or last)
    on = first + dice.randrange((today - first).days + 1) * DAY
    why = {"by": leader, "reason": "Slik ble det"}
    if case.state == "active" and case.phase != Phase.WHAT and dice.random() < 0.5:
        back = ORDER[: ORDER.index(Phase(case.phase))]
        move(case, to=dice.choice(back), on=on, **why)
        return
    step = {"active": dice.choice(["pause", "stop"]), "paused": "resume", "stopped": "reopen"}
    more = {"pause": {"review_on": today + 9 * DAY}, "stop": {"lesson": "Spør først"}}
    transition = step[case.state]
    change_state(case, transition=transition, on=on, **why, **more.get(transition, {}))


def test_report_whose_figures_contradict_each_other_is_refused_with_the_case(
    make_case, leader, today
):
    case = make_case(phase=Phase.USE, since=today - 40 * DAY)
    move(case, to=Phase.WHO, by=leader, reason="Vi må spørre flere")
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica;"
            " UPDATE projects_phasevisit SET left_on = left_on - 35"
            " WHERE phase = 'use'; SET LOCAL session_replication_role = origin"
        )

    with pytest.raises(DoesNotAddUp) as refused:
        make_report(
            REPORTS["r2"],
            Case.objects.all(),
            user=leader,
            period=period_of(f"{today - 20 * DAY}..{today}", today=today),
            now=timezone.now(),
        )

    assert refused.value.details[-1] == case.key


def test_queries_are_the_same_however_many_cases(make_case, make_person, today, query_count):
    reader = make_person(Role.READER)
    for _ in range(3):
        make_case(phase=Phase.WHO)

    with query_count("report: tertial"):
        make_report(
            REPORTS["r2"],
            Case.objects.visible_to(reader),
            user=reader,
            period=this_month(today),
            now=timezone.now(),
        )
