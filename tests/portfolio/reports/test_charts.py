from datetime import date

import pytest
from django.utils import timezone

from accounts.access.roles import Role
from portfolio.reports.charts import scale, stacked_chart
from portfolio.reports.trend import month_ends, trend
from projects.actions.phases import move
from projects.actions.states import change_state
from projects.choices.phases import Phase
from projects.models import Case


@pytest.mark.parametrize(
    ("most", "marks"),
    [
        (0, [0, 1]), (1, [0, 1]), (4, [0, 1, 2, 3, 4]), (5, [0, 2, 4, 6]), (20, [0, 5, 10, 15, 20]),
        (26, [0, 10, 20, 30]), (700, [0, 200, 400, 600, 800]),
    ],
)  # fmt: skip
def test_scale_has_few_whole_steps_that_reach_the_most(most, marks):
    assert scale(most) == marks


def test_blocks_stand_on_each_other_and_reach_the_total():
    chart = stacked_chart([("jan", (1, 0, 3)), ("feb", (2, 2, 0))], height=246)

    first, second = chart.bars
    per_case = (246 - 20 - 26) / 4
    assert [(b.part, b.value, b.y) for b in first.blocks] == [(1, 1, "170.0"), (3, 3, "20.0")]
    assert [b.height for b in first.blocks] == ["48.5", "148.5"]
    assert (first.total, second.total) == (4, 4)
    assert [tick.y for tick in chart.ticks] == [f"{220 - n * per_case:.1f}" for n in range(5)]
    assert (first.middle, second.middle) == ("28.75%", "76.25%")


def test_numbers_of_a_drawing_have_a_point_and_never_a_comma():
    chart = stacked_chart([("jan", (1, 2, 3, 4, 5))] * 12, height=240)

    drawn = [
        text for bar in chart.bars for block in bar.blocks
        for text in (block.x, block.y, block.width, block.height, block.middle)
    ]  # fmt: skip
    assert [text for text in drawn if "," in text] == []


def test_month_ends_are_the_last_twelve_and_today():
    assert month_ends(date(2026, 3, 15))[:2] == [date(2025, 4, 30), date(2025, 5, 31)]
    assert month_ends(date(2026, 3, 15))[-2:] == [date(2026, 2, 28), date(2026, 3, 15)]
    assert len(month_ends(date(2026, 3, 31))) == 12


def counts(found):
    return [bar.values for bar in found.stack.bars]


def test_trend_counts_the_visits_open_at_the_end_of_each_month(make_old_case, make_case, leader):
    today = timezone.localdate()
    month_ago = month_ends(today)[-2]
    make_old_case("Gammel", phase=Phase.WHO, days=(today - month_ago).days + 3)
    moved = make_case("Flyttet", phase=Phase.SYSTEM)
    move(moved, to=Phase.WHO, by=leader, reason="Flere må med")
    change_state(make_case("Stoppet"), transition="stop", by=leader, reason="Nei", lesson="Spør")

    found = trend(Case.objects.visible_to(leader), today=today, height=240)

    assert counts(found)[-2:] == [(0, 1, 0, 0, 0), (0, 2, 0, 0, 0)]
    assert counts(found)[0] == (0, 0, 0, 0, 0)


def test_trend_ends_with_what_stands_on_the_board(make_case, leader):
    for phase in (Phase.WHAT, Phase.WHAT, Phase.SYSTEM, Phase.REFINE):
        make_case(phase=phase)

    found = trend(Case.objects.visible_to(leader), today=timezone.localdate(), height=240)

    assert counts(found)[-1] == (2, 0, 1, 0, 1)


def test_trend_counts_only_what_the_person_sees(make_case, make_person):
    make_case(visibility="council")
    make_case()
    council = make_person(Role.COUNCIL)

    found = trend(Case.objects.visible_to(council), today=timezone.localdate(), height=240)

    assert counts(found)[-1] == (1, 0, 0, 0, 0)


def test_trend_of_drafts_is_none(make_case, leader, django_assert_num_queries):
    make_case(state="draft")
    cases = Case.objects.visible_to(leader)

    with django_assert_num_queries(1):
        assert trend(cases, today=timezone.localdate(), height=240) is None
