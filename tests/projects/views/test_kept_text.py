"""What somebody wrote is not lost when their session has ended: it is in the form again when they
have signed in, and nobody else who signs in there sees it.
"""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from accounts.access.roles import Role
from projects.choices.phases import Phase
from projects.choices.states import Health
from tests.projects.views.test_creating_forms import CREATING, Sent


def _status(team, people):
    return Sent(
        people["leader"],
        reverse("case_status", args=[team.case.key]),
        {"health": Health.AT_RISK, "summary": "Leverandøren er forsinket", "is_shared": "on"},
        None,
    )


def _move(team, people):
    return Sent(
        people["leader"],
        reverse("case_move", args=[team.case.key]),
        {"to": "what", "reason": "Behovet var et annet"},
        None,
    )


def _stop(team, people):
    return Sent(
        people["leader"],
        reverse("case_state", args=[team.case.key, "stop"]),
        {"reason": "For dyrt", "lesson": "Spør om drift først", "title": "Drift"},
        None,
    )


def _edit(team, people):
    return Sent(
        people["leader"],
        reverse("case_edit", args=[team.case.key]),
        {"title": "En bedre tittel", "tags": "natt, tilsyn", "start_on": "midt i mars"},
        None,
    )


def _facts(team, people):
    return Sent(
        people["leader"],
        reverse("case_facts", args=[team.case.key, "ground"]),
        {"why_innovation": "Vanlig forbedring holder ikke"},
        None,
    )


def _elements(team, people):
    return Sent(
        people["leader"],
        reverse("case_elements", args=[team.case.key]),
        {"routines-note": "Snakk med vaktene"},
        None,
    )


FORMS = {name: make for name, make in CREATING.items() if name != "imports"} | {
    "case_status": _status,
    "case_move": _move,
    "case_stop": _stop,
    "case_edit": _edit,
    "case_facts": _facts,
    "case_elements": _elements,
}
PHASES = {"case_move": Phase.WHO}


@pytest.fixture
def interrupted(make_team, people, parts, browser_of, typed):
    """Write in a form, whose name is given, and send it after the session has ended; return the
    form, the browser, and where signing in leads.
    """

    def of(name):
        team = make_team(people=parts, phase=PHASES.get(name, Phase.WHAT))
        written = FORMS[name](team, people)
        browser = browser_of(written.person)
        given = typed(browser.get(written.page).context[written.form], **written.typed)
        Session.objects.update(expire_date=timezone.now())
        answer = browser.post(written.goes_to or written.page, given)
        query = parse_qs(urlsplit(answer.headers["Location"]).query)
        return replace(written, typed=given), browser, query["next"][0]

    return of


def shown(form, names):
    return {name: form[name].value() for name in names}


def as_sent(values):
    return {
        name: [str(one) for one in value] if isinstance(value, list) else str(value)
        for name, value in values.items()
    }


@pytest.mark.parametrize("name", FORMS)
def test_what_was_sent_too_late_is_in_the_form_after_signing_in(interrupted, name, words):
    written, browser, next_page = interrupted(name)
    browser.force_login(written.person)

    page = browser.get(next_page, follow=True)

    typed = {name: value for name, value in written.typed.items() if value != "on"}
    assert page.status_code == 200
    assert as_sent(shown(page.context[written.form], typed)) == as_sent(typed)
    assert "You were signed out before this was saved." in words(page)


@pytest.mark.parametrize("name", ["case_status", "case_comment", "record_new"])
def test_form_that_was_kept_is_saved_by_the_next_press(interrupted, name, typed):
    written, browser, next_page = interrupted(name)
    browser.force_login(written.person)
    form = browser.get(next_page, follow=True).context[written.form]

    answer = browser.post(written.goes_to or written.page, typed(form))

    assert answer.status_code == 302


@pytest.mark.parametrize("name", FORMS)
def test_nobody_else_who_signs_in_there_sees_it(interrupted, name, make_person, words):
    written, browser, next_page = interrupted(name)
    browser.force_login(make_person(Role.LEADER, Role.ADMINISTRATOR))

    page = browser.get(next_page, follow=True)
    browser.force_login(written.person)
    later = browser.get(next_page, follow=True)

    assert "You were signed out before this was saved." not in words(page) + words(later)


def test_it_is_shown_once(interrupted, words):
    written, browser, next_page = interrupted("case_status")
    browser.force_login(written.person)

    first, second = browser.get(next_page), browser.get(next_page)

    assert ["Leverandøren er forsinket" in words(page) for page in (first, second)] == [True, False]


def test_text_of_a_stranger_and_secrets_are_not_kept(interrupted, client, people, browser_of):
    client.post(reverse("case_new"), {"title": "Ikke min"})
    browser = browser_of(people["leader"])
    browser.get(reverse("overview"))
    Session.objects.update(expire_date=timezone.now())
    browser.post(reverse("account_change_password"), {"oldpassword": "hemmelig"})

    kept = [one.get_decoded() for one in Session.objects.filter(expire_date__gt=timezone.now())]
    assert [one for one in kept if "kept_form" in one] == []


def test_signing_out_forgets_who_was_signed_in(people, browser_of):
    browser = browser_of(people["leader"])
    browser.get(reverse("overview"))
    before = browser.cookies["writer"].value

    browser.post(reverse("account_logout"))

    assert (bool(before), browser.cookies["writer"].value) == (True, "")


def test_it_survives_a_wrong_password_and_the_right_one(interrupted):
    written, browser, next_page = interrupted("case_status")
    written.person.set_password("lang og hemmelig 7")
    written.person.save()
    path, given = reverse("account_login"), {"login": written.person.email, "next": next_page}

    wrong = browser.post(path, given | {"password": "feil"})
    right = browser.post(path, given | {"password": "lang og hemmelig 7"})
    page = browser.get(right.headers["Location"])

    assert (wrong.status_code, right.status_code) == (200, 302)
    assert page.context["form"]["summary"].value() == "Leverandøren er forsinket"
