"""What was decided at a gate follows the case until it is done, and is shown where people look."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.access.roles import Role
from portfolio.reports.overview import cases_needing_attention
from projects.actions.gates import meet
from projects.actions.states import change_state
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.states import State
from projects.models import Case
from projects.summaries import conditions_due
from projects.summaries.attention import AttentionReason, attention_reasons
from tests.projects.team import DAY, fresh


def attended(user):
    found = Case.objects.visible_to(user).needing_attention(user, timezone.now())
    return list(found.values_list("key", flat=True))


@pytest.mark.parametrize(
    ("days", "said"),
    [(-3, "3 days overdue"), (-1, "1 day overdue"), (0, "Due today"), (1, "1 day left")],
)
def test_deadline_is_told_in_words(days, said):
    assert conditions_due.days_left_in_words(days) == said


def test_case_page_shows_what_is_owed_until_it_is_met(make_team, browser_of, words):
    team = make_team()
    condition = team.owe(days=-3)
    browser = browser_of(team.leader)

    before = browser.get(team.case.get_absolute_url())
    meet(condition, by=fresh(team.leader), note="Søkt, ingenting funnet")
    after = browser.get(team.case.get_absolute_url())

    assert "Søke i kommunens egne saker 3 days overdue Per Leder" in words(before)
    assert reverse("condition_meet", args=[team.case.key, condition.pk]) in before.content.decode()
    assert "Conditions to meet" not in words(after)


def test_condition_is_met_by_whoever_is_responsible_or_runs_the_case(make_team, make_person):
    team = make_team()
    helper, reader = make_person(Role.READER), make_person(Role.READER)
    team.owe(who=helper)

    seen = {
        name: [bool(duty.url) for duty in conditions_due.of_case(team.case, fresh(who), team.today)]
        for name, who in {
            "helper": helper,
            "lead": team.proposer,
            "leader": team.leader,
            "reader": reader,
            "council": make_person(Role.COUNCIL),
            "administrator": make_person(Role.ADMINISTRATOR),
        }.items()
    }

    assert seen == {
        "helper": [True],
        "lead": [True],
        "leader": [True],
        "reader": [False],
        "council": [],
        "administrator": [],
    }


def test_late_condition_makes_the_case_need_the_leader(make_team):
    team = make_team()
    condition = team.owe(days=-2)
    now = timezone.now()

    case = Case.objects.with_gate_tasks(team.leader).get(pk=team.case.pk)
    cards = cases_needing_attention(Case.objects.visible_to(team.leader), user=team.leader, now=now)

    assert attention_reasons(case, now=now, can_read_working=True) == [
        AttentionReason.CONDITION_OVERDUE
    ]
    assert [card.reason_texts for card in cards] == [("A condition was due 2 days ago",)]
    meet(condition, by=fresh(team.leader), note="Gjort")
    assert attended(team.leader) == []


def test_condition_in_good_time_needs_nobody_yet(make_team):
    team = make_team()

    team.owe(days=2)

    assert attended(team.leader) == []


def test_stopped_case_owes_nothing_more(make_team, browser_of, words):
    team = make_team()
    team.owe(days=-2)
    change_state(
        team.case, transition="stop", by=team.leader, reason="Nok", lesson="Spør om natten"
    )

    assert team.case.state == State.STOPPED
    assert attended(team.leader) == []
    assert conditions_due.of_case(team.case, team.leader, team.today) == []
    assert "Conditions to meet" not in words(browser_of(team.leader).get("/"))


def test_overview_shows_the_leader_all_and_others_their_own(
    make_team, make_person, browser_of, words
):
    team = make_team()
    helper = make_person(Role.READER)
    team.owe(who=helper, days=-3)

    told = {
        name: words(browser_of(person).get("/"))
        for name, person in {
            "leader": team.leader,
            "helper": helper,
            "reader": make_person(Role.READER),
            "council": make_person(Role.COUNCIL),
        }.items()
    }

    assert {name: "Søke i kommunens egne saker" in text for name, text in told.items()} == {
        "leader": True,
        "helper": True,
        "reader": False,
        "council": False,
    }
    assert "Conditions for you to meet" in told["helper"]


@pytest.mark.parametrize("number", [1, 3])
def test_overview_costs_the_same_for_any_number_of_conditions(
    make_team, make_case, leader, django_assert_num_queries, number
):
    for n in range(number):
        make_team(title=f"Sak {n}").owe(days=-n)
    cases = Case.objects.working_readable_by(leader)

    with django_assert_num_queries(1):
        found = conditions_due.of_cases(cases, leader, timezone.localdate(), only_own=False, most=5)

    assert len(found) == number


def brought_to(team, state):
    """Bring a case that owes something late to a state."""
    if state == State.PAUSED:
        soon = team.today + DAY
        change_state(
            team.case, transition="pause", by=team.leader, reason="Vi venter", review_on=soon
        )
    if state == State.STOPPED:
        change_state(team.case, transition="stop", by=team.leader, reason="Nok", lesson="Spør")
    if state == State.COMPLETED:
        team.walk(Phase.REFINE)
        team.meet(Gate.CLOSE)
        team.pass_gate()


@pytest.mark.parametrize("state", [State.ACTIVE, State.PAUSED, State.STOPPED, State.COMPLETED])
def test_everybody_means_the_same_by_what_a_case_owes(make_team, client, state):
    team = make_team()
    team.owe(days=-2)
    brought_to(team, state)
    user = fresh(team.leader)
    cases = Case.objects.visible_to(user)
    client.force_login(user)

    def over_api(path):
        return client.get(f"/api/v1/{path}").json()["results"]

    (row,) = over_api("conditions/")
    decorated = cases.with_gate_tasks(user).get()

    said = {
        "page": bool(conditions_due.of_case(team.case, user, team.today)),
        "overview": bool(conditions_due.of_cases(cases, user, team.today, only_own=False, most=5)),
        "search": attended(user) == [team.case.key],
        "card": AttentionReason.CONDITION_OVERDUE
        in attention_reasons(decorated, now=timezone.now(), can_read_working=True),
        "count": over_api("cases/")[0]["open_conditions"] == 1,
        "is_owed": row["is_owed"],
        "is_overdue": row["is_overdue"],
        "found": len(over_api("conditions/?is_owed=true")) == 1,
        "not found": len(over_api("conditions/?is_owed=false")) == 0,
    }
    assert team.case.state == state
    assert set(said.values()) == {state != State.STOPPED}, said
    assert row["is_met"] is False


def test_condition_that_fell_away_with_its_case_is_met_by_nobody(make_team, browser_of, address):
    team = make_team()
    condition = team.owe()
    change_state(team.case, transition="stop", by=team.leader, reason="Nok", lesson="Spør først")
    path = address("condition_meet", team.case, condition.pk)

    answer = browser_of(team.leader).post(path, {"note": "Gjort"})

    condition.refresh_from_db()
    assert (answer.status_code, condition.met_at) == (403, None)
