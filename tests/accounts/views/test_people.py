"""The pages of people, as administrators, leaders and others see them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.access.roles import Role
from accounts.database.row_versions import newest_version
from accounts.models import RoleGrant, User

NOWHERE = 2**70


def names_on(answer):
    return [person.name for person in answer.context["page"].object_list]


def fields(**changes):
    return {
        "name": "Kari Voll",
        "email": "kari@nordvik.example",
        "unit": "",
        "language": "",
    } | changes


# --- The list -----------------------------------------------------------------------------


@pytest.fixture
def staff(make_person, leader):
    """Six people beside the administrator and the leader."""
    return {
        name: make_person(*roles, name=name, is_active=active)
        for name, roles, active in [
            ("Åse Ødegård", [Role.READER], True),
            ("Øyvind Bråthen", [Role.READER, Role.COUNCIL], True),
            ("Ærlend Moe", [Role.COUNCIL], True),
            ("Zara Zahl", [], True),
            ("Kari Voll", [Role.READER], False),
            ("Adam Ås", [Role.READER], True),
        ]
    }


def test_list_is_in_norwegian_order(as_admin, staff):
    assert names_on(as_admin.get(reverse("people"))) == [
        "Adam Ås",
        "Anne Administrator",
        "Kari Voll",
        "Lena Leder",
        "Zara Zahl",
        "Ærlend Moe",
        "Øyvind Bråthen",
        "Åse Ødegård",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=ås", ["Adam Ås", "Åse Ødegård"]),
        ("?q=ød ås", ["Åse Ødegård"]),
        ("?q=person%25", []),
        ("?role=council", ["Ærlend Moe", "Øyvind Bråthen"]),
        ("?role=none", ["Zara Zahl"]),
        ("?active=no", ["Kari Voll"]),
        ("?role=reader&active=yes&q=a", ["Adam Ås", "Øyvind Bråthen", "Åse Ødegård"]),
        ("?q=&role=&active=no", ["Kari Voll"]),
    ],
)
def test_list_is_narrowed_by_name_role_and_access(as_admin, staff, query, found):
    answer = as_admin.get(reverse("people") + query)

    assert (answer.status_code, names_on(answer)) == (200, found)


@pytest.mark.parametrize(
    "query", ["?rolle=leader", "?role=king", "?active=maybe", "?q=%00", "?q=" + "a" * 101]
)
def test_list_refuses_what_it_does_not_know_instead_of_showing_everybody(as_admin, staff, query):
    answer = as_admin.get(reverse("people") + query)

    assert (answer.status_code, names_on(answer)) == (422, [])


def test_role_that_has_ended_does_not_count_in_the_list(as_admin, staff):
    RoleGrant.objects.filter(user=staff["Adam Ås"]).update(valid_to=timezone.now())

    assert names_on(as_admin.get(reverse("people") + "?role=none")) == ["Adam Ås", "Zara Zahl"]


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "2"])
def test_any_page_number_answers(as_admin, make_person, page):
    for _n in range(30):
        make_person(Role.READER)

    answer = as_admin.get(reverse("people"), {"page": page})

    assert (answer.status_code, answer.context["page"].paginator.num_pages) == (200, 2)


def test_list_answers_htmx_with_the_results_alone(as_admin, staff):
    whole = as_admin.get(reverse("people")).content.decode()
    part = as_admin.get(reverse("people"), headers={"HX-Request": "true"}).content.decode()

    assert ("<html" in whole, "<html" in part) == (True, False)
    assert part.strip() in whole


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_people_costs_the_same_for_any_number(
    as_admin, make_person, make_unit, query_count, count
):
    for _n in range(count):
        make_person(Role.READER, Role.COUNCIL, unit=make_unit())

    with query_count("people"):
        as_admin.get(reverse("people"))


# --- One person ---------------------------------------------------------------------------


def test_person_shows_roles_and_their_dates(as_admin, make_person, leader):
    person = make_person(Role.READER, name="Kari Voll")
    page = as_admin.get(reverse("person", args=[person.pk]))

    assert page.status_code == 200
    assert [grant.role for grant in page.context["grants"]] == ["reader"]


def test_person_page_costs_the_same_for_any_number_of_roles(as_admin, make_person, query_count):
    person = make_person(*Role)

    with query_count("person"):
        as_admin.get(reverse("person", args=[person.pk]))


def test_administrator_adds_a_person_with_a_role(as_admin, admin, mail_server, make_unit):
    unit = make_unit("Helse")
    answer = as_admin.post(
        reverse("person_new"),
        fields(name=" Kari  Voll ", email="Kari@Nordvik.example", unit=unit.pk, role="reader"),
    )

    person = User.objects.get(email="kari@nordvik.example")
    assert answer.url == reverse("person", args=[person.pk])
    assert (person.municipality, person.unit, person.has_usable_password()) == (
        admin.municipality,
        unit,
        False,
    )
    assert person.roles == {Role.READER}
    assert person.role_grants.get().granted_by == admin


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "Kari\x00"}, "name"),
        ({"name": "Kari\x1b"}, "name"),
        ({"email": "ikke en adresse"}, "email"),
        ({"email": "LENA@nordvik.example"}, "email"),
        ({"unit": str(NOWHERE)}, "unit"),
        ({"language": "se"}, "language"),
        ({"role": "king"}, "role"),
    ],
    ids=str,
)
def test_person_is_refused_at_the_field_and_the_typing_kept(as_admin, leader, changes, field):
    User.objects.filter(pk=leader.pk).update(email="lena@nordvik.example")
    before = User.objects.count()

    answer = as_admin.post(reverse("person_new"), fields(**changes))

    assert (answer.status_code, User.objects.count()) == (422, before)
    assert list(answer.context["form"].errors) == [field]
    assert 'value="kari@nordvik.example"' in answer.content.decode() or field == "email"


def test_unit_of_another_municipality_or_out_of_use_is_not_chosen(as_admin, elsewhere, make_unit):
    closed = make_unit("Gammel", closed_at=timezone.now())
    for unit in (make_unit(municipality=elsewhere), closed):
        answer = as_admin.post(reverse("person_new"), fields(unit=unit.pk))

        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["unit"])


def test_edit_writes_only_what_was_touched(as_admin, make_person):
    person = make_person(name="Kari Voll", email="kari@nordvik.example")
    url = reverse("person_edit", args=[person.pk])
    seen = as_admin.get(url).context["form"]["version"].value()
    User.objects.filter(pk=person.pk).update(name="Kari Voll Dahl")  # a colleague was quicker

    as_admin.post(url, fields(name="Kari Voll", language="nn", version=seen))

    person.refresh_from_db()
    assert (person.name, person.language) == ("Kari Voll Dahl", "nn")


def test_edit_of_what_a_colleague_changed_meanwhile_shows_both_texts(browser_of, make_person):
    person = make_person(name="Kari Voll", email="kari@nordvik.example")
    as_admin = browser_of(make_person(Role.ADMINISTRATOR, language="en"))
    colleague = make_person(Role.ADMINISTRATOR, name="Odd Rask")
    url = reverse("person_edit", args=[person.pk])
    seen = newest_version(person).pgh_id
    browser_of(colleague).post(url, fields(name="Kari Dahl", language="nn", version=seen))

    answer = as_admin.post(url, fields(name="Kari V. Moe", version=seen))

    assert answer.status_code == 409
    assert [(row.label, row.mine, row.theirs) for row in answer.context["rows"]] == [
        ("Name", "Kari V. Moe", "Kari Dahl")
    ]
    assert (answer.context["also_changed"], answer.context["theirs_by"]) == (
        ["Language"],
        "Odd Rask",
    )
    form = answer.context["form"]
    as_admin.post(url, {name: form[name].value() or "" for name in form.fields})  # mine on top
    person.refresh_from_db()
    assert (person.name, person.language) == ("Kari V. Moe", "nn")


@pytest.mark.parametrize("version", ["", "x", "0", str(2**70)])
def test_edit_that_does_not_say_what_it_began_with_is_refused(as_admin, make_person, version):
    person = make_person(name="Kari Voll")

    answer = as_admin.post(
        reverse("person_edit", args=[person.pk]), fields(name="Ola", version=version)
    )

    person.refresh_from_db()
    assert (answer.status_code, person.name) == (422, "Kari Voll")
    assert list(answer.context["form"].errors) == ["version"]


def test_edit_names_the_person_as_stored_while_the_typing_is_refused(as_admin, make_person):
    person = make_person(name="Kari Voll")

    answer = as_admin.post(
        reverse("person_edit", args=[person.pk]),
        fields(name="", version=newest_version(person).pgh_id),
    )

    assert answer.status_code == 422
    assert "Kari Voll" in answer.content.decode()


def test_closed_unit_stays_with_whom_it_belongs_to(as_admin, make_person, make_unit):
    closed = make_unit("Gammel", closed_at=timezone.now())
    person = make_person(unit=closed, name="Kari Voll", email="kari@nordvik.example")

    as_admin.post(
        reverse("person_edit", args=[person.pk]),
        fields(name="Kari Dahl", unit=closed.pk, version=newest_version(person).pgh_id),
    )

    person.refresh_from_db()
    assert (person.name, person.unit) == ("Kari Dahl", closed)


def test_person_is_let_out_and_in_again(as_admin, make_person):
    person = make_person(Role.READER)
    url = reverse("person_active", args=[person.pk])
    found = []
    for active in ("no", "yes"):
        as_admin.post(url, {"active": active})
        person.refresh_from_db()
        found.append(person.is_active)

    assert found == [False, True]


# --- Who may ------------------------------------------------------------------------------

PAGES = ["person", "person_edit", "person_active", "role_give"]


@pytest.mark.parametrize("name", PAGES)
def test_person_of_another_municipality_does_not_exist(as_admin, elsewhere, make_person, name):
    foreign = make_person(Role.READER, municipality=elsewhere)

    assert as_admin.get(reverse(name, args=[foreign.pk])).status_code == 404
    assert as_admin.get(reverse(name, args=[NOWHERE])).status_code == 404


@pytest.mark.parametrize("role", [Role.READER, Role.COUNCIL, None])
def test_others_do_not_keep_people(browser_of, make_person, role):
    browser = browser_of(make_person(*filter(None, [role])))
    person = make_person(Role.READER)

    answers = {name: browser.get(reverse(name, args=[person.pk])).status_code for name in PAGES}
    answers |= {
        name: browser.get(reverse(name)).status_code
        for name in ("people", "person_new", "units", "unit_new", "municipality")
    }

    assert answers == dict.fromkeys(answers, 403)


@pytest.mark.parametrize(
    ("roles", "active", "status"),
    [
        ([Role.READER], True, 200),
        ([Role.COUNCIL, Role.READER], True, 200),
        ([], True, 200),
        ([Role.READER], False, 200),
        ([Role.LEADER], True, 403),
        ([Role.ADMINISTRATOR], True, 403),
        ([Role.READER, Role.ADMINISTRATOR], True, 403),
        ([Role.ADMINISTRATOR], False, 403),  # out for now is still an administrator
    ],
)
def test_leader_keeps_people_below_leader(as_leader, make_person, roles, active, status):
    person = make_person(*roles, is_active=active)

    answers = {
        name: as_leader.get(reverse(name, args=[person.pk])).status_code
        for name in ("person_edit", "person_active", "role_give")
    }

    assert answers == dict.fromkeys(answers, status)


def test_leader_does_not_touch_who_becomes_administrator_next_week(as_leader, make_person):
    person = make_person(Role.READER)
    begins = timezone.now() + timedelta(days=7)
    RoleGrant.objects.create(user=person, role=Role.ADMINISTRATOR, valid_from=begins)

    answer = as_leader.post(reverse("person_edit", args=[person.pk]), fields())

    assert answer.status_code == 403


def test_nobody_changes_their_own_access_or_roles(as_admin, admin):
    answers = [
        as_admin.post(reverse("person_active", args=[admin.pk]), {"active": "no"}).status_code,
        as_admin.post(reverse("role_give", args=[admin.pk]), {"role": "leader"}).status_code,
        as_admin.post(reverse("role_end", args=[admin.pk, admin.role_grants.get().pk])).status_code,
        as_admin.post(reverse("person_link", args=[admin.pk])).status_code,
    ]

    admin.refresh_from_db()
    assert answers == [403] * 4
    assert (admin.is_active, admin.current_and_future_roles) == (True, {Role.ADMINISTRATOR})


def test_menu_leads_to_people_for_those_who_keep_them(as_admin, as_leader, browser_of, make_person):
    reader = browser_of(make_person(Role.READER))
    address = f'href="{reverse("people")}"'

    found = [
        address in browser.get(reverse("account")).content.decode()
        for browser in (as_admin, as_leader, reader)
    ]

    assert found == [True, True, False]
