"""Fixtures that make people and cases through the same actions the pages use."""

import json
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.test.signals import language_changed
from django.test.testcases import QuietWSGIRequestHandler
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.access.roles import Role
from projects.actions.states import change_state
from projects.choices.states import Health
from projects.models import StatusUpdate
from tests import databases, factories, profiles
from tools import messages

LONG = {"browser", "randomised", "exhaustive"}
QUERY_COUNTS = Path(__file__).parent / "query_counts.json"


def pytest_configure():
    """Compile the translations, and clear those that Django read during its setup."""
    messages.compile_all()
    language_changed(setting="LOCALE_PATHS")
    databases.be_patient()
    # Head and body of an answer go out one after the other; without this each waits 40 ms.
    QuietWSGIRequestHandler.disable_nagle_algorithm = True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Mark the tests of Hypothesis, and begin with the long ones: none is left for the end, when
    the other processes have nothing more to do.
    """
    for item in items:
        if item.get_closest_marker("hypothesis"):
            item.add_marker(pytest.mark.randomised)
    items.sort(key=lambda item: not LONG & {mark.name for mark in item.iter_markers()})


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    with django_db_blocker.unblock():
        name = databases.create()
        if databases.may_act_as_replica():
            TransactionTestCase._fixture_teardown = lambda _self: databases.empty()
    yield
    with django_db_blocker.unblock():
        databases.drop(name)


@pytest.fixture
def dice(request):
    """Return a random generator for a test's own data: see ``profiles``."""
    return profiles.dice(request.config.getoption("--hypothesis-seed"))


@pytest.fixture(autouse=True)
def _quick_and_plain(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MAIL_IN_BACKGROUND = False
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture(autouse=True)
def _speak_english():
    """Activate English outside requests; a page has the language of its request."""
    with translation.override("en"):
        yield


@pytest.fixture
def query_count():
    """Count the queries of a ``with`` block and compare with query_counts.json: a page that
    begins to cost more is a reviewable line there.
    """

    @contextmanager
    def count(name):
        with CaptureQueriesContext(connection) as queries:
            yield
        found, known = len(queries), json.loads(QUERY_COUNTS.read_text(encoding="utf-8"))
        listing = "\n".join(str(query["sql"]) for query in queries.captured_queries)
        assert {name: found} == {name: known.get(name)}, listing

    return count


@pytest.fixture(scope="module")
def module_transaction(django_db_setup, django_db_blocker):
    """Keep what a fixture of a file makes for all its tests, in a transaction around theirs."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def make_municipality(db):
    return factories.make_municipality


@pytest.fixture
def municipality(make_municipality):
    return make_municipality()


@pytest.fixture
def make_unit(municipality):
    def make(name="Helse", *, municipality=municipality, **fields):
        return factories.make_unit(municipality, name, **fields)

    return make


@pytest.fixture
def unit(make_unit):
    return make_unit()


@pytest.fixture
def make_person(municipality):
    def make(*roles, municipality=municipality, **fields):
        return factories.make_person(municipality, *roles, **fields)

    return make


@pytest.fixture
def leader(make_person):
    return make_person(Role.LEADER, name="Lena Leder")


@pytest.fixture
def make_case(leader, unit):
    def make(title="Trygg hjemme", *, by=leader, unit=unit, **fields):
        return factories.make_case(title, by=by, unit=unit, **fields)

    return make


@pytest.fixture
def make_report(leader):
    """Write a case's status update, as if some days ago."""

    @transaction.atomic
    def make(case, health=Health.ON_TRACK, *, days_ago=0, by=leader):
        update = StatusUpdate.objects.create(
            case=case,
            health=health,
            summary="Slik står det til",
            by=by,
            recorded_at=timezone.localtime() - timedelta(days=days_ago),
        )
        case.current_status, case.health, case.confirmed_at = update, health, update.recorded_at
        case.save(update_fields=["current_status", "health", "confirmed_at"])
        return update

    return make


@pytest.fixture
def overdue_pause(leader):
    """Pause a case and let its review date pass."""

    def pause(case, *, days_ago=1):
        today = timezone.localdate()
        change_state(
            case,
            transition="pause",
            by=leader,
            reason="Venter på vedtak",
            review_on=today + timedelta(days=7),
        )
        case.paused_until = today - timedelta(days=days_ago)
        case.save(update_fields=["paused_until"])
        return case

    return pause
