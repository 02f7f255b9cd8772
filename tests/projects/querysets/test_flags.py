"""Cases are found by what they owe and by what they taught, on the page and over the API."""

import pytest

from accounts.access.roles import CaseRole, Role
from projects.actions.gates import meet
from projects.actions.records import withdraw
from projects.actions.states import change_state
from projects.records.kinds import RECORD_KINDS
from tests.projects.team import fresh
from tests.samples import write

FLAGS = ("has_open_condition", "has_lesson")


@pytest.fixture
def found_by(client):
    """The keys that a flag finds for a person: on the page, and over the API."""

    def found(person, flag):
        client.force_login(fresh(person))
        page = client.get("/cases/", {flag: "true", "state": ["active", "stopped"]})
        answer = client.get("/api/v1/cases/", {flag: "true"})
        assert (page.status_code, answer.status_code) == (200, 200)
        keys = {row["key"] for row in answer.json()["results"]}
        assert {key for key in keys if key in page.content.decode()} == keys
        return keys

    return found


def test_case_is_found_while_it_owes_something(make_team, make_case, found_by):
    team = make_team()
    make_case("Uten vilkår")
    condition = team.owe()

    before = found_by(team.leader, "has_open_condition")
    meet(condition, by=fresh(team.leader), note="Gjort")

    assert before == {team.case.key}
    assert found_by(team.leader, "has_open_condition") == set()


def test_stopped_case_is_not_found_by_what_it_owed(make_team, found_by):
    team = make_team()
    team.owe()
    change_state(team.case, transition="stop", by=team.leader, reason="Nok", lesson="Spør")

    assert found_by(team.leader, "has_open_condition") == set()
    assert found_by(team.leader, "has_lesson") == {team.case.key}


def test_case_is_found_while_its_lesson_stands(make_team, found_by):
    team = make_team()
    lesson = write(RECORD_KINDS["lesson"], team.case, by=team.leader, person=team.leader)

    before = found_by(team.leader, "has_lesson")
    withdraw(lesson, by=team.leader)

    assert before == {team.case.key}
    assert found_by(team.leader, "has_lesson") == set()


def test_flags_find_nothing_that_the_person_may_not_read(make_team, make_person, found_by):
    team, person = make_team(visibility="council"), make_person()
    team.owe()
    write(RECORD_KINDS["lesson"], team.case, by=team.leader, person=team.leader, sharing="case")
    team.give(person, CaseRole.STAKEHOLDER)
    people = {"leader": team.leader, "council": make_person(Role.COUNCIL)}

    found = {name: [len(found_by(one, flag)) for flag in FLAGS] for name, one in people.items()}

    assert found == {"leader": [1, 1], "council": [1, 0]}
    assert found_by(person, "has_lesson") == set()


def test_flag_is_refused_to_whoever_may_not_read_what_it_asks_for(make_team, make_person, client):
    team, person = make_team(visibility="council"), make_person(language="en")
    team.owe()
    team.give(person, CaseRole.STAKEHOLDER)
    client.force_login(fresh(person))

    page = client.get("/cases/", {"has_open_condition": "true"})
    answer = client.get("/api/v1/cases/", {"has_open_condition": "true", "lang": "en"})

    assert (page.status_code, answer.status_code) == (422, 400)
    for refusal in (page, answer):
        assert "Your role does not read this." in refusal.content.decode()
        assert team.case.key not in refusal.content.decode()
