"""Tokens, and a way to pull with them."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from accounts.access.roles import Role
from accounts.actions.tokens import make_token
from accounts.models import Scope
from projects.models import Case

ALIKE = ", ".join(
    field.column
    for field in Case._meta.concrete_fields
    if not field.generated and field.name not in {"id", "key"}
)
COPIES = f"""
    WITH made AS (
        INSERT INTO projects_case (key, {ALIKE})
        SELECT '9901-2025-' || lpad(n::text, 4, '0'), {ALIKE}
        FROM projects_case, generate_series(2, %s) n RETURNING id, created_by_id
    )
    INSERT INTO projects_statechange (case_id, origin, target, changed_on, by_id, reason, lesson)
    SELECT id, '', 'draft', current_date, created_by_id, '', '' FROM made
"""  # noqa: S608 - our own text


@pytest.fixture
def token_for():
    """Make a token of a person and return its secret."""

    def make(person, *, scope=Scope.READ, days=30):
        _token, secret = make_token(user=person, by=None, name="Test", scopes=[scope], days=days)
        return secret

    return make


@pytest.fixture
def pull_as(token_for):
    """Make a function that asks the API with a token of the person."""

    def make(person, *, scope=Scope.READ):
        client, bearer = Client(), f"Bearer {token_for(person, scope=scope)}"

        def pull(path, data=None, *, method="get", **headers):
            headers = {"Authorization": bearer, **headers}
            if headers.get("If-Match") == "*":
                headers.setdefault("Idempotency-Key", str(uuid4()))
            if method == "get":
                return client.get(f"/api/v1/{path}", data, headers=headers)
            return client.post(
                f"/api/v1/{path}", data, content_type="application/json", headers=headers
            )

        return pull

    return make


@pytest.fixture
def pull(pull_as, leader):
    """Ask the API as the innovation leader."""
    return pull_as(leader)


@pytest.fixture
def council_pull(pull_as, make_person):
    """Ask the API as the council."""
    return pull_as(make_person(Role.COUNCIL))


@pytest.fixture
def make_many_cases(make_case):
    """Make a number of drafts at once, each like the first."""

    def make(number):
        make_case(state="draft")
        with connection.cursor() as cursor:
            cursor.execute(COPIES, [number])

    return make


def body_of(response):
    """The whole body, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content
