"""Records, assessments, proposals and decisions are in the case's timeline."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from projects.actions.challenges import describe
from projects.actions.formula import (
    FactorInput,
    assess_individually,
    close_assessment_round,
    open_assessment_round,
)
from projects.actions.gates import NewCondition, meet, propose, withdraw_proposal
from projects.actions.records import change, withdraw
from projects.choices.gates import Gate
from projects.choices.vocabulary import Factor, GateOutcome, Occasion
from projects.history import timeline
from projects.models import Condition, Stakeholder
from projects.records.kinds import RECORD_KINDS
from tests.projects.team import DAY, fresh
from tests.samples import CHALLENGE, describe_challenge, write, write_everything


def told(case, person, kind="", **more):
    entries = timeline.of(case, fresh(person), kind=kind, limit=None, **more).entries
    return [(entry.what, entry.text) for entry in entries]


@pytest.fixture
def passed(make_team, make_person):
    """A case shown to the council that passed its first gate with a condition, since met."""
    team = make_team(visibility="council")
    team.meet(Gate.G1, but={"why_innovation"})
    responsible = make_person(Role.READER)
    duty = NewCondition(
        "Det haster", "Skriv det ned", responsible, timezone.localdate() + DAY, "why_innovation"
    )
    team.pass_gate(new_conditions=[duty])
    meet(Condition.objects.get(), by=team.leader, note="Skrevet i dag")
    return team


def test_every_kind_of_record_is_told_by_its_name(make_team):
    team = make_team()
    write_everything(team.case, by=team.leader, person=team.leader)

    entries = told(team.case, team.leader, "method")
    texts = {text for _what, text in entries}

    assert {what for what, _text in entries} == {"Written"}
    assert {text.partition(":")[0] for text in texts} == {
        str(k.title) for k in RECORD_KINDS.values()
    }
    assert texts >= {
        "Lessons: zqlessonxtitleqz",
        "Measurements: zqbenefitxtitleqz",
        "Assessments of stakeholders: zqstakeholderxnameqz",
        "Engagement: Co-creation",
    }


def test_correction_and_withdrawal_are_told_with_what_it_was_called_then(make_team):
    team = make_team()
    lesson = write(
        RECORD_KINDS["lesson"], team.case, by=team.leader, person=team.leader, title="Først"
    )
    change(lesson, by=team.leader, seen_version=1, changes={"title": "Så"})
    withdraw(lesson, by=team.leader)

    assert sorted(told(team.case, team.leader, "method")) == [
        ("Corrected", "Lessons: Så\nTitle: Først → Så"),
        ("Withdrawn", "Lessons: Så"),
        ("Written", "Lessons: Først"),
    ]


def corrected(case, person):
    (text,) = [text for what, text in told(case, person, "method") if what == "Corrected"]
    return text.split("\n")[1:]


def test_correction_is_told_field_by_field_with_before_and_after(make_team):
    team = make_team()
    written = write_everything(team.case, by=team.leader, person=team.leader)
    changes = {
        "kind": "quality",
        "target": Decimal("12.5"),
        "target_on": date(2027, 3, 1),
        "is_planned": True,
        "owner": team.owner,
        "measured_in": "anrop",
        "description": "Noe annet",
        "preconditions": "",
    }
    change(written["benefit"], by=team.leader, seen_version=1, changes=changes)

    assert corrected(team.case, team.leader) == [
        "Kind: Avoided cost → Better quality",
        "Description: written anew",
        "Preconditions: written anew",
        f"Benefit owner: {team.leader.name} → {team.owner.name}",
        "Unit of measurement: zqbenefitxmeasuredinqz → anrop",
        "Target: 10 → 12.5",
        f"Date of the target: {timeline.format_day(team.today + 30 * DAY)} → 1 Mar 2027",
        "Planned from the start: No → Yes",
    ]


def test_correction_tells_nobody_what_they_may_not_read(make_team, make_person):
    team = make_team()
    written = write_everything(team.case, by=team.leader, person=team.leader)
    changes = {"name": "Kari", "subgroup": "union", "point_of_view": "Imot"}
    change(written["stakeholder"], by=team.leader, seen_version=1, changes=changes)

    full = corrected(team.case, team.leader)
    part = corrected(team.case, make_person(Role.READER))

    assert "Name or designation: zqstakeholderxnameqz → Kari" in full
    assert part == ["Subgroup: Politician → Employee representative"]


def test_corrections_cost_two_queries_however_many(make_team, django_assert_num_queries):
    team = make_team()
    written = write_everything(team.case, by=team.leader, person=team.leader)
    change(written["benefit"], by=team.leader, seen_version=1, changes={"owner": team.owner})
    timeline.of(team.case, team.leader, kind="method")
    with django_assert_num_queries(6):
        timeline.of(team.case, team.leader, kind="method", limit=None)
    for code, name in (("lesson", "title"), ("insight", "title"), ("trial", "title")):
        for version in (1, 2):
            text = f"Nr. {version}"
            change(written[code], by=team.leader, seen_version=version, changes={name: text})

    with django_assert_num_queries(6):
        timeline.of(team.case, team.leader, kind="method", limit=None)


def test_gate_is_told_from_proposal_to_the_condition_that_was_met(passed):
    day = timeline.format_day(timezone.localdate() + DAY)
    assert set(told(passed.case, passed.leader, "decisions")) >= {
        ("Proposed: Gate 1", "Vi er klare"),
        ("Gate 1: Go on, with conditions", f"Enig\n– Skriv det ned (by {day})"),
        ("Condition met", f"Skriv det ned (by {day})\nSkrevet i dag"),
        ("Moved to 2 Who", ""),
    }


def test_council_is_told_what_was_decided_why_and_on_what_condition(passed, make_person):
    council = make_person(Role.COUNCIL)
    day = timeline.format_day(timezone.localdate() + DAY)
    asked = "Say in one line why ordinary improvement is not enough."

    found = told(passed.case, council)
    entries = timeline.of(passed.case, council, limit=None).entries

    assert ("Gate 1: Go on, with conditions", f"Enig\n– {asked} (by {day})") in found
    assert ("Condition met", f"{asked} (by {day})") in found
    assert {entry.who for entry in entries} == {""}
    assert [what for what, _text in found if "Proposed" in what or "Written" in what] == []


@pytest.fixture
def formally_decided(make_team):
    """A case shown to the council in which the council decided something; one was withdrawn."""
    team = make_team(visibility="council")
    said = {"title": "Trygg natt", "body": "Kommunestyret", "level": "political"}
    write(RECORD_KINDS["decision"], team.case, by=team.leader, person=team.leader, **said)
    withdraw(
        write(RECORD_KINDS["decision"], team.case, by=team.leader, person=team.leader),
        by=team.leader,
    )
    return team


def formal_in(case, person, kind=""):
    found = timeline.of(case, fresh(person), kind=kind, limit=None).entries
    return [(entry.who, entry.text) for entry in found if entry.what == "Formal decision"]


def test_council_reads_what_was_decided_and_done_but_no_working_text(formally_decided, make_person):
    council, case = make_person(Role.COUNCIL), formally_decided.case

    ((who, text),) = formal_in(case, council)

    assert who == ""
    lines = text.split("\n")
    assert lines[:3] == ["Trygg natt", "Level: Political", "Decided by: Kommunestyret"]
    assert "Text of the decision: zqdecisionxtextqz" in lines
    assert "zqdecisionxrecommendationqz" not in text
    assert "zqdecisionxfollowupnoteqz" in text
    assert formal_in(case, council, "decisions") == [(who, text)]
    assert formal_in(case, make_person(Role.ADMINISTRATOR), "decisions") == [(who, text)]


def test_leader_reads_formal_decisions_once_and_in_full_among_the_decisions(formally_decided):
    case, leader = formally_decided.case, formally_decided.leader

    assert formal_in(case, leader) == []
    ((who, text),) = formal_in(case, leader, "decisions")
    assert who == leader.name
    assert "zqdecisionxrecommendationqz" in text


def test_stakeholder_reads_no_formal_decision(formally_decided, make_person):
    team, person = formally_decided, make_person()
    team.give(person, CaseRole.STAKEHOLDER)

    assert formal_in(team.case, person) == formal_in(team.case, person, "decisions") == []


def test_proposal_that_was_taken_back_is_told(make_team):
    team = make_team()
    team.meet(Gate.G1)
    proposal = propose(team.case, by=team.proposer, reason="Vi er klare")
    withdraw_proposal(proposal, by=team.leader)

    assert ("Proposal no longer stands: Gate 1", "") in told(team.case, team.leader)


def test_assessment_is_told_with_what_was_not_assessed_and_nobody_s_own_is(make_team):
    team = make_team()
    team.assessed(need=4, value=None)
    team.give(team.owner, CaseRole.OWNER)
    team.give(team.driver, CaseRole.CHAMPION)
    asked = open_assessment_round(
        team.case,
        by=team.leader,
        occasion=Occasion.ROUTINE,
        due_on=team.today,
        assessors=[team.owner, team.driver, team.leader],
    )
    factors = {factor: FactorInput(score=2) for factor in Factor}
    assess_individually(asked, by=fresh(team.driver), factors=factors)

    entries = [entry for entry in told(team.case, team.leader) if "formula" in entry[0]]

    assert entries == [
        (
            "Success formula assessed",
            "Need 4 · The solution’s value – · Team 3 · Champion 3 · Anchoring 3",
        )
    ]


def test_round_of_assessments_is_told_from_when_it_begins_to_when_it_ends(make_team, make_person):
    team = make_team()
    team.give(team.owner, CaseRole.OWNER)
    team.give(team.driver, CaseRole.CHAMPION)
    people = [team.owner, team.driver, team.leader]
    asked = open_assessment_round(
        team.case, by=team.leader, occasion=Occasion.ROUTINE, due_on=team.today, assessors=people
    )

    begun = told(team.case, team.leader, "method")
    close_assessment_round(asked, by=team.leader)
    ended = told(team.case, team.leader, "method")

    said = f"Occasion: Routine\nDeadline: {timeline.format_day(team.today)}"
    assert begun == [("Round of assessments begun", said)]
    assert sorted(ended) == [*begun, ("Round of assessments ended", "")]
    assert told(team.case, make_person(Role.ADMINISTRATOR), "method") == []


def test_change_of_the_challenge_is_told_since_the_case_took_it_up(make_team, make_person):
    team = make_team()
    challenge = describe_challenge(team.case, by=team.leader)
    said = {"title": "Nattetilsyn", "horizon": "long_term", "causes": "Vi blir eldre"}
    describe(team.case, by=team.leader, seen=challenge, seen_version=1, fields=CHALLENGE | said)

    def changed(person):
        return [text for what, text in told(team.case, person) if what == "Challenge changed"]

    assert [text.split("\n") for text in changed(team.leader)] == [
        [
            "Title: Flere eldre, færre hender → Nattetilsyn",
            "Horizon: – → Long-term",
            "Causes: written anew",
        ]
    ]
    assert changed(make_person(Role.ADMINISTRATOR)) == []


def test_employee_is_told_that_a_stakeholder_came_and_not_who(make_team, make_person):
    team = make_team()
    write_everything(team.case, by=team.leader, person=team.leader)

    texts = {text for _what, text in told(team.case, make_person(Role.READER), "method")}

    assert "Stakeholders: Person" in texts
    assert [text for text in texts if "Contact" in text or "Assessments of stake" in text] == []


def test_stakeholder_is_told_what_was_done_with_what_was_said(make_team, make_person):
    team, person = make_team(), make_person()
    team.give(person, CaseRole.STAKEHOLDER)
    for is_shared in (True, False):
        said = {"is_shared": is_shared, "what_we_did": f"Delt: {is_shared}"}
        write(RECORD_KINDS["engagement"], team.case, by=team.leader, person=team.leader, **said)

    assert told(team.case, person) == [("Co-creation", "Delt: True")]


def test_timeline_of_the_method_costs_the_same_for_few_and_many(
    make_team, django_assert_num_queries
):
    team = make_team()
    write_everything(team.case, by=team.leader, person=team.leader)
    team.assessed()
    timeline.of(team.case, team.leader, kind="method")
    with django_assert_num_queries(5):
        timeline.of(team.case, team.leader, kind="method", limit=None)

    for _n in range(15):
        write_everything(team.case, by=team.leader, person=team.leader, but={"step"})
        team.assessed()

    with django_assert_num_queries(5):
        entries = timeline.of(team.case, team.leader, kind="method", limit=None).entries
    assert len(entries) == 26 + 15 * 25


# --- The same over the API ----------------------------------------------------------------


@pytest.fixture
def events_of(client):
    def make(person, case):
        client.force_login(person)
        answer = client.get(f"/api/v1/cases/{case.key}/timeline/?lang=en")
        return answer.json()["results"]

    return make


def test_api_tells_of_gates_records_and_assessments(passed, events_of):
    passed.assessed(need=0)

    events = events_of(passed.leader, passed.case)
    found = {event["type"]: event for event in events}

    assert found["gate_proposed"]["reason"] == "Vi er klare"
    assert found["gate_decided"]["outcome"]["code"] == GateOutcome.GO_WITH_EXCEPTIONS
    assert found["gate_decided"]["conditions"][0]["requirement"] == "why_innovation"
    assert found["condition_met"]["met_note"] == "Skrevet i dag"
    assert found["formula_assessed"]["scores"]["need"] == 0
    assert (found["formula_assessed"]["product"], found["formula_assessed"]["weakest"]) == (
        0,
        ["need"],
    )
    kinds = {event["kind"]["code"] for event in events if event["type"] == "record_added"}
    assert kinds >= {"question", "insight"}


def test_api_tells_the_council_of_decisions_only(passed, events_of, make_person):
    events = events_of(make_person(Role.COUNCIL), passed.case)
    decided = next(event for event in events if event["type"] == "gate_decided")

    assert {event["type"] for event in events} == {
        "state_changed", "phase_entered", "phase_left", "gate_decided", "condition_met",
    }  # fmt: skip
    assert decided["reason"] == "Enig"
    assert decided["conditions"][0].keys() == {"id", "requirement", "due_on"}


def test_api_tells_the_council_of_formal_decisions(formally_decided, events_of, make_person):
    events = events_of(make_person(Role.COUNCIL), formally_decided.case)

    (event,) = [event for event in events if event["type"] == "formally_decided"]
    assert (event["name"], event["body"]) == ("Trygg natt", "Kommunestyret")
    assert event["level"] == {"code": "political", "label": "Political"}
    assert event["number"] == "PS 61/26"
    assert event["follow_up_note"] == "zqdecisionxfollowupnoteqz"
    assert {"recommendation", "by"}.isdisjoint(event)


def test_api_tells_which_fields_a_correction_changed(make_team, events_of):
    team = make_team()
    written = write_everything(team.case, by=team.leader, person=team.leader)
    changes = {"name": "Kari", "subgroup": "union"}
    change(written["stakeholder"], by=team.leader, seen_version=1, changes=changes)

    events = events_of(team.leader, team.case)

    (event,) = [event for event in events if event["type"] == "record_corrected"]
    assert event["changed"] == ["subgroup"]
    assert "Kari" not in str(events)


def test_api_tells_of_rounds_and_of_changes_of_the_challenge(make_team, events_of):
    team = make_team()
    challenge = describe_challenge(team.case, by=team.leader)
    describe(
        team.case,
        by=team.leader,
        seen=challenge,
        seen_version=1,
        fields=CHALLENGE | {"causes": "Vi blir eldre"},
    )
    team.give(team.owner, CaseRole.OWNER)
    team.give(team.driver, CaseRole.CHAMPION)
    people = [team.owner, team.driver, team.leader]
    asked = open_assessment_round(
        team.case, by=team.leader, occasion=Occasion.ROUTINE, due_on=team.today, assessors=people
    )
    close_assessment_round(asked, by=team.leader)

    events = {event["type"]: event for event in events_of(team.leader, team.case)}

    assert events["challenge_changed"]["changed"] == ["causes"]
    assert events["assessment_round_begun"]["occasion"]["code"] == "routine"
    assert events["assessment_round_ended"]["id"] == asked.pk


def test_api_tells_nobody_who_a_stakeholder_is(make_team, events_of):
    team = make_team()
    write_everything(team.case, by=team.leader, person=team.leader)
    name = Stakeholder.objects.get().name

    events = events_of(team.leader, team.case)

    assert name not in str(events)
    assert [e for e in events if e.get("kind", {}).get("code") == "stakeholder"] != []
