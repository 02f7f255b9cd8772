"""A database that cannot be migrated is refused with a sentence, before anything is run on it."""

from django.conf import settings
from django.core.checks import Error
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

# Before the first release the migrations were rewritten: no database made by the old ones is kept.
REWRITTEN = ("accounts", "0001_people_and_units")


def refuse_earlier_version(databases, **_kwargs):
    """Name what to do with a database that the old migrations made. One query, or two."""
    return [
        Error(
            "This database was made by an earlier version of Slik, whose migrations were rewritten"
            f" before the first release. {_remedy()}",
            id="portfolio.E001",
        )
        for alias in databases or ()
        if REWRITTEN in MigrationRecorder(connections[alias]).applied_migrations()
    ]


def _remedy():
    if settings.EMBEDDED_POSTGRES:
        return f"Remove {settings.VAR_DIR} (make stop; rm -r {settings.VAR_DIR}) and run again."
    return "Make a new database, name it in DATABASE_URL and run again."
