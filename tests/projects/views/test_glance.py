"""The method at a glance on the page of a case."""

import pytest

from accounts.access.roles import Role
from projects.actions.cases import set_visibility
from projects.actions.records import withdraw
from projects.choices.phases import Phase
from projects.models import Trial


@pytest.fixture
def team(make_team):
    return make_team(phase=Phase.SYSTEM)


def glance_of(browser, case):
    return browser.get(case.get_absolute_url()).context["method_summary"]


def test_page_of_a_new_case_says_nothing_of_what_is_not_there(team, browser_of):
    glance = glance_of(browser_of(team.leader), team.case)

    assert (glance.formula, glance.lists) == (None, [])


def test_page_tells_how_the_formula_stands_and_how_it_changed(team, browser_of):
    team.assessed(champion=4, anchoring=4)
    team.assessed(champion=2, anchoring=None)

    glance = glance_of(browser_of(team.leader), team.case)

    assert [(one.now, one.change) for one in glance.formula.series] == [
        (3, "The same as last time"),
        (3, "The same as last time"),
        (3, "The same as last time"),
        (2, "Down from 4"),
        (None, "Not assessed"),
    ]
    assert glance.formula.rows[0].weakest == "Champion"


def test_not_assessed_is_drawn_as_nothing_and_nought_as_nought(team, browser_of):
    team.assessed(need=0, anchoring=None)

    page = browser_of(team.leader).get(team.case.get_absolute_url()).content.decode()

    assert page.count('<meter class="five__m"') == 4
    assert page.count('class="five__i is-zero"') == 1


def test_page_shows_the_newest_that_stand_and_counts_the_rest(team, browser_of):
    for _n in range(5):
        team.pilot()
    team.benefit()
    team.lesson()
    withdraw(Trial.objects.last(), by=team.leader)

    tried, gained, learnt = glance_of(browser_of(team.leader), team.case).lists

    assert (len(tried.items), tried.number, tried.more) == (3, 4, 1)
    assert (len(gained.items), gained.more, len(learnt.items)) == (1, 0, 1)
    assert learnt.items[0].excerpt == "De som er våkne om natten, vet hva som trengs."


def test_glance_is_not_for_whoever_reads_no_working_texts(team, browser_of, make_person):
    team.lesson()
    shown = {"visibility": "council", "public_title": "Trygg natt"}
    set_visibility(team.case, by=team.leader, seen_version=team.case.version, **shown)

    page = browser_of(make_person(Role.COUNCIL)).get(team.case.get_absolute_url())

    assert (page.status_code, page.context["method_summary"]) == (200, None)
