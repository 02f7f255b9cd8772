"""Every pair of roles × every act on another's account: nobody gains a right by it, and whoever
it concerns is told.
"""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.access.roles import CaseRole, Role
from accounts.database.row_versions import newest_version
from accounts.models import ApiToken, User
from tests.accounts.actions.test_invitations import Refusing

PASSWORD = "en-lang-og-god-setning"
PEOPLE = ["administrator", "leader", "reader", "council", "nobody", "owner", "stakeholder"]
ROLES = {
    **{role.value: [role] for role in Role},
    "nobody": [],
    "owner": [Role.READER],
    "stakeholder": [],
}
# Which people each actor may do an act to, when these have a password. No one else does any.
BELOW_LEADER = {"reader", "council", "nobody", "owner", "stakeholder"}
MAY = {
    ("administrator", "rename"): set(PEOPLE),
    ("administrator", "stop"): set(PEOPLE),
    ("administrator", "give_role"): set(PEOPLE),
    ("administrator", "prepare_token"): set(PEOPLE),
    ("administrator", "revoke_token"): set(PEOPLE),
    # Only those who read nothing that the administrator may not read.
    ("administrator", "change_address"): {"administrator", "council", "nobody"},
    ("administrator", "make_link"): {"administrator", "council", "nobody"},
    ("administrator", "invite"): {"administrator", "council", "nobody"},
    ("leader", "rename"): BELOW_LEADER,
    ("leader", "stop"): BELOW_LEADER,
    ("leader", "give_role"): BELOW_LEADER,
    ("leader", "change_address"): BELOW_LEADER,
    ("leader", "make_link"): BELOW_LEADER,
    ("leader", "invite"): BELOW_LEADER,
}
EVENTS = {
    "change_address": ["address_asked"],
    "make_link": ["link_made"],
    "invite": ["invited"],
    "prepare_token": ["token_offered"],
    "revoke_token": ["token_revoked"],
}
ENDS_SESSIONS = {"change_address", "make_link", "invite", "stop"}
NEW_ADDRESS = "ny@nordvik.example"


def edited(person, **changes):
    fields = {"name": person.name, "email": person.email, "unit": "", "language": ""}
    return fields | {"version": newest_version(person).pgh_id} | changes


def _new_role(person):
    return "reader" if Role.COUNCIL in person.roles else "council"


def _token(person):
    return ApiToken.objects.get(user=person, name="Eget")


ACTS = {
    "rename": lambda p: ("person_edit", [p.pk], edited(p, name="Nytt Navn")),
    "change_address": lambda p: ("person_edit", [p.pk], edited(p, email=NEW_ADDRESS)),
    "make_link": lambda p: ("person_link", [p.pk], {}),
    "invite": lambda p: ("person_invite", [p.pk], {}),
    "stop": lambda p: ("person_active", [p.pk], {"active": "no"}),
    "give_role": lambda p: ("role_give", [p.pk], {"role": _new_role(p), "since": "2031-01-01"}),
    "prepare_token": lambda p: (
        "tokens",
        [],
        {"name": "Rapport", "user": p.pk, "scopes": "read", "days": 30},
    ),
    "revoke_token": lambda p: ("token_revoke", [_token(p).pk], {}),
}


@pytest.fixture
def make(make_person, make_case):
    def make(kind):
        person = make_person(*ROLES[kind])
        person.set_password(PASSWORD)
        person.save()
        if kind in {"owner", "stakeholder"}:
            make_case(people={CaseRole(kind): person})
        return User.objects.get(pk=person.pk)

    return make


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """Run what an action does after its commit, which a test never makes."""
    return django_capture_on_commit_callbacks


@pytest.fixture
def own_token():
    def make(person):
        made, year = person.created_at, timedelta(days=365)
        ApiToken.objects.create(
            user=person,
            name="Eget",
            prefix="slik_abc",
            digest=str(person.pk).encode(),
            scopes=["read"],
            created_at=made,
            created_by=person,
            expires_at=made + year,
        )

    return make


def signed_in(person):
    """A browser in which the person signed in with their password, and confirmed it just now."""
    browser = Client()
    typed = {"login": person.email, "password": PASSWORD}
    assert browser.post(reverse("account_login"), typed).status_code == 302
    again = browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert again.status_code == 302
    return browser


def state(person):
    """What must stay when an act is refused."""
    person = User.objects.get(pk=person.pk)
    return (
        *(person.name, person.email, person.new_email, person.is_active, person.password),
        person.access_version,
        list(person.role_grants.values_list("role", "valid_from", "valid_to")),
        list(person.tokens.values_list("name", "revoked_at")),
        list(person.security_events.exclude(by=person).values_list("kind", flat=True)),
    )


@pytest.mark.parametrize("target", PEOPLE)
@pytest.mark.parametrize("actor", PEOPLE)
def test_acts_on_another_account(make, own_token, mail_server, commits, actor, target):
    by, person = make(actor), None
    actors_browser = signed_in(by)
    for act, described in ACTS.items():
        may = target in MAY.get((actor, act), set())
        if person is None or may:
            person = make(target)
            own_token(person)
            own_browser = signed_in(person)
        before, old_address = state(person), person.email
        mail.outbox.clear()
        name, arguments, typed = described(person)

        with commits(execute=True):
            answer = actors_browser.post(reverse(name, args=arguments), typed)

        if may:
            assert answer.status_code in {200, 302}
            assert state(person) != before, act
            assert_told(person, act, by=by, old_address=old_address)
            still_in = own_browser.get(reverse("account")).status_code == 200
            assert still_in is (act not in ENDS_SESSIONS), act
            assert_nothing_is_gained(actors_browser, answer, person, old_address)
            person = None
        else:
            assert state(person) == before, act
            assert [message for message in mail.outbox if person.email in message.to] == [], act


def assert_told(person, act, *, by, old_address):
    """It shows on the person's page, and the old address got one mail."""
    kinds = person.security_events.filter(by=by).values_list("kind", flat=True)
    assert list(kinds) == EVENTS.get(act, [])
    told = [message for message in mail.outbox if old_address in message.to]
    assert len(told) == (act in EVENTS), act


def assert_nothing_is_gained(browser, answer, person, old_address):
    """The actor has no secret of the person's, and only the old address signs in."""
    assert re.findall(r"slik_[\w-]{51}", answer.content.decode()) == []
    person.refresh_from_db()
    assert person.email == old_address
    for message in mail.outbox:
        if NEW_ADDRESS in message.to:  # the actor may read it: it does not let them in
            link = urlsplit(re.search(r"https?://\S+", message.body)[0]).path
            browser.post(link)
            Client().post(link)
    person.refresh_from_db()
    assert person.email == old_address


@pytest.mark.parametrize("target", PEOPLE)
@pytest.mark.parametrize("act", ["make_link", "change_address", "invite"])
def test_administrator_lets_newcomers_in_but_not_into_cases(make, mail_server, act, target):
    admin, person = signed_in(make("administrator")), make(target)
    person.set_unusable_password()
    person.save()
    before = state(person)
    name, arguments, typed = ACTS[act](person)

    admin.post(reverse(name, args=arguments), typed)

    has_case = target in {"owner", "stakeholder"}
    assert (state(person) != before) is (act == "invite" or not has_case)


def test_new_address_is_used_when_its_owner_confirms_it(make, mail_server, commits):
    leader, person = make("leader"), make("reader")
    old_address, url = person.email, reverse("person_edit", args=[person.pk])
    with commits(execute=True):
        signed_in(leader).post(url, edited(person, email=NEW_ADDRESS))
    old, new = sorted(mail.outbox[-2:], key=lambda message: message.to == [NEW_ADDRESS])
    browser = signed_in(person)

    page = browser.get(reverse("account")).content.decode()
    link = urlsplit(re.search(r"https?://\S+", new.body)[0]).path
    asked = browser.get(link)
    browser.post(link)

    person.refresh_from_db()
    assert (old.to, new.to) == ([old_address], [NEW_ADDRESS])
    assert leader.name in old.body
    assert NEW_ADDRESS in page
    assert asked.context["works"] is True
    assert (person.email, person.new_email) == (NEW_ADDRESS, "")
    assert browser.get(reverse("account")).status_code == 200
    assert browser.get(link).context["works"] is False


def test_owner_calls_a_new_address_off_and_the_link_is_dead(make, mail_server, commits):
    leader, person = make("leader"), make("reader")
    url = reverse("person_edit", args=[person.pk])
    with commits(execute=True):
        signed_in(leader).post(url, edited(person, email=NEW_ADDRESS))
    (new,) = [message for message in mail.outbox if message.to == [NEW_ADDRESS]]
    link = urlsplit(re.search(r"https?://\S+", new.body)[0]).path
    browser = signed_in(person)

    browser.post(reverse("address_keep"))

    assert browser.post(link).status_code == 422
    person.refresh_from_db()
    assert (person.email != NEW_ADDRESS, person.new_email) == (True, "")


def test_without_a_mail_server_the_link_is_handed_over(make):
    leader, person = make("leader"), make("reader")
    browser = signed_in(leader)
    browser.post(reverse("person_edit", args=[person.pk]), edited(person, email=NEW_ADDRESS))

    shown = browser.post(reverse("person_address_link", args=[person.pk]))
    own = signed_in(person)
    own.post(urlsplit(shown.context["link"]).path)

    person.refresh_from_db()
    assert person.email == NEW_ADDRESS


@pytest.mark.parametrize("mail_works", [True, False])
def test_person_changes_their_own_address(make, settings, commits, mail_works):
    settings.EMAIL_HOST = "mail.nordvik.example" if mail_works else ""
    person = make("reader")
    old_address, browser = person.email, signed_in(person)

    with commits(execute=True):
        browser.post(reverse("address"), {"email": "  NY@nordvik.example "})

    person.refresh_from_db()
    assert (person.email, person.new_email) == (
        (old_address, NEW_ADDRESS) if mail_works else (NEW_ADDRESS, "")
    )
    assert [old_address] in [message.to for message in mail.outbox]
    assert browser.get(reverse("account")).status_code == 200


@pytest.mark.parametrize("by_leader", [True, False])
def test_mail_that_does_not_reach_the_new_address_is_told_and_sent_again(
    make, mail_server, settings, by_leader
):
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{Refusing.__module__}.Refusing"
    person = make("reader")
    browser = signed_in(make("leader") if by_leader else person)

    def ask():
        if by_leader:
            url, typed = reverse("person_edit", args=[person.pk]), edited(person, email=NEW_ADDRESS)
        else:
            url, typed = reverse("address"), {"email": NEW_ADDRESS}
        page = browser.post(url, typed, follow=True)
        return {message.level_tag: str(message) for message in page.context["messages"]}

    told = ask()
    settings.EMAIL_BACKEND = works
    told_again = ask()

    person.refresh_from_db()
    assert person.new_email == NEW_ADDRESS
    assert "tok ikke imot e-posten" in told["warning"]
    assert by_leader or "success" not in told
    assert "warning" not in told_again
    assert [NEW_ADDRESS] in [message.to for message in mail.outbox]


@pytest.mark.parametrize("typed", ["kari", "opptatt@nordvik.example", ""])
def test_own_new_address_is_refused_at_its_field(make, make_person, typed):
    make_person(email="opptatt@nordvik.example")
    person = make("reader")

    answer = signed_in(person).post(reverse("address"), {"email": typed})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["email"])


PROTECTED = {
    "tokens": [],
    "address": [],
    "person_new": [],
    "role_give": ["person"],
    "role_end": ["person", "grant"],
}


@pytest.mark.parametrize("name", PROTECTED)
def test_acts_on_ways_in_ask_for_the_password_again(make, name):
    admin, person = make("administrator"), make("reader")
    places = {"person": person.pk, "grant": person.role_grants.get().pk}
    browser = Client()
    browser.post(reverse("account_login"), {"login": admin.email, "password": PASSWORD})
    url = reverse(name, args=[places[place] for place in PROTECTED[name]])

    asked = browser.get(url)
    browser.post(asked.url, {"password": "feil-passord-her"})
    refused = browser.get(url)
    back = browser.post(asked.url, {"password": PASSWORD})

    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert refused.status_code == 302
    assert (back.status_code, back.url) == (302, url)
    assert browser.get(url).status_code == 200
