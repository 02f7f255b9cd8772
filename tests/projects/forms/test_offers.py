"""The choices in the forms of the method, and values kept although no longer offered."""

import pytest
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from projects.actions.people import end_assignment
from projects.actions.records import change, withdraw
from projects.choices.phases import Phase
from projects.choices.vocabulary import ImplementationElement
from projects.errors import Invalid
from projects.models import Benefit, Round, Trial


@pytest.fixture
def team(make_team):
    return make_team(phase=Phase.USE)


@pytest.fixture
def saved(team, browser_of, address, typed):
    """Send a form with some fields changed."""

    def save(name, *more, **changes):
        browser, path = browser_of(team.leader), address(name, team.case, *more)
        return browser.post(path, typed(browser.get(path).context["form"], **changes))

    return save


def leave(person):
    person.is_active = False
    person.save(update_fields=["is_active"])


def offered(form, field):
    return {str(value) for value, _label in form.fields[field].choices}


def test_person_who_has_left_and_withdrawn_round_stay_in_a_record(team, saved):
    team.round()
    team.pilot()
    trial, held = Trial.objects.get(), Round.objects.get()
    saved("record_edit", "trial", trial.pk, round=held.pk)
    withdraw(held, by=team.leader)
    of = team.write("stakeholder", kind="group", name="Naboer", category="user")
    measure = team.write(
        "stakeholder_measure", parent=of, what="Møte", responsible=team.driver, due_on=team.today
    )
    leave(team.driver)

    answers = [
        saved("record_edit", "trial", trial.pk, place="Nordvik").status_code,
        saved("record_edit", "stakeholder_measure", measure.pk, what="Nytt møte").status_code,
    ]

    trial.refresh_from_db()
    measure.refresh_from_db()
    assert answers == [302, 302]
    assert (trial.place, trial.round) == ("Nordvik", held)
    assert (measure.what, measure.responsible) == ("Nytt møte", team.driver)


def test_what_is_offered_no_more_is_not_offered_to_a_new_record(team, browser_of, address):
    team.round()
    held = Round.objects.get()
    withdraw(held, by=team.leader)

    form = browser_of(team.leader).get(address("record_new", team.case, "trial")).context["form"]

    assert offered(form, "round") == {""}


def test_person_who_has_left_and_closed_unit_stay_in_the_facts(team, saved):
    team.facts(follow_up_by=team.driver, receiving_unit=team.case.unit)
    leave(team.driver)
    team.case.unit.closed_at = timezone.now()
    team.case.unit.save(update_fields=["closed_at"])

    answers = [
        saved("case_facts", "in_use", in_use_on=team.today).status_code,
        saved("case_facts", "handover", replaces="Runder om natten").status_code,
    ]

    case = team.case
    case.refresh_from_db()
    assert answers == [302, 302]
    assert (case.follow_up_by, case.in_use_on) == (team.driver, team.today)
    assert (case.receiving_unit, case.replaces) == (case.unit, "Runder om natten")


def test_person_who_has_left_stays_in_their_element_and_is_not_offered_in_another(
    team, saved, browser_of, address
):
    team.write("step", element="training", state="planned", responsible=team.driver)
    leave(team.driver)

    answer = saved("case_elements", **{"training-note": "I høst"})

    step = team.case.steps.get()
    form = browser_of(team.leader).get(address("case_elements", team.case)).context["form"]
    naming = [
        e for e in ImplementationElement if str(team.driver.pk) in offered(form, f"{e}-responsible")
    ]
    assert answer.status_code == 302
    assert (step.note, step.responsible) == ("I høst", team.driver)
    assert naming == [ImplementationElement.TRAINING]


# --- Benefit owners -------------------------------------------------------------------------


@pytest.fixture
def benefit(team):
    team.benefit()
    return Benefit.objects.get()


def owners_now(team):
    held = team.case.assignments.in_force().filter(role=CaseRole.BENEFIT_OWNER)
    return [one.user for one in held.select_related("user")]


def test_only_those_who_work_here_are_offered_to_own_a_benefit(
    team, browser_of, address, make_person
):
    council, leader = make_person(Role.COUNCIL), make_person(Role.LEADER)
    former = make_person(Role.READER, is_active=False)

    page = browser_of(team.leader).get(address("record_new", team.case, "benefit"))

    found = offered(page.context["form"], "owner")
    assert [str(one.pk) in found for one in (team.owner, leader, council, former)] == [
        True,
        True,
        False,
        False,
    ]


def test_benefit_owner_who_may_not_have_the_role_is_refused_at_the_field(
    team, benefit, make_person
):
    council = make_person(Role.COUNCIL, name="Kai Kommunestyre")

    with pytest.raises(Invalid) as refused:
        change(benefit, by=team.leader, seen_version=1, changes={"owner": council})

    said = "Kai Kommunestyre does not work for the municipality and can only be a stakeholder."
    assert (refused.value.field, str(refused.value)) == ("owner", said)


def test_role_that_was_ended_does_not_come_back_when_the_benefit_is_edited(team, benefit, saved):
    held = team.case.assignments.in_force().get(user=team.owner, role=CaseRole.BENEFIT_OWNER)
    end_assignment(held, by=team.leader)

    saved("record_edit", "benefit", benefit.pk, description="Natten ble roligere")

    benefit.refresh_from_db()
    assert (benefit.owner, benefit.description) == (team.owner, "Natten ble roligere")
    assert owners_now(team) == []


def test_benefit_whose_owner_has_left_is_still_edited(team, benefit, saved):
    held = team.case.assignments.in_force().get(user=team.owner, role=CaseRole.BENEFIT_OWNER)
    end_assignment(held, by=team.leader)
    leave(team.owner)

    answer = saved("record_edit", "benefit", benefit.pk, description="Natten ble roligere")

    benefit.refresh_from_db()
    assert answer.status_code == 302
    assert (benefit.owner, benefit.description) == (team.owner, "Natten ble roligere")


def test_new_owner_of_a_benefit_gets_the_role(team, benefit, saved):
    saved("record_edit", "benefit", benefit.pk, owner=team.driver.pk)

    assert owners_now(team) == [team.owner, team.driver]


def test_benefit_without_an_owner_gives_nobody_a_role(team, benefit, saved):
    saved("record_edit", "benefit", benefit.pk, owner="")

    benefit.refresh_from_db()
    assert (benefit.owner, owners_now(team)) == (None, [team.owner])
