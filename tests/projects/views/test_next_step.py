"""The case page leads to the next step, or names those who take it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from accounts.models import Municipality
from portfolio.reports import overview
from projects.actions.cases import open_case
from projects.actions.gates import NewCondition, decide, meet, propose
from projects.actions.states import change_state
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.states import State, Visibility
from projects.choices.vocabulary import GateOutcome
from projects.errors import NotAllowed
from projects.models import Case
from projects.records.kinds import RECORD_KINDS
from projects.summaries.deciders import deciders

pytestmark = pytest.mark.django_db


def next_step(page):
    return page.context["checklist"].step


def test_draft_without_an_owner_names_the_leaders_who_start_it(make_case, people, browser_of):
    case = make_case(state=State.DRAFT, people={CaseRole.LEAD: people["lead"]})

    page = browser_of(people["lead"]).get(case.get_absolute_url())

    assert (next_step(page).start, next_step(page).waits_for) == (
        "",
        "Lena Leder or Liv Leder starts the case. A project owner may be named then or later.",
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
    assert deciders(case, excluding=people["owner"]).own == []


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
        who: bool(next_step(browser_of(people[who]).get(proposed.get_absolute_url())).decide)
        for who in ("leader", "owner", "lead", "reader")
    }

    assert seen == {"leader": True, "owner": False, "lead": False, "reader": False}


def test_first_question_asks_nothing_about_a_change(make_case, people, browser_of, address):
    case = make_case()
    browser = browser_of(people["leader"])
    form = browser.get(address("record_new", case, "question")).context["form"]
    wanted = [name for name in RECORD_KINDS["question"].fields if name not in CHANGE]

    assert list(form.fields) == [*wanted, "once", "version"]
    browser.post(
        address("record_new", case, "question"),
        {"text": "Hvordan kan unge reparere mer?"} | dict.fromkeys(wanted[1:], "not_assessed"),
    )
    form = browser.get(address("record_new", case, "question")).context["form"]
    assert [name for name in form.fields if name in CHANGE] == list(CHANGE)


CHANGE = ("reason", "insight", "engagement", "trial")


def reasons_of(cases, user, later=timedelta(0)):
    """Return why each case needs this person, as the overview shows it."""
    fresh = type(user).objects.get(pk=user.pk)
    needs = overview.cases_needing_attention(
        cases.visible_to(fresh), user=fresh, now=timezone.now() + later
    )
    return {need.title: need.reason_texts for need in needs}


def test_overview_tells_whoever_decides_that_a_proposal_waits(proposed, people):
    waits = {proposed.title: ("A proposal waits for your decision",)}

    seen = {who: reasons_of(Case.objects, person) for who, person in people.items()}

    assert {who: why for who, why in seen.items() if why} == {"leader": waits}


def test_own_proposal_waits_for_oneself_where_one_person_does_both(proposed, people):
    Municipality.objects.update(single_handed=True)

    assert list(reasons_of(Case.objects, people["owner"])) == [proposed.title]


def test_decided_proposal_waits_no_more(proposed, people):
    decide(
        proposed.gate_proposals.get(), by=people["leader"], outcome=GateOutcome.GO, reason="Enig"
    )

    assert reasons_of(Case.objects, people["leader"]) == {}


def test_overview_tells_of_a_condition_past_its_deadline(make_team, people):
    team, leader = make_team(), people["leader"]
    team.meet(Gate.G1, but={"plan"})
    due = team.today + timedelta(days=10)
    duty = NewCondition("Planen rulleres", "Ta det inn i planen", team.leader, due, code="plan")
    decision = team.pass_gate(new_conditions=[duty])

    told = [reasons_of(Case.objects, leader, timedelta(days=days)) for days in (10, 13)]
    meet(decision.conditions.get(), by=team.leader, note="Vedtatt")
    told.append(reasons_of(Case.objects, leader, timedelta(days=13)))

    assert told == [{}, {team.case.title: ("A condition was due 3 days ago",)}, {}]


def test_owner_of_a_case_opens_another_as_its_owner_and_starts_it(
    make_case, people, parts, browser_of, address
):
    unit = make_case(people=parts).unit
    browser, new = browser_of(people["owner"]), reverse("case_new")
    form = browser.get(new).context["form"]
    typed = {"title": "Trygg skolevei", "unit": unit.pk, "role": "owner"}
    typed |= {"contact": people["owner"].pk}

    answer = browser.post(new, typed | {"once": form["once"].value(), "language": "nb"})

    assert answer.status_code == 302
    case = Case.objects.latest("pk")
    assert [(held.user, held.role) for held in case.assignments.in_force()] == [
        (people["owner"], "owner")
    ]
    step = browser.get(case.get_absolute_url()).context["checklist"].step
    assert step.start == address("case_state", case, "start")


def test_lead_opens_no_case_as_its_owner(make_case, people, parts):
    unit = make_case(people=parts).unit
    fields = {"title": "Trygg skolevei", "unit": unit}

    with pytest.raises(NotAllowed, match="You may not give this role"):
        open_case(by=people["lead"], fields=fields, role=CaseRole.OWNER)


def test_gate_says_who_starts_a_draft_and_who_decides(make_team, browser_of, address, words):
    team = make_team(state="draft")

    draft = words(browser_of(team.leader).get(address("case_gate", team.case)))
    change_state(team.case, transition="start", by=team.leader)
    team.meet(Gate.G1)
    ready = browser_of(team.leader).get(address("case_gate", team.case))

    assert "Only an active case passes a gate. This one is “Draft”." in draft
    assert "Start the case" in draft
    assert ready.context["will_decide"]["name_owner"].endswith("?role=owner#give")
