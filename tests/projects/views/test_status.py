from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.urls import reverse

from projects.actions.states import change_state
from projects.actions.status import confirm_status, report_status
from projects.choices.states import Health
from tests.pages import on_one_line


@pytest.fixture
def case(make_case, parts, people):
    return make_case(people=parts, by=people["leader"])


@pytest.fixture
def first(case, people):
    return report_status(
        case,
        by=people["lead"],
        health=Health.ON_TRACK,
        summary="Vi er i gang",
        next_step="Møte",
        next_step_on=date(2026, 12, 6),
        help_wanted="En jurist",
        is_shared=True,
        seen=None,
    )


def shown(answer):
    """What the form holds when it is shown."""
    form = answer.context["form"]
    return {field.name: field.value() for field in form if field.value() not in (None, "")}


def typed(answer, **more):
    """What a browser sends for the form it was shown."""
    return {name: value for name, value in (shown(answer) | more).items() if value is not False}


def test_status_from_my_cases_is_three_steps_choose_write_save(case, first, people, browser_of):
    browser = browser_of(people["lead"])
    mine = browser.get(reverse("my_cases")).content.decode()
    link = f"/cases/{case.key}/status/?health=at_risk&from=my"
    assert link.replace("&", "&amp;") in mine

    form = browser.get(link)
    saved = browser.post(
        urlsplit(link).path,
        typed(form, summary="Leverandøren er forsinket") | {"from": parse_qs(link)["from"][0]},
    )

    assert (saved.status_code, saved.url) == (302, reverse("my_cases"))
    case.refresh_from_db()
    assert (case.health, case.current_status.summary) == ("at_risk", "Leverandøren er forsinket")


def test_form_from_my_cases_has_the_choice_made_and_the_text_focused(
    case, first, people, browser_of, address
):
    form = browser_of(people["lead"]).get(address("case_status", case) + "?health=at_risk&from=my")

    assert shown(form)["health"] == "at_risk"
    assert "autofocus" in str(form.context["form"]["summary"])


def test_new_status_begins_with_what_goes_on_being_true(case, first, people, browser_of, address):
    form = browser_of(people["lead"]).get(address("case_status", case))

    assert shown(form) == {
        "seen": first.pk,
        "health": "on_track",
        "next_step": "Møte",
        "next_step_on": date(2026, 12, 6),
        "help_wanted": "En jurist",
        "is_shared": True,
    }


def test_saved_status_leads_back_to_the_case(case, people, browser_of, address):
    answer = browser_of(people["member"]).post(
        address("case_status", case), {"seen": "", "health": "off_track", "summary": "  Stopp\r\n "}
    )

    assert (answer.status_code, answer.url) == (302, case.get_absolute_url())
    update = case.status_updates.get()
    assert (update.health, update.summary, update.by) == ("off_track", "Stopp", people["member"])


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"health": ""}, "health", "Choose how it is going."),
        ({"health": "fine"}, "health", "Select a valid choice. fine is not one of the available"),
        ({"summary": " "}, "summary", "Write what has happened."),
        ({"summary": "x" * 501}, "summary", "at most 500 characters (it has 501)"),
        ({"next_step": "x" * 201}, "next_step", "at most 200 characters (it has 201)"),
        ({"next_step_on": "6.12."}, "next_step_on", "Write a whole day, like 5 Mar 2026."),
        (
            {"next_step_on": "2026-12-06"},
            "next_step",
            "Write what the next step is, or remove its date.",
        ),
        ({"hindrance": "\x1b[0m"}, "hindrance", "Character 1 is an invisible control sign"),
    ],
)
def test_wrong_status_is_told_at_its_field_with_the_typing_kept(
    case, people, browser_of, address, words, wrong, field, said
):
    sent = {"seen": "", "health": "on_track", "summary": "Bra"} | wrong

    answer = browser_of(people["lead"]).post(address("case_status", case), sent)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert said in words(answer)
    assert {name: answer.context["form"][name].value() for name in sent} == sent
    assert "<title>Error: " in on_one_line(answer)
    assert case.status_updates.count() == 0


def test_summary_of_exactly_500_characters_with_line_breaks_is_saved(
    case, people, browser_of, address
):
    text = "\r\n".join(["æ" * 99, "ø" * 99, "å" * 300])

    answer = browser_of(people["lead"]).post(
        address("case_status", case), {"seen": "", "health": "on_track", "summary": text}
    )

    assert answer.status_code == 302
    assert len(case.status_updates.get().summary) == 500


def test_late_status_is_shown_beside_the_one_that_came_first(
    case, first, people, browser_of, address, words
):
    browser, url = browser_of(people["lead"]), address("case_status", case)
    form = browser.get(url)
    newer = report_status(
        case, by=people["member"], health=Health.AT_RISK, summary="Syk leder", seen=first.pk
    )

    answer = browser.post(url, typed(form, summary="Alt går bra"))

    assert answer.status_code == 409
    rows = {row.label: (row.mine, row.theirs) for row in answer.context["rows"]}
    assert [str(label) for label in rows] == [
        "How is it going?",
        "What has happened since last time?",
        "Next step",
        "When is the next step?",
        "What help do you want?",
        "Share with the case’s stakeholders",
    ]
    assert rows["What has happened since last time?"] == ("Alt går bra", "Syk leder")
    assert "Mia Medlem" in words(answer)
    assert shown(answer)["summary"] == "Alt går bra"
    assert case.status_updates.latest("pk") == newer


def test_late_status_is_saved_on_top_when_sent_again(case, first, people, browser_of, address):
    browser, url = browser_of(people["lead"]), address("case_status", case)
    form = browser.get(url)
    report_status(
        case, by=people["member"], health=Health.AT_RISK, summary="Syk leder", seen=first.pk
    )
    refused = browser.post(url, typed(form, summary="Alt går bra"))

    again = browser.post(url, typed(refused))

    assert again.status_code == 302
    assert list(case.status_updates.values_list("summary", flat=True)) == [
        "Vi er i gang",
        "Syk leder",
        "Alt går bra",
    ]


def test_status_sent_twice_is_saved_once(case, first, people, browser_of, address):
    browser, url = browser_of(people["lead"]), address("case_status", case)
    sent = typed(browser.get(url), summary="Alt går bra")
    browser.post(url, sent)

    second = browser.post(url, sent)

    assert second.status_code == 302
    assert case.status_updates.count() == 2


def test_still_right_is_one_step_from_my_cases(case, first, people, browser_of, address):
    answer = browser_of(people["lead"]).post(
        address("case_confirm", case), {"seen": first.pk, "from": "my"}
    )

    assert (answer.status_code, answer.url) == (302, reverse("my_cases"))
    newest = case.status_updates.latest("pk")
    assert (newest.confirms, newest.summary) == (first, "Vi er i gang")


def test_still_right_pressed_twice_confirms_once(case, first, people, browser_of, address):
    browser = browser_of(people["lead"])
    browser.post(address("case_confirm", case), {"seen": first.pk})

    second = browser.post(address("case_confirm", case), {"seen": first.pk})

    assert (second.status_code, case.status_updates.count()) == (302, 2)


def test_still_right_is_refused_when_a_newer_status_exists(
    case, first, people, browser_of, address, words
):
    report_status(
        case, by=people["member"], health=Health.AT_RISK, summary="Syk leder", seen=first.pk
    )

    answer = browser_of(people["lead"]).post(address("case_confirm", case), {"seen": first.pk})

    assert answer.status_code == 409
    assert "Somebody else wrote a status update" in words(answer)
    assert "Syk leder" in words(answer)
    assert case.status_updates.count() == 2


def test_own_status_of_another_window_is_called_ones_own(
    case, first, people, browser_of, address, words
):
    report_status(
        case, by=people["lead"], health=Health.AT_RISK, summary="Syk leder", seen=first.pk
    )

    answer = browser_of(people["lead"]).post(address("case_confirm", case), {"seen": first.pk})

    assert answer.status_code == 409
    assert "You have written a status update yourself" in words(answer)
    assert "omebody else" not in words(answer)


@pytest.mark.parametrize("seen", ["", "nonsense", "9" * 30])
def test_still_right_without_a_status_is_refused_in_words(
    case, people, browser_of, address, words, seen
):
    answer = browser_of(people["lead"]).post(address("case_confirm", case), {"seen": seen})

    assert answer.status_code == 422
    assert "There is no status update to confirm yet" in words(answer)


def test_correction_begins_with_the_text_and_points_at_it(case, first, people, browser_of, address):
    browser = browser_of(people["lead"])
    form = browser.get(address("case_status", case) + f"?corrects={first.pk}")
    assert shown(form)["summary"] == "Vi er i gang"

    browser.post(address("case_status", case), typed(form, summary="Vi er godt i gang"))

    newest = case.status_updates.latest("pk")
    assert (newest.summary, newest.corrects) == ("Vi er godt i gang", first)


def test_status_of_another_case_cannot_be_corrected_here(
    case, first, make_case, parts, people, browser_of, address
):
    other = make_case("En annen", people=parts, by=people["leader"])
    browser, url = browser_of(people["lead"]), address("case_status", other)
    sent = {"seen": "", "corrects": first.pk, "health": "on_track", "summary": "Nei"}

    assert browser.get(f"{url}?corrects={first.pk}").status_code == 404
    assert browser.post(url, sent).status_code == 404


@pytest.mark.parametrize("query", ["?health=fine", "?corrects=x", "?corrects=-1", "?from=evil"])
def test_odd_address_shows_the_plain_form(case, first, people, browser_of, address, query):
    answer = browser_of(people["lead"]).get(address("case_status", case) + query)

    assert (answer.status_code, shown(answer)["health"]) == (200, "on_track")


def test_closed_case_takes_no_status(case, first, people, browser_of, address):
    change_state(
        case, transition="stop", by=people["leader"], reason="Ferdig utprøvd", lesson="Spør først"
    )
    browser = browser_of(people["lead"])

    answers = [
        browser.get(address("case_status", case)).status_code,
        browser.post(address("case_confirm", case), {"seen": first.pk}).status_code,
    ]

    assert answers == [403, 403]


def test_stakeholder_reads_the_newest_status_that_is_shared(case, first, people, browser_of, words):
    report_status(
        case, by=people["lead"], health=Health.AT_RISK, summary="Bare for oss", seen=first.pk
    )

    page = words(browser_of(people["stakeholder"]).get(case.get_absolute_url()))

    assert ("Vi er i gang" in page, "Bare for oss" in page) == (True, False)


@pytest.fixture
def row_held_elsewhere():
    """Hold the row of a case from another connection; here one waits for it a moment only."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    other = connection.copy()

    def hold(case):
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM projects_case WHERE id = %s FOR UPDATE", [case.pk])

    yield hold
    other.rollback()
    other.close()
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


@pytest.mark.django_db(transaction=True)
def test_case_that_is_being_saved_is_waited_for_with_the_typing_kept(
    case, people, browser_of, address, words, row_held_elsewhere
):
    browser = browser_of(people["lead"])
    row_held_elsewhere(case)

    answer = browser.post(
        address("case_status", case), {"seen": "", "health": "on_track", "summary": "Bra"}
    )

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Wait a moment and try again." in words(answer)
    assert answer.context["form"]["summary"].value() == "Bra"


def test_confirmation_of_a_confirmation_points_at_what_was_written(case, first, people):
    again = confirm_status(case, by=people["lead"], seen=first.pk)

    assert confirm_status(case, by=people["lead"], seen=again.pk).confirms == first
