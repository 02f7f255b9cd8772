"""Giving and ending roles in the municipality, and the page that explains them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.access.roles import (
    ACCESS_LEVEL_LABELS,
    PERMISSION_TABLE,
    AccessRole,
    CaseRole,
    Permission,
    Role,
)
from accounts.actions.people import set_active
from accounts.actions.roles import end_role, grant_role
from accounts.errors import DomainError, Invalid, NotAllowed
from accounts.models import RoleGrant, User

DAY = timedelta(days=1)


def fresh(person):
    return User.objects.get(pk=person.pk)


def give(browser, person, **typed):
    url = reverse("role_give", args=[person.pk])
    return browser.post(url, {"role": "reader", "since": "", "until": ""} | typed)


# --- Giving -------------------------------------------------------------------------------


def test_role_given_now_counts_at_once(as_admin, admin, make_person):
    person = make_person()

    answer = give(as_admin, person, role="leader")

    grant = person.role_grants.get()
    assert answer.url == reverse("person", args=[person.pk])
    assert (grant.role, grant.granted_by, grant.valid_to) == ("leader", admin, None)
    assert fresh(person).roles == {Role.LEADER}


def test_role_for_days_to_come_lasts_from_midnight_to_midnight_in_oslo(as_admin, make_person):
    person = make_person()

    give(as_admin, person, since="2031-03-30", until="2031-03-31")

    grant = person.role_grants.get()
    assert [
        timezone.localtime(moment).isoformat() for moment in (grant.valid_from, grant.valid_to)
    ] == ["2031-03-30T00:00:00+01:00", "2031-04-01T00:00:00+02:00"]  # the clocks change that night
    assert grant.last_day.isoformat() == "2031-03-31"
    assert (fresh(person).roles, fresh(person).current_and_future_roles) == (
        frozenset(),
        {Role.READER},
    )


def test_role_until_today_lasts_the_day_out(as_admin, make_person):
    person, today = make_person(), timezone.localdate()

    give(as_admin, person, since=today.isoformat(), until=today.isoformat())

    assert fresh(person).roles == {Role.READER}
    assert person.role_grants.get().last_day == today


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"role": "king"}, "role"),
        ({"role": ""}, "role"),
        ({"since": "2020-01-01"}, "since"),
        ({"until": "2020-01-01"}, "until"),
        ({"since": "2031-05-02", "until": "2031-05-01"}, "until"),
        ({"until": "9999-12-31"}, "until"),
        ({"since": "i morgen"}, "since"),
        ({"since": "2031-02-30"}, "since"),
    ],
    ids=str,
)
def test_role_is_refused_at_the_field(as_admin, make_person, typed, field):
    person = make_person()

    answer = give(as_admin, person, **typed)

    assert (answer.status_code, person.role_grants.count()) == (422, 0)
    assert list(answer.context["form"].errors) == [field]


def test_role_is_not_given_twice_for_the_same_time(as_admin, make_person):
    person = make_person()
    for typed, status in [
        ({"since": "2031-05-01", "until": "2031-05-31"}, 302),
        ({"since": "2031-05-31"}, 422),
        ({"since": "2031-04-01", "until": "2031-05-01"}, 422),
        ({"since": "2031-06-01", "until": "2031-06-30"}, 302),
        ({"since": "2031-04-01", "until": "2031-04-30"}, 302),
        ({}, 422),
    ]:
        assert give(as_admin, person, **typed).status_code == status

    assert person.role_grants.count() == 3


def test_leader_gives_roles_below_leader_only(as_leader, leader, make_person):
    person = make_person()
    page = as_leader.get(reverse("role_give", args=[person.pk]))

    assert [code for code, _label in page.context["form"].fields["role"].choices] == [
        "reader",
        "council",
    ]
    assert give(as_leader, person, role="administrator").status_code == 422
    with pytest.raises(NotAllowed):
        grant_role(user=person, role=Role.LEADER, by=leader)


def test_author_who_lost_their_role_meanwhile_gives_nothing(admin, make_person):
    make_person(Role.ADMINISTRATOR)
    assert admin.roles == {Role.ADMINISTRATOR}  # read before, and remembered
    RoleGrant.objects.filter(user=admin).update(valid_to=timezone.now())

    with pytest.raises(NotAllowed):
        grant_role(user=make_person(), role=Role.LEADER, by=admin)


def test_action_reaches_nobody_in_another_municipality(admin, elsewhere, make_person):
    foreign = make_person(Role.READER, municipality=elsewhere)

    for act in (
        lambda: grant_role(user=foreign, role=Role.COUNCIL, by=admin),
        lambda: end_role(foreign.role_grants.get(), by=admin),
        lambda: set_active(foreign, by=admin, active=False),
    ):
        with pytest.raises(NotAllowed):
            act()


# --- Ending -------------------------------------------------------------------------------


def end(browser, grant):
    return browser.post(reverse("role_end", args=[grant.user_id, grant.pk]))


def test_role_ended_gives_nothing_from_the_next_request_on(as_admin, browser_of, make_person):
    person = make_person(Role.LEADER)
    browser = browser_of(person)
    before = browser.get(reverse("people")).status_code

    end(as_admin, person.role_grants.get())

    assert (before, browser.get(reverse("people")).status_code) == (200, 403)


def test_role_that_has_not_begun_never_does(as_admin, make_person):
    person = make_person()
    grant = RoleGrant.objects.create(
        user=person, role=Role.READER, valid_from=timezone.now() + DAY, valid_to=None
    )

    answer = end(as_admin, grant)

    grant.refresh_from_db()
    assert (answer.status_code, grant.valid_to) == (302, grant.valid_from)
    assert (fresh(person).current_and_future_roles, grant.last_day, grant.has_ended) == (
        frozenset(),
        None,
        True,
    )
    assert give(as_admin, person).status_code == 302  # an ended role does not prevent a new one


def test_ending_an_ended_role_changes_nothing(as_admin, make_person):
    grant = RoleGrant.objects.create(
        user=make_person(),
        role=Role.READER,
        valid_from=timezone.now() - 2 * DAY,
        valid_to=timezone.now() - DAY,
    )
    ended = grant.valid_to

    assert end(as_admin, grant).status_code == 302
    grant.refresh_from_db()
    assert grant.valid_to == ended


def test_role_of_somebody_else_is_not_ended_through_a_persons_page(as_admin, make_person):
    person, other = make_person(Role.READER), make_person(Role.READER)
    url = reverse("role_end", args=[person.pk, other.role_grants.get().pk])

    assert as_admin.post(url).status_code == 404


# --- The last administrator ---------------------------------------------------------------


def test_last_administrator_is_not_let_out(make_person):
    first = make_person(Role.ADMINISTRATOR)
    second = make_person(Role.ADMINISTRATOR)
    set_active(first, by=second, active=False)

    # The first one comes back by an old page; the second is the last.
    with pytest.raises(NotAllowed):
        set_active(second, by=first, active=False)
    assert fresh(second).is_active


@pytest.mark.parametrize("way", ["role", "access"])
def test_administrator_with_an_end_does_not_count_as_somebody_left(browser_of, make_person, way):
    lasting = make_person(Role.ADMINISTRATOR, name="Anne Administrator")
    passing = make_person(language="en")
    RoleGrant.objects.create(
        user=passing,
        role=Role.ADMINISTRATOR,
        valid_from=timezone.now(),
        valid_to=timezone.now() + 7 * DAY,
    )
    browser = browser_of(passing)

    if way == "role":
        answer = end(browser, lasting.role_grants.get())
    else:
        answer = browser.post(reverse("person_active", args=[lasting.pk]), {"active": "no"})

    assert answer.status_code == 422
    assert "Anne Administrator is the last administrator" in answer.content.decode()
    assert fresh(lasting).roles == {Role.ADMINISTRATOR}


def test_administrator_elsewhere_or_out_does_not_count_as_somebody_left(make_person, elsewhere):
    lasting = make_person(Role.ADMINISTRATOR)
    make_person(Role.ADMINISTRATOR, municipality=elsewhere)
    make_person(Role.ADMINISTRATOR, is_active=False)
    passing = make_person()
    RoleGrant.objects.create(
        user=passing,
        role=Role.ADMINISTRATOR,
        valid_from=timezone.now(),
        valid_to=timezone.now() + DAY,
    )

    with pytest.raises(Invalid):
        end_role(lasting.role_grants.get(), by=passing)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["role", "access"])
def test_of_two_administrators_who_oust_each_other_at_once_one_remains(make_person, way):
    pair = [make_person(Role.ADMINISTRATOR), make_person(Role.ADMINISTRATOR)]
    start = Barrier(2)

    def oust(by, other):
        try:
            assert by.roles == {Role.ADMINISTRATOR}
            start.wait()
            if way == "role":
                end_role(other.role_grants.get(), by=by)
            else:
                set_active(other, by=by, active=False)
        except DomainError as refusal:
            return type(refusal).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(oust, pair, reversed(pair)))

    assert sorted(results) == ["NotAllowed", "done"]
    assert sorted(len(fresh(person).roles) for person in pair) == [0, 1]


# --- Who may what -------------------------------------------------------------------------


def test_page_shows_every_right_of_the_table_and_marks_ones_own(as_admin):
    page = as_admin.get(reverse("who_may_what"))

    shown = {label: [text for _code, text, _own in cells] for label, cells in page.context["rows"]}
    assert shown == {
        permission.label: [
            ACCESS_LEVEL_LABELS[row[role]] for role in AccessRole if role != AccessRole.ANONYMOUS
        ]
        for permission, row in PERMISSION_TABLE.items()
    }
    assert page.context["own_roles"] == [AccessRole.ADMINISTRATOR.label]
    assert len(shown) == len(Permission)


def test_page_marks_roles_in_cases_too(browser_of, make_person, make_case):
    person = make_person(Role.READER)
    make_case(people={CaseRole.OWNER: person})

    page = browser_of(person).get(reverse("who_may_what"))

    assert page.context["own_roles"] == [AccessRole.READER.label, AccessRole.OWNER.label]


@pytest.mark.parametrize("hat", [*AccessRole.values, "king", ""])
def test_page_shows_one_role_at_a_time(as_admin, hat):
    page = as_admin.get(reverse("who_may_what"), {"hat": hat})

    given = [
        p
        for _code, _label, permissions in page.context["permissions_by_level"]
        for p in permissions
    ]
    assert page.status_code == 200
    assert sorted(given) == (sorted(Permission.labels) if hat in AccessRole.values else [])


def test_page_of_rights_costs_the_same_for_any_role(as_admin, query_count):
    with query_count("who_may_what"):
        as_admin.get(reverse("who_may_what"))
