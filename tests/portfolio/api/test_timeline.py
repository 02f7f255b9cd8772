"""The timelines of the API and of the page show the same to the same person."""

import pytest
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from accounts.models import User
from projects.actions.states import change_state
from projects.actions.status import report_status
from projects.choices.states import Health
from projects.history import timeline
from tests.samples import DAY

STOP = {"reason": "For dyrt", "lesson": "Regn først", "details": {
    "cause": "money", "side_causes": ["people"], "achieved": "Tolv har prøvd", "spent": 80_000,
}}  # fmt: skip
REPORTED = {
    "type", "recorded_at", "on", "from", "to", "cause", "phase", "level", "formal_decision",
    "side_causes", "reason", "lesson", "spent", "hours",
}  # fmt: skip


@pytest.fixture
def told_to(pull_as):
    """Return the events of a case that the API shows a person."""

    def told(person, case):
        answer = pull_as(person)(f"cases/{case.key}/timeline/", {"lang": "en"})
        return answer.json()["results"]

    return told


def on_page(person, case, kind=""):
    return timeline.of(case, User.objects.get(pk=person.pk), kind=kind, limit=None).entries


@pytest.fixture
def people(make_person):
    return {
        "stakeholder": make_person(),
        "council": make_person(Role.COUNCIL),
        "reader": make_person(Role.READER),
        "administrator": make_person(Role.ADMINISTRATOR),
    }


@pytest.fixture
def case(make_case, people, leader):
    """A case shown to the council that was stopped and taken up again, with one update shared."""
    case = make_case(visibility="council", people={CaseRole.STAKEHOLDER: people["stakeholder"]})
    first = report_status(
        case, by=leader, health=Health.ON_TRACK, summary="Delt", is_shared=True, seen=None
    )
    report_status(case, by=leader, health=Health.OFF_TRACK, summary="Internt", seen=first.pk)
    soon = timezone.localdate() + DAY
    change_state(case, transition="pause", by=leader, reason="Vi venter", review_on=soon)
    change_state(case, transition="resume", by=leader, reason="Klar")
    change_state(case, transition="stop", by=leader, **STOP)
    change_state(case, transition="reopen", by=leader, reason="Ny sjanse")
    return case


def test_stakeholder_is_told_what_was_shared_and_of_no_phase_and_no_state(told_to, people, case):
    events = told_to(people["stakeholder"], case)

    told = [(event["type"], event["health"]["code"], event["summary"]) for event in events]
    assert told == [("status_reported", "on_track", "Delt")]


@pytest.mark.parametrize("who", ["stakeholder", "council", "reader", "administrator"])
def test_page_and_api_tell_of_the_same_changes_and_updates(told_to, people, case, who):
    events, entries = told_to(people[who], case), on_page(people[who], case)

    reported = [e["health"]["label"] for e in events if e["type"] == "status_reported"]
    changed = [e["recorded_at"] for e in events if e["type"] == "state_changed"]
    assert reported == [one.what for one in reversed(entries) if one.what in Health.labels]
    told_by_page = [one.at.isoformat() for one in reversed(on_page(people[who], case, "decisions"))]
    assert set(changed) <= set(told_by_page)
    assert len(changed) == (0 if who == "stakeholder" else 6)


def test_what_a_pause_and_a_stop_recorded_is_told_after_the_case_goes_on(told_to, people, case):
    def stopped(person):
        (event,) = [e for e in told_to(person, case) if e.get("to", {}).get("code") == "stopped"]
        return event

    full, opened = stopped(people["reader"]), stopped(people["council"])

    assert (full["achieved"], full["spent"], full["informed"]) == ("Tolv har prøvd", 80_000, None)
    assert {name: opened.get(name, "absent") for name in full} == {
        name: full[name] if name in REPORTED else "absent" for name in full
    }
    assert opened["side_causes"] == ["people"]


def test_what_a_case_owes_is_counted_only_for_who_reads_decisions(pull_as, people, case):
    counts = {
        name: pull_as(person)(f"cases/{case.key}/").json().get("open_conditions", "absent")
        for name, person in people.items()
    }

    assert counts == {"stakeholder": "absent", "council": 0, "reader": 0, "administrator": 0}


def test_file_has_no_column_of_what_its_reader_may_not_read(pull_as, people, case):
    def heading(person):
        answer = pull_as(person)("cases/?format=csv&headers=keys")
        return b"".join(answer.streaming_content).decode().splitlines()[0].split(",")

    assert "open_conditions" in heading(people["council"])
    assert "open_conditions" not in heading(people["stakeholder"])
