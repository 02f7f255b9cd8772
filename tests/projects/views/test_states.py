"""Pausing, stopping and taking up a case again: all that is asked, kept and shown."""

from datetime import timedelta

import pgtrigger
import pytest
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from projects.actions.gates import propose
from projects.actions.states import change_state
from projects.choices.phases import Phase
from projects.choices.states import State
from projects.errors import Invalid
from projects.models import FormalDecision, Lesson, Pause, StateChange, Stop

DAY = timedelta(days=1)
STOP = {
    "seen_state": "active",
    "cause": "trial_completed",
    "reason": "Forsøket er gjennomført",
    "lesson": "Spør dem som er våkne om natten",
    "sharing": "municipality",
    "kind": "surprise",
    "level": "administrative",
}


@pytest.fixture
def team(make_team):
    return make_team(phase=Phase.SYSTEM)


@pytest.fixture
def browser(team, browser_of):
    return browser_of(team.leader)


def rested(case, days):
    """Let the case's last change of state have happened this many days ago."""
    on = timezone.localdate() - days * DAY
    last = case.state_changes.last()
    with pgtrigger.ignore("projects.StateChange:statechange_is_immutable"):
        StateChange.objects.filter(pk=last.pk).update(changed_on=on)


def test_pause_keeps_everything_that_was_said(team, browser, address, words):
    soon = timezone.localdate() + 30 * DAY

    answer = browser.post(
        address("case_state", team.case, "pause"),
        {
            "seen_state": "active",
            "cause": "supplier",
            "reason": "Leverandøren bygger om",
            "review_on": soon.isoformat(),
            "what_must_happen": "Ny versjon er levert",
            "informed": "Hjemmetjenesten",
        },
        follow=True,
    )

    pause = Pause.objects.get(change__case=team.case)
    assert (pause.cause, pause.what_must_happen, pause.informed) == (
        "supplier",
        "Ny versjon er levert",
        "Hjemmetjenesten",
    )
    told = words(answer)
    assert "Main cause Waiting for a supplier Why Leverandøren bygger om" in told
    assert "What must happen first Ny versjon er levert" in told
    assert "Main cause: Waiting for a supplier" in told


def test_stop_keeps_everything_that_was_said(team, browser, address, words):
    said = {
        "title": "Natten vet",
        "resistance": "Vaktene fryktet overvåking",
        "side_causes": ["money", "people"],
        "achieved": "Tolv har prøvd det",
        "spent": "80000",
        "hours": "120",
        "people_afterwards": "Alle har fått tilbake det de hadde",
        "data_and_equipment": "Kameraene er levert tilbake",
        "open_decisions": "Ingen",
        "may_resume_if": "Prisen halveres",
        "informed": "Alle som deltok",
    }

    answer = browser.post(address("case_state", team.case, "stop"), STOP | said, follow=True)

    stop, lesson = Stop.objects.get(change__case=team.case), Lesson.objects.get()
    said |= {"spent": 80_000, "hours": 120}
    kept = {name: getattr(stop, name) for name in said if name != "title"}
    assert kept | {"title": lesson.title} == said
    assert (stop.cause, stop.phase, stop.level) == ("trial_completed", "system", "administrative")
    assert (lesson.kind, lesson.sharing, lesson.phase) == (
        "surprise",
        "municipality",
        "system",
    )
    told = words(answer)
    assert "Stopped – lesson kept Main cause The trial was completed and is not continued" in told
    assert "May be taken up again if Prisen halveres" in told


def test_refused_stop_keeps_the_typing_and_opens_the_group(team, browser, address):
    answer = browser.post(
        address("case_state", team.case, "stop"),
        STOP | {"reason": "", "achieved": "Tolv har prøvd det"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert [group.is_open for group in answer.context["form"].optional_fields()] == [
        True,
        False,
        True,
        False,
    ]
    assert "Tolv har prøvd det</textarea>" in page
    assert team.case.state_changes.filter(target=State.STOPPED).count() == 0


def test_stop_asks_what_becomes_of_each_open_decision(team, browser, address, words):
    team.political_decision()
    decision = FormalDecision.objects.get()

    refused = browser.post(address("case_state", team.case, "stop"), STOP)
    browser.post(
        address("case_state", team.case, "stop"), STOP | {f"decision-{decision.pk}": "done"}
    )

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [f"decision-{decision.pk}"]
    decision.refresh_from_db()
    team.case.refresh_from_db()
    assert (decision.follow_up, team.case.state) == ("done", State.STOPPED)


def test_stop_leaves_no_decision_hanging_whoever_asks(team):
    team.political_decision()

    with pytest.raises(Invalid) as refused:
        change_state(
            team.case, transition="stop", by=team.leader, reason="Nok", lesson="Spør først"
        )

    assert refused.value.field == f"decision-{FormalDecision.objects.get().pk}"
    assert team.case.state_changes.filter(target=State.STOPPED).count() == 0


def test_political_stop_names_its_decision(team, browser, address):
    answer = browser.post(address("case_state", team.case, "stop"), STOP | {"level": "political"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["formal_decision"]


def test_stop_shows_the_conditions_that_fall_away(make_team, browser_of, address, words):
    team = make_team()
    team.owe()

    told = words(browser_of(team.leader).get(address("case_state", team.case, "stop")))

    assert "Conditions that are not met yet" in told
    assert "Søke i kommunens egne saker: Per Leder, by" in told


def test_paused_case_past_its_day_is_overdue(team, browser, address, words):
    today = timezone.localdate()
    change_state(
        team.case, transition="pause", by=team.leader, reason="Venter", review_on=today + DAY
    )
    type(team.case).objects.filter(pk=team.case.pk).update(paused_until=today - 3 * DAY)

    told = words(browser.get(team.case.get_absolute_url()))

    assert "Overdue by 3 days: it was to be looked at again" in told


@pytest.mark.parametrize(("days", "is_asked"), [(180, False), (181, True)])
def test_long_pause_asks_for_a_new_assessment(team, browser, address, words, days, is_asked):
    change_state(
        team.case, transition="pause", by=team.leader, reason="Venter", review_on=team.today + DAY
    )
    rested(team.case, days)

    before = words(browser.get(address("case_state", team.case, "resume")))
    team.assessed()
    after = words(browser.get(address("case_state", team.case, "resume")))

    asked = "Assess all five factors of the success formula, within the last 180 days."
    assert (asked in before, asked in after) == (is_asked, False)


@pytest.mark.parametrize(
    ("phase", "to", "stands"),
    [(Phase.SYSTEM, "who", "who"), (Phase.SYSTEM, "what", "what"), (Phase.WHO, "", "who")],
)
def test_stopped_case_is_taken_up_in_the_chosen_phase(
    make_team, browser_of, address, phase, to, stands
):
    team = make_team(phase=phase)
    change_state(team.case, transition="stop", by=team.leader, reason="Nok", lesson="Spør først")

    browser_of(team.leader).post(
        address("case_state", team.case, "reopen"),
        {"seen_state": "stopped", "reason": "Ny bevilgning, vedtatt i går", "to": to},
    )

    team.case.refresh_from_db()
    assert (team.case.state, team.case.phase) == (State.ACTIVE, stands)
    assert Stop.objects.get().closed_by_change.reason == "Ny bevilgning, vedtatt i går"


def test_phase_to_begin_again_in_is_asked_only_when_there_is_a_choice(
    make_team, browser_of, address
):
    team = make_team(phase=Phase.SYSTEM)
    change_state(team.case, transition="stop", by=team.leader, reason="Nok", lesson="Spør først")
    browser = browser_of(team.leader)

    refused = browser.post(
        address("case_state", team.case, "reopen"), {"seen_state": "stopped", "reason": "Vedtatt"}
    )

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["to"]


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        (Role.READER, True),
        (Role.COUNCIL, True),
        (Role.ADMINISTRATOR, True),
        (CaseRole.STAKEHOLDER, False),
    ],
)
def test_what_a_stop_says_is_read_by_those_who_read_what_is_reported(
    team, make_person, browser_of, words, role, reads
):
    shown = {"visibility": "public", "public_title": "Trygg hjemme"}
    type(team.case).objects.filter(pk=team.case.pk).update(**shown)
    change_state(team.case, transition="stop", by=team.leader, reason="Nok nå", lesson="Spør først")

    person = make_person(*({role} & set(Role)))
    if role == CaseRole.STAKEHOLDER:
        team.give(person, role)
    answer = browser_of(person).get(team.case.get_absolute_url())

    told = words(answer)
    assert answer.status_code == 200
    assert ("Nok nå" in told, "Spør først" in told) == (reads, reads)


# --- A case that would end before it starts -------------------------------------------------


def begin_next_year(team):
    """Say that the case starts next year; return that in words."""
    year = timezone.localdate().year + 1
    team.facts(start_on=f"{year}-03")
    return f"The case starts March {year}, after it would end. Set the start earlier first."


def test_stopping_a_case_before_its_start_is_refused_at_the_day(team, browser, address):
    refusal = begin_next_year(team)
    sent = STOP | {"on": timezone.localdate().isoformat()}

    answer = browser.post(address("case_state", team.case, "stop"), sent)

    team.case.refresh_from_db()
    assert answer.status_code == 422
    assert answer.context["outcome"].message == refusal
    assert answer.context["form"].errors == {"on": [refusal]}
    assert answer.context["form"]["lesson"].value() == STOP["lesson"]
    assert (team.case.state, StateChange.objects.filter(target=State.STOPPED).count()) == (
        "active",
        0,
    )


def test_completing_a_case_before_its_start_is_refused_at_the_day(make_team, browser_of, address):
    team = make_team(phase=Phase.REFINE)
    team.meet("close")
    proposal = propose(team.case, by=team.proposer, reason="Vi er klare")
    refusal = begin_next_year(team)

    answer = browser_of(team.leader).post(
        address("gate_decide", team.case),
        {"proposal": proposal.pk, "outcome": "go", "reason": "Enig"},
    )

    assert answer.status_code == 422
    assert answer.context["decision_form"].errors == {"on": [refusal]}
