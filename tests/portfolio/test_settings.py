import os
import re
import runpy
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
OWN = {
    *("DJANGO_DEBUG", "SLIK_DEMO", "BEHIND_PROXY", "LOGIN_RATE", "EMAIL_HOST", "SESSION_HOURS"),
    *("SECURITY_CONTACT", "EMAIL_FROM"),
    "DJANGO_ALLOW_ASYNC_UNSAFE",  # of the browser tests, which may run before in this process
}
PRODUCTION = {
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "slik.example.no",
    "BASE_URL": "https://slik.example.no",
    "DATABASE_URL": "postgres://slik:secret@db.example.no/slik",
}


@pytest.fixture
def start(monkeypatch):
    """Read the settings with this environment and nothing else of ours."""

    def read(**changes):
        for name in {*OWN, *PRODUCTION, *changes}:
            monkeypatch.delenv(name, raising=False)
        for name, value in (PRODUCTION | changes).items():
            if value is not None:
                monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "portfolio" / "settings.py"))

    return read


def test_production_settings_start_and_are_safe(start):
    settings = start()

    assert settings["DEBUG"] is False
    assert settings["DEMO"] is False
    assert settings["ALLOWED_HOSTS"] == ["slik.example.no"]
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert settings["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
    assert settings["SECURE_HSTS_SECONDS"] == 31_536_000
    assert settings["EMBEDDED_POSTGRES"] is None
    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.dummy.EmailBackend"
    assert start(EMAIL_HOST="smtp.example.no")["EMAIL_BACKEND"].endswith("smtp.EmailBackend")


@pytest.mark.parametrize("name", PRODUCTION)
@pytest.mark.parametrize("value", [None, ""])
def test_missing_production_setting_stops_the_start_and_is_named(start, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"Set {name}"):
        start(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "development-only-" + "0" * 48),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "slik.example.no,*"),
        ("BASE_URL", "slik.example.no"),
        ("DATABASE_URL", "sqlite:///db.sqlite3"),
        ("DATABASE_POOL", "many"),
        ("DATABASE_POOL", "0"),
        ("PORT", "http"),
        ("WORKERS", "many"),
        ("WORKERS", "0"),
        ("DJANGO_DEBUG", "1"),
        ("SLIK_DEMO", "True"),
        ("BEHIND_PROXY", "yes"),
        ("SESSION_HOURS", "-1"),
        ("UPLOAD_LIMIT_MB", "20 MB"),
        ("EMAIL_PORT", "smtp"),
        ("EMAIL_TLS", "1"),
        ("SECURITY_CONTACT", "sikkerhet@nordvik.example"),
        ("LOGIN_RATE", "often"),
        ("LOGIN_FAILED_RATE", "5/5m/key,"),
    ],
)
def test_unsafe_or_malformed_setting_stops_the_start_and_is_named(start, name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        start(**{name: value})


def test_demonstration_is_development_that_shows_its_own_pages(start):
    development, demo = (start(DJANGO_DEBUG="True", SLIK_DEMO=value) for value in (None, "True"))

    assert [settings["DEBUG"] for settings in (development, demo)] == [True, False]
    assert demo["STORAGES"] == development["STORAGES"]


def test_rates_are_read_as_they_are_written(start):
    settings = start(LOGIN_RATE="5/s/ip,100/2h")

    assert settings["ACCOUNT_RATE_LIMITS"]["login"] == "5/s/ip,100/2h"


def test_closed_network_without_https_is_a_choice_of_its_address(start):
    settings = start(BASE_URL="http://slik.local/")

    assert settings["BASE_URL"] == "http://slik.local"
    assert settings["SESSION_COOKIE_SECURE"] is False
    assert settings["SECURE_HSTS_SECONDS"] == 0
    assert "SESSION_COOKIE_NAME" not in settings  # its prefix is for https only


def test_command_line_says_what_is_missing_without_a_traceback():
    env = {name: value for name, value in os.environ.items() if name not in OWN}
    env = env | PRODUCTION | {"SECRET_KEY": ""}

    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert done.stderr == "Slik does not start: Set SECRET_KEY: see docs/operations.md.\n"


def test_deployment_check_finds_nothing_in_production_settings():
    env = {name: value for name, value in os.environ.items() if name not in OWN} | PRODUCTION
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)

    assert done.stderr == ""
    assert done.returncode == 0


def test_operations_page_tells_of_every_setting():
    read = re.compile(r'(?:flag|number|rate|required|environ\.get)\(\s*"([A-Z_]+)"')
    names = {
        name
        for path in (
            "portfolio/settings.py",
            "portfolio/database/embedded_server.py",
            "gunicorn.conf.py",
        )
        for name in read.findall((ROOT / path).read_text(encoding="utf-8"))
    }
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    told = {
        name
        for row in re.findall(r"^\|(.+?)\|", page, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }

    assert told == names
