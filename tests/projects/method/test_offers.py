"""What the forms of the method offer to choose, and what is kept although it is offered no more."""

import pytest
from django.utils import timezone

from projects.actions.records import withdraw
from projects.models import Round, Trial
from projects.phases import Phase
from projects.vocabulary import Element


@pytest.fixture
def team(make_team):
    return make_team(phase=Phase.USE)


@pytest.fixture
def saved(team, browser_of, address, typed):
    """Send a form as it stands, with some fields typed anew."""

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
    naming = [e for e in Element if str(team.driver.pk) in offered(form, f"{e}-responsible")]
    assert answer.status_code == 302
    assert (step.note, step.responsible) == ("I høst", team.driver)
    assert naming == [Element.TRAINING]
