"""An administrator's main task in a real browser: add a person, give and end a role."""

import pytest
from django.urls import reverse

from accounts.access.roles import Role
from accounts.models import User

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def admin(make_person):
    return make_person(Role.ADMINISTRATOR, name="Anne Administrator", language="en")


def test_administrator_adds_a_person_and_a_role(watched, sign_in, admin, axe, make_unit):
    make_unit("Helse")
    sign_in(watched, admin)

    watched.goto(reverse("people"))
    watched.get_by_role("link", name="Add a person").click()
    watched.get_by_label("Name").fill("Kari Voll")
    watched.get_by_label("E-mail").fill("kari@nordvik.example")
    watched.get_by_label("Unit").select_option(label="Helse")
    watched.get_by_role("button", name="Add the person").click()
    watched.get_by_role("link", name="Give a role").click()
    watched.get_by_label("Employee").check()
    watched.get_by_label("Last day").fill("2099-12-31")
    watched.get_by_role("button", name="Give the role").click()

    person = User.objects.get(email="kari@nordvik.example")
    assert watched.url.endswith(reverse("person", args=[person.pk]))
    assert (person.roles, person.unit.name) == ({Role.READER}, "Helse")
    assert person.role_grants.get().last_day.isoformat() == "2099-12-31"
    assert axe(watched) == []


def test_administrator_does_the_same_by_keyboard_on_a_phone(watched, sign_in, admin):
    sign_in(watched, admin)
    watched.set_viewport_size(PHONE)
    watched.goto(reverse("person_new"))

    watched.get_by_label("Name").focus()
    for typed in ("Kari Voll", "kari@nordvik.example", "", "", "Employee"):  # unit and language
        watched.keyboard.type(typed)
        watched.keyboard.press("Tab")
    watched.keyboard.press("Enter")
    watched.get_by_role("heading", name="Kari Voll", level=1).wait_for()

    assert User.objects.get(email="kari@nordvik.example").roles == {Role.READER}
    assert watched.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_refused_person_is_told_at_the_field_and_keeps_the_typing(watched, sign_in, admin):
    sign_in(watched, admin)
    watched.goto(reverse("person_new"))

    watched.get_by_label("Name").fill("Kari Voll")
    watched.get_by_label("E-mail").fill("kari")
    watched.get_by_role("button", name="Add the person").click()

    assert watched.get_by_label("Name").input_value() == "Kari Voll"
    watched.get_by_role("alert").get_by_role("link").click()
    assert watched.evaluate("document.activeElement.name") == "email"


def test_search_narrows_the_list_while_one_types(watched, sign_in, admin, make_person):
    for name in ("Kari Voll", "Per Dahl"):
        make_person(Role.READER, name=name)
    sign_in(watched, admin)
    watched.goto(reverse("people"))

    watched.get_by_label("Name or e-mail").fill("voll")
    watched.get_by_role("link", name="Per Dahl").wait_for(state="detached")

    assert watched.get_by_role("link", name="Kari Voll").count() == 1
    assert "q=voll" in watched.url


@pytest.mark.parametrize("width", [360, 1440])
def test_pages_of_people_hold_wcag_and_fit_the_screen(
    watched, sign_in, admin, axe, make_person, make_unit, width
):
    person = make_person(Role.READER, name="Kari Voll")
    unit = make_unit("Barnehager", parent=make_unit("Oppvekst"))
    admin.language = "nb"
    admin.save()
    sign_in(watched, admin)
    watched.set_viewport_size({"width": width, "height": 800})
    grant = person.role_grants.get()
    addresses = [
        *(reverse(name) for name in ("people", "units")),
        reverse("people") + "?role=king",
        reverse("who_may_what") + "?hat=owner",
        *(
            reverse(name, args=[person.pk])
            for name in ("person", "person_edit", "person_active", "role_give")
        ),
        reverse("role_end", args=[person.pk, grant.pk]),
        *(reverse(name, args=[unit.code]) for name in ("unit_edit", "unit_close")),
    ]

    found = {}
    for address in addresses:
        watched.goto(address)
        problems = axe(watched)
        if watched.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append("wider than the screen")
        if problems:
            found[address] = problems

    assert found == {}
