"""Nordvik, loaded once for the tests of a file."""

import pytest
from django.db import connection, transaction
from django.test import override_settings

from portfolio.demo.loading import load


@pytest.fixture(scope="module")
def nordvik(django_db_setup, django_db_blocker):
    """Load the demo once for the tests of this file, in a transaction around theirs."""
    quick = override_settings(
        DEMO=True, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
    )
    with django_db_blocker.unblock(), quick, transaction.atomic():
        load()
        with connection.cursor() as cursor:  # the rules that wait for the end of the transaction
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
        transaction.set_rollback(True)
