"""Forms with many people to choose among cost the same however many there are."""

import pytest

from accounts.access.roles import Role
from projects.actions.gates import propose
from projects.choices.gates import Gate
from projects.choices.vocabulary import Factor
from projects.models import FactorScore
from tests.projects.team import DAY, fresh

SOFT = {"rated_question", "why_innovation", "looked_around", "plan"}


@pytest.mark.parametrize("count", [1, 3])
def test_assessment_costs_the_same_for_any_number_of_people(
    make_team, make_person, browser_of, address, query_count, count
):
    team = make_team()
    for _n in range(count):
        make_person(Role.READER)
    browser, path = browser_of(team.leader), address("case_assess", team.case)
    browser.get(path)

    with query_count("case_assess"):
        browser.get(path)


@pytest.mark.parametrize(("count", "lacking"), [(1, set()), (3, SOFT)])
def test_gate_costs_the_same_for_any_number_of_people_and_of_what_may_wait(
    make_team, make_person, browser_of, address, query_count, count, lacking
):
    team = make_team()
    team.meet(Gate.G1, but=lacking)
    propose(team.case, by=team.proposer, reason="Vi er klare")
    for _n in range(count):
        make_person(Role.READER)
    browser, path = browser_of(fresh(team.leader)), address("case_gate", team.case)
    browser.get(path)

    with query_count("case_gate"):
        page = browser.get(path)

    asked = {duty.requirement.code for duty in page.context["condition_forms"] if duty.requirement}
    assert asked == lacking


def test_person_chosen_for_a_measure_is_kept_and_a_stranger_is_refused(
    make_team, make_person, make_municipality, browser_of, address, typed
):
    team = make_team()
    elsewhere = make_municipality("9902", "Sørvik")
    stranger = make_person(Role.READER, municipality=elsewhere)
    browser, path = browser_of(team.leader), address("case_assess", team.case)
    form = browser.get(path).context["form"]
    low = {"need-score": "1", "need-reason": "Uklart", "need-measure": "Spør dem"}
    low |= {"need-due_on": team.today + DAY}

    wrong = browser.post(path, typed(form, **low, **{"need-responsible": stranger.pk}))
    right = browser.post(path, typed(form, **low, **{"need-responsible": team.driver.pk}))

    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["need-responsible"])
    assert right.status_code == 302
    assert FactorScore.objects.get(factor=Factor.NEED).responsible == team.driver
