"""Every requirement of the start and of the gates, one at a time: what if it alone is missing?

The tests walk the table itself: a new requirement without a way to be missing fails here.
"""

import re

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import CaseRole
from projects.actions.gates import propose
from projects.actions.people import end_assignment
from projects.actions.states import change_state
from projects.choices.gates import Gate
from projects.choices.states import State
from projects.choices.vocabulary import GateOutcome
from projects.errors import NotReady
from projects.method.facts import FACT_GROUPS
from projects.readiness import places, requirements
from projects.readiness.places import Page
from projects.readiness.requirements import BEFORE_THE_START
from projects.records.kinds import RECORD_KINDS
from tests.projects.team import DAY, fresh

pytestmark = pytest.mark.exhaustive

ASKED = [
    (gate, requirement.code)
    for requirement in requirements.REQUIREMENTS
    for gate in requirement.gates
]
ON_PAGES = [pair for pair in ASKED if pair[1] != "unit"]  # no unit, no case to show


def codes(asked):
    return [requirement.code for requirement in asked]


def without_guard(statement):
    """Take a guard of the database away for this test: what it refuses is asked for as well."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; {statement}; SET CONSTRAINTS ALL DEFERRED")


def without_title(team):
    without_guard("ALTER TABLE projects_case DROP CONSTRAINT projects_case_has_a_title")
    team.case.title = " "
    team.case.save(update_fields=["title"])


def without_unit(team):
    without_guard("ALTER TABLE projects_case ALTER unit_id DROP NOT NULL")
    without_guard("ALTER TABLE projects_caseevent ALTER unit_id DROP NOT NULL")
    team.case.unit = None
    team.case.save(update_fields=["unit"])


def without_contact(team):
    team.facts(contact=None)


def owner_is_lead(team):
    without_guard(
        "ALTER TABLE projects_assignment"
        " DROP CONSTRAINT projects_assignment_owner_and_lead_are_two_people"
    )
    held = team.case.assignments.in_force().filter(role__in=(CaseRole.OWNER, CaseRole.LEAD))
    for one in held:
        end_assignment(one, by=team.leader)
    for role in (CaseRole.OWNER, CaseRole.LEAD):
        team.case.assignments.create(
            user=team.owner, role=role, valid_from=Now(), assigned_by=team.leader
        )


def without_role(role):
    def end(team):
        for held in team.case.assignments.in_force().filter(role=role):
            end_assignment(held, by=team.leader)

    return end


def in_one_unit(team):
    for person in (team.owner, team.lead_by, team.driver):
        person.unit = team.case.unit
        person.save(update_fields=["unit"])


def one_stakeholder_unassessed(team):
    team.write("stakeholder", kind="unit", name="Vaktsentralen", category="other")


def second_option(team):
    team.write("option", title="Flere nattevakter")


def flagged_for_the_council(team):
    team.facts(needs_political_decision=True)


def with_a_zero(team):
    team.assessed(anchoring=0)


def another_benefit(team):
    """A benefit like the first, to be given neither target nor measurement."""
    team.benefit()


# How a requirement goes missing from a case that has all its gate asks for. The others are
# simply never put in place.
UNDONE = {
    "title": without_title,
    "unit": without_unit,
    "contact": without_contact,
    "two_people": owner_is_lead,
    "owner": without_role(CaseRole.OWNER),
    "lead": without_role(CaseRole.LEAD),
    "benefit_owner": without_role(CaseRole.BENEFIT_OWNER),
    "team": in_one_unit,
    "stakeholders": one_stakeholder_unassessed,
    "criteria": second_option,
    "political_decision": flagged_for_the_council,
    "zero": with_a_zero,
    "measured": another_benefit,
}


@pytest.fixture
def make_lacking(make_team, make_unit):
    """Make a team whose case has everything a gate, or the start, asks for, but one thing."""

    def make(gate, code):
        if gate is BEFORE_THE_START:
            team = make_team(state=State.DRAFT)
        else:
            team = make_team(phase=gate.origin)
            give_units(team, make_unit)
            team.meet(gate, but={code} - UNDONE.keys())
        UNDONE.get(code, lambda _team: None)(team)
        team.case.refresh_from_db()
        return team

    return make


def give_units(team, make_unit):
    """Let those who were made up to hold a late case be of two units."""
    team.driver.unit = make_unit("Kultur")
    team.driver.save(update_fields=["unit"])
    for held in team.case.assignments.select_related("user"):
        held.user.unit = make_unit()
        held.user.save(update_fields=["unit"])


def page_of(browser, name, case, *more):
    answer = browser.get(reverse(name, args=[case.key, *more]))
    assert answer.status_code == 200
    return answer.content.decode()


def panel(page, ident):
    """The part of a page that a link leads to."""
    ends = r'(?=<section class="panel"|</main>)'
    found = re.search(rf'<section[^>]*\bid="{ident}".*?{ends}', page, re.DOTALL)
    return found[0] if found else ""


def form_at(case, place):
    """What is to be found where a requirement is met: a form's address, or its field."""
    if place.page is Page.FORMULA:
        return reverse("case_assess", args=[case.key])
    if place.page is Page.PHASE and place.code == "step":
        return reverse("case_elements", args=[case.key])
    if place.page is Page.PHASE:
        return reverse("record_new", args=[case.key, RECORD_KINDS[place.code].code])
    fields = {
        Page.EDIT: lambda _code: "title",
        Page.PEOPLE: lambda _code: "role",
        Page.CHALLENGE: lambda _code: "who_is_affected",
        Page.FACTS: lambda code: FACT_GROUPS[code].fields[0],
        Page.NEW_RECORD: lambda code: RECORD_KINDS[code].fields[0],
    }
    return f'name="{fields[place.page](place.code)}"'


@pytest.mark.parametrize(("gate", "code"), ASKED, ids=str)
def test_what_is_missing_is_named_by_the_pages_and_by_the_refusal(
    make_lacking, browser_of, gate, code
):
    team = make_lacking(gate, code)

    if (gate, code) in ON_PAGES:
        pages_lead_to_where_it_is_done(team, browser_of(team.leader), gate, code)
    if gate is BEFORE_THE_START:
        start_is_refused(team, browser_of(team.leader), code)
    else:
        gate_is_refused(team, browser_of, gate, code)


def pages_lead_to_where_it_is_done(team, browser, gate, code):
    requirement = requirements.REQUIREMENT_BY_CODE[code]

    shown = browser.get(team.case.get_absolute_url()).context["checklist"].missing

    assert [one.code for one in shown] == [code]
    assert (shown[0].text, shown[0].is_hard) == (str(requirement.text), requirement.is_hard)
    address, _sharp, anchor = shown[0].url.partition("#")
    pages = [team.case.get_absolute_url()]
    if gate is not BEFORE_THE_START:
        pages += [
            reverse("case_gate", args=[team.case.key]),
            reverse("case_phase", args=[team.case.key, gate.origin]),
        ]
    for page in pages:
        assert f'href="{shown[0].url}">{requirement.text}</a>' in browser.get(page).content.decode()
    answer = browser.get(address)
    assert answer.status_code == 200
    place = answer.content.decode()
    assert form_at(team.case, requirement.place) in (panel(place, anchor) if anchor else place)


def gate_is_refused(team, browser_of, gate, code):
    requirement = requirements.REQUIREMENT_BY_CODE[code]
    proposer = fresh(team.leader if code in {"lead", "two_people"} else team.proposer)
    typed = {"seen_phase": gate.origin, "reason": "Vi er klare"}

    answer = browser_of(proposer).post(reverse("gate_propose", args=[team.case.key]), typed)

    if not requirement.is_hard:
        assert answer.status_code == 302
        decides(team, browser_of(team.leader), gate, requirement)
        return
    assert answer.status_code == 422
    assert [one.code for one in answer.context["missing"]] == [code]
    assert not team.case.gate_proposals.exists()
    with pytest.raises(NotReady) as refused:
        propose(team.case, by=proposer, reason="Vi er klare")
    assert codes(refused.value.missing) == [code]


def decides(team, browser, gate, requirement):
    """A soft requirement is passed with an exception, and not without."""
    proposal = team.case.gate_proposals.get()
    address = reverse("gate_decide", args=[team.case.key])
    typed = {"proposal": proposal.pk, "outcome": GateOutcome.GO, "reason": "Enig"}

    refused = browser.post(address, typed)

    assert refused.status_code == 422
    assert [one.code for one in refused.context["missing"]] == [requirement.code]
    team.case.refresh_from_db()
    assert (team.case.phase, team.case.gate_decisions.count()) == (gate.origin, 0)

    duty = {
        "code": requirement.code,
        "reason": "Det kommer",
        "action": "Gjøre det",
        "responsible": team.leader.pk,
        "due_on": team.today + DAY,
    }
    passed = browser.post(
        address, typed | {f"{requirement.code}-{name}": said for name, said in duty.items()}
    )

    assert passed.status_code == 302
    decision = team.case.gate_decisions.get()
    assert decision.outcome == GateOutcome.GO_WITH_EXCEPTIONS
    assert decision.conditions.get().code == requirement.code


def start_is_refused(team, browser, code):
    address = reverse("case_state", args=[team.case.key, "start"])

    answer = browser.post(address, {"seen_state": "draft"})

    if (BEFORE_THE_START, code) in ON_PAGES:
        assert answer.status_code == 422
        assert [one.code for one in answer.context["missing"]] == [code]
    with pytest.raises(NotReady) as refused:
        change_state(team.case, transition="start", by=team.leader)
    assert codes(refused.value.missing) == [code]
    team.case.refresh_from_db()
    assert team.case.state == State.DRAFT


def test_start_asks_for_title_unit_and_contact():
    asked = [code for gate, code in ASKED if gate is BEFORE_THE_START]

    assert asked == ["title", "unit", "contact"]


def test_what_is_put_into_the_table_is_asked_for_everywhere(make_team, browser_of, monkeypatch):
    team = make_team()
    team.meet(Gate.G1)
    moon = requirements.Requirement(
        "moon",
        (Gate.G1,),
        _("Wait for the full moon."),
        _("The moon is full."),
        places.PEOPLE,
        requirements.Q(pk=0),
    )
    monkeypatch.setattr(requirements, "REQUIREMENTS", (*requirements.REQUIREMENTS, moon))
    browser, case = browser_of(team.leader), team.case

    pages = [
        browser.get(case.get_absolute_url()),
        browser.get(reverse("case_phase", args=[case.key, "what"])),
        browser.get(reverse("case_gate", args=[case.key])),
        browser.post(
            reverse("gate_propose", args=[case.key]), {"seen_phase": "what", "reason": "Nå"}
        ),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200, 422]
    assert ["Wait for the full moon." in page.content.decode() for page in pages] == [True] * 4
    with pytest.raises(NotReady) as refused:
        propose(case, by=team.leader, reason="Nå")
    assert codes(refused.value.missing) == ["moon"]


def test_what_a_gate_asks_for_is_an_order_until_it_is_met_and_then_a_fact(make_team, browser_of):
    team = make_team()
    browser, address = browser_of(team.leader), reverse("case_gate", args=[team.case.key])
    order, fact = "Write the innovation question.", "The innovation question is written."

    before = browser.get(address).content.decode()
    team.meet(Gate.G1)
    after = browser.get(address).content.decode()

    assert [order in before, fact in before] == [True, False]
    assert [order in after, fact in after] == [False, True]


def test_every_fact_differs_from_what_is_asked():
    same = [one.code for one in requirements.REQUIREMENTS if str(one.fact) == str(one.text)]

    assert same == []


TRUE_OF_A_CASE_WITH_NOTHING = {"title", "unit", "contact", "political_decision"}


@pytest.mark.parametrize("gate", [BEFORE_THE_START, *Gate], ids=str)
def test_nothing_is_told_as_met_of_what_is_not_there(make_team, browser_of, gate):
    team = make_team(**{"phase": gate.origin} if gate else {"state": State.DRAFT})
    end_all_roles(team)
    asked = requirements.checks(team.case, gate)

    met = {check.requirement.code for check in asked if check.is_met}

    assert met <= TRUE_OF_A_CASE_WITH_NOTHING
    if gate:
        page = browser_of(team.leader).get(reverse("case_gate", args=[team.case.key]))
        assert {one.code for one in page.context["met"]} == met


def end_all_roles(team):
    for held in team.case.assignments.in_force():
        end_assignment(held, by=team.leader)


ASKED_WHEN_THERE = [one for one in requirements.REQUIREMENTS if one.asked_when]


@pytest.mark.parametrize(
    ("gate", "code"), [(gate, one.code) for one in ASKED_WHEN_THERE for gate in one.gates], ids=str
)
def test_what_is_not_asked_for_is_missing_by_another_hard_requirement(make_team, gate, code):
    """A gate is not passed because nothing is there that could fail."""
    team = make_team(phase=gate.origin)
    end_all_roles(team)
    checks = requirements.checks(team.case, gate)

    assert code not in codes(check.requirement for check in checks)
    assert requirements.hard(requirements.missing(team.case, gate)) != []
