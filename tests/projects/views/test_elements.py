"""The eight elements of putting a case into use, settled on one page."""

import pytest

from accounts.access.roles import CaseRole, Role
from projects.choices.phases import Phase
from projects.choices.vocabulary import ImplementationElement
from projects.models import ImplementationStep


@pytest.fixture
def team(make_team):
    return make_team(phase=Phase.USE)


def everything(form, **changes):
    """Return what a browser sends of the unchanged form."""
    sent = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in sent.items()} | changes


def asked(browser, address, case, **changes):
    path = address("case_elements", case)
    form = browser.get(path).context["form"]
    return browser.post(path, everything(form, **changes), follow=True)


def test_eight_elements_are_settled_on_one_page(team, browser_of, address, words):
    browser = browser_of(team.leader)
    states = {f"{element}-state": "planned" for element in ImplementationElement}
    more = {"training-state": "not_relevant", "training-note": "Ingen trenger opplæring"}
    more |= {"routines-state": "done", "routines-responsible": team.lead_by.pk}

    answer = asked(browser, address, team.case, **states | more)

    held = {step.element: step.state for step in ImplementationStep.objects.all()}
    assert held == dict.fromkeys(ImplementationElement, "planned") | {
        "training": "not_relevant",
        "routines": "done",
    }
    told = words(answer)
    assert "Training and adaptation in several rounds Not relevant – – Ingen trenger" in told
    assert "5. Built into procedures, activity plans and routines Done Per Leder" in told


def test_what_is_not_settled_yet_is_not_written(team, browser_of, address, words):
    answer = asked(browser_of(team.leader), address, team.case, **{"anchoring-state": "done"})

    assert [step.element for step in ImplementationStep.objects.all()] == ["anchoring"]
    assert words(answer).count("Not settled yet") == 7


def test_settled_element_is_corrected_and_the_others_are_left_alone(team, browser_of, address):
    team.elements()

    asked(browser_of(team.leader), address, team.case, **{"training-state": "done"})

    held = {step.element: (step.state, step.version) for step in team.case.steps.all()}
    assert held.pop("training") == ("done", 2)
    assert set(held.values()) == {("planned", 1)}


def test_not_relevant_asks_why_and_nothing_is_half_written(team, browser_of, address):
    wrong = {"anchoring-state": "done", "training-state": "not_relevant"}

    answer = asked(browser_of(team.leader), address, team.case, **wrong)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["training-note"]
    assert ImplementationStep.objects.count() == 0


def test_stale_page_is_refused_and_nothing_is_half_written(team, browser_of, address):
    team.elements()
    browser = browser_of(team.leader)
    path = address("case_elements", team.case)
    stale = everything(browser.get(path).context["form"])
    asked(browser, address, team.case, **{"training-state": "done"})

    answer = browser.post(path, stale | {"training-state": "under_way", "routines-state": "done"})

    held = {step.element: step.state for step in team.case.steps.all()}
    assert answer.status_code == 409
    assert (held["training"], held["routines"]) == ("done", "planned")


def test_elements_are_settled_by_those_who_edit_the_case(team, browser_of, address, make_person):
    member = make_person(Role.READER)
    team.give(member, CaseRole.MEMBER)
    path = address("case_elements", team.case)
    who = {
        "leader": team.leader,
        "member": member,
        "reader": make_person(Role.READER),
        "council": make_person(Role.COUNCIL),
        "administrator": make_person(Role.ADMINISTRATOR),
    }

    answers = {role: browser_of(person).get(path).status_code for role, person in who.items()}

    assert answers == {
        "leader": 200,
        "member": 403,
        "reader": 403,
        "council": 404,
        "administrator": 404,
    }
