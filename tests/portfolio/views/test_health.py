import pytest
from django.db import connection


def test_healthz_asks_no_database(client):
    client.cookies["sessionid"] = "of-somebody"

    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_readyz_is_ready_when_the_database_has_every_migration(client):
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_is_not_ready_while_a_migration_waits(client):
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'sessions'")

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["why"] == "1 migrations have not been run"
    assert response.headers["Retry-After"] == "5"


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_asked_with_get_only(client, address):
    assert client.post(address).status_code == 405
