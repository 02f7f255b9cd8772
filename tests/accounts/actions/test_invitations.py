"""Invitations and one-time links."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse

from accounts.access.roles import CaseRole, Role
from accounts.actions.invitations import one_time_link, send_invitation
from accounts.actions.roles import grant_role
from accounts.database.row_versions import newest_version
from accounts.errors import NotAllowed
from accounts.models import User

NEW = "en-lang-og-god-setning"


class Refusing(BaseEmailBackend):
    """A mail server that is away."""

    def send_messages(self, email_messages):  # noqa: ARG002 - as Django calls it
        raise ConnectionRefusedError("nobody listens")


def typed(**changes):
    person = {"name": "Kari Voll", "email": "kari@nordvik.example", "unit": "", "language": ""}
    return person | {"role": "reader"} | changes


def link_in(text):
    return re.search(r"https?://\S+", text)[0]


def choose_password(link, password=NEW):
    """Follow the link in a browser of one's own and choose a password."""
    browser = Client()
    page = browser.get(urlsplit(link).path, follow=True)
    assert page.status_code == 200
    fields = dict.fromkeys(("password1", "password2"), password)
    return browser.post(page.redirect_chain[-1][0] if page.redirect_chain else link, fields)


def can_sign_in(email, password=NEW):
    answer = Client().post(reverse("account_login"), {"login": email, "password": password})
    return answer.status_code == 302


def test_person_added_is_invited_by_mail_and_chooses_a_password(as_admin, mail_server, settings):
    settings.BASE_URL = "https://slik.nordvik.example"

    as_admin.post(reverse("person_new"), typed())
    (invitation,) = mail.outbox
    link = link_in(invitation.body)
    choose_password(link)

    assert invitation.to == ["kari@nordvik.example"]
    assert link.startswith("https://slik.nordvik.example/accounts/password/reset/key/")
    assert can_sign_in("kari@nordvik.example")


def test_link_works_once(as_admin, mail_server):
    as_admin.post(reverse("person_new"), typed())
    link = link_in(mail.outbox[0].body)
    choose_password(link)

    choose_password(link, "en-helt-annen-setning")

    assert can_sign_in("kari@nordvik.example")
    assert not can_sign_in("kari@nordvik.example", "en-helt-annen-setning")


@pytest.mark.parametrize(
    ("own", "chosen", "words"),
    [
        ("", "nb", "Åpne denne lenken"),
        ("", "nn", "Opne denne lenkja"),
        ("en", "nb", "Open this link"),
        ("nn", "nb", "Opne denne lenkja"),
    ],
)
def test_invitation_speaks_the_persons_language(as_admin, admin, mail_server, own, chosen, words):
    admin.municipality.language = chosen
    admin.municipality.save()

    as_admin.post(reverse("person_new"), typed(language=own))

    assert words in mail.outbox[0].body


def test_name_of_the_municipality_makes_no_new_header(as_admin, admin, mail_server):
    type(admin.municipality).objects.update(name="Nordvik\nBcc: ond@vond.example")

    as_admin.post(reverse("person_new"), typed())

    assert mail.outbox[0].recipients() == ["kari@nordvik.example"]
    assert "\n" not in mail.outbox[0].subject


def test_without_a_mail_server_the_administrator_is_told_and_hands_over_a_link(as_admin):
    page = as_admin.post(reverse("person_new"), typed(), follow=True)
    person = User.objects.get(email="kari@nordvik.example")

    shown = as_admin.post(reverse("person_link", args=[person.pk]))
    choose_password(shown.context["link"])

    assert len(mail.outbox) == 0
    assert [message.level_tag for message in page.context["messages"]] == ["warning"]
    assert can_sign_in(person.email)


def test_mail_server_that_is_away_loses_nobody(as_admin, mail_server, settings):
    settings.EMAIL_BACKEND = "tests.accounts.actions.test_invitations.Refusing"

    page = as_admin.post(reverse("person_new"), typed(), follow=True)

    assert User.objects.filter(email="kari@nordvik.example").count() == 1
    assert [message.level_tag for message in page.context["messages"]] == ["warning"]


def test_refused_person_gets_no_mail(as_admin, mail_server):
    as_admin.post(reverse("person_new"), typed(name=""))

    assert mail.outbox == []


def test_invitation_is_sent_again_to_who_has_no_password(as_admin, mail_server, make_person):
    person = make_person(email="kari@nordvik.example")

    as_admin.post(reverse("person_invite", args=[person.pk]))

    assert [message.to for message in mail.outbox] == [["kari@nordvik.example"]]


def test_link_is_neither_kept_nor_logged(as_admin, make_person, caplog):
    person = make_person()

    page = as_admin.post(reverse("person_link", args=[person.pk]))

    key = page.context["link"].rstrip("/").rsplit("-", 1)[1]
    assert key not in caplog.text
    assert "one_time_link_made" in caplog.text
    assert key not in as_admin.get(reverse("person", args=[person.pk])).content.decode()
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("by", "person", "has_password", "active", "may"),
    [
        (Role.ADMINISTRATOR, Role.READER, False, True, True),
        (Role.ADMINISTRATOR, Role.LEADER, False, True, True),
        (Role.ADMINISTRATOR, Role.COUNCIL, True, True, True),
        (Role.ADMINISTRATOR, Role.READER, True, True, False),
        (Role.ADMINISTRATOR, Role.LEADER, True, True, False),
        (Role.ADMINISTRATOR, Role.READER, False, False, False),
        (Role.LEADER, Role.READER, False, True, True),
        (Role.LEADER, Role.READER, True, True, True),
        (Role.LEADER, Role.ADMINISTRATOR, False, True, False),
        (Role.READER, Role.READER, False, True, False),
    ],
)
def test_link_is_made_by_whoever_may_let_the_person_in(
    make_person, browser_of, by, person, has_password, active, may
):
    invited = make_person(person, is_active=active)
    if has_password:
        invited.set_password(NEW)
        invited.save()
    author = make_person(by)

    answer = browser_of(author).post(reverse("person_link", args=[invited.pk]))

    assert answer.status_code == (200 if may else 403)
    if not may:
        for act in (one_time_link, send_invitation):
            with pytest.raises(NotAllowed):
                act(invited, by=author)


def test_newer_invitation_ends_the_older_one(as_admin, mail_server):
    as_admin.post(reverse("person_new"), typed())
    as_admin.post(reverse("person_invite", args=[User.objects.get(name="Kari Voll").pk]))
    older, newer = (link_in(message.body) for message in mail.outbox)

    page = Client().get(urlsplit(older).path, follow=True)
    choose_password(newer)

    assert page.context["token_fail"] is True
    assert can_sign_in("kari@nordvik.example")


def test_newcomer_is_not_mailed_without_end(as_admin, mail_server, make_person):
    person = make_person()

    for _n in range(12):
        page = as_admin.post(reverse("person_invite", args=[person.pk]), follow=True)

    assert len(mail.outbox) == 10
    assert [message.level_tag for message in page.context["messages"]] == ["warning"]
    assert as_admin.post(reverse("person_link", args=[person.pk])).status_code == 422


@pytest.mark.parametrize("name", ["person_link", "person_invite"])
def test_link_is_made_by_pressing_only(as_admin, make_person, name):
    person = make_person()

    answer = as_admin.get(reverse(name, args=[person.pk]))

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        reverse("person", args=[person.pk]),
    )


def test_new_address_makes_older_links_worthless(as_admin, admin, make_person, mail_server):
    person = make_person(name="Kari Voll", email="kari@nordvik.example")
    link = one_time_link(person, by=admin)

    as_admin.post(
        reverse("person_edit", args=[person.pk]),
        typed(email="k.voll@nordvik.example", version=newest_version(person).pgh_id),
    )

    page = Client().get(urlsplit(link).path, follow=True)
    assert page.context["token_fail"] is True


@pytest.mark.parametrize("gains", ["role", "part in a case"])
def test_link_that_is_not_used_ends_when_the_person_gets_more_rights(
    as_admin, make_person, make_case, leader, gains
):
    person = make_person(Role.COUNCIL, Role.READER) if gains != "role" else make_person()
    link = one_time_link(person, by=leader)
    used = make_person()
    choose_password(one_time_link(used, by=leader))
    before = User.objects.get(pk=used.pk).access_version

    if gains == "role":
        for one in (person, used):
            grant_role(user=one, role=Role.READER, by=leader)
    else:
        grant_role(user=used, role=Role.READER, by=leader)
        make_case(people={CaseRole.MEMBER: person})
    choose_password(link)

    assert not can_sign_in(person.email)
    assert can_sign_in(used.email)
    assert User.objects.get(pk=used.pk).access_version == before
