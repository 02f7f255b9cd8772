"""Fixtures that make people and cases through the same actions the pages use."""

import itertools
import json
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models.functions import Now
from django.test import TransactionTestCase
from django.test.signals import language_changed
from django.test.testcases import QuietWSGIRequestHandler
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.access.roles import CaseRole, Role
from accounts.models import County, Municipality, RoleGrant, Unit, User
from projects.actions.cases import (
    open_case,
    open_historic_case,
    set_visibility,
)
from projects.actions.people import assign
from projects.actions.states import change_state
from projects.choices.phases import ORDER, Phase
from projects.choices.states import Health, State, Visibility
from projects.models import StatusUpdate
from tests import databases, profiles
from tools import messages

_numbers = itertools.count(1)
LONG = {"browser", "randomised"}
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


@pytest.fixture
def make_municipality(db):
    def make(number="9901", name="Nordvik", **fields):
        county, _ = County.objects.get_or_create(number="99", defaults={"name": "Oppdiktet"})
        return Municipality.objects.create(number=number, name=name, county=county, **fields)

    return make


@pytest.fixture
def municipality(make_municipality):
    return make_municipality()


@pytest.fixture
def make_unit(municipality):
    def make(name="Helse", *, parent=None, municipality=municipality, **fields):
        fields.setdefault("code", f"made-{next(_numbers)}")
        return Unit.objects.create(municipality=municipality, name=name, parent=parent, **fields)

    return make


@pytest.fixture
def unit(make_unit):
    return make_unit()


@pytest.fixture
def make_person(municipality):
    """Make a person with municipal roles in force."""

    def make(*roles, name=None, municipality=municipality, **fields):
        number = next(_numbers)
        person = User(
            municipality=municipality,
            name=name or f"Person {number}",
            email=fields.pop("email", f"person{number}@nordvik.example"),
            **fields,
        )
        person.set_unusable_password()
        person.save()
        for role in roles:
            RoleGrant.objects.create(user=person, role=role, valid_from=Now())
        return person

    return make


@pytest.fixture
def leader(make_person):
    return make_person(Role.LEADER, name="Lena Leder")


@pytest.fixture
def make_case(leader, unit, make_person):
    """Make a case as the leader; ``people`` maps case roles to people.

    A later ``phase`` is its phase when it was registered, ``since`` a day; owner and lead
    are then made up if missing.
    """

    def make(
        title="Trygg hjemme",
        *,
        people=None,
        phase=Phase.WHAT,
        since=None,
        state=State.ACTIVE,
        visibility=Visibility.INTERNAL,
        by=leader,
        **fields,
    ):
        defaults = {"title": title, "unit": unit, "contact": by, "language": "nb"}
        is_historic = phase != Phase.WHAT
        if is_historic:
            case = open_historic_case(
                by=by, fields=defaults | fields, phase=phase, reason="Kom hit før", since=since
            )
        else:
            case = open_case(by=by, fields=defaults | fields)
        people = dict(people or {})
        if ORDER.index(phase) >= ORDER.index(Phase.SYSTEM):
            for role in (CaseRole.OWNER, CaseRole.LEAD):
                people.setdefault(role, make_person(Role.READER))
        for role, person in people.items():
            assign(case, user=person, role=role, by=by)
            person.__dict__.pop("held_roles", None)
        if visibility != Visibility.INTERNAL:
            shown = visibility in {Visibility.COUNCIL, Visibility.PUBLIC}
            set_visibility(
                case,
                by=by,
                seen_version=case.version,
                visibility=visibility,
                legal_basis="offl-13-1" if visibility == Visibility.RESTRICTED else "",
                public_title=(fields.get("public_title") or f"{title} (åpen)") if shown else None,
            )
        if state != State.DRAFT and not is_historic:
            change_state(case, transition="start", by=by)
        return case

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
