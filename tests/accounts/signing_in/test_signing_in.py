"""Signing in, sessions and signing out."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.access.roles import Role
from accounts.actions.addresses import link_of
from accounts.actions.people import edit_person
from accounts.database.row_versions import newest_version

PASSWORD = "en-lang-og-god-setning"
LOGIN = "/accounts/login/"


@pytest.fixture
def person(make_person):
    person = make_person(Role.READER, name="Kari Voll", email="kari@nordvik.example", language="en")
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(browser, email="kari@nordvik.example", password=PASSWORD, **more):
    return browser.post(LOGIN, {"login": email, "password": password} | more)


def errors(answer):
    return answer.context["form"].errors


def test_person_signs_in_whatever_the_case_of_the_address(client, person):
    answer = sign_in(client, email="Kari@NORDVIK.example")

    assert (answer.status_code, answer.url) == (302, reverse("overview"))
    assert client.get(reverse("account")).status_code == 200


def test_every_sign_in_that_fails_answers_alike(client, person, make_person):
    make_person(email="ny@nordvik.example")
    make_person(email="ute@nordvik.example", is_active=False)

    answers = [
        sign_in(client, password="feil-passord-her"),
        sign_in(client, email="ingen@nordvik.example"),
        sign_in(client, email="ny@nordvik.example"),
        sign_in(client, email="ute@nordvik.example", password="feil-passord-her"),
    ]

    assert len({(answer.status_code, str(errors(answer))) for answer in answers}) == 1
    assert [answer.context["user"].is_authenticated for answer in answers] == [False] * 4


def test_unknown_address_takes_the_same_work_as_a_wrong_password(client, person, monkeypatch):
    hashed, work, encode = [], [], MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *args: hashed.append(args) or encode(*args)
    )
    for email in ("kari@nordvik.example", "ingen@nordvik.example"):
        hashed.clear()
        sign_in(client, email=email, password="feil-passord-her")
        work.append(len(hashed))

    assert work == [1, 1]


def test_inactive_person_does_not_come_in(client, person):
    person.is_active = False
    person.save()

    answer = sign_in(client)

    assert (answer.status_code, answer.url) == (302, reverse("account_inactive"))
    assert client.get(reverse("account")).status_code == 302


def test_person_let_out_is_out_from_the_next_request_on(client, person):
    sign_in(client)
    before = client.get(reverse("account")).status_code
    type(person).objects.update(is_active=False)

    after = client.get(reverse("account"))

    assert (before, after.status_code) == (200, 302)
    assert after.url == f"{LOGIN}?next=/account/"


def test_new_password_ends_other_sessions(person):
    here, there = Client(), Client()
    for browser in (here, there):
        sign_in(browser)

    new = "en-ny-og-god-setning"
    answer = here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert answer.status_code == 302
    assert [b.get(reverse("account")).status_code for b in (here, there)] == [200, 302]


def test_too_many_tries_are_told_to_wait(client, person):
    answers = [sign_in(client, password="feil-passord-her") for _n in range(6)]

    told = [str(errors(answer)) for answer in answers[:5]]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert len(set(told)) == 1
    assert answers[5].headers["Retry-After"] == "300"
    assert reverse("account_reset_password") in answers[5].content.decode()
    # From a network where the person has never signed in the right password does not help either.
    assert sign_in(client).status_code == 429
    assert client.get(reverse("account")).status_code == 302


@pytest.mark.parametrize("known", [True, False])
def test_strangers_lock_nobody_out(person, known):
    here, there = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    if known:
        sign_in(Client(REMOTE_ADDR="192.0.2.1"))

    tries = [sign_in(there, password="feil-passord-her").status_code for _n in range(7)]

    assert tries == [200] * 5 + [429] * 2
    assert sign_in(here).status_code == 302


def test_many_networks_together_lock_only_strangers_out(person):
    sign_in(Client(REMOTE_ADDR="192.0.2.1"))
    for number in range(55):
        browser = Client(REMOTE_ADDR=f"198.51.100.{number}")
        answer = sign_in(browser, password="feil-passord-her")

    assert answer.status_code == 429
    assert sign_in(Client(REMOTE_ADDR="203.0.113.9")).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="192.0.2.1")).status_code == 302


def test_slips_at_ones_own_place_lock_nobody_out(client, person):
    sign_in(client)
    client.post(reverse("account_logout"))

    tries = [sign_in(client, password="feil-passord-her").status_code for _n in range(9)]

    assert (tries, sign_in(client).status_code) == ([200] * 9, 302)


def test_link_by_mail_is_the_way_in_for_who_is_locked_out(client, person):
    for _n in range(6):
        sign_in(client, password="feil-passord-her")
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"https?://\S+", mail.outbox[-1].body)[0]
    form = client.get(urlsplit(link).path, follow=True).redirect_chain[-1][0]

    new = "en-ny-og-god-setning"
    client.post(form, {"password1": new, "password2": new})

    assert sign_in(client, password=new).status_code == 302


def test_mails_to_one_address_are_limited(person):
    reset = reverse("account_reset_password")
    browsers = [Client(REMOTE_ADDR=f"198.51.100.{number}") for number in range(8)]

    known = [browser.post(reset, {"email": person.email}).status_code for browser in browsers]
    sent = [message.to for message in mail.outbox]
    for browser in browsers[:3]:
        browser.post(reset, {"email": "ingen@nordvik.example"})

    assert known == [302] * 3 + [429] * 5
    assert sent == [[person.email]] * 3
    assert [message.to for message in mail.outbox[3:]] == [["ingen@nordvik.example"]]


def test_mail_server_that_is_away_is_no_fault(client, person, settings):
    settings.EMAIL_BACKEND = "tests.accounts.actions.test_invitations.Refusing"

    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in (person.email, "ingen@nordvik.example")
    ]

    assert [answer.url for answer in answers] == [reverse("account_reset_password_done")] * 2
    assert sign_in(client).status_code == 302
    new = {"oldpassword": PASSWORD} | dict.fromkeys(("password1", "password2"), "en-ny-god-setning")
    assert client.post(reverse("account_change_password"), new).status_code == 302


def test_too_many_requests_get_a_page_that_says_so(client, person):
    answers = [sign_in(client, email=f"person{n}@nordvik.example") for n in range(31)]

    assert answers[-1].status_code == 429
    assert "<h1" in answers[-1].content.decode()


@pytest.mark.parametrize(
    "target", ["https://vond.example/", "//vond.example", "/\\vond.example", "javascript:alert(1)"]
)
def test_sign_in_leads_nowhere_else(client, person, target):
    answer = sign_in(client, next=target)

    assert (answer.status_code, answer.url) == (302, reverse("overview"))


def test_sign_in_leads_back_to_the_page_asked_for(client, person):
    assert sign_in(client, next="/account/").url == "/account/"


@pytest.mark.parametrize("text", ["\x00", "a" * 10_000, "🦄@🦄", "'; --"])
def test_odd_input_is_answered(client, person, text):
    assert sign_in(client, email=text, password=text or "x").status_code == 200


def test_nobody_makes_an_account_for_themselves(client, person):
    before = type(person).objects.count()
    url = reverse("account_signup")

    answers = [
        client.get(url).status_code,
        client.post(url, {"email": "ny@nordvik.example", "password1": PASSWORD}).status_code,
    ]

    assert answers == [200, 200]
    assert type(person).objects.count() == before


def test_new_password_is_mailed_to_people_and_the_answer_is_alike_for_strangers(client, person):
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in ("kari@nordvik.example", "ingen@nordvik.example")
    ]

    assert len({(answer.status_code, answer.url) for answer in answers}) == 1
    assert [message.to for message in mail.outbox] == [
        ["kari@nordvik.example"],
        ["ingen@nordvik.example"],
    ]
    assert ["/password/reset/key/" in message.body for message in mail.outbox] == [True, False]


def test_inactive_person_gets_no_link(client, person):
    type(person).objects.update(is_active=False)

    client.post(reverse("account_reset_password"), {"email": person.email})

    assert "/password/reset/key/" not in mail.outbox[0].body


def test_confirmed_address_is_the_only_one_that_signs_in(client, person, make_person):
    sign_in(client)
    edit_person(
        person,
        by=make_person(Role.LEADER),
        seen=newest_version(person),
        changes={"email": "k@nordvik.example"},
    )
    emails = ("k@nordvik.example", "kari@nordvik.example")
    before = [sign_in(Client(), email=email).status_code for email in emails]
    sign_in(client)
    client.post(urlsplit(link_of(person)).path)

    old, new = Client(), Client()
    sign_in(old)
    sign_in(new, email="k@nordvik.example")

    assert before == [200, 302]
    assert [b.get(reverse("account")).status_code for b in (old, new)] == [302, 200]
    assert EmailAddress.objects.count() == 0  # allauth keeps no addresses of its own


def test_sign_in_is_remembered_as_the_last_one(client, person):
    before = timezone.now()

    sign_in(client)

    person.refresh_from_db()
    assert before <= person.last_login <= timezone.now()
