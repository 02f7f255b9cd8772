import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.access.roles import CaseRole
from projects.actions.states import change_state
from projects.actions.status import report_status
from projects.choices.states import Health, State, Visibility

MY = "/my/"


def titles(mine):
    return [one.title for one in mine]


def test_longest_without_news_comes_first_and_what_is_at_rest_last(
    make_case, make_report, people, browser_of
):
    roles = {CaseRole.LEAD: people["lead"]}
    recent, old, _never, closed = (
        make_case(title, people=roles, by=people["leader"])
        for title in ("Nylig", "Lenge siden", "Aldri", "Avsluttet")
    )
    make_report(recent)
    make_report(old, days_ago=40)
    change_state(closed, transition="stop", by=people["leader"], reason="Slutt", lesson="Mye")

    page = browser_of(people["lead"]).get(MY).context

    assert titles(page["reporting"]) == ["Aldri", "Lenge siden", "Nylig"]
    assert titles(page["others"]) == ["Avsluttet"]
    assert [one.confirmed for one in page["reporting"]] == ["", "40 days ago", "today"]


def test_only_cases_with_a_role_in_force_are_mine(make_case, people, browser_of):
    make_case("Andres")
    make_case("Min", people={CaseRole.MEMBER: people["member"]}, by=people["leader"])

    page = browser_of(people["member"]).get(MY).context

    assert [(one.title, one.roles) for one in page["reporting"]] == [("Min", "Team member")]
    assert page["others"] == []


def test_stakeholder_reads_the_public_title_and_no_texts(
    make_case, people, parts, browser_of, words
):
    case = make_case("Internt", people=parts, by=people["leader"], public_title="Åpent")
    report_status(case, by=people["lead"], health=Health.AT_RISK, summary="Bare for oss", seen=None)

    answer = browser_of(people["stakeholder"]).get(MY)

    assert titles(answer.context["others"]) == ["Åpent"]
    page = words(answer)
    assert ("Internt" in page, "Bare for oss" in page, "At risk" in page) == (False, False, True)


def test_case_one_may_no_longer_see_is_gone(make_case, people, parts, browser_of):
    make_case("Skjermet", people=parts, visibility=Visibility.RESTRICTED, by=people["leader"])
    grant = people["member"].role_grants.get()
    grant.valid_to = timezone.now()
    grant.save()

    page = browser_of(people["member"]).get(MY).context

    assert (page["reporting"], page["others"]) == ([], [])


def test_whoever_has_no_case_is_told_so(people, browser_of, words):
    assert "You have no role in any case" in words(browser_of(people["reader"]).get(MY))


@pytest.mark.parametrize("who", ["lead", "stakeholder"])
def test_choices_are_offered_to_those_who_may_report(make_case, people, parts, browser_of, who):
    make_case(people=parts, by=people["leader"])

    page = browser_of(people[who]).get(MY).content.decode()

    offered = [code for code in Health.values if f"?health={code}&amp;from=my" in page]
    assert offered == (["on_track", "at_risk", "off_track"] if who == "lead" else [])


def test_page_number_that_does_not_exist_shows_the_last(make_case, people, parts, browser_of):
    make_case("Min", people=parts, by=people["leader"])

    answer = browser_of(people["lead"]).get(MY + "?page=99")

    assert (answer.status_code, titles(answer.context["reporting"])) == (200, ["Min"])


@pytest.mark.parametrize("count", [1, 3])
def test_my_cases_cost_the_same_for_any_number(
    make_case, people, parts, browser_of, query_count, count
):
    for number in range(count):
        case = make_case(f"Sak {number}", people=parts, by=people["leader"], state=State.ACTIVE)
        report_status(case, by=people["leader"], health=Health.ON_TRACK, summary="Bra", seen=None)
    browser = browser_of(people["lead"])

    with query_count("my_cases"):
        browser.get(reverse("my_cases"))
