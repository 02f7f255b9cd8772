"""What happens to people's way in is written down, logged and told."""

from urllib.parse import urlsplit

import pytest
from django.db import ProgrammingError
from django.test import Client
from django.urls import reverse

from accounts.access.roles import Role
from accounts.actions.invitations import one_time_link
from accounts.actions.people import set_active
from accounts.actions.tokens import make_token
from accounts.models import Scope, SecurityEvent

PASSWORD = "en-lang-og-god-setning"
NEW = "en-ny-og-god-setning"


@pytest.fixture
def person(make_person):
    person = make_person(Role.READER, email="kari@nordvik.example", language="nn")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def post(django_capture_on_commit_callbacks):
    """Post as a browser does, with what comes after the commit."""

    def post(browser, name, typed):
        with django_capture_on_commit_callbacks(execute=True):
            return browser.post(reverse(name), typed)

    return post


def sign_in(post, password=PASSWORD, network="192.0.2.1", login="kari@nordvik.example"):
    browser = Client(REMOTE_ADDR=network)
    post(browser, "account_login", {"login": login, "password": password})
    return browser


def events_of(person):
    return list(person.security_events.order_by("pk").values_list("kind", "network"))


def test_sign_in_and_failure_are_events_with_account_and_network(person, post, caplog):
    sign_in(post)
    sign_in(post, password="feil-passord-her", network="2001:db8:1:2:3::4")
    sign_in(post, login="ingen@nordvik.example")

    assert events_of(person) == [
        ("signed_in", "192.0.2.1"),
        ("sign_in_failed", "2001:db8:1:2::/64"),
    ]
    assert SecurityEvent.objects.get(user=None).kind == "sign_in_failed"
    logged = [record.msg for record in caplog.records if "security_event" in str(record.msg)]
    assert [(line["person_id"], line["network"]) for line in logged] == [
        (person.pk, "192.0.2.1"),
        (person.pk, "2001:db8:1:2::/64"),
        (None, "192.0.2.1"),
    ]
    assert "feil-passord-her" not in caplog.text
    assert "ingen@nordvik.example" not in caplog.text


def test_person_is_told_of_a_sign_in_from_a_new_network(person, post, mailoutbox):
    for network in ("192.0.2.1", "192.0.2.1", "198.51.100.7", "198.51.100.7"):
        sign_in(post, network=network)

    (message,) = mailoutbox
    assert message.to == [person.email]
    assert "198.51.100.7" in message.body
    assert "Hei" in message.body


def test_person_is_told_once_of_many_wrong_passwords(person, post, mailoutbox):
    for number in range(9):
        sign_in(post, password="feil-passord-her", network=f"192.0.2.{number}")

    assert [message.to for message in mailoutbox] == [[person.email]]


@pytest.mark.parametrize("ends", [True, False])
def test_tokens_are_asked_about_when_the_password_changes(person, post, mailoutbox, ends):
    token, _secret = make_token(user=person, by=person, name="Test", scopes=[Scope.READ], days=9)
    browser = sign_in(post)
    mailoutbox.clear()
    form = browser.get(reverse("account_change_password")).context["form"]
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}

    post(browser, "account_change_password", typed | ({"ends_tokens": "on"} if ends else {}))

    token.refresh_from_db()
    assert form["ends_tokens"].value() is True
    assert (token.revoked_at is not None) is ends
    kinds = [kind for kind, _network in events_of(person)]
    assert kinds == ["token_made", "signed_in", "password_changed"] + ["token_revoked"] * ends
    assert [message.to for message in mailoutbox] == [[person.email]] * (1 + ends)
    assert browser.get(reverse("account")).status_code == 200


def test_tokens_are_asked_about_when_a_link_is_used(person, make_person, post):
    make_token(user=person, by=person, name="Test", scopes=[Scope.READ], days=9)
    link = one_time_link(person, by=make_person(Role.LEADER))

    page = Client().get(urlsplit(link).path, follow=True)

    assert "ends_tokens" in page.context["form"].fields


def test_first_use_of_a_token_is_told_once(
    person, client, mailoutbox, django_capture_on_commit_callbacks
):
    _token, secret = make_token(user=person, by=person, name="Test", scopes=[Scope.READ], days=9)
    bearer = {"Authorization": f"Bearer {secret}"}

    with django_capture_on_commit_callbacks(execute=True):
        for _n in range(2):
            client.get("/api/v1/auth/check/", headers=bearer)

    assert [kind for kind, _network in events_of(person)] == ["token_made", "token_used"]
    assert [message.to for message in mailoutbox] == [[person.email]]


def test_events_stand_on_the_persons_page_and_on_their_own(person, make_person, post):
    browser, leader = sign_in(post), Client()
    leader.force_login(make_person(Role.LEADER))
    council = make_person(Role.COUNCIL)

    own = browser.get(reverse("account")).content.decode()
    page = leader.get(reverse("person", args=[person.pk])).content.decode()
    colleague = Client()
    colleague.force_login(council)

    assert ["192.0.2.1" in text for text in (own, page)] == [True, True]
    assert colleague.get(reverse("person", args=[person.pk])).status_code == 403


def test_event_is_never_changed(person, post):
    sign_in(post)

    with pytest.raises(ProgrammingError, match="Cannot update"):
        SecurityEvent.objects.update(network="")


def test_stopped_sign_in_brings_no_session_back(person, make_person, post):
    browser, admin = sign_in(post), make_person(Role.ADMINISTRATOR)

    for active in (False, True):
        set_active(person, by=admin, active=active)

    assert browser.get(reverse("account")).status_code == 302


def test_mail_server_that_is_away_stops_nothing(person, post, settings):
    settings.EMAIL_BACKEND = "tests.accounts.actions.test_invitations.Refusing"
    settings.EMAIL_HOST = "mail.nordvik.example"
    for network in ("192.0.2.1", "198.51.100.7"):
        browser = sign_in(post, network=network)
    post(browser, "account_reauthenticate", {"password": PASSWORD})
    acts = {
        "address": {"email": "ny@nordvik.example"},
        "tokens": {"name": "Rapport", "user": person.pk, "scopes": "read", "days": 9},
        "account_change_password": {
            "oldpassword": PASSWORD,
            "password1": NEW,
            "password2": NEW,
            "ends_tokens": "on",
        },
        "account_reset_password": {"email": person.email},
    }

    codes = {name: post(browser, name, typed).status_code for name, typed in acts.items()}

    assert codes == {"address": 302, "tokens": 200} | dict.fromkeys(list(acts)[2:], 302)


def test_mail_of_a_slow_server_delays_no_page(person, post, settings, mailoutbox):
    settings.MAIL_IN_BACKGROUND = True

    browser = Client()
    answer = post(browser, "account_reset_password", {"email": person.email})

    assert answer.status_code == 302
