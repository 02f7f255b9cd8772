"""Options side by side, and the four usual criteria."""

import pytest

from projects.actions.records import withdraw
from projects.models import Criterion

pytestmark = pytest.mark.django_db


@pytest.fixture
def compared(make_team, browser_of, address):
    """What the page compares, for the team's leader."""

    def look(team):
        page = browser_of(team.leader).get(address("case_phase", team.case, "system"))
        section = next(one for one in page.context["sections"] if one.kind.code == "option")
        return section.panel

    return look


@pytest.fixture
def team(make_team):
    """Two options and two criteria, of which the second counts three times."""
    team = make_team(phase="system")
    team.options = [team.write("option", title=title) for title in ("Tilsyn", "Nattvakt")]
    team.criteria = [
        team.write("criterion", text=text, weight=weight)
        for text, weight in (("Virkning", 1), ("Pris", 3))
    ]
    return team


def rate(team, option, criterion, score):
    fields = {"criterion": team.criteria[criterion], "score": score, "reason": "Sett"}
    team.write("rating", parent=team.options[option], **fields)


def test_options_are_compared_by_every_criterion(team, compared):
    for option, criterion, score in ((0, 0, 5), (0, 1, 1), (1, 0, 4)):
        rate(team, option, criterion, score)

    rows = {one.option.title: (one.scores, one.mean) for one, _rate in compared(team).columns}

    assert [(one.text, scores) for one, scores in compared(team).rows] == [
        ("Virkning", [4, 5]),
        ("Pris", [None, 1]),
    ]
    assert rows == {"Tilsyn": ([5, 1], 2.0), "Nattvakt": ([4, None], None)}


def test_newest_rating_counts_and_what_is_withdrawn_does_not(team, compared):
    rate(team, 0, 0, 5)
    rate(team, 0, 0, 2)
    withdraw(team.criteria[1], by=team.leader)
    withdraw(team.options[1], by=team.leader)

    found = compared(team)

    assert [criterion.text for criterion in found.criteria] == ["Virkning"]
    assert [(one.option.title, one.scores, one.mean) for one, _ in found.columns] == [
        ("Tilsyn", [2], 2.0)
    ]


def test_usual_criteria_are_taken_up_once_in_the_language_of_the_case(
    make_team, browser_of, address
):
    team = make_team(phase="system", language="nn")
    browser = browser_of(team.leader)

    answers = [browser.post(address("criteria_usual", team.case), follow=True) for _ in range(2)]

    assert "The four criteria are added." in answers[0].content.decode()
    assert "The case has criteria already." in answers[1].content.decode()
    assert list(Criterion.objects.order_by("pk").values_list("text", flat=True)) == [
        "Best venta verknad på behovet",
        "Billigast å teste og likevel eit godt svar",
        "Vi har kapasitet og kompetanse",
        "Passar best med det vi har",
    ]


def test_usual_criteria_are_offered_to_whoever_writes_and_only_while_there_are_none(
    make_case, people, parts, browser_of, address
):
    case = make_case(phase="system", people=parts)
    offered = {}
    for who in ("leader", "member", "reader"):
        page = browser_of(people[who]).get(address("case_phase", case, "system"))
        offered[who] = address("criteria_usual", case) in page.content.decode()

    assert offered == {"leader": True, "member": True, "reader": False}
    refused = browser_of(people["reader"]).post(address("criteria_usual", case))
    assert refused.status_code == 403
    browser_of(people["member"]).post(address("criteria_usual", case))
    page = browser_of(people["leader"]).get(address("case_phase", case, "system"))
    assert address("criteria_usual", case) not in page.content.decode()
