"""What is typed and not saved: kept in the browser, back in its form, and never another's."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from accounts.access.roles import Role
from projects.choices.phases import Phase
from projects.models import Comment

TEXT = "Leverandøren er forsinket"
BACK = "Det du hadde skrevet her, er tilbake."


@pytest.fixture
def case(make_case):
    return make_case(phase=Phase.WHO)


@pytest.fixture
def page(watched, sign_in, leader, case):
    """The leader's page; ``asked`` lists the questions that the browser put before it left."""
    watched.asked = []

    def answer(dialog):
        watched.asked.append(dialog.type)
        dialog.accept()

    watched.on("dialog", answer)
    sign_in(watched, leader)
    return watched


@pytest.fixture
def status(page, case):
    """Write in the form of the status, and wait until it is kept."""
    path = reverse("case_status", args=[case.key])
    page.goto(path)
    write(page, "summary")
    return path


def write(page, name, text=TEXT):
    field = page.locator(f"form [name={name}]")
    field.click()
    field.press_sequentially(text)
    page.wait_for_function("text => Object.values(localStorage).join().includes(text)", arg=text)


def kept(page):
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('slik-draft:'))")


def test_leaving_asks_and_the_text_is_back_and_can_be_discarded(page, status):
    page.get_by_role("navigation").get_by_role("link").first.click()
    page.wait_for_url(lambda url: "status" not in url)

    page.goto(status)

    expect(page.locator("[name=summary]")).to_have_value(TEXT)
    expect(page.get_by_text(BACK)).to_be_visible()
    assert page.asked == ["beforeunload"]
    page.get_by_role("button", name="Forkast det").click()
    expect(page.locator("[name=summary]")).to_have_value("")
    expect(page.get_by_text(BACK)).to_have_count(0)
    assert kept(page) == []


def test_switching_language_keeps_the_text_and_asks_nothing(page, status):
    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", name="Write status")).to_be_visible()
    expect(page.locator("[name=summary]")).to_have_value(TEXT)
    assert page.asked == []


def test_what_is_saved_is_kept_no_longer_and_asks_nothing(page, status):
    page.locator("[name=health][value=on_track]").check()
    page.locator("form.panel button[type=submit]").click()

    expect(page.locator("[data-notices] [data-color=success]")).to_be_visible()
    assert (kept(page), page.asked) == ([], [])
    page.goto(status)
    expect(page.get_by_text(BACK)).to_have_count(0)


def test_refused_form_is_still_kept(page, status):
    page.locator("form.panel button[type=submit]").click()  # without saying how it goes
    expect(page.locator("[data-error-summary]")).to_be_visible()

    page.goto("/")
    page.goto(status)

    expect(page.locator("[name=summary]")).to_have_value(TEXT)


def test_signing_out_forgets_it(page, status):
    page.get_by_role("button", name="Lena Leder").click()
    page.get_by_role("button", name="Logg ut").click()

    expect(page.locator("[name=password]")).to_be_visible()
    assert kept(page) == []


def test_another_person_in_the_same_browser_sees_nothing(
    page, status, sign_in, make_person, leader
):
    sign_in(page, make_person(Role.LEADER))
    page.goto(status)

    expect(page.locator("[name=summary]")).to_have_value("")
    assert kept(page) == []
    sign_in(page, leader)
    page.goto(status)
    expect(page.locator("[name=summary]")).to_have_value("")


@pytest.mark.parametrize("is_known", [True, False], ids=["session ended", "cookies gone"])
def test_comment_is_back_after_the_session_has_ended(page, case, leader, is_known):
    leader.set_password("snarvei til toppen")
    leader.save()
    page.context.clear_cookies()
    page.goto(case.get_absolute_url())
    sign_in_by_form(page, leader)
    write(page, "text")
    if is_known:
        Session.objects.all().delete()
    else:
        page.context.clear_cookies()
        page.goto(case.get_absolute_url())
        sign_in_by_form(page, leader)
    if is_known:
        page.get_by_role("button", name="Lagre kommentaren").click()
        sign_in_by_form(page, leader)

    expect(page.locator("form [name=text]")).to_have_value(TEXT)
    page.get_by_role("button", name="Lagre kommentaren").click()
    expect(page.locator("[data-notices] [data-color=success]")).to_be_visible()
    assert (Comment.objects.get().text, kept(page)) == (TEXT, [])


def sign_in_by_form(page, person):
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill("snarvei til toppen")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)


def test_dialog_that_is_closed_keeps_what_was_written(page, case):
    page.goto(case.get_absolute_url())
    page.locator(f"#move-{case.key}").click()
    write(page, "reason")
    page.keyboard.press("Escape")

    page.locator(f"#move-{case.key}").click()

    expect(page.locator("#dialog [name=reason]")).to_have_value(TEXT)


def test_two_quick_presses_send_one_form(page, case):
    page.goto(case.get_absolute_url())
    write(page, "text")
    posts = []
    page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)

    page.get_by_role("button", name="Lagre kommentaren").dblclick()

    expect(page.locator("[data-notices] [data-color=success]")).to_be_visible()
    assert (len(posts), Comment.objects.count()) == (1, 1)


def test_page_with_a_text_that_is_back_has_no_faults(page, status, axe):
    page.goto(status)
    expect(page.get_by_text(BACK)).to_be_visible()

    assert axe(page) == []
