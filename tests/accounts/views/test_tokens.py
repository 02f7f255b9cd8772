import re

import pytest
from django.db import ProgrammingError

from accounts.access.roles import Role
from accounts.actions.tokens import make_token
from accounts.models import ApiToken, Scope


@pytest.fixture
def reader(make_person):
    return make_person(Role.READER)


def typed(person, **changed):
    return {"name": "Årsmelding", "user": person.pk, "scopes": "read", "days": 30} | changed


def test_token_is_shown_once_and_works(client, reader):
    client.force_login(reader)

    page = client.post("/tokens/", typed(reader)).content.decode()

    (secret,) = set(re.findall(r"slik_[\w-]{51}", page))
    assert secret not in client.get("/tokens/").content.decode()
    answer = client.get("/api/v1/auth/check/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["token"]["name"] == "Årsmelding"


def test_form_that_breaks_a_rule_makes_nothing(client, reader):
    client.force_login(reader)

    assert client.post("/tokens/", typed(reader, days=400)).status_code == 422
    assert not ApiToken.objects.exists()


def test_reader_makes_no_token_for_another(client, reader, make_person):
    client.force_login(reader)

    assert client.post("/tokens/", typed(make_person(Role.COUNCIL))).status_code == 422
    assert not ApiToken.objects.exists()


@pytest.fixture
def prepared(make_person, client):
    """A token that an administrator prepared for the leader, and the answer to it."""
    admin, leader = make_person(Role.ADMINISTRATOR), make_person(Role.LEADER)
    client.force_login(admin)
    answer = client.post("/tokens/", typed(leader))
    return admin, leader, answer


def secrets_in(answer):
    return set(re.findall(r"slik_[\w-]{51}", answer.content.decode()))


def test_token_for_another_is_collected_by_that_person_only(client, prepared):
    admin, leader, answer = prepared
    token = ApiToken.objects.get()

    by_admin = client.post(f"/tokens/{token.pk}/collect/")
    client.force_login(leader)
    page = client.get("/tokens/").content.decode()
    collected = client.post(f"/tokens/{token.pk}/collect/")
    again = client.post(f"/tokens/{token.pk}/collect/")

    assert (token.user, token.created_by, token.digest) == (leader, admin, None)
    assert [secrets_in(a) for a in (answer, by_admin, again)] == [set()] * 3
    assert (by_admin.status_code, again.status_code) == (403, 422)
    assert admin.name in page
    (secret,) = secrets_in(collected)
    told = client.get("/api/v1/auth/check/", headers={"Authorization": f"Bearer {secret}"})
    assert told.status_code == 200


def test_token_that_was_prepared_is_told_to_its_owner(
    prepared, make_person, client, django_capture_on_commit_callbacks, mailoutbox
):
    admin, _leader, _answer = prepared
    owner = make_person(Role.READER)
    client.force_login(admin)

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/tokens/", typed(owner))

    assert [(event.kind, event.by) for event in owner.security_events.all()] == [
        ("token_offered", admin)
    ]
    (message,) = mailoutbox
    assert (message.to, admin.email in message.body) == ([owner.email], True)


def test_secret_of_a_token_is_never_exchanged(reader):
    token, _secret = make_token(user=reader, by=reader, name="Test", scopes=[Scope.READ], days=9)
    token.digest = b"another"

    with pytest.raises(ProgrammingError, match="Cannot update rows from accounts_apitoken"):
        token.save(update_fields=["digest"])


def test_revoking_asks_first(client, reader):
    token, _secret = make_token(user=reader, by=reader, name="Test", scopes=[Scope.READ], days=9)
    client.force_login(reader)

    page = client.get(f"/tokens/{token.pk}/revoke/")

    token.refresh_from_db()
    assert (page.status_code, token.revoked_at) == (200, None)
    assert f'href="/tokens/{token.pk}/revoke/"' in client.get("/tokens/").content.decode()


def test_revoked_token_no_longer_works(client, reader):
    token, secret = make_token(user=reader, by=reader, name="Test", scopes=[Scope.READ], days=9)
    client.force_login(reader)

    client.post(f"/tokens/{token.pk}/revoke/")

    answer = client.get("/api/v1/auth/check/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401


def test_token_of_another_is_not_found(client, reader, make_person):
    other = make_person(Role.READER)
    token, _secret = make_token(user=other, by=other, name="Test", scopes=[Scope.READ], days=9)
    client.force_login(reader)

    assert client.post(f"/tokens/{token.pk}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
