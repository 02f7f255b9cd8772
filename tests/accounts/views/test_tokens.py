import re

import pytest

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
