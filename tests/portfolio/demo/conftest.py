"""Nordvik, loaded once for the tests of a file."""

import pytest
from django.db import connection
from django.test import override_settings

from portfolio.demo.loading import load


@pytest.fixture(scope="module")
def nordvik(module_transaction):
    """Load the demo once for the tests of this file."""
    quick = override_settings(
        DEMO=True, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
    )
    with quick:
        load()
        with connection.cursor() as cursor:  # the rules that wait for the end of the transaction
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
