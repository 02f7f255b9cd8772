"""The frame of every page, sign-in, errors, and every component on one page."""

import re
from types import ModuleType

import pytest
from playwright.sync_api import expect

from portfolio import urls

SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
OPEN_PAGES = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/"]


@pytest.fixture
def styleguide(settings):
    """Serve the page with every component, which only development has."""
    addresses = ModuleType("addresses")
    addresses.urlpatterns = [*urls.urlpatterns, *urls.development]
    settings.ROOT_URLCONF = addresses
    return "/styleguide/"


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def nina(make_person):
    person = make_person(name="Nina Berg", email="nina@nordvik.example")
    person.set_password("snarvei til toppen")
    person.save()
    return person


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", [*OPEN_PAGES, "/nowhere/"])
def test_axe_finds_nothing_before_sign_in(watched, axe, demo, path, size):
    watched.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))

    watched.goto(path)

    assert axe(watched) == []


@pytest.mark.parametrize("scheme", ["auto", "dark"])  # dark by the media, and by choice
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_any_component(
    watched, axe, sign_in, nina, demo, styleguide, base_url, size, scheme
):
    sign_in(watched, nina)
    watched.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
    watched.context.add_cookies([{"name": "scheme", "value": scheme, "url": base_url}])

    watched.goto(styleguide)

    assert axe(watched) == []


@pytest.mark.parametrize("path", [*OPEN_PAGES, "/nowhere/", "/styleguide/"])
def test_no_page_scrolls_sideways_at_320_pixels(watched, sign_in, nina, demo, styleguide, path):
    if path not in OPEN_PAGES:
        sign_in(watched, nina)
    watched.set_viewport_size({"width": 320, "height": 640})

    watched.goto(path)

    assert watched.evaluate("document.documentElement.scrollWidth") == 320


def test_a_wrong_password_is_told_in_title_summary_and_focus(watched, axe, nina):
    watched.goto("/accounts/login/")
    watched.locator("input[name=login]").fill(nina.email)
    watched.locator("input[name=password]").fill("feil passord her")
    watched.keyboard.press("Enter")

    expect(watched.locator("#errors")).to_be_focused()
    expect(watched).to_have_title(re.compile("^(Error:|Feil:)"))
    expect(watched.locator("input[name=login]")).to_have_value(nina.email)
    assert axe(watched) == []


def test_one_signs_in_and_out_with_the_keyboard(watched, nina):
    watched.goto("/accounts/login/?next=/nowhere/")
    watched.locator("input[name=login]").focus()
    watched.keyboard.type(nina.email)
    watched.keyboard.press("Tab")
    watched.keyboard.type("snarvei til toppen")
    watched.keyboard.press("Tab")
    watched.keyboard.press("Enter")
    watched.wait_for_url("**/nowhere/")

    account = watched.get_by_role("button", name="Nina Berg")
    account.focus()
    watched.keyboard.press("Enter")
    out = watched.locator("#account form[action$='/logout/'] button")
    expect(out).to_be_visible()
    out.press("Enter")

    watched.wait_for_url("**/accounts/login/")


def test_the_first_tab_leads_past_the_menu(watched, sign_in, nina):
    sign_in(watched, nina)
    watched.goto("/nowhere/")

    watched.keyboard.press("Tab")
    skip = watched.locator(".ds-skip-link")
    expect(skip).to_be_focused()
    watched.keyboard.press("Enter")

    expect(watched.locator("#content")).to_be_focused()


def test_the_menu_opens_on_a_phone(watched, axe, sign_in, nina):
    sign_in(watched, nina)
    watched.set_viewport_size({"width": 390, "height": 844})
    watched.goto("/nowhere/")
    menu = watched.locator("#menu")
    expect(menu).to_be_hidden()

    watched.locator(".shell__toggle").click()

    expect(menu.get_by_role("link").first).to_be_visible()
    assert axe(watched) == []


def test_light_and_dark_switch_at_once_and_stay(watched, sign_in, nina):
    sign_in(watched, nina)
    watched.goto("/nowhere/")
    root = watched.locator("html")

    watched.locator("[data-scheme-toggle] button").click()
    expect(root).to_have_attribute("data-color-scheme", "dark")
    watched.reload()

    expect(root).to_have_attribute("data-color-scheme", "dark")


def test_a_language_is_chosen_and_stays(watched, sign_in, nina):
    sign_in(watched, nina)
    watched.goto("/nowhere/")

    watched.get_by_role("button", name="Nynorsk").click()

    expect(watched.locator("html")).to_have_attribute("lang", "nn")
    watched.goto("/nowhere/")
    expect(watched.locator("html")).to_have_attribute("lang", "nn")


def test_sign_in_scheme_and_language_work_without_script(browser, base_url, nina):
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto("/accounts/login/?next=/nowhere/")
    page.locator("input[name=login]").fill(nina.email)
    page.locator("input[name=password]").fill("snarvei til toppen")
    page.locator("main form button").first.click()
    page.wait_for_url("**/nowhere/")

    page.locator("[data-scheme-toggle] button").click()
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "dark")
    page.get_by_role("button", name="Nynorsk").click()
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    context.close()


def test_a_demonstration_fills_in_the_sign_in(watched, demo, make_person):
    leader = make_person(name="Lena Leder", email="leder@nordvik.example")
    leader.set_password("innovasjon-nordvik")
    leader.save()
    watched.goto("/accounts/login/?next=/nowhere/")

    watched.locator("[data-fill='leder@nordvik.example']").click()

    watched.wait_for_url("**/nowhere/")


def test_demo_people_are_named_only_in_a_demonstration(watched):
    watched.goto("/accounts/login/")

    expect(watched.get_by_text("nordvik.example")).to_have_count(0)


def test_a_dialog_opens_keeps_the_focus_and_gives_it_back(watched, axe, sign_in, nina, styleguide):
    sign_in(watched, nina)
    watched.goto(styleguide)
    opener = watched.locator("#open-dialog")
    opener.press("Enter")

    dialog = watched.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("radio").first).to_be_focused()
    assert axe(watched) == []

    watched.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_dialog_asked_for_after_the_session_has_ended_leads_to_sign_in(
    watched, sign_in, nina, styleguide
):
    sign_in(watched, nina)
    watched.goto(styleguide)
    watched.context.clear_cookies()

    watched.locator("#open-dialog").click()

    watched.wait_for_url("**/accounts/login/?next=/styleguide/dialog/")


def test_dragging_a_card_opens_the_dialog(watched, sign_in, nina, styleguide):
    sign_in(watched, nina)
    watched.set_viewport_size({"width": 1440, "height": 1600})
    watched.goto(styleguide)

    with watched.expect_request(re.compile(r"to=use")):
        watched.locator("[data-case]").first.drag_to(watched.locator("[data-phase=use] header"))

    expect(watched.get_by_role("dialog")).to_be_visible()


def test_a_long_text_counts_down_and_past_its_limit(watched, sign_in, nina, styleguide):
    sign_in(watched, nina)
    watched.goto(styleguide)
    field, counter = watched.locator("#id_summary"), watched.locator("#id_summary_limit")

    field.fill("æ\n" * 100)
    expect(counter).to_contain_text("300")
    field.fill("x" * 503)

    expect(counter).to_contain_text("3")
    expect(counter).to_have_class(re.compile("is-over"))
    assert field.input_value() == "x" * 503


def test_the_error_summary_leads_to_the_field(watched, axe, sign_in, nina, styleguide):
    sign_in(watched, nina)
    watched.goto(styleguide)
    watched.locator("#form button[type=submit]").click()

    expect(watched.locator("#errors")).to_be_focused()
    assert axe(watched) == []
    watched.locator("#errors a").first.press("Enter")

    expect(watched.locator("#id_health_0")).to_be_focused()


def test_nothing_is_cut_with_wide_text_or_forced_colours(watched, sign_in, nina, styleguide):
    sign_in(watched, nina)
    watched.emulate_media(forced_colors="active")
    watched.goto(styleguide)
    watched.evaluate("""() => {
        const wide = new CSSStyleSheet();
        wide.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
            word-spacing: .16em !important; }`);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, wide];
    }""")

    cut = watched.evaluate("""() => [...document.querySelectorAll("main *")].filter(part =>
        !part.matches(".ds-sr-only, .ds-avatar, .scroll, .scroll *, svg *")
        && part.scrollWidth > part.clientWidth + 2 && part.clientWidth > 0
        && getComputedStyle(part).overflowX !== "visible").map(part => part.className)""")

    assert cut == []


def test_a_filter_swaps_the_list_shortens_the_address_and_is_said_aloud(
    watched, sign_in, nina, styleguide
):
    sign_in(watched, nina)
    watched.goto(styleguide)

    watched.locator("#id_phase").select_option("who")

    watched.wait_for_url("**/styleguide/?phase=who&health=at_risk")
    expect(watched.locator("[data-live]")).to_have_text("7 of 42 cases")
    with watched.expect_event("load"):  # the whole page anew, not its part in its place
        watched.go_back()
    expect(watched.locator("h1")).to_be_visible()
    assert watched.url.endswith("/styleguide/")


def test_a_button_that_is_waited_for_says_so(watched, sign_in, nina, styleguide):
    sign_in(watched, nina)
    watched.clock.install(time=0)
    watched.goto(styleguide)
    watched.route("**/styleguide/dialog/", lambda _route: None)  # never answered
    opener = watched.locator("#open-dialog")
    watched.clock.pause_at(60 * 60 * 1000)

    opener.click()

    watched.clock.run_for(999)
    expect(opener).not_to_have_attribute("aria-busy", "true")
    watched.clock.run_for(1)
    expect(opener).to_have_attribute("aria-busy", "true")
