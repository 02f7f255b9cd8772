"""manage.py migrate refuses a database that the rewritten migrations did not make."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


@pytest.fixture
def earlier(db):
    MigrationRecorder(connection).record_applied("accounts", "0001_people_and_units")


def migrate():
    call_command("migrate", verbosity=0, skip_checks=False)


@pytest.mark.usefixtures("earlier")
def test_embedded_database_of_an_earlier_version_says_what_to_remove(settings, tmp_path):
    settings.EMBEDDED_POSTGRES, settings.VAR_DIR = tmp_path / "postgres-18", tmp_path

    with pytest.raises(SystemCheckError, match="made by an earlier version") as refusal:
        migrate()

    assert f"Remove {tmp_path} (make stop; rm -r {tmp_path}) and run again." in str(refusal.value)
    assert refusal.value.returncode == 1


@pytest.mark.usefixtures("earlier")
def test_other_database_of_an_earlier_version_asks_for_a_new_one(settings):
    settings.EMBEDDED_POSTGRES = None

    with pytest.raises(SystemCheckError, match="Make a new database"):
        migrate()


def test_database_of_this_version_is_migrated(db):
    migrate()
