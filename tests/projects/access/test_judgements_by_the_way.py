"""Whether stakeholders are assessed is read only by whoever reads the assessments: no checklist,
count, snapshot or list tells others.
"""

from datetime import timedelta

import pytest
from django.db.models import BooleanField, ExpressionWrapper
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from projects.access.field_register import REGISTER, FieldClass
from projects.actions.gates import NewCondition
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.states import State, Visibility
from projects.models import Case, Stakeholder
from projects.readiness import requirements
from projects.readiness.requirements import REQUIREMENTS

ASSESSED = {"interest": "great", "influence": "little"}
PAGES = ("case", "case_gate", "case_phase", "case_screen")


def assess_stakeholders(team):
    for one in Stakeholder.objects.of(team.case):
        team.write("stakeholder_assessment", parent=one, **ASSESSED)


@pytest.fixture
def team(make_team, make_person):
    """A case in its second phase with a stakeholder that nobody has assessed."""
    found = make_team(phase=Phase.WHO)
    found.give(found.owner, CaseRole.OWNER)
    found.member = make_person(Role.READER, name="Mia Medlem")
    found.give(found.member, CaseRole.MEMBER)
    found.write("stakeholder", kind="person", name="Nabo", category="user")
    return found


def pages_of(client, team, address, words):
    more = {"case_phase": ["who"], "case_screen": ["who"]}
    return {
        name: words(client.get(address(name, team.case, *more.get(name, [])))) for name in PAGES
    }


@pytest.mark.parametrize("who", ["reader", "member"])
def test_pages_are_the_same_before_and_after_an_assessment(
    team, browser_of, address, words, make_person, who
):
    person = team.member if who == "member" else make_person(Role.READER)
    client = browser_of(person)

    before = pages_of(client, team, address, words)
    timeline = client.get(f"/api/v1/cases/{team.case.key}/timeline/").json()
    assess_stakeholders(team)
    after = pages_of(client, team, address, words)

    assert after == before
    assert client.get(f"/api/v1/cases/{team.case.key}/timeline/").json() == timeline
    withheld = "It is about how stakeholders are assessed, and only those who run the case read"
    assert [name for name, text in before.items() if withheld not in text] == []


def test_whoever_runs_the_case_reads_it_on_the_pages_but_nobody_on_the_screen(
    team, browser_of, address, words
):
    client = browser_of(team.owner)
    asked = "Assess every stakeholder: interest, influence and attitude."

    before = pages_of(client, team, address, words)
    assess_stakeholders(team)
    after = pages_of(client, team, address, words)

    assert [name for name, text in before.items() if asked in text] == [
        "case", "case_gate", "case_phase",
    ]  # fmt: skip
    assert [name for name, text in after.items() if asked in text] == []
    assert before["case_screen"] == after["case_screen"]


def test_requirement_whose_condition_reads_assessments_is_marked_so():
    judged = [
        label.lower().replace(".", "_")
        for label, fields in REGISTER.items()
        if FieldClass.JUDGEMENT in fields.values()
    ]

    def reads_assessments(requirement):
        condition = requirement.condition(timezone.localdate())
        sql = str(Case.objects.annotate(met=ExpressionWrapper(condition, BooleanField())).query)
        return any(table in sql for table in judged)

    found = {one.code for one in REQUIREMENTS if reads_assessments(one)}
    assert found == requirements.JUDGED_CODES


def test_snapshot_of_a_decision_leaves_out_how_stakeholders_were_assessed(
    make_team, browser_of, address, make_person
):
    team = make_team(phase=Phase.SYSTEM)
    team.meet(Gate.G3, but={"stakeholders_again", "spreading"})
    deadline = team.today + timedelta(days=9)
    team.pass_gate(
        new_conditions=[
            NewCondition("Senere", "Ta det igjen", team.leader, deadline, code=code)
            for code in ("stakeholders_again", "spreading")
        ]
    )
    reader = browser_of(make_person(Role.READER))
    lists = ("decisions", "conditions")

    page = reader.get(address("case_gate", team.case)).content.decode()
    rows = {
        name: browser_of(team.leader).get(f"/api/v1/{name}/").content.decode() for name in lists
    }

    texts = [
        str(text)
        for one in REQUIREMENTS
        if one.code in requirements.JUDGED_CODES
        for text in (one.text, one.fact)
    ]
    assert [text for text in texts if text in page] == []
    assert [
        code for code in requirements.JUDGED_CODES for row in rows.values() if code in row
    ] == []


def test_working_title_is_read_only_by_whoever_reads_working_texts(
    make_case, make_person, browser_of
):
    """On the pages, in the list, its order, its files, the API and the search."""
    shown = make_case("Arbeidstittel zqtitteln", state=State.ACTIVE)
    public = make_case(
        "Arbeidstittel zqtitteln", visibility=Visibility.COUNCIL, public_title="Åpen"
    )
    administrator = make_person(Role.ADMINISTRATOR)
    paths = [
        "/", "/cases/?view=list", "/cases/?view=board", "/cases/?ordering=title", "/my/",
        shown.get_absolute_url(), public.get_absolute_url(), "/cases/?q=zqtitteln",
        "/api/v1/cases/", f"/api/v1/cases/{shown.key}/", "/api/v1/phase-visits/",
        "/api/v1/cases/?format=csv", f"/api/v1/cases/{shown.key}/timeline/",
    ]  # fmt: skip

    client = browser_of(administrator)
    answers = {path: client.get(path) for path in paths}

    leaked = [
        path
        for path, answer in answers.items()
        if "Arbeidstittel" in (answer.getvalue() if answer.streaming else answer.content).decode()
    ]
    assert leaked == []
    assert {answer.status_code for answer in answers.values()} == {200}
    assert client.get(f"/api/v1/cases/{shown.key}/").json()["title"] == shown.key
