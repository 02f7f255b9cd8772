"""The challenge of a case: described, corrected, shared with other cases, and replaced."""

import pytest

from accounts.access.roles import CaseRole, Role
from projects.actions.challenges import choose_challenge
from projects.choices.states import Visibility
from projects.models import Challenge
from tests.projects.team import fresh

TEXT = {
    "title": "Ensomme eldre",
    "description": "Mange ser ingen på flere dager.",
    "entry_point": "renewal",
}


@pytest.fixture
def team(make_team):
    team = make_team()
    team.challenge()
    return team


@pytest.fixture
def path(team, address):
    return address("case_challenge", team.case)


@pytest.fixture
def browsers(team, people, browser_of):
    """The browsers of two who may edit the case."""
    return browser_of(team.leader), browser_of(people["leader"])


@pytest.fixture
def another(team):
    """A challenge that is described in no case yet."""
    return Challenge.objects.create(municipality=team.case.municipality, by=team.leader, **TEXT)


@pytest.fixture
def sharing(team, make_case):
    """Let more cases take up the challenge of the team's case."""

    def share(number=1, **case):
        made = [make_case(f"Sak {n:02}", **case) for n in range(number)]
        for one in made:
            choose_challenge(one, by=fresh(team.leader), seen=None, challenge=team.case.challenge)
        return made

    return share


def rows(answer):
    return [(row.label, row.mine, row.theirs) for row in answer.context["rows"]]


def challenge_of(case):
    case.refresh_from_db()
    return case.challenge


# --- Taking up another ----------------------------------------------------------------------


def test_first_challenge_is_chosen_among_those_described(
    make_team, another, browser_of, address, typed
):
    team = make_team(title="En annen sak")
    browser, path = browser_of(team.leader), address("case_challenge", team.case)
    form = browser.get(path).context["form"]

    answer = browser.post(path, typed(form, existing=another.pk))

    choices = form.fields["existing"].choices
    assert str(choices[0][1]) == "No, describe it here"
    assert answer.status_code == 302
    assert challenge_of(team.case) == another


def test_challenge_is_replaced_by_one_that_is_described(team, another, path, browser_of, typed):
    before = team.case.challenge
    browser = browser_of(team.leader)
    form = browser.get(path).context["form"]

    answer = browser.post(path, typed(form, existing=another.pk, title="Skrevet i vanvare"))

    before.refresh_from_db()
    another.refresh_from_db()
    assert form.fields["existing"].choices == [
        ("", "No, correct this one"),
        ("new", "Yes, one that I describe here"),
        (str(another.pk), "Ensomme eldre"),
    ]
    assert (answer.status_code, challenge_of(team.case)) == (302, another)
    assert [before.title, another.title] == ["Flere eldre, færre hender", "Ensomme eldre"]


def test_challenge_is_replaced_by_a_new_one_and_the_old_one_stands(
    team, sharing, path, browser_of, typed
):
    before, (other,) = team.case.challenge, sharing()
    browser = browser_of(team.leader)

    browser.post(path, typed(browser.get(path).context["form"], existing="new", title="Natten"))

    after = challenge_of(team.case)
    before.refresh_from_db()
    assert (after.title, after.version, after.description) == ("Natten", 1, before.description)
    assert (before.title, challenge_of(other)) == ("Flere eldre, færre hender", before)


def test_challenge_is_corrected_in_the_case_that_shares_it_too(
    team, sharing, path, browser_of, typed
):
    (other,) = sharing()
    browser = browser_of(team.leader)

    browser.post(path, typed(browser.get(path).context["form"], title="Færre hender"))

    assert (challenge_of(other).title, challenge_of(team.case).version) == ("Færre hender", 2)


# --- Whom it is shared with -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, ""),
        (1, "1 other case takes up this challenge: what you correct here is corrected there too."),
        (2, "2 other cases take up this challenge: what you correct here is corrected there too."),
    ],
)
def test_form_says_how_many_other_cases_a_correction_concerns(
    team, sharing, path, browser_of, number, said
):
    sharing(number)

    assert browser_of(team.leader).get(path).context["notice"] == said


def test_cases_that_one_may_not_read_are_neither_counted_nor_named(
    team, sharing, path, browser_of, address, make_person
):
    lead = make_person(Role.READER)
    team.give(lead, CaseRole.LEAD)
    sharing(visibility=Visibility.RESTRICTED)
    page = address("case_phase", team.case, "what")

    for_lead = browser_of(lead).get(path).context["notice"], browser_of(lead).get(page)
    for_leader = browser_of(team.leader).get(page)

    assert (for_lead[0], for_lead[1].context["related_cases"].cases) == ("", [])
    assert ["Sak 00" in one.text for one in (for_lead[1], for_leader)] == [False, True]


@pytest.mark.parametrize(
    ("number", "links", "said"),
    [(2, 2, "Also taken up by Sak 00 , Sak 01"), (12, 10, ", Sak 09 … (12 in all)")],
)
def test_page_of_the_challenge_leads_to_the_other_cases(
    team, sharing, browser_of, address, words, number, links, said
):
    others = sharing(number)

    page = browser_of(team.leader).get(address("case_phase", team.case, "what"))

    led_to = [one for one in others if f'href="{one.get_absolute_url()}"' in page.text]
    assert (led_to, said in words(page)) == (others[:links], True)


def test_other_cases_are_in_alphabetical_order(team, make_case, browser_of, address, words):
    for title in ("Åpne dører", "Ærend", "Besøk"):
        choose_challenge(
            make_case(title), by=fresh(team.leader), seen=None, challenge=team.case.challenge
        )

    page = browser_of(team.leader).get(address("case_phase", team.case, "what"))

    assert "Also taken up by Besøk , Ærend , Åpne dører" in words(page)


def test_page_costs_the_same_for_any_number_of_cases_with_the_challenge(
    team, sharing, browser_of, address, query_count
):
    browser, page = browser_of(team.leader), address("case_phase", team.case, "what")
    browser.get(page)

    with query_count("phase_challenge"):
        browser.get(page)
    sharing(3)

    with query_count("phase_challenge"):
        browser.get(page)


# --- Two who write at once ------------------------------------------------------------------


def test_challenge_corrected_by_two_is_shown_side_by_side_and_saved_on_top(
    team, path, browsers, typed, words
):
    one, other = browsers
    stale = one.get(path).context["form"]
    theirs = {"title": "Deres tittel", "causes": "Deres årsak"}
    other.post(path, typed(other.get(path).context["form"], **theirs))

    refused = one.post(path, typed(stale, title="Min tittel"))
    saved = one.post(path, typed(refused.context["form"]))

    after = challenge_of(team.case)
    assert (refused.status_code, saved.status_code) == (409, 302)
    assert rows(refused) == [("Title", "Min tittel", "Deres tittel")]
    assert refused.context["also_changed"] == ["Causes"]
    assert "Saved by Liv Leder" in words(refused)
    assert (after.title, after.causes, after.version) == ("Min tittel", "Deres årsak", 3)


def test_text_is_never_laid_on_a_challenge_that_somebody_else_chose_meanwhile(
    team, another, path, browsers, typed, words
):
    one, other = browsers
    before, stale = team.case.challenge, one.get(path).context["form"]
    other.post(path, typed(other.get(path).context["form"], existing=another.pk))

    refused = one.post(path, typed(stale, title="Min tittel"))
    saved = one.post(path, typed(refused.context["form"]))

    after = challenge_of(team.case)
    another.refresh_from_db()
    assert (refused.status_code, saved.status_code) == (409, 302)
    assert ("Title", "Min tittel", "Ensomme eldre") in rows(refused)
    assert "Saved by Liv Leder" in words(refused)
    assert (after.title, another.title) == ("Min tittel", "Ensomme eldre")
    assert after.pk not in {before.pk, another.pk}


def test_choices_of_two_are_shown_and_the_second_one_goes_on_top(
    team, another, make_case, path, browsers, typed
):
    one, other = browsers
    stale = one.get(path).context["form"]
    other.post(path, typed(other.get(path).context["form"], existing="new", title="Deres"))

    refused = one.post(path, typed(stale, existing=another.pk))
    saved = one.post(path, typed(refused.context["form"]))

    assert (refused.status_code, saved.status_code) == (409, 302)
    assert rows(refused) == [("Challenge", "Ensomme eldre", "Deres")]
    assert challenge_of(team.case) == another


def test_first_challenge_that_two_describe_at_once_is_shown_and_both_stand(
    make_team, browser_of, people, address, typed
):
    team = make_team()
    path = address("case_challenge", team.case)
    one, other = browser_of(team.leader), browser_of(people["leader"])
    stale = one.get(path).context["form"]
    other.post(path, typed(other.get(path).context["form"], **TEXT))

    refused = one.post(path, typed(stale, **TEXT | {"title": "Min tittel"}))
    saved = one.post(path, typed(refused.context["form"]))

    assert (refused.status_code, saved.status_code) == (409, 302)
    assert rows(refused) == [("Title", "Min tittel", "Ensomme eldre")]
    assert challenge_of(team.case).title == "Min tittel"
    assert Challenge.objects.count() == 2
