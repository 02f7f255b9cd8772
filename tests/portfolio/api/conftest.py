"""Tokens, and a way to pull with them."""

import pytest
from django.test import Client

from accounts.actions.tokens import make_token
from accounts.models import Scope
from accounts.roles import Role


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


def body_of(response):
    """The whole body, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content
