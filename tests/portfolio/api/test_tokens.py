from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.access.roles import Role
from accounts.access.token_format import digest_of, new_secret
from accounts.actions.tokens import make_token, revoke_token
from accounts.errors import Invalid, NotAllowed
from accounts.models import ApiToken, Scope


def ask(client, secret, path="cases/"):
    return client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}"})


def make(person, **changed):
    given = {"name": "Test", "scopes": [Scope.READ], "days": 30, "by": None} | changed
    return make_token(user=person, **given)


def test_command_prints_the_token_and_nothing_else(client, make_person, municipality):
    person, out = make_person(Role.COUNCIL), StringIO()

    call_command(
        "issue_token",
        email=person.email,
        municipality=municipality.number,
        scope="read",
        days=30,
        stdout=out,
    )

    (line,) = out.getvalue().splitlines()
    assert ask(client, line).status_code == 200


def test_command_finds_nobody_in_another_municipality(make_person):
    with pytest.raises(CommandError):
        call_command(
            "issue_token",
            email=make_person(Role.COUNCIL).email,
            municipality="0301",
            scope="read",
            days=30,
        )


def test_secret_is_not_kept(make_person):
    token, secret = make(make_person(Role.READER))

    kept = str(ApiToken.objects.values().get(pk=token.pk))
    assert secret not in kept
    assert secret.startswith(token.prefix)


@pytest.mark.parametrize("fate", ["revoked", "expired", "inactive", "unknown", "malformed"])
def test_token_out_of_force_gets_the_same_401(client, make_person, fate):
    person = make_person(Role.LEADER)
    token, secret = make(person)
    if fate == "revoked":
        revoke_token(token, by=person)
    elif fate == "expired":
        secret, made_at = new_secret(), timezone.now() - timedelta(days=40)
        ApiToken.objects.create(
            user=person,
            name="Gammel",
            prefix=secret[:12],
            digest=digest_of(secret),
            scopes=["read"],
            created_at=made_at,
            expires_at=made_at + timedelta(days=39),
        )
    elif fate == "inactive":
        person.is_active = False
        person.save(update_fields=["is_active"])
    else:
        secret = new_secret() if fate == "unknown" else "slik_" + "x" * 40

    answer = ask(client, secret)

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["detail"] == ask(client, new_secret()).json()["detail"]


def test_token_cannot_be_prolonged(make_person):
    token, _secret = make(make_person(Role.READER))

    with pytest.raises(DatabaseError), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(expires_at=Now() + timedelta(days=100))


def test_role_that_has_ended_gives_nothing(client, make_person, make_case):
    make_case()
    person = make_person(Role.READER)
    _token, secret = make(person)
    assert ask(client, secret).json()["count"] == 1

    person.role_grants.update(valid_to=Now())

    assert ask(client, secret).json()["count"] == 0


def test_token_in_the_address_is_refused_and_not_repeated(client, make_person):
    _token, secret = make(make_person(Role.LEADER))

    anonymous = client.get("/api/v1/cases/", {"token": secret})
    signed_in = client.get(
        "/api/v1/cases/", {"token": secret}, headers={"Authorization": f"Bearer {secret}"}
    )

    assert (anonymous.status_code, signed_in.status_code) == (401, 400)
    assert secret not in anonymous.content.decode() + signed_in.content.decode()


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer a b", "Basic abc", "Bearer \u00e6", "Token x", "Bearer " + "x" * 9000],
)
def test_odd_authorization_header_is_401(client, db, header):
    answer = client.get("/api/v1/cases/", headers={"Authorization": header})

    assert answer.status_code == 401


@pytest.mark.parametrize(("days", "field"), [(0, "days"), (366, "days"), (-1, "days")])
def test_token_lasts_from_one_day_to_a_year(make_person, days, field):
    with pytest.raises(Invalid) as refused:
        make(make_person(Role.READER), days=days)

    assert refused.value.field == field


def test_only_the_administrator_makes_and_revokes_tokens_for_others(make_person):
    reader, other = make_person(Role.READER), make_person(Role.READER)
    administrator = make_person(Role.ADMINISTRATOR)

    with pytest.raises(NotAllowed):
        make(other, by=reader)
    token, _secret = make(other, by=administrator)
    with pytest.raises(NotAllowed):
        revoke_token(token, by=reader)

    assert revoke_token(token, by=administrator).revoked_at is not None


def test_use_is_written_down_at_most_every_five_minutes(
    client, make_person, django_assert_num_queries
):
    token, secret = make(make_person(Role.READER))
    ask(client, secret)
    token.refresh_from_db()
    first = token.last_used_at

    ask(client, secret)

    token.refresh_from_db()
    assert first is not None
    assert token.last_used_at == first


def test_too_many_requests_are_told_when_to_come_back(client, make_person, settings):
    settings.API_REQUESTS_PER_MINUTE = 2
    _token, secret = make(make_person(Role.READER))

    answers = [ask(client, secret, "auth/check/") for _ in range(8)]

    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 8 - 2 * 2  # at most two a minute, and the minute may end meanwhile
    assert 1 <= int(refused[-1].headers["Retry-After"]) <= 61
