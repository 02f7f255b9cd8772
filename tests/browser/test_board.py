"""The leader finds what needs attention, filters, and moves cases by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from accounts.access.roles import CaseRole, Role
from projects.choices.phases import Phase
from projects.choices.states import Health, State
from projects.models import Case

SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
PAGES = {
    "overview": "/",
    "list": "/cases/?state=draft&state=active&state=paused",
    "board": "/cases/?view=board",
    "refused": "/cases/?fase=what",
    "no hits": "/cases/?q=finnesikke",
}


@pytest.fixture
def portfolio(make_case, make_person, make_report, overdue_pause, municipality):
    siri, per = make_person(Role.READER, name="Siri Hagen"), make_person(Role.READER, name="Per")
    people = {CaseRole.OWNER: siri, CaseRole.LEAD: per}
    make_report(make_case("Ett skjema", people=people, tags=["ki"]), Health.OFF_TRACK)
    make_report(make_case("Nabolag", phase=Phase.WHO, people=people), Health.AT_RISK)
    make_report(make_case("Dørlås", phase=Phase.USE, people=people), Health.ON_TRACK, days_ago=40)
    overdue_pause(make_case("Brøyting", people=people))
    make_case("Utkast", state=State.DRAFT)


@pytest.fixture
def leader_page(watched, sign_in, leader):
    sign_in(watched, leader)
    return watched


def titles(page, phase):
    """The titles in a column of the board."""
    return page.locator(f"[data-phase={phase}] .bcard__title").all_inner_texts()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_widens_the_page(portfolio, leader_page, axe, name, size):
    leader_page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))

    leader_page.goto(PAGES[name])

    assert axe(leader_page) == []
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert leader_page.evaluate(wider) == 0


def test_axe_finds_nothing_in_the_menus_and_in_an_empty_portfolio(leader_page, axe):
    leader_page.goto("/")
    assert axe(leader_page) == []

    leader_page.goto("/cases/")
    leader_page.get_by_role("button", name=re.compile("^Flere filtre")).click()
    assert axe(leader_page) == []


@pytest.mark.parametrize("path", ["/", "/cases/", "/cases/?view=board"])
def test_page_reflows_at_320_pixels(portfolio, leader_page, path):
    leader_page.set_viewport_size({"width": 320, "height": 700})

    leader_page.goto(path)

    assert leader_page.evaluate("document.documentElement.scrollWidth") == 320


def test_leader_goes_from_the_figure_to_its_cases(portfolio, leader_page):
    leader_page.goto("/")
    expect(leader_page.locator(".phead__lead")).to_contain_text("4 trenger deg nå")

    leader_page.get_by_role("link", name=re.compile("^Se hvilke.*Usikre eller")).click()

    expect(leader_page.locator("[data-announce]")).to_have_text("2 saker")
    expect(leader_page.locator(".tbl__t a")).to_have_text(["Ett skjema", "Nabolag"])


def test_case_is_moved_back_with_the_keyboard_alone(portfolio, leader_page):
    key = Case.objects.get(title="Nabolag").key
    leader_page.goto("/")
    leader_page.locator(f"#move-{key}").focus()

    leader_page.keyboard.press("Enter")
    expect(leader_page.locator("#dialog")).to_be_visible()
    leader_page.locator("#dialog input[value=what]").focus()
    leader_page.keyboard.press("Space")
    leader_page.keyboard.press("Tab")
    leader_page.keyboard.type("Behovet er et annet")
    submit = leader_page.get_by_role("button", name="Flytt saken")
    while not submit.evaluate("button => button === document.activeElement"):
        leader_page.keyboard.press("Tab")
    leader_page.keyboard.press("Enter")

    expect(leader_page.locator("#dialog")).to_be_hidden()
    expect(leader_page.locator("[data-phase=what] .bcard__title")).to_have_text(
        ["Ett skjema", "Nabolag", "Brøyting"]
    )
    expect(leader_page.locator(f"#move-{key}")).to_be_focused()
    expect(leader_page.locator("[data-notices]")).to_have_text("Saken er flyttet til «Hva».")
    assert Case.objects.get(key=key).phase == Phase.WHAT


def test_case_is_moved_by_dragging_through_the_same_dialog(portfolio, leader_page):
    key = Case.objects.get(title="Nabolag").key
    leader_page.goto("/cases/?view=board&q=nabo")

    leader_page.drag_and_drop(f"#case-{key}", "[data-phase=what]")
    expect(leader_page.locator("#dialog input:checked")).to_have_value("what")
    leader_page.locator("#dialog textarea").fill("Behovet er et annet")
    leader_page.get_by_role("button", name="Flytt saken").click()

    expect(leader_page.locator("[data-phase=what] .bcard__title")).to_have_text(["Nabolag"])
    expect(leader_page.locator(f"#move-{key}")).to_be_focused()
    assert titles(leader_page, "who") == []
    assert leader_page.url.endswith("/cases/?view=board&q=nabo")


def test_case_moved_out_of_the_search_gives_the_focus_to_the_result(portfolio, leader_page):
    key = Case.objects.get(title="Nabolag").key
    leader_page.goto("/cases/?view=board&phase=who")
    leader_page.locator(f"#move-{key}").click()
    leader_page.locator("#dialog input[value=what]").check()
    leader_page.locator("#dialog textarea").fill("Behovet er et annet")

    leader_page.get_by_role("button", name="Flytt saken").click()

    expect(leader_page.locator(f"#case-{key}")).to_have_count(0)
    expect(leader_page.locator("#results-h")).to_be_focused()


def test_menu_filters_at_once_and_the_address_says_so(portfolio, leader_page):
    leader_page.goto("/cases/")
    leader_page.get_by_role("button", name="Framdrift Alle").click()

    leader_page.get_by_label("Ikke i rute", exact=True).check()

    expect(leader_page.locator(".tbl__t a")).to_have_text(["Ett skjema"])
    expect(leader_page.locator("#chosen-health")).to_have_text("Ikke i rute")
    expect(leader_page.locator("#menu-health")).to_be_visible()
    assert "health=off_track" in leader_page.url

    leader_page.go_back()
    expect(leader_page.locator(".tbl__t a")).to_have_count(4)


def test_filters_open_as_a_sheet_on_a_phone(portfolio, leader_page, axe):
    leader_page.set_viewport_size({"width": 390, "height": 844})
    leader_page.goto("/cases/")
    leader_page.get_by_role("button", name="Filtre", exact=True).click()
    assert axe(leader_page) == []
    leader_page.get_by_role("button", name="Framdrift Alle").click()
    leader_page.get_by_role("checkbox", name="Ikke i rute").check()

    expect(leader_page.locator("#chosen-health")).to_have_text("Ikke i rute")
    leader_page.get_by_role("button", name="Lukk filtrene").click()

    expect(leader_page.locator("#filters")).to_be_hidden()
    expect(leader_page.locator(".tbl__t a")).to_have_text(["Ett skjema"])


def test_search_follows_what_is_typed_and_one_letter_is_not_a_search(portfolio, leader_page):
    leader_page.goto("/cases/")
    words = leader_page.get_by_label("Søk i sakene")

    words.press_sequentially("d")
    leader_page.wait_for_timeout(600)
    expect(leader_page.locator(".tbl__t a")).to_have_count(4)
    words.press_sequentially("ørlås")

    expect(leader_page.locator(".tbl__t a")).to_have_text(["Dørlås"])
    expect(words).to_be_focused()


def test_states_that_are_all_taken_away_come_back_as_the_usual_ones(portfolio, leader_page):
    leader_page.goto("/cases/")
    leader_page.get_by_role("button", name=re.compile("^Tilstand")).click()

    chosen = leader_page.locator("#chosen-state")
    # Not uncheck(): the answer may tick the last one again before it looks. A click waits until the
    # menu has come to rest.
    leader_page.get_by_role("checkbox", name="Aktiv").click()
    expect(chosen).to_have_text("På vent")
    with leader_page.expect_response(re.compile("/cases/")):
        leader_page.get_by_role("checkbox", name="På vent").click()

    expect(leader_page.get_by_role("checkbox", name="Aktiv")).to_be_checked()
    expect(chosen).to_have_text("Aktiv, På vent")


def test_everything_works_without_scripts(portfolio, browser, live_server, leader, sign_in):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    sign_in(page, leader)
    page.goto("/cases/?view=board")
    key = Case.objects.get(title="Nabolag").key

    page.get_by_label("Søk i sakene").fill("nabo")
    page.get_by_role("button", name="Vis", exact=True).click()
    assert titles(page, "who") == ["Nabolag"]
    page.locator(f"#move-{key}").click()
    page.locator("input[name=to][value=what]").check()
    page.locator("textarea").fill("Behovet er et annet")
    page.get_by_role("button", name="Flytt saken").click()

    expect(page.get_by_text("Saken er flyttet til «Hva».")).to_be_visible()
    context.close()
