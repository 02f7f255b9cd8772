"""Withdrawing records: what depends on them remains, and nothing new refers to them."""

import pytest

from accounts.access.roles import CaseRole, Role
from projects.actions.contacts import delete_expired_contacts
from projects.actions.records import withdraw
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.errors import Invalid
from projects.models import FormalDecision, Insight, Lesson, Option, Stakeholder
from tests.projects.team import DAY, fresh


@pytest.fixture
def team(make_team):
    return make_team(phase=Phase.SYSTEM)


def test_page_from_before_a_correction_withdraws_nothing(team, browser_of, address, words):
    team.insight()
    insight, browser = Insight.objects.get(), browser_of(team.leader)
    page = browser.get(address("case_phase", team.case, "what")).content.decode()
    Insight.objects.update(version=2)

    answer = browser.post(
        address("record_withdraw", team.case, "insight", insight.pk), {"version": 1}, follow=True
    )

    assert '<input type="hidden" name="version" value="1">' in page
    assert "This was changed meanwhile: read it again" in words(answer)
    assert not Insight.objects.get().is_withdrawn


def test_decision_that_a_gate_rests_on_stands(make_team):
    team = make_team(phase=Phase.USE)
    team.meet(Gate.G4)
    decision = FormalDecision.objects.get()
    team.pass_gate(formal_decision=decision)

    with pytest.raises(Invalid, match="rests on this decision"):
        withdraw(decision, by=team.leader)

    assert not FormalDecision.objects.get().is_withdrawn


def test_completed_case_keeps_a_lesson(make_team):
    team = make_team(phase=Phase.REFINE)
    team.meet(Gate.CLOSE)
    team.pass_gate()

    with pytest.raises(Invalid, match="A case that has ended keeps a lesson"):
        withdraw(Lesson.objects.get(), by=team.leader)


def test_nothing_new_points_at_what_is_withdrawn(team):
    team.option()
    option = Option.objects.get()
    withdraw(option, by=team.leader)

    with pytest.raises(Invalid, match="This is withdrawn") as refused:
        team.write(
            "round",
            hypothesis="De vil bli sett",
            question="Holder det?",
            start_on=team.today,
            option=option,
        )

    assert refused.value.field == "option"


def test_contact_details_go_with_a_stakeholder_who_is_withdrawn(team):
    team.user()
    stakeholder = Stakeholder.objects.get()
    team.write(
        "contact",
        parent=stakeholder,
        details="12345678",
        purpose="Møte",
        delete_by=team.today + 90 * DAY,
    )
    withdraw(stakeholder, by=team.leader)

    assert delete_expired_contacts(today=team.today) == 1


def test_who_took_part_in_an_assessment_is_read_by_those_who_read_names(
    team, browser_of, address, make_person
):
    team.assessed().participants.add(team.driver)
    team.give(team.lead_by, CaseRole.MEMBER)

    def people(reader):
        page = browser_of(reader).get(address("case_formula", team.case))
        return page.context["snapshots"][0].people

    assert [people(fresh(team.lead_by)), people(make_person(Role.READER))] == [
        team.driver.name,
        "",
    ]
