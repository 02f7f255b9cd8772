"""The case page leads to the next step, or names those who take it."""

import pytest

from accounts.roles import CaseRole, Role
from projects.actions.gates import propose
from projects.deciders import deciders
from projects.gates import Gate
from projects.phases import Phase
from projects.records import KINDS
from projects.states import State, Visibility

pytestmark = pytest.mark.django_db


def next_step(page):
    return page.context["checklist"]


def test_draft_without_an_owner_names_the_leaders_who_start_it(make_case, people, browser_of):
    case = make_case(state=State.DRAFT, people={CaseRole.LEAD: people["lead"]})

    page = browser_of(people["lead"]).get(case.get_absolute_url())

    assert (next_step(page).start, next_step(page).waits_for) == (
        "",
        "The case has no project owner yet. Lena Leder or Liv Leder names one and starts the case.",
    )


def test_draft_with_an_owner_names_the_owner(make_case, people, browser_of):
    case = make_case(
        state=State.DRAFT,
        people={CaseRole.LEAD: people["lead"], CaseRole.OWNER: people["owner"]},
    )

    page = browser_of(people["lead"]).get(case.get_absolute_url())

    assert next_step(page).waits_for == "Eva Eier starts the case."


def test_draft_leads_its_owner_to_the_start(make_case, people, browser_of, address):
    case = make_case(
        state=State.DRAFT, contact=people["owner"], people={CaseRole.OWNER: people["owner"]}
    )

    page = browser_of(people["owner"]).get(case.get_absolute_url())

    assert next_step(page).start == address("case_state", case, "start")
    assert f'href="{address("case_state", case, "start")}">' in page.content.decode()


def test_steps_lead_whoever_reads_working_texts_to_the_phases(
    make_case, people, browser_of, address
):
    case = make_case(visibility=Visibility.COUNCIL)
    links = [f'"{address("case_phase", case, phase)}"' for phase in Phase.values]

    seen = {
        who: [link for link in links if link in page]
        for who in ("reader", "council")
        if (page := browser_of(people[who]).get(case.get_absolute_url()).content.decode())
    }

    assert seen == {"reader": links, "council": []}


def test_deciders_are_the_owner_first_and_then_the_leaders(make_case, people, parts, make_person):
    case = make_case(people=parts)
    make_person(Role.LEADER, name="Anna Leder", is_active=False)

    found = deciders(case)

    named = [[person.name for person in people] for people in (found.own, found.everywhere)]
    assert named == [["Eva Eier"], ["Lena Leder", "Liv Leder"]]
    assert deciders(case, but=people["owner"]).own == []


@pytest.fixture
def proposed(make_team, people):
    """A case whose owner has proposed to pass the first gate."""
    team = make_team(people={CaseRole.OWNER: people["owner"], CaseRole.LEAD: people["lead"]})
    team.meet(Gate.G1)
    propose(team.case, by=people["owner"], reason="Vi er klare")
    return team.case


def test_proposal_tells_whoever_made_it_who_decides(proposed, people, browser_of, address):
    browser = browser_of(people["owner"])

    told = "Proposed. It waits for Lena Leder or Liv Leder to decide."
    assert next_step(browser.get(proposed.get_absolute_url())).waits_for == told
    assert browser.get(address("case_gate", proposed)).context["waits_for"] == told


def test_proposal_leads_whoever_decides_to_the_gate(proposed, people, browser_of):
    seen = {
        who: next_step(browser_of(people[who]).get(proposed.get_absolute_url())).decides
        for who in ("leader", "owner", "lead", "reader")
    }

    assert seen == {"leader": True, "owner": False, "lead": False, "reader": False}


def test_first_question_asks_nothing_about_a_change(make_case, people, browser_of, address):
    case = make_case()
    browser = browser_of(people["leader"])
    form = browser.get(address("record_new", case, "question")).context["form"]
    wanted = [name for name in KINDS["question"].fields if name not in CHANGE]

    assert list(form.fields) == [*wanted, "version"]
    browser.post(
        address("record_new", case, "question"),
        {"text": "Hvordan kan unge reparere mer?"} | dict.fromkeys(wanted[1:], "not_assessed"),
    )
    form = browser.get(address("record_new", case, "question")).context["form"]
    assert [name for name in form.fields if name in CHANGE] == list(CHANGE)


CHANGE = ("reason", "insight", "engagement", "trial")
