"""The main tasks of the leader, the owner and the stakeholder, in a real browser."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.access.roles import CaseRole, Role
from projects.actions.status import comment, report_status
from projects.choices.phases import Phase
from projects.choices.states import Health
from projects.models import Case

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def leader(make_person):
    return make_person(Role.LEADER, name="Lena Leder", language="en")


@pytest.fixture
def portfolio(make_case, make_unit, leader):
    """Three cases; one of them at risk."""
    make_case("Trygg hjemme", phase=Phase.WHO)
    make_case("Skog for barn", unit=make_unit("Oppvekst"))
    worried = make_case("Robot i arkivet", phase=Phase.WHO)
    report_status(worried, by=leader, health=Health.AT_RISK, summary="Vi mangler folk", seen=None)
    return worried


def column(page, phase):
    return page.locator(f"[data-board] [data-phase='{phase}']")


def test_leader_finds_what_needs_attention_and_filters(watched, sign_in, leader, portfolio):
    sign_in(watched, leader)

    watched.goto("/")
    needs = watched.get_by_role("region", name="Needs you now")
    expect(needs.get_by_role("link", name="Robot i arkivet")).to_be_visible()
    expect(needs).to_contain_text("Vi mangler folk")
    watched.get_by_role("navigation").get_by_role("link", name="Cases").first.click()
    watched.get_by_role("searchbox").fill("barn")
    watched.get_by_role("searchbox").press("Enter")

    expect(watched.locator("#results")).to_contain_text("1 case")
    expect(watched.locator("#results")).to_contain_text("Skog for barn")
    expect(watched).to_have_url(re.compile(r"q=barn"))


def test_leader_moves_a_case_back_by_keyboard(watched, sign_in, leader, portfolio):
    sign_in(watched, leader)
    watched.goto("/")
    button = watched.get_by_role("button", name="Move Robot i arkivet")

    button.focus()
    watched.keyboard.press("Enter")
    dialog = watched.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Back to 1 What").focus()
    watched.keyboard.press("Space")
    watched.keyboard.press("Tab")
    watched.keyboard.type("Behovet er et annet enn vi trodde")
    dialog.get_by_role("button", name="Move the case").focus()
    watched.keyboard.press("Enter")

    expect(dialog).to_be_hidden()
    expect(column(watched, "what")).to_contain_text("Robot i arkivet")
    expect(watched.get_by_role("button", name="Move Robot i arkivet")).to_be_focused()
    portfolio.refresh_from_db()
    visit = portfolio.visits.get(left_at=None)
    assert (portfolio.phase, visit.reason) == (Phase.WHAT, "Behovet er et annet enn vi trodde")


def test_leader_moves_a_case_back_with_the_mouse(watched, sign_in, leader, portfolio):
    sign_in(watched, leader)
    watched.goto("/")
    card = watched.locator(f"[data-case='{portfolio.key}']")

    card.drag_to(column(watched, "what"), target_position={"x": 40, "y": 20})
    dialog = watched.get_by_role("dialog")
    expect(dialog.get_by_label("Back to 1 What")).to_be_checked()
    dialog.get_by_label("Why is the case moved now?").fill("Behovet er et annet")
    dialog.get_by_role("button", name="Move the case").click()

    expect(column(watched, "what")).to_contain_text("Robot i arkivet")
    portfolio.refresh_from_db()
    assert portfolio.phase == Phase.WHAT


def test_leader_who_drags_a_case_forward_is_led_to_the_gate(watched, sign_in, leader, portfolio):
    sign_in(watched, leader)
    watched.goto("/")
    card = watched.locator(f"[data-case='{portfolio.key}']")

    card.drag_to(column(watched, "system"), target_position={"x": 40, "y": 20})
    watched.get_by_role("dialog").get_by_role("link", name="To the gate").click()

    expect(watched).to_have_url(re.compile(reverse("case_gate", args=[portfolio.key])))
    portfolio.refresh_from_db()
    assert portfolio.phase == Phase.WHO


def test_owner_updates_status_on_a_phone_by_keyboard_in_three_acts(
    watched, sign_in, make_case, make_person
):
    owner = make_person(Role.READER, language="en")
    case = make_case("Trygg hjemme", people={CaseRole.OWNER: owner})
    sign_in(watched, owner)
    watched.set_viewport_size(PHONE)
    watched.goto(reverse("my_cases"))

    watched.get_by_role("link", name="At risk").focus()
    watched.keyboard.press("Enter")  # one: choose how it goes
    expect(watched.get_by_label("At risk")).to_be_checked()
    watched.get_by_label(re.compile("What has happened|Summary")).focus()
    watched.keyboard.type("Vi mangler folk")  # two: say why
    watched.get_by_role("button", name=re.compile("Save")).focus()
    watched.keyboard.press("Enter")  # three: save
    expect(watched.get_by_role("status").first).to_be_visible()

    case.refresh_from_db()
    assert (case.health, case.current_status.summary) == (Health.AT_RISK, "Vi mangler folk")
    assert watched.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_stakeholder_sees_the_one_shared_case_and_nothing_else(
    watched, sign_in, make_case, make_person, leader
):
    stakeholder = make_person(language="en")
    titles = {"title": "Alarm mot fall", "public_title": "Trygg hjemme"}
    case = make_case(**titles, people={CaseRole.STAKEHOLDER: stakeholder})
    other = make_case("Robot i arkivet")
    comment(case, by=leader, text="Bare for oss")
    comment(case, by=leader, text="Velkommen til dere", is_shared=True)
    sign_in(watched, stakeholder)

    watched.goto(reverse("case_list"))
    expect(watched.locator("#results")).to_contain_text("1 case")
    expect(watched.locator("main")).not_to_contain_text("Robot i arkivet")
    watched.get_by_role("link", name="Trygg hjemme").first.click()
    expect(watched.locator("main")).to_contain_text("Velkommen til dere")
    for unshared in ("Bare for oss", "Alarm mot fall"):
        expect(watched.locator("main")).not_to_contain_text(unshared)
    answer = watched.goto(other.get_absolute_url())

    assert answer.status == 404
    assert list(Case.objects.visible_to(stakeholder)) == [case]
