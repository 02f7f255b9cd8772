from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from portfolio.reports.overview import (
    DRAFTS_QUERY,
    NEEDING_ATTENTION_QUERY,
    cases_needing_attention,
    overview,
)
from projects.access.policies import can_read_working
from projects.choices.states import Health, State, Visibility
from projects.filters import CaseFilterSet
from projects.models import Case
from projects.summaries.attention import AttentionReason, attention_reasons


@pytest.fixture
def portfolio(make_case, make_report, make_person, overdue_pause):
    """Make cases for every figure, some of them hidden from most people."""
    owner = {CaseRole.OWNER: make_person(Role.READER, name="Siri")}
    for n, health in enumerate(Health):
        case = make_case(f"{health} {n}", visibility="council", people=owner)
        if health != Health.NOT_ASSESSED:
            make_report(case, health)
    make_report(make_case("Glemt", visibility="council"), Health.AT_RISK, days_ago=31)
    make_report(make_case("Stille"), Health.ON_TRACK, days_ago=30)
    make_report(make_case("Nesten stille"), Health.ON_TRACK, days_ago=29)
    overdue_pause(make_case("Pause", visibility="council"))
    paused_at_risk = make_case("Pause i fare")
    make_report(paused_at_risk, Health.OFF_TRACK)
    overdue_pause(paused_at_risk, days_ago=-5)
    make_case("Utkast", state=State.DRAFT)
    exempt = make_case("Unntatt", visibility=Visibility.RESTRICTED)
    yesterday = timezone.localdate() - timedelta(days=1)
    Case.objects.filter(pk=exempt.pk).update(exempt_until=yesterday)
    old = make_case("Aldri bekreftet")
    Case.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=99))


def rows(query, user):
    cases = Case.objects.visible_to(user)
    return CaseFilterSet(QueryDict(query), cases, user=user).qs


def test_figures_count_what_they_name(portfolio, leader):
    found = overview(Case.objects.visible_to(leader), user=leader, now=timezone.now())

    assert {figure.code: figure.value for figure in found.figures} == {
        "active": 9,
        "at_risk": 3,
        "unconfirmed": 3,
        "overdue_pause": 1,
        "not_assessed": 3,
    }
    assert (found.total, found.in_phase, found.drafts, found.needing_attention) == (12, 11, 1, 7)


@pytest.mark.parametrize("who", ["leader", "reader", "council", "nobody"])
def test_each_figure_is_the_length_of_the_list_it_leads_to(portfolio, leader, make_person, who):
    user = {
        "leader": leader,
        "reader": make_person(Role.READER),
        "council": make_person(Role.COUNCIL),
        "nobody": make_person(),
    }[who]
    found = overview(Case.objects.visible_to(user), user=user, now=timezone.now())

    listed = {figure.code: len(rows(figure.query, user)) for figure in found.figures}

    assert listed == {figure.code: figure.value for figure in found.figures}
    assert len(rows(NEEDING_ATTENTION_QUERY, user)) == found.needing_attention
    assert len(rows(DRAFTS_QUERY, user)) == found.drafts


def test_council_counts_only_what_it_sees(portfolio, make_person):
    council = make_person(Role.COUNCIL)
    found = overview(Case.objects.visible_to(council), user=council, now=timezone.now())

    assert found.total == 6
    assert {figure.code: figure.value for figure in found.figures} == {
        "active": 5,
        "at_risk": 3,
        "unconfirmed": 1,
        "overdue_pause": 1,
        "not_assessed": 1,
    }


def test_figures_take_one_query(portfolio, leader, django_assert_num_queries):
    cases = Case.objects.visible_to(leader)

    with django_assert_num_queries(1):
        overview(cases, user=leader, now=timezone.now())


def test_reasons_of_a_case_are_the_conditions_of_its_row(portfolio, leader, make_person):
    now = timezone.now()
    for user in (leader, make_person(Role.READER), make_person(Role.COUNCIL)):
        visible = Case.objects.visible_to(user)
        told = {
            case.pk
            for case in visible.with_gate_tasks(user)
            if attention_reasons(case, now=now, can_read_working=can_read_working(user, case))
        }

        assert told == set(visible.needing_attention(user, now).values_list("pk", flat=True))


def test_reasons_come_most_urgent_first(make_case, make_report, leader):
    case = make_case()
    make_report(case, Health.OFF_TRACK, days_ago=31)
    case = Case.objects.with_gate_tasks(leader).get(pk=case.pk)

    assert attention_reasons(case, now=timezone.now(), can_read_working=True) == [
        AttentionReason.OFF_TRACK,
        AttentionReason.UNCONFIRMED,
    ]


def test_needs_are_few_and_most_urgent_first(make_case, make_report, leader):
    for n in range(4):
        make_report(make_case(f"Stille {n}"), Health.ON_TRACK, days_ago=40)
        make_report(make_case(f"Fare {n}"), Health.AT_RISK)
    make_report(make_case("Utenfor"), Health.OFF_TRACK, days_ago=35)

    found = cases_needing_attention(
        Case.objects.visible_to(leader), user=leader, now=timezone.now()
    )

    assert [need.title for need in found] == [
        "Utenfor", "Fare 0", "Fare 1", "Fare 2", "Fare 3", "Stille 0",
    ]  # fmt: skip
    assert found[0].reason_texts == ("Off track", "Not confirmed for 35 days")
    assert found[-1].reason_texts == ("Not confirmed for 40 days",)


@pytest.mark.parametrize("count", [1, 5])
def test_needs_take_one_query_for_any_number(
    make_case, make_report, leader, count, django_assert_num_queries
):
    for n in range(count):
        make_report(make_case(f"Fare {n}"), Health.AT_RISK)
    cases = Case.objects.visible_to(leader)

    with django_assert_num_queries(1):
        assert len(cases_needing_attention(cases, user=leader, now=timezone.now())) == count


def test_reader_of_no_working_texts_is_told_neither_hindrance_nor_owner(
    make_case, make_report, make_person
):
    council = make_person(Role.COUNCIL)
    make_report(make_case("Åpen", visibility="council"), Health.AT_RISK)
    cases = Case.objects.visible_to(council)

    (need,) = cases_needing_attention(cases, user=council, now=timezone.now())

    assert (need.title, need.status_text, need.owner) == ("Åpen (åpen)", "", None)


def test_case_exempt_by_what_is_no_legal_basis_is_flagged(make_case, leader):
    case = make_case("Unntatt", visibility=Visibility.RESTRICTED)
    Case.objects.filter(pk=case.pk).update(legal_basis="offl-16")

    cases = Case.objects.visible_to(leader)
    (card,) = cases_needing_attention(cases, user=leader, now=timezone.now())

    assert card.reason_texts == (
        "Choose another legal basis: the one it names does not exempt a case",
    )
