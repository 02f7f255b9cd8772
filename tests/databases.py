"""A database for each test process: a copy of one that is migrated once and kept.

Nothing here has a time limit: a busy machine may be slow.
"""

import hashlib
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

ROOT = Path(__file__).resolve().parent.parent
# What a migrated database depends on: the migrations, and what they may import.
ROOMS = ("migrations", "models", "access", "choices", "text")
TEMPLATE = "slik_migrated_"
LOCK = 20_261  # one process at a time makes the template, or copies it
# After the limits of the settings, and stronger. Only the tests of durability need what is
# committed to be on disk, and they start servers of their own.
UNHURRIED = (
    " -c statement_timeout=30min -c lock_timeout=30min"
    " -c idle_in_transaction_session_timeout=30min -c synchronous_commit=off"
)
POOL_PATIENCE = 600  # seconds to wait for a connection
# Tables with rows in the template, which no test changes.
KEPT = ["django_migrations", "django_content_type", "auth_permission"]
# Truncating makes new files for every table and index, and takes most of a second. Locking waits
# for whoever still writes, as truncating does; as a replica nobody forbids to delete history.
EMPTY = """
    DO $$
    DECLARE
        tables regclass[] := array(
            SELECT oid FROM pg_class WHERE relkind = 'r'
            AND relnamespace = 'public'::regnamespace AND relname <> ALL (%s)
        );
        one regclass;
    BEGIN
        EXECUTE 'LOCK TABLE ' || array_to_string(tables, ', ');
        PERFORM set_config('session_replication_role', 'replica', true);
        FOREACH one IN ARRAY tables LOOP
            EXECUTE 'DELETE FROM ' || one;
        END LOOP;
    END $$
"""


def be_patient():
    """Remove the time limits from the connections of this process."""
    options = settings.DATABASES["default"]["OPTIONS"]
    options["options"] += UNHURRIED
    options["pool"]["timeout"] = POOL_PATIENCE


def create():
    """Make this process's database, point the connection at it, and return its name."""
    name = connection.creation._get_test_db_name()
    with _maintenance() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        template = _ensure_template(cursor)
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    _use(name)
    return name


def may_act_as_replica():
    """Whether ``empty`` may be used: a superuser may, which the embedded server's user is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        return cursor.fetchone()[0]


def empty():
    """Delete every row after a test that commits."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(EMPTY, [KEPT])


def drop(name):
    """Drop the database, closing connections of server threads and child processes."""
    _leave()
    with _maintenance() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _ensure_template(cursor):
    """Migrate a new database if the newest one is of other migrations; return its name."""
    template = TEMPLATE + _digest()
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [TEMPLATE])
    found = {name for (name,) in cursor.fetchall()}
    for outdated in found - {template}:
        cursor.execute(f'DROP DATABASE "{outdated}" WITH (FORCE)')
    if template not in found:
        unfinished = f"{TEMPLATE}unfinished"
        cursor.execute(f'CREATE DATABASE "{unfinished}"')
        _use(unfinished)
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        _leave()
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{template}"')
    return template


def _digest():
    files = [ROOT / "requirements.txt"]
    for room in ROOMS:
        files += sorted(path for path in ROOT.glob(f"*/{room}/**/*") if path.suffix != ".pyc")
    contents = b"\0".join(
        path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes()
        for path in files
        if path.is_file()
    )
    return hashlib.sha256(contents).hexdigest()[:16]


@contextmanager
def _maintenance():
    """A cursor beside the databases of the tests."""
    with connection.creation._nodb_cursor() as cursor:
        yield cursor


def _use(name):
    _leave()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


def _leave():
    connection.close()
    connection.close_pool()
