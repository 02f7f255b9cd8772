"""A lesson is shown as widely as it is shared: in the history of its case, and in the API."""

import pytest

from accounts.access.roles import CaseRole, Role
from projects.actions.records import change, withdraw
from projects.history import timeline
from projects.records.kinds import RECORD_KINDS
from tests.projects.team import fresh
from tests.samples import write

SHARINGS = ("case", "municipality", "public")
TOLD = {
    "council": {"municipality", "public"},
    "administrator": {"municipality", "public"},
    "stakeholder": {"public"},
    "reader": {"case", "municipality", "public"},
    "leader": {"case", "municipality", "public"},
}


def lesson_of(team, sharing, **said):
    said = {"title": f"Tittel {sharing}", "learnt": f"Lært {sharing}"} | said
    kind = RECORD_KINDS["lesson"]
    return write(kind, team.case, by=team.leader, person=team.leader, sharing=sharing, **said)


@pytest.fixture
def taught(make_team):
    """A case shown to the council with a lesson shared in each way, and one that was withdrawn."""
    team = make_team(visibility="council")
    for sharing in SHARINGS:
        lesson_of(team, sharing)
    withdraw(lesson_of(team, "public", title="Tatt tilbake"), by=team.leader)
    return team


@pytest.fixture
def people(taught, make_person):
    person = make_person()
    taught.give(person, CaseRole.STAKEHOLDER)
    return {
        "council": make_person(Role.COUNCIL),
        "administrator": make_person(Role.ADMINISTRATOR),
        "stakeholder": person,
        "reader": make_person(Role.READER),
        "leader": taught.leader,
    }


@pytest.fixture
def listed(client):
    """The lessons that the API gives a person."""

    def rows(person):
        client.force_login(fresh(person))
        return client.get("/api/v1/lessons/?lang=en").json()["results"]

    return rows


def in_history(case, person):
    found = timeline.of(case, fresh(person), kind="method", limit=None).entries
    return [one for one in found if one.what.startswith("What we learnt: ")]


@pytest.mark.parametrize("who", TOLD)
def test_lesson_is_told_as_widely_as_it_is_shared(taught, people, listed, client, who):
    rows, case = listed(people[who]), taught.case
    shared = {
        entry.what.removeprefix("What we learnt: Tittel ")
        for entry in in_history(case, people[who])
    }
    events = client.get(f"/api/v1/cases/{case.key}/timeline/").json()["results"]
    learnt = {event["learnt"] for event in events if event["type"] == "lesson_shared"}
    found = client.get("/api/v1/cases/?has_lesson=true").json()["results"]
    page = client.get(case.get_absolute_url()).content.decode()

    assert {row["name"].removeprefix("Tittel ") for row in rows} == TOLD[who]
    assert [row["key"] for row in found] == [case.key]
    if who in {"reader", "leader"}:
        assert shared == learnt == set()  # they see every record
    else:
        assert shared == TOLD[who]
        assert learnt == {f"Lært {name}" for name in TOLD[who]}
        assert {name for name in SHARINGS if f"Lært {name}" in page} == TOLD[who]


def test_shared_lesson_says_what_was_learnt_and_advised_and_nothing_else(taught, people, listed):
    entry = in_history(taught.case, people["stakeholder"])[0]
    (row,) = listed(people["stakeholder"])

    assert (entry.who, entry.text) == (
        "",
        "Lært public\nAdvice to others: zqlessonxadviceqz",
    )
    assert set(row) == {
        "key", "url", "title", "id", "phase", "kind", "name", "learnt", "advice", "sharing",
        "recorded_at",
    }  # fmt: skip


def test_nothing_is_told_of_a_case_that_does_not_exist_for_the_person(
    make_team, make_person, listed
):
    internal, restricted = make_team(), make_team(visibility="restricted")
    for team in (internal, restricted):
        lesson_of(team, "public")
    council, reader = make_person(Role.COUNCIL), make_person(Role.READER)

    assert listed(council) == []
    assert [row["key"] for row in listed(reader)] == [internal.case.key]
    assert in_history(restricted.case, reader) == in_history(internal.case, council) == []


@pytest.mark.django_db(transaction=True)
def test_known_list_is_new_when_a_lesson_is_shared_more_widely(make_team, make_person, client):
    team = make_team(visibility="council")
    lesson = lesson_of(team, "case")
    client.force_login(make_person(Role.COUNCIL))
    addresses = ("/api/v1/lessons/", "/api/v1/cases/?has_lesson=true")
    tags = {address: client.get(address).headers["ETag"] for address in addresses}

    def statuses():
        return [
            client.get(address, headers={"If-None-Match": tag}).status_code
            for address, tag in tags.items()
        ]

    assert statuses() == [304, 304]
    change(lesson, by=team.leader, seen_version=1, changes={"sharing": "municipality"})
    assert statuses() == [200, 200]
