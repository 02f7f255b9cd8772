"""Withheld is not none: every role at every list, and one reading of a case everywhere."""

import json

import openpyxl
import pytest
from django.utils import translation

from accounts.access.roles import CaseRole, Role
from accounts.models import User
from portfolio.api.lists.cases import CASE_RELATED_LISTS
from projects.access import policies
from projects.access.field_register import REGISTER, FieldClass
from projects.access.policies import readable_classes
from projects.actions.cases import edit_case
from projects.actions.records import change
from projects.actions.states import change_state
from projects.actions.status import comment, report_status
from projects.choices.states import Health
from projects.filters import CaseFilterSet
from projects.history import timeline
from projects.models import Case, Revision
from projects.records.kinds import RECORD_KINDS
from tests.portfolio.api.conftest import body_of
from tests.samples import mark_of, write, write_everything

pytestmark = pytest.mark.exhaustive

LISTS = {published.name: published for published in CASE_RELATED_LISTS}
READS_ALL = set(LISTS)
REPORTED = {
    "phase-visits", "status-updates", "state-changes", "decisions", "conditions", "benefits",
    "measurements", "formal-decisions", "funding", "costs", "lessons",
}  # fmt: skip
EMPTY = {"decisions", "conditions", "lessons"}  # here: nothing is decided, no lesson is shared
# Which lists each role is answered with; every other one is refused.
READ_BY = {
    "council": REPORTED,
    "administrator": REPORTED,
    "stakeholder": {"status-updates", "engagements", "lessons"},
    "reader": READS_ALL,
    "member": READS_ALL,
    "owner": READS_ALL,
    "leader": READS_ALL,
}


@pytest.fixture
def people(make_person, leader):
    return {
        "council": make_person(Role.COUNCIL),
        "administrator": make_person(Role.ADMINISTRATOR),
        "stakeholder": make_person(),
        "reader": make_person(Role.READER),
        "member": make_person(Role.READER),
        "owner": make_person(Role.READER),
        "leader": leader,
    }


@pytest.fixture
def case(make_case, people, leader):
    """A case that the council sees, with something in every list but those of the gates."""
    roles = {
        CaseRole.STAKEHOLDER: "stakeholder",
        CaseRole.MEMBER: "member",
        CaseRole.OWNER: "owner",
    }
    case = make_case(
        visibility="council", people={role: people[name] for role, name in roles.items()}
    )
    write_everything(case, by=leader, person=leader)
    first = report_status(
        case, by=leader, health=Health.ON_TRACK, summary="Delt", is_shared=True, seen=None
    )
    report_status(case, by=leader, health=Health.AT_RISK, summary="Internt", seen=first.pk)
    comment(case, by=leader, text="Merknad")
    comment(case, by=leader, text="Delt merknad", is_shared=True)
    return case


@pytest.mark.parametrize("suffix", ["", "?format=csv", "?format=xlsx"])
def test_each_role_is_answered_or_refused_at_each_list(pull_as, people, case, suffix):
    wrong = {}
    for role, person in people.items():
        pull = pull_as(person)
        for name in LISTS:
            answer = pull(f"{name}/{suffix}")
            code = 200 if name in READ_BY[role] else 403
            body_of(answer)
            if answer.status_code != code:
                wrong[role, name] = answer.status_code
            if code == 403 and not suffix:
                assert answer.json()["code"] == "withheld"
            if code == 200 and not suffix and name in REPORTED - EMPTY and role != "stakeholder":
                assert answer.json()["count"], (role, name)

    assert wrong == {}


def test_row_has_the_fields_its_reader_may_read_and_the_answer_names_the_others(
    pull_as, people, case
):
    for person in people.values():
        pull, classes = pull_as(person), readable_classes(person, case)
        for name, published in LISTS.items():
            answer = pull(f"{name}/")
            if answer.status_code == 403 or not answer.json()["results"]:
                continue
            if published.shared_rows or name in {"lessons", "engagements"}:
                continue  # what is shared is read whole or in part: see the tests of these
            found = {
                column.path.partition(".")[0]
                for column in published.columns
                if FieldClass.WORKING in classes or column.level <= (FieldClass.REPORTED in classes)
            }
            for row in answer.json()["results"]:
                assert set(row) == found, name
            withheld = {column.name for column in published.columns} - {
                column.name
                for column in published.columns
                if column.path.partition(".")[0] in found
            }
            assert withheld <= set(answer.json()["meta"].get("withheld", ())), name


def test_workbook_says_what_is_withheld(pull_as, people, case, tmp_path):
    path = tmp_path / "benefits.xlsx"
    path.write_bytes(body_of(pull_as(people["council"])("benefits/?format=xlsx&lang=en")))

    about = dict(row[:2] for row in openpyxl.load_workbook(path).worksheets[-1].values)

    assert "description" in about["Withheld from your role"]
    assert "title" not in about["Withheld from your role"].split(", ")


# --- One rule for page, list, timeline and file --------------------------------------------


@pytest.mark.parametrize("role", READ_BY)
def test_status_updates_are_the_same_in_list_file_and_both_timelines(pull_as, people, case, role):
    person = User.objects.get(pk=people[role].pk)
    pull = pull_as(person)

    listed = pull("status-updates/?lang=en").json()["results"]
    events = [
        event
        for event in pull(f"cases/{case.key}/timeline/?lang=en").json()["results"]
        if event["type"] == "status_reported"
    ]
    file = body_of(pull("status-updates/?format=csv&headers=keys")).decode().splitlines()
    with translation.override("en"):  # the API has spoken the person's language
        entries = timeline.of(case, person, kind="status", limit=None).entries
        page = [(str(entry.what), entry.text.split("\n")[0]) for entry in reversed(entries)]

    told = [(row["health"]["label"], row.get("summary", "")) for row in listed]
    assert told == [(e["health"]["label"], e.get("summary", "")) for e in events]
    assert told == page
    assert len(file) == len(told) + 1
    expected = {
        "stakeholder": [("On track", "Delt")],
        "council": [("On track", ""), ("At risk", "")],
        "administrator": [("On track", ""), ("At risk", "")],
    }
    assert told == expected.get(role, [("On track", "Delt"), ("At risk", "Internt")])


@pytest.mark.parametrize("role", READ_BY)
def test_comments_and_shared_engagements_are_the_same_on_page_and_in_the_api(
    pull_as, people, case, role, leader
):
    person = User.objects.get(pk=people[role].pk)
    (engagement,) = case.engagements.all()
    change(engagement, by=leader, seen_version=1, changes={"is_shared": True})
    events = pull_as(person)(f"cases/{case.key}/timeline/").json()["results"]
    with translation.override("en"):
        page = timeline.of(case, person, limit=None).entries

    commented = {event["text"] for event in events if event["type"] == "commented"}
    assert commented == {entry.text for entry in page if entry.what == "Comment"}
    shared = [event["what_we_did"] for event in events if event["type"] == "engagement_shared"]
    assert shared == [mark_of("engagement", "what_we_did")] * (role == "stakeholder")


def test_council_reads_the_same_of_a_benefit_on_page_in_list_and_timelines(
    client, pull_as, people, case
):
    council = User.objects.get(pk=people["council"].pk)
    pull = pull_as(council)
    marks = {
        field: mark_of("benefit", field)
        for field in RECORD_KINDS["benefit"].fields
        if RECORD_KINDS["benefit"].model._meta.get_field(field).get_internal_type()
        in {"CharField", "TextField"}
        and not RECORD_KINDS["benefit"].model._meta.get_field(field).choices
    }
    client.force_login(council)

    page = client.get(case.get_absolute_url()).content.decode()
    listed = json.dumps(pull("benefits/").json(), ensure_ascii=False)
    events = pull(f"cases/{case.key}/timeline/").json()["results"]

    readable = {
        field for field in marks if REGISTER["projects.Benefit"][field] is FieldClass.REPORTED
    }
    assert {field for field, mark in marks.items() if mark in page} == readable
    assert {field for field, mark in marks.items() if mark in listed} == readable
    added = [e["kind"]["code"] for e in events if e["type"] == "record_added"]
    assert {"benefit", "measurement", "funding", "cost"} == set(added)
    with translation.override("en"):
        on_page = timeline.of(case, council, limit=None).entries
    assert {entry.who for entry in on_page} == {""}
    assert sum(entry.what == "Written" for entry in on_page) == len(added)


def test_council_reads_why_a_case_was_stopped_and_not_why_it_was_paused(
    client, pull_as, people, case, leader
):
    stop = {"reason": "For dyrt", "lesson": "Regn først", "details": {"cause": "money"}}
    (decision,) = case.formal_decisions.all()
    change(decision, by=leader, seen_version=1, changes={"follow_up": "done"})
    change_state(case, transition="stop", by=leader, **stop)
    pull = pull_as(people["council"])
    client.force_login(people["council"])

    *others, stopped = pull("state-changes/").json()["results"]
    page = client.get(case.get_absolute_url()).content.decode()

    assert (stopped["stop_reason"], stopped["stop_lesson"]) == ("For dyrt", "Regn først")
    assert "For dyrt" in page
    assert "Regn først" in page
    assert leader.name not in page
    assert {"reason", "lesson", "by"}.isdisjoint(stopped)
    assert {row["stop_reason"] for row in others} == {None}


# --- Order, number and tag move only for what the reader sees --------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ["council", "administrator"])
def test_hidden_edit_moves_nothing_that_its_reader_sees(pull_as, people, make_case, leader, role):
    case, other = make_case(visibility="council"), make_case("Annen sak", visibility="council")
    kept = write(RECORD_KINDS["benefit"], case, by=leader, person=leader)
    pull, person = pull_as(people[role]), User.objects.get(pk=people[role].pk)
    places = ("cases/", "benefits/", f"cases/{case.key}/", f"cases/{case.key}/timeline/")

    def seen():
        answers = {place: pull(place) for place in places}
        numbers = [answer.json().get("meta", {}).get("revision") for answer in answers.values()]
        tags = [answer.headers["ETag"] for answer in answers.values()]
        return numbers, tags, len(timeline.of(case, person, limit=None).entries)

    before, staff = seen(), Revision.objects.get(audience="staff").number
    edit_case(case, by=leader, seen_version=case.version, changes={"uncertainty": "Hemmelig"})
    write(RECORD_KINDS["insight"], case, by=leader, person=leader)
    change(kept, by=leader, seen_version=1, changes={"description": "Hemmelig"})
    comment(other, by=leader, text="Hemmelig")

    assert seen() == before
    assert Revision.objects.get(audience="staff").number > staff


@pytest.mark.parametrize("role", ["council", "administrator", "stakeholder"])
def test_order_of_changes_is_refused_to_whoever_reads_no_working_texts(pull_as, people, case, role):
    pull = pull_as(people[role])

    assert pull("cases/?ordering=-updated").status_code == 400
    listed = pull("meta/filters/").json()["filters"]
    (names,) = [one["values"] for one in listed if one["name"] == "ordering"]
    assert {"code": "updated"} not in names
    assert pull("cases/?ordering=confirmed").status_code == 200


def test_order_of_changes_tells_nothing_of_a_case_whose_texts_one_does_not_read(
    pull_as, make_case, make_person, leader
):
    person = make_person(Role.READER)
    hidden = make_case("Skjult", visibility="restricted", people={CaseRole.STAKEHOLDER: person})
    make_case("Åpen")
    person = User.objects.get(pk=person.pk)
    assert policies.can_see(person, hidden)
    before = [row["key"] for row in pull_as(person)("cases/?ordering=-updated").json()["results"]]

    edit_case(hidden, by=leader, seen_version=hidden.version, changes={"uncertainty": "Nytt"})

    after = [row["key"] for row in pull_as(person)("cases/?ordering=-updated").json()["results"]]
    assert before == after
    assert before[-1] == hidden.key
    assert Case.objects.count() == len(after)


# The filters of cases that each role is refused; every other one answers.
REFUSED_FILTERS = {
    "council": {"owner", "without_owner", "owner_lost"},
    "administrator": {"owner", "without_owner", "owner_lost"},
    "stakeholder": {"owner", "without_owner", "owner_lost", "has_open_condition"},
}


def test_filter_by_what_ones_role_does_not_read_is_refused_and_not_offered(
    client, pull_as, people, case, unit
):
    values = {
        "q": "trygg", "phase": "what", "state": "active", "health": "at_risk", "tag": "velferd",
        "unit": unit.code, "unit__tree": unit.code, "owner": str(people["owner"].pk),
        "visibility": "council", "days_in_phase__gte": "1", "days_in_phase__lte": "1",
        "confirmed_before": "2026-01-01", "unconfirmed_days": "1", "ordering": "title",
    }  # fmt: skip
    for role, person in people.items():
        pull, refused = pull_as(person), REFUSED_FILTERS.get(role, set())
        client.force_login(person)
        page = client.get("/cases/?view=list").content.decode()
        offered = {one["name"] for one in pull("meta/filters/").json()["filters"]}

        for name in CaseFilterSet.base_filters:
            query = {name: values.get(name, "true"), "lang": "en"}
            answers = [pull("cases/", query)]
            if role != "stakeholder":
                answers.append(pull("status-updates/", query))
            for answer in answers:
                said = [error["message"] for error in answer.json().get("errors", ())]
                is_refused = said == ["Your role does not read this."]
                assert is_refused == (name in refused), (role, name)
            assert (name in offered) == (name not in refused), (role, name)
            assert not (name in refused and f'name="{name}"' in page), (role, name)
        assert 'name="attention"' in page
