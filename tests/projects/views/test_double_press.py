"""A button pressed twice counts once, where what is written is never changed again."""

import pytest

from projects.choices.phases import Phase
from projects.models import InnovationQuestion, Measurement, SuccessAssessment


@pytest.fixture
def team(make_team):
    return make_team(phase=Phase.USE)


@pytest.fixture
def pressed_twice(team, browser_of, typed):
    """Send a form twice, with some fields changed; return where each press leads."""

    def press(path, *, query="", **changes):
        browser = browser_of(team.leader)
        sent = typed(browser.get(f"{path}{query}").context["form"], **changes)
        return [browser.post(path, sent).get("Location") for _press in range(2)]

    return press


def test_measurement_sent_twice_is_written_once(team, pressed_twice, address):
    team.benefit()
    (benefit,) = team.case.benefits.all()
    path = address("record_new", team.case, "measurement")
    said = {"measured_on": team.today, "value": "15", "source": "Vaktloggen", "of": benefit.pk}

    led_to = pressed_twice(path, query=f"?of={benefit.pk}", **said)

    page = address("case_phase", team.case, "use")
    assert led_to == [f"{page}#benefit", f"{page}#benefit"]
    assert [str(one.value) for one in Measurement.objects.all()] == ["15.000"]


def test_question_sent_twice_is_one_version(team, pressed_twice, address):
    path = address("record_new", team.case, "question")

    led_to = pressed_twice(path, text="Hvordan kan flere bo trygt hjemme?")

    page = address("case_phase", team.case, "what")
    assert led_to == [f"{page}#question", f"{page}#question"]
    assert [one.number for one in InnovationQuestion.objects.all()] == [1]


def test_assessment_sent_twice_is_one_snapshot(team, pressed_twice, address):
    path = address("case_assess", team.case)

    led_to = pressed_twice(path, **{"need-score": "3"})

    page = address("case_formula", team.case)
    assert led_to == [page, page]
    assert SuccessAssessment.objects.count() == 1


def test_token_of_a_new_record_is_on_its_page_and_not_on_that_of_a_correction(
    team, browser_of, address
):
    team.insight()
    held = team.case.insights.get()
    browser = browser_of(team.leader)

    new = browser.get(address("record_new", team.case, "insight"))
    assess = browser.get(address("case_assess", team.case))
    edit = browser.get(address("record_edit", team.case, "insight", held.pk))

    token = 'type="hidden" name="once"'
    assert [token in page.text for page in (new, assess, edit)] == [True, True, False]


def correction(team, address):
    team.insight()
    return address("record_edit", team.case, "insight", team.case.insights.get().pk)


def challenge(team, address):
    team.challenge()
    return address("case_challenge", team.case)


EDITS = {
    "record": (correction, {"finding": "De vil bo hjemme"}),
    "challenge": (challenge, {"title": "Flere eldre"}),
    "case": (lambda team, address: address("case_edit", team.case), {"title": "Ny tittel"}),
    "facts": (
        lambda team, address: address("case_facts", team.case, "ground"),
        {"why_innovation": "Mer av det samme holder ikke"},
    ),
    "elements": (
        lambda team, address: address("case_elements", team.case),
        {"routines-state": "planned", "routines-note": "Skriv dem"},
    ),
    "visibility": (
        lambda team, address: address("case_visibility", team.case),
        {"visibility": "public", "public_title": "Åpen", "has_looked": "on"},
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_correction_sent_twice_is_no_conflict_with_oneself(team, browser_of, address, typed, name):
    path_of, changes = EDITS[name]
    path, browser = path_of(team, address), browser_of(team.leader)
    sent = typed(browser.get(path).context["form"], **changes)

    answers = [browser.post(path, sent) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
