"""What hangs on a record of the method: where it is added, corrected and taken back."""

import pytest

from projects.actions.records import withdraw
from projects.choices.phases import Phase
from projects.errors import Invalid
from projects.models import Benefit, Measurement, Stakeholder

SAID = "This is withdrawn: nothing can be added to it."


@pytest.fixture
def team(make_team):
    return make_team(phase=Phase.USE)


def parts_of(answer, kind):
    """What hangs on the only record of the kind: where more is added, and what is corrected."""
    section = next(one for one in answer.context["sections"] if one.kind.code == kind)
    (entry,) = section.entries
    return {
        part.kind.code: (bool(part.add), [bool(child.correct) for child in part.entries])
        for part in entry.children
    }


@pytest.fixture
def phase_page(team, browser_of, address):
    def get(phase):
        return browser_of(team.leader).get(address("case_phase", team.case, phase))

    return get


def test_nothing_is_offered_to_be_added_to_what_is_withdrawn(team, phase_page):
    team.benefit()
    team.measured()
    standing = parts_of(phase_page("use"), "benefit")

    withdraw(Benefit.objects.get(), by=team.leader)

    assert standing == {"measurement": (True, [True])}
    assert parts_of(phase_page("use"), "benefit") == {"measurement": (False, [False])}


def test_withdrawn_stakeholder_without_parts_offers_none(team, phase_page):
    team.user()

    withdraw(Stakeholder.objects.get(), by=team.leader)

    assert parts_of(phase_page("who"), "stakeholder") == {}


def test_nothing_is_added_to_what_is_withdrawn(team, browser_of, address, words):
    team.benefit()
    benefit = Benefit.objects.get()
    withdraw(Benefit.objects.get(), by=team.leader)
    browser, path = browser_of(team.leader), address("record_new", team.case, "measurement")
    said = {"measured_on": team.today, "value": "15", "source": "Vaktloggen", "of": benefit.pk}

    shown = browser.get(f"{path}?of={benefit.pk}", follow=True)
    sent = browser.post(path, said)
    with pytest.raises(Invalid) as refused:
        team.write("measurement", parent=benefit, measured_on=team.today, value=15, source="Logg")

    assert shown.redirect_chain == [(address("case_phase", team.case, "use") + "#benefit", 302)]
    assert SAID in words(shown)
    assert (sent.status_code, sent.context["form"].non_field_errors()) == (422, [SAID])
    assert (str(refused.value), refused.value.field) == (SAID, "benefit")
    assert Measurement.objects.count() == 0


@pytest.fixture
def stakeholder(team):
    """A stakeholder with everything that hangs on one."""
    team.user()
    found = Stakeholder.objects.get()
    team.stakeholders()
    said = {"purpose": "Innkalling", "delete_by": team.today}
    team.write("contact", parent=found, details="Ring 12 34 56 78", **said)
    team.write(
        "stakeholder_measure", parent=found, what="Møte", responsible=team.driver, due_on=team.today
    )
    return found


def test_stakeholder_has_contact_details_once(team, stakeholder, phase_page):
    assert parts_of(phase_page("who"), "stakeholder") == {
        "contact": (False, [False]),
        "stakeholder_assessment": (True, [False]),
        "stakeholder_measure": (True, [False]),
    }


def test_what_may_be_corrected_on_a_stakeholder_may_be_taken_back_there(
    team, stakeholder, browser_of, address, phase_page, words
):
    contact, measure = stakeholder.contact, stakeholder.measures.get()
    taken_back = [
        address("record_withdraw", team.case, "contact", contact.pk),
        address("record_withdraw", team.case, "stakeholder_measure", measure.pk),
    ]
    page = phase_page("who").text
    shown = [f'action="{path}"' in page for path in taken_back]

    said = {"version": contact.version}
    told = words(browser_of(team.leader).post(taken_back[0], said, follow=True))

    contact.refresh_from_db()
    assert shown == [True, True]
    assert contact.withdrawn_by == team.leader
    assert "Contact details Withdrawn" in told
