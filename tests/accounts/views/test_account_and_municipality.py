"""One's own page, and what the municipality chooses for everybody."""

import pytest
from django.urls import reverse

from accounts.access.roles import CaseRole, Role
from accounts.actions.municipality import edit_municipality
from accounts.appearance import theme
from accounts.errors import NotAllowed
from projects.choices.states import Visibility


def choices(**changes):
    return {"language": "nn", "colour": "#8a1f5f", "shows_exempt_count": "on"} | changes


# --- The municipality ---------------------------------------------------------------------


def test_administrator_chooses_for_the_municipality(as_admin, municipality):
    answer = as_admin.post(reverse("municipality"), choices())

    municipality.refresh_from_db()
    assert answer.url == reverse("municipality")
    assert (municipality.language, municipality.colour, municipality.shows_exempt_count) == (
        "nn",
        "#8a1f5f",
        True,
    )


@pytest.mark.parametrize(("ticked", "is_so"), [({"single_handed": "on"}, True), ({}, False)])
def test_administrator_says_whether_one_person_may_propose_and_decide(
    as_admin, municipality, ticked, is_so
):
    as_admin.post(reverse("municipality"), choices(**ticked))

    municipality.refresh_from_db()
    assert municipality.single_handed is is_so


@pytest.mark.parametrize("colour", ["8a1f5f", " #8A1F5F "])
def test_colour_is_read_as_people_write_it(as_admin, municipality, colour):
    as_admin.post(reverse("municipality"), choices(colour=colour))

    municipality.refresh_from_db()
    assert municipality.colour == "#8a1f5f"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"colour": "blå"}, "colour"),
        ({"colour": "#12345"}, "colour"),
        ({"colour": "red;}"}, "colour"),
        ({"colour": ""}, "colour"),
        ({"language": "en"}, "language"),
        ({"language": ""}, "language"),
    ],
    ids=str,
)
def test_choice_is_refused_at_its_field(as_admin, municipality, changes, field):
    answer = as_admin.post(reverse("municipality"), choices(**changes))

    municipality.refresh_from_db()
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert municipality.colour == theme.DEFAULT_COLOUR


def test_colour_is_tried_without_being_saved(as_admin, municipality):
    page = as_admin.post(reverse("municipality"), choices(preview="1"))

    municipality.refresh_from_db()
    assert municipality.colour == theme.DEFAULT_COLOUR
    assert f"{reverse('theme')}?colour=8a1f5f" in page.content.decode()
    assert page.context["problems"] == []


def test_leader_and_others_do_not_choose_for_the_municipality(as_leader, leader, make_person):
    assert as_leader.get(reverse("municipality")).status_code == 403
    assert as_leader.post(reverse("municipality"), choices()).status_code == 403
    for person in (leader, make_person(Role.READER)):
        with pytest.raises(NotAllowed):
            edit_municipality(by=person, changes={"language": "nn"})


# --- One's own page -----------------------------------------------------------------------


def test_person_changes_their_own_name_and_language(browser_of, make_person):
    person = make_person(Role.READER)

    answer = browser_of(person).post(reverse("account"), {"name": "Kari Dahl", "language": "en"})

    person.refresh_from_db()
    assert (answer.url, person.name, person.language) == (reverse("account"), "Kari Dahl", "en")


def test_person_changes_nothing_else_of_their_own(browser_of, make_person):
    person = make_person(Role.READER, email="kari@nordvik.example")

    browser_of(person).post(
        reverse("account"),
        {"name": "Kari", "language": "", "email": "x@x.example", "is_active": "", "role": "leader"},
    )

    person.refresh_from_db()
    assert (person.email, person.is_active, person.current_and_future_roles) == (
        "kari@nordvik.example",
        True,
        {Role.READER},
    )


@pytest.mark.parametrize(
    "typed", [{"name": " "}, {"name": "x" * 121}, {"name": "K\x00"}, {"language": "se"}], ids=str
)
def test_own_change_is_refused_at_its_field(browser_of, make_person, typed):
    person = make_person(Role.READER, name="Kari Voll")

    answer = browser_of(person).post(reverse("account"), {"name": "Kari", "language": ""} | typed)

    person.refresh_from_db()
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, list(typed))
    assert person.name == "Kari Voll"
    assert answer.context["user"].name == "Kari Voll"


@pytest.mark.parametrize("roles", [[], [Role.COUNCIL], [Role.READER], [Role.ADMINISTRATOR]])
def test_everybody_has_a_page_of_their_own(browser_of, make_person, roles):
    page = browser_of(make_person(*roles)).get(reverse("account"))

    assert page.status_code == 200
    assert [grant.role for grant in page.context["grants"]] == roles
    leads_to_tokens = reverse("tokens") in page.content.decode()
    assert leads_to_tokens == bool(roles)  # who only has a part in a case pulls nothing


@pytest.fixture
def parts(make_case, make_person):
    """A person who leads an internal case and is stakeholder of an exempt one."""
    person = make_person(Role.READER, name="Kari Voll", language="en")
    led = make_case("Trygg hjemme", people={CaseRole.LEAD: person})
    exempt = make_case(
        "Hemmelig", people={CaseRole.STAKEHOLDER: person}, visibility=Visibility.RESTRICTED
    )
    return person, led, exempt


def titles(page):
    return [part.title for part in page.context["roles_in_cases"]]


def test_person_sees_all_their_parts_in_cases(browser_of, parts):
    person, _led, exempt = parts

    page = browser_of(person).get(reverse("account"))

    assert [(part.role, part.title) for part in page.context["roles_in_cases"]] == [
        ("Project lead", "Trygg hjemme"),
        ("Stakeholder", exempt.key),  # its title is a working text
    ]


def test_administrator_sees_parts_in_cases_that_exist_for_them(as_admin, as_leader, parts):
    person, led, exempt = parts
    url, leaving = (reverse(name, args=[person.pk]) for name in ("person", "person_active"))

    assert titles(as_admin.get(url)) == [led.key]  # its title is a working text
    assert titles(as_leader.get(url)) == ["Trygg hjemme", "Hemmelig"]
    page = as_admin.get(leaving).content.decode()
    assert [text for text in ("Hemmelig", exempt.key, "Trygg hjemme") if text in page] == []


def test_own_page_costs_the_same_for_any_number_of_cases(
    browser_of, make_person, make_case, query_count
):
    person = make_person(Role.READER)
    for _n in range(3):
        make_case(people={CaseRole.MEMBER: person})
    browser = browser_of(person)

    with query_count("account"):
        browser.get(reverse("account"))
