from datetime import date, timedelta

import pghistory
import pytest
from django.utils import timezone

from accounts.access.roles import CaseRole
from projects.actions.cases import (
    edit_case,
    open_historic_case,
    set_visibility,
)
from projects.actions.people import assign, end_assignment
from projects.actions.phases import move
from projects.actions.states import change_state
from projects.actions.status import comment, confirm_status, report_status
from projects.choices.phases import Phase
from projects.choices.states import Health, State, Visibility
from projects.history import timeline
from projects.models import Challenge, ImportRun

STOP = {
    "cause": "money", "side_causes": ["people"], "achieved": "Tolv har prøvd det",
    "resistance": "Vaktene", "spent": 80_000, "hours": 120, "people_afterwards": "Som før",
    "data_and_equipment": "Levert", "may_resume_if": "Prisen halveres", "informed": "Alle",
}  # fmt: skip
PAUSE_TOLD = [
    "Main cause: Waiting for a supplier",
    "Venter",
    "What must happen first: Ny versjon",
    "Who has been told: Alle",
]
STOP_TOLD = [
    "Main cause: Economy",
    "For dyrt",
    "What we learnt: Regn først",
    "Phase at the stop: What",
    "Level: Administrative",
    "Other causes: A champion or a team was missing",
    "What was achieved: Tolv har prøvd det",
    "Resistance that was voiced on the way: Vaktene",
    "Spent (kroner): 80,000",
    "Hours spent: 120",
    "What happens to users and participants: Som før",
    "What happens to data and equipment: Levert",
    "May be taken up again if: Prisen halveres",
    "Who has been told: Alle",
]


@pytest.fixture
def case(make_case, people, parts):
    return make_case("Snørydding", people=parts, by=people["leader"])


@pytest.fixture
def mature(make_case, people, parts):
    """A case that was in the third phase when it was registered."""
    return make_case("Snørydding", people=parts, by=people["leader"], phase=Phase.SYSTEM)


@pytest.fixture
def lead(people):
    return people["lead"]


def told(case, user, **more):
    return timeline.of(case, user, **more).entries


def edits(case, user):
    """What was edited. A test is one transaction, so these have not the time they would have."""
    entries = told(case, user, kind="changes")
    return [entry for entry in entries if entry.what in {"Edited", "Visibility set"}]


def texts(entries):
    return [(entry.what, entry.who, entry.text) for entry in entries]


def test_case_is_told_from_its_registration_newest_first(mature, people):
    move(mature, to=Phase.WHO, by=people["leader"], reason="Noen mangler")
    move(mature, to=Phase.WHAT, by=people["leader"], reason="Feil behov")

    entries = told(mature, people["reader"], kind="decisions")

    assert texts(entries) == [
        ("Moved back to 1 What", "Liv Leder", "Feil behov"),
        ("Moved back to 2 Who", "Liv Leder", "Noen mangler"),
        ("In phase 3 System", "Liv Leder", "Kom hit før"),
        ("Registered: Active", "Liv Leder", "Kom hit før"),
    ]


def test_changes_of_state_tell_why_until_when_and_what_was_learnt(case, people):
    leader, soon = people["leader"], timezone.localdate() + timedelta(days=20)
    waits = {"cause": "supplier", "what_must_happen": "Ny versjon", "informed": "Alle"}
    change_state(
        case, transition="pause", by=leader, reason="Venter", review_on=soon, details=waits
    )
    change_state(case, transition="resume", by=leader, reason="Vedtatt")
    change_state(
        case, transition="stop", by=leader, reason="For dyrt", lesson="Regn først", details=STOP
    )
    change_state(case, transition="reopen", by=leader, reason="Ny sjanse")

    entries = [entry for entry in told(case, leader, kind="decisions") if entry.tone == "plain"]

    assert texts(entries)[:4] == [
        ("Reopened", "Liv Leder", "Ny sjanse"),
        ("Stopped", "Liv Leder", "\n".join(STOP_TOLD)),
        ("Resumed", "Liv Leder", "Vedtatt"),
        (
            "Paused",
            "Liv Leder",
            "\n".join(PAUSE_TOLD),
        ),
    ]
    assert entries[3].note.startswith("Next look at the case: ")
    assert "Again in 1 What" in [entry.what for entry in told(case, leader)]


def test_council_is_told_of_a_stop_by_what_is_reported(make_case, people):
    case = make_case(by=people["leader"], visibility="council")
    stop = {"reason": "For dyrt", "lesson": "Regn først", "details": STOP}
    change_state(case, transition="stop", by=people["leader"], **stop)
    change_state(case, transition="reopen", by=people["leader"], reason="Ny sjanse")

    (text,) = [one.text for one in told(case, people["council"]) if one.what == "Stopped"]

    assert text.split("\n") == [*STOP_TOLD[:6], *STOP_TOLD[8:10]]


def test_day_it_happened_is_told_when_it_was_recorded_later(make_unit, leader):
    today = timezone.localdate()
    since = today - timedelta(days=90)
    fields = {"title": "Gammel", "unit": make_unit(), "contact": leader, "language": "nb"}
    case = open_historic_case(
        by=leader, fields=fields, phase=Phase.SYSTEM, reason="Før Slik", since=since
    )
    move(case, to=Phase.WHO, by=leader, reason="Tilbake", on=today - timedelta(days=30))
    move(case, to=Phase.WHAT, by=leader, reason="Tilbake")

    notes = [entry.note for entry in told(case, leader, kind="decisions")]

    assert notes == [
        "",
        f"Happened on {timeline.format_day(today - timedelta(days=30))}.",
        f"Happened on {timeline.format_day(today - timedelta(days=90))}.",
        "",
    ]


def test_status_is_told_with_confirmation_and_correction(case, lead):
    first = report_status(
        case,
        by=lead,
        health=Health.AT_RISK,
        summary="Sent ute",
        next_step="Møte",
        next_step_on=timezone.localdate(),
        hindrance="Folk",
        help_wanted="Råd",
        seen=None,
    )
    again = confirm_status(case, by=lead, seen=first.pk)
    report_status(
        case, by=lead, health=Health.ON_TRACK, summary="I rute", corrects=first, seen=again.pk
    )

    entries = told(case, lead, kind="status")

    assert [(entry.what, entry.tone, entry.text.split("\n")[0]) for entry in entries] == [
        ("On track", "good", "I rute"),
        ("Still right: At risk", "warning", ""),
        ("At risk", "warning", "Sent ute"),
    ]
    assert entries[0].note.startswith("Corrects the update of ")
    assert entries[2].text.split("\n")[2:] == ["In the way: Folk", "Help wanted: Råd"]


def test_roles_given_and_ended_are_told(case, people):
    owner = case.assignments.get(role=CaseRole.OWNER)
    end_assignment(owner, by=people["leader"])

    entries = told(case, people["leader"], kind="changes")

    assert texts(entries)[0] == ("Project owner", "", "Eva Eier no longer has the role.")
    assert ("Team member", "Liv Leder", "Mia Medlem has the role from now on.") in texts(entries)


def test_edit_is_told_field_by_field_with_who_and_how(case, lead, people, make_unit):
    unit = make_unit("Teknisk")
    with pghistory.context(user=lead.pk, channel="page"):
        edit_case(
            case,
            by=lead,
            seen_version=1,
            changes={
                "title": "Behovsstyrt",
                "unit": unit,
                "contact": None,
                "summary": "Ny tekst",
                "tags": ["vei"],
                "start_on": "2026-03",
                "sdgs": [11],
            },
        )

    (entry,) = edits(case, lead)

    assert (entry.what, entry.who, entry.note) == ("Edited", "Pål Prosjekt", "")
    assert entry.text.split("\n") == [
        "Title: Snørydding → Behovsstyrt",
        "Summary: written anew",
        "Unit: Helse → Teknisk",
        "Contact: Liv Leder → –",
        "Start: – → March 2026",
        "Tags: – → vei",
        "Sustainable Development Goals: – → 11 Sustainable cities and communities",
    ]


def test_edit_of_the_method_s_fields_is_told_in_words(case, lead, make_unit):
    challenge = Challenge.objects.create(
        municipality=case.municipality,
        by=lead,
        title="Glatte veier",
        description="Ingen vet hvor det er glatt",
        entry_point="renewal",
    )
    changes = {
        "challenge": challenge,
        "novelty": "new",
        "needs_political_decision": True,
        "receiving_unit": make_unit("Drift"),
        "follow_up_by": lead,
        "next_review_on": date(2026, 3, 1),
    }
    edit_case(case, by=lead, seen_version=1, changes=changes)

    (entry,) = edits(case, lead)

    assert entry.text.split("\n") == [
        "Challenge: written anew",
        "Degree of novelty: – → New anywhere, as far as we know",
        "A political decision is needed before the pilot: No → Yes",
        "Receiving unit: – → Drift",
        "Who follows up in the line: – → Pål Prosjekt",
        "Next review: – → 1 Mar 2026",
    ]


@pytest.mark.parametrize(
    ("channel", "note"),
    [("api", "Through the API"), ("command", "By a command on the server"), ("page", "")],
)
def test_edit_tells_how_it_was_made(case, lead, channel, note):
    with pghistory.context(user=lead.pk, channel=channel):
        edit_case(case, by=lead, seen_version=1, changes={"title": "Ny"})

    assert [entry.note for entry in edits(case, lead)] == [note]


def test_import_is_told_with_its_file_to_those_who_read_working_texts(case, people):
    leader = people["leader"]
    run = ImportRun.objects.create(
        municipality=leader.municipality,
        file_name="portefølje.xlsx",
        checksum="0" * 64,
        size=1,
        channel="page",
        created_by=leader,
    )
    with pghistory.context(user=leader.pk, channel="import", import_run=run.pk):
        edit_case(case, by=leader, seen_version=1, changes={"tags": ["vei"]})

    notes = {who: edits(case, people[who])[0].note for who in ("reader", "administrator")}

    assert notes == {"reader": "By import: portefølje.xlsx", "administrator": "By import"}


def test_what_else_changes_the_row_is_not_told_as_an_edit(mature, lead, people):
    report_status(mature, by=lead, health=Health.AT_RISK, summary="Sent ute", seen=None)
    move(mature, to=Phase.WHO, by=people["leader"], reason="Noen mangler")

    assert edits(mature, lead) == []


def test_edit_is_told_although_the_row_changed_often_since(case, lead, people):
    edit_case(case, by=lead, seen_version=1, changes={"title": "Ny"})
    seen = None
    for _ in range(12):
        seen = report_status(case, by=lead, health=Health.AT_RISK, summary="Sent ute", seen=seen).pk
    edit_case(case, by=lead, seen_version=2, changes={"title": "Nyest"})

    entries = told(case, lead, kind="changes", limit=6)  # four roles and two edits

    assert [entry.text for entry in entries if entry.what == "Edited"] == [
        "Title: Ny → Nyest",
        "Title: Snørydding → Ny",
    ]


def test_visibility_is_told_and_its_reason_only_to_those_who_read_it(case, people):
    set_visibility(
        case,
        by=people["leader"],
        seen_version=1,
        visibility=Visibility.RESTRICTED,
        legal_basis="offl-13-1",
    )

    texts_ = {who: edits(case, people[who])[0].text.split("\n") for who in ("owner", "leader")}

    assert [text[0] for text in texts_.values()] == [
        "Visibility: Internal → Exempt from public access"
    ] * 2
    assert all(text[1].startswith("Legal basis: – → ") for text in texts_.values())
    assert told(case, people["reader"]) == []


@pytest.fixture
def rich(mature, people, lead):
    """A case with something of every kind, shared and not, that the council may see."""
    case = mature
    first = report_status(
        case, by=lead, health=Health.ON_TRACK, summary="Delt", is_shared=True, seen=None
    )
    report_status(case, by=lead, health=Health.AT_RISK, summary="Internt", seen=first.pk)
    comment(case, by=lead, text="Merknad")
    comment(case, by=people["stakeholder"], text="Spørsmål")
    move(case, to=Phase.WHO, by=people["leader"], reason="Grunn")
    set_visibility(
        case,
        by=people["leader"],
        seen_version=1,
        visibility=Visibility.COUNCIL,
        public_title="Åpen",
    )
    edit_case(case, by=lead, seen_version=2, changes={"title": "Hemmelig", "tags": ["vei"]})
    return case


def test_stakeholder_reads_only_what_was_shared(rich, people):
    assert texts(told(rich, people["stakeholder"])) == [
        ("Comment", "Ida Interessent", "Spørsmål"),
        ("On track", "Pål Prosjekt", "Delt"),
    ]


def test_council_reads_decisions_without_names_and_reasons(rich, people):
    assert texts(told(rich, people["council"])) == [
        ("Moved back to 2 Who", "", ""),
        ("At risk", "", ""),
        ("On track", "", ""),
        ("In phase 3 System", "", ""),
        ("Registered: Active", "", ""),
    ]


def test_administrator_reads_that_things_happened_and_no_working_text(rich, people):
    entries = told(rich, people["administrator"])

    assert {entry.who for entry in entries} == {""}
    assert {entry.text for entry in entries} == {
        "",
        "Tags: – → vei",
        "Public title: – → Åpen\nVisibility: Internal → The council",
    }
    assert [entry.what for entry in entries if entry.what in Health.labels] == [
        "At risk",
        "On track",
    ]


def test_employee_reads_an_open_case_but_for_its_stakeholders_and_nothing_of_an_exempt_one(
    rich, people, lead
):
    theirs = told(rich, people["reader"])
    others = [one for one in told(rich, lead) if one not in theirs]

    named = people["stakeholder"].name
    assert [named in f"{one.who} {one.text}" for one in others] == [True] * len(others)
    assert len(others) == 2
    assert [one for one in theirs if named in f"{one.who} {one.text}"] == []

    set_visibility(
        rich,
        by=people["leader"],
        seen_version=3,
        visibility=Visibility.RESTRICTED,
        legal_basis="offl-13-1",
    )
    assert told(rich, people["reader"]) == []


@pytest.mark.parametrize("kind", ["", *timeline.ENTRY_CATEGORIES])
@pytest.mark.parametrize("limit", [1, 3, None])
def test_any_length_is_the_beginning_of_the_whole(rich, lead, kind, limit):
    whole = timeline.of(rich, lead, kind=kind, limit=None)

    part = timeline.of(rich, lead, kind=kind, limit=limit)

    assert part.entries == whole.entries[:limit]
    assert part.has_more == (limit is not None and len(whole.entries) > limit)


def test_timeline_costs_the_same_for_any_length(case, lead, people, django_assert_max_num_queries):
    assign_more(case, people)
    for number in range(40):
        comment(case, by=lead, text=f"Nr. {number}")
        edit_case(case, by=lead, seen_version=number + 1, changes={"tags": [str(number)]})
    people["leader"].__dict__.pop("held_roles", None)

    with django_assert_max_num_queries(16):  # two of them read the person's roles
        timeline.of(case, people["leader"])
    with django_assert_max_num_queries(14):
        timeline.of(case, people["leader"], limit=None)


def assign_more(case, people):
    for role in (CaseRole.MEMBER, CaseRole.CHAMPION):
        assign(case, user=people["reader"], role=role, by=people["leader"])


def test_draft_has_no_visit_and_is_told_all_the_same(make_case, leader):
    draft = make_case(state=State.DRAFT)

    assert [entry.what for entry in told(draft, leader)] == ["Registered: Draft"]
