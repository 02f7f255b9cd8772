"""A published field of a case, added as CONTRIBUTING.md says, is published everywhere."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("accounts", "projects", "portfolio", "bench", "templates")
# file -> the text to replace, and the text with the new field
PATH_OF_A_FIELD = {
    "projects/models/case.py": (
        "    version = models.PositiveIntegerField",
        (
            '    motto = models.CharField(_("motto"), max_length=80, blank=True)\n'
            "    version = models.PositiveIntegerField"
        ),
    ),
    "projects/access/field_register.py": (
        "created_at lexemes_open",
        "created_at lexemes_open motto",
    ),
    "projects/actions/cases.py": ("EDITABLE = (", 'EDITABLE = (\n    "motto",'),
    "portfolio/api/lists/cases.py": ("METHOD_FIELDS = (", 'METHOD_FIELDS = (\n    "motto",'),
}


@pytest.fixture
def copy(tmp_path):
    """The sources with a field more."""
    for folder in SOURCES:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    for name, (found, added) in PATH_OF_A_FIELD.items():
        path = tmp_path / name
        text = path.read_text(encoding="utf-8")
        assert text.count(found) == 1, name
        path.write_text(text.replace(found, added), encoding="utf-8")
    return tmp_path


@pytest.fixture
def database(transactional_db):
    """The address of a copy of the empty test database."""
    ours = connection.settings_dict["NAME"]
    name = f"{ours}_field"
    connection.close()
    connection.close_pool()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # a busy machine copies slowly
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [ours]
        )
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{ours}"')
    yield address_of(connection.settings_dict | {"NAME": name})
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def address_of(settings):
    """A database as DATABASE_URL names it."""
    names = {"USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    query = {names[key]: settings[key] for key in names if settings.get(key)}
    return f"postgres:///{quote(settings['NAME'])}?{urlencode(query)}"


def test_new_published_field_is_known_everywhere(copy, database):
    done = subprocess.run(
        [sys.executable, ROOT / "tests" / "new_field.py"],
        cwd=copy,
        env=os.environ
        | {"DATABASE_URL": database, "DJANGO_DEBUG": "True", "SLIK_VAR": str(copy)}
        | {"DJANGO_SETTINGS_MODULE": "portfolio.settings"},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "filled by bench/load.py": [None, None],
        "asked again": [304, 200],
        "revision moved": True,
        "tag of the case moved": True,
        "list": ["Tryggere for hver natt"],
        "case": "Tryggere for hver natt",
        "file": [True, True],
        "version": "Tryggere for hver natt",
        "history": True,
    }
