"""A filter of the rows of a list finds no more than the rows that say so to whoever asks."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from portfolio.api.lists.cases import CASE_RELATED_LISTS
from portfolio.api.lists.parameters import list_parameters
from portfolio.api.lists.records import CONDITIONS
from projects.actions.gates import NewCondition
from projects.actions.states import change_state
from projects.actions.status import report_status
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.states import Health
from projects.readiness import requirements
from tests.projects.team import Team
from tests.samples import write_everything

ROLES = ("council", "administrator", "stakeholder", "reader", "member", "owner", "leader")
OF_A_CASE = {
    "stakeholder": CaseRole.STAKEHOLDER,
    "member": CaseRole.MEMBER,
    "owner": CaseRole.OWNER,
}


@pytest.fixture
def pulls(make_case, make_person, make_unit, leader, pull_as, settings):
    """Write something in every list, judged requirements among it, and ask as each role."""
    settings.API_REQUESTS_PER_MINUTE = 10**9
    people = {
        "council": make_person(Role.COUNCIL),
        "administrator": make_person(Role.ADMINISTRATOR),
        "stakeholder": make_person(),
        "leader": leader,
        **{
            name: make_person(Role.READER, unit=make_unit())
            for name in ("reader", "member", "owner")
        },
    }
    of_case = {role: people[name] for name, role in OF_A_CASE.items()}
    case = make_case(phase=Phase.SYSTEM, visibility="council", people=of_case)
    write_everything(case, by=leader, person=leader)
    update = report_status(case, by=leader, health=Health.AT_RISK, summary="Sent", seen=None)
    report_status(
        case, by=leader, health=Health.ON_TRACK, summary="Delt", is_shared=True, seen=update.pk
    )
    driver = make_person(Role.READER)
    judged = make_case(title="Ikke vurdert", phase=Phase.SYSTEM, visibility="council")
    team = Team(judged, leader=leader, owner=people["owner"], lead=driver, driver=driver)
    codes = ("stakeholders_again", "spreading", "pilot_anchored")
    team.meet(Gate.G3, but=set(codes))
    deadline = team.today + timedelta(days=9)
    missing = {
        check.requirement.code for check in requirements.checks(judged, Gate.G3) if not check.is_met
    }
    assert missing & requirements.JUDGED_CODES
    owed = [
        NewCondition("Senere", "Ta det igjen", leader, deadline, code=code)
        for code in codes
        if code in missing
    ]
    team.pass_gate(new_conditions=owed)
    change_state(judged, transition="stop", by=leader, reason="Slutt", lesson="Lærte")
    return {role: pull_as(people[role]) for role in ROLES}


def value_of(row, path):
    """What the row says in a column; None where it says nothing."""
    for part in path.split("."):
        row = (row or {}).get(part)
    return row


def day_of(text):
    """The day of a date or moment in JSON, in Oslo."""
    if text is None or "T" not in text:
        return text and date.fromisoformat(text)
    return timezone.localtime(timezone.datetime.fromisoformat(text)).date()


def questions_of(published):
    """Every filter of the rows with every value that a row has: its parameter, and how a row that
    it finds reads.
    """
    for name, code_filter in published.code_filters.items():
        stored = set(published.model.objects.values_list(code_filter.path, flat=True))
        meant = {code_filter.meanings.get(code, code): code for code, _l in code_filter.choices}
        for code in {*stored, *meant} - {""}:
            yield (
                {name: meant.get(code, code)},
                lambda row, c=code_filter.column, code=code: value_of(row, c) == code,
            )
    for name in published.flag_conditions:
        for text, truth in (("true", True), ("false", False)):
            yield {name: text}, lambda row, name=name, truth=truth: row[name] is truth
    today = timezone.localdate()
    for name in published.date_fields:
        for day in (today - timedelta(days=2), today, today + timedelta(days=9)):
            for end in ("gte", "lte"):
                yield {f"{name}__{end}": day.isoformat()}, _within(name, end, day)


def _within(name, end, day):
    def reads(row):
        found = day_of(value_of(row, name))
        return found is not None and (found >= day if end == "gte" else found <= day)

    return reads


def test_row_filter_finds_only_rows_that_say_so_to_the_reader(pulls):
    wrong, answered, found = [], set(), 0
    for role, pull in pulls.items():
        for published in CASE_RELATED_LISTS:
            everything = pull(f"{published.name}/", {"page_size": 500})
            if everything.status_code == 403:
                continue
            rows = everything.json()["results"]
            for query, reads in questions_of(published):
                answer = pull(f"{published.name}/", {"page_size": 500, **query})
                if answer.status_code == 400:
                    continue  # not offered
                answered.add((published.name, *query))
                expected = [row for row in rows if reads(row)]
                found += len(expected)
                if answer.json()["results"] != expected:
                    wrong.append((role, published.name, query))

    assert wrong == []
    assert found
    for published in CASE_RELATED_LISTS:
        for name in published.offered_code_filters:
            assert (published.name, name) in answered


def test_judged_requirements_are_not_among_the_choices():
    (asked,) = [p for p in list_parameters(CONDITIONS) if p.name == "requirement"]

    offered = set(asked.schema["items"]["enum"])

    assert offered & requirements.JUDGED_CODES == set()
    assert offered | requirements.JUDGED_CODES == set(requirements.REQUIREMENT_BY_CODE)
