"""Bring the fictional municipality Nordvik in, with people, cases and their history.

The rows are written as they would stand after 18 months of use, with the moments they are
said to come from. The actions are passed by: they let nobody choose when something was done.
The database's own rules are not passed by, and check every row when the transaction ends.
"""

import tomllib
from contextlib import contextmanager
from datetime import date, timedelta
from operator import attrgetter
from pathlib import Path

import pgtrigger
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone
from pghistory.models import Context

from accounts.errors import DomainError
from accounts.models import County, Language, Municipality, RoleGrant, Unit, User
from accounts.roles import Role
from portfolio.demo.clock import Clock
from portfolio.demo.people import DEMO_PASSWORD, DEMO_PEOPLE
from portfolio.demo.story import Past, Story
from projects import readiness
from projects.gates import Gate
from projects.models import (
    Assignment,
    Case,
    CaseKeyCounter,
    Comment,
    GateDecision,
    GateProposal,
    Lesson,
    Pause,
    PhaseVisit,
    StateChange,
    StatusUpdate,
    Stop,
)
from projects.states import Visibility

FILES = Path(__file__).parent
NUMBER, NAME, COLOUR = "9901", "Nordvik", "#12507b"
COUNTY = ("99", "Oppdiktet fylke")
BEGINNING = 600  # days ago: older than anything told
# The history triggers stamp the present moment; the demo writes the history rows itself.
STAMPED = [
    f"projects.{model}:{trigger}"
    for model in ("Case", "Assignment", "Lesson")
    for trigger in ("insert_insert", "update_update")
]


class DemoRefused(DomainError):
    """This is no place for demo data."""


@transaction.atomic
def load(today: date | None = None) -> bool:
    """Load Nordvik; return False when it is here already.

    Raises DemoRefused outside demo mode, and beside a municipality in use.
    """
    if not settings.DEMO:
        raise DemoRefused("Demo data is for demonstrations: start with SLIK_DEMO=True.")
    if other := Municipality.objects.in_use().exclude(number=NUMBER).first():
        raise DemoRefused(
            f"{other.name} is in use in this database: demo data does not mix with it."
        )
    municipality, is_new = _municipality()
    if not is_new:
        return False
    today = today or timezone.localdate()
    units = _units(municipality, today)
    people = _people(municipality, units, today)
    _write(_tell(municipality, units, people, today))
    return True


def read(name: str, table: str) -> list[dict]:
    """Return the tables of a file of the demo."""
    with (FILES / name).open("rb") as file:
        return tomllib.load(file)[table]


def told_cases() -> list[dict]:
    """Return the cases of all files, the one opened first first."""
    names = sorted(f"cases/{path.name}" for path in (FILES / "cases").glob("*.toml"))
    return sorted(
        (case for name in names for case in read(name, "case")), key=lambda c: -c["opened"]
    )


def _municipality():
    county, _ = County.objects.get_or_create(number=COUNTY[0], defaults={"name": COUNTY[1]})
    return Municipality.objects.get_or_create(
        number=NUMBER,
        defaults={
            "name": NAME,
            "county": county,
            "language": Language.BOKMAL,
            "colour": COLOUR,
            "opened_at": timezone.now() - timedelta(days=BEGINNING),
        },
    )


def _units(municipality, today):
    units = {}
    for told in read("units.toml", "unit"):
        closed = Clock(today, told["code"]).advance(told["closed"]) if "closed" in told else None
        units[told["code"]] = Unit.objects.create(
            municipality=municipality,
            code=told["code"],
            name=told["name"],
            parent=units.get(told.get("parent")),
            sector=told["sector"],
            closed_at=closed,
        )
    return units


def _people(municipality, units, today):
    known, known_password = {email for _, email in DEMO_PEOPLE}, make_password(DEMO_PASSWORD)
    people = {}
    for told in read("people.toml", "person"):
        person = User(
            municipality=municipality,
            email=f"{told['id']}@nordvik.example",
            name=told["name"],
            unit=units[told["unit"]] if "unit" in told else None,
            language=told.get("language", ""),
        )
        person.password = known_password if person.email in known else make_password(None)
        people[told["id"]] = person
    User.objects.bulk_create(people.values())
    RoleGrant.objects.bulk_create(
        RoleGrant(
            user=people[told["id"]],
            role=Role(role),
            valid_from=Clock(today, told["id"]).advance(BEGINNING - 1),
            valid_to=Clock(today, told["id"]).advance(told["ended"]) if "ended" in told else None,
            granted_by=None if told["id"] == "admin" else people["admin"],
        )
        for told in read("people.toml", "person")
        for role in told["roles"]
    )
    return people


def _tell(municipality, units, people, today):
    past, last_of_year = Past(), {}
    told_of_all = told_cases()
    for told, pk in zip(told_of_all, _next_ids(Case, len(told_of_all)), strict=True):
        clock = Clock(today, told["title"])
        year = clock.day(told["opened"]).year
        last_of_year[year] = last_of_year.get(year, 0) + 1
        case = Case(
            pk=pk,
            municipality=municipality,
            key=f"{NUMBER}-{year}-{last_of_year[year]:03d}",
            **_described(told, units, people, clock),
        )
        Story(told, case=case, people=people, past=past, clock=clock).tell()
    for year, last in last_of_year.items():
        CaseKeyCounter.objects.create(municipality=municipality, year=year, last=last)
    return past


def _described(told, units, people, clock):
    """The fields of the case that no event sets."""
    precision = told.get("precision", "month")
    start = clock.partial(told["opened"], precision) if told.get("events") else ""
    end = clock.partial(-told["planned_end_in"], precision) if "planned_end_in" in told else ""
    year = clock.day(told["opened"]).year
    return {
        "title": told["title"],
        "public_title": told.get("public_title", ""),
        "summary": " ".join(told["summary"].split()),
        "language": told.get("language", Language.BOKMAL),
        "unit": units[told["unit"]],
        "contact": people[told["contact"]],
        "visibility": told.get("visibility", Visibility.INTERNAL),
        "legal_basis": told.get("legal_basis", ""),
        "exempt_until": clock.day(-told["exempt_for"]) if "exempt_for" in told else None,
        "start_on": start,
        "planned_end_on": end,
        "innovation_types": told.get("types", []),
        "tags": told.get("tags", []),
        "kostra_function": told.get("kostra", ""),
        "sdgs": told.get("sdgs", []),
        "link": f"https://example.org/nordvik/{told['link']}" if "link" in told else "",
        "archive_reference": f"{year}/{told['archive']}" if "archive" in told else "",
    }


def _write(past):
    by_moment = sorted(past.statuses, key=attrgetter("recorded_at"))
    for status, pk in zip(by_moment, _next_ids(StatusUpdate, len(by_moment)), strict=True):
        status.pk = pk
    with pgtrigger.ignore(*STAMPED), _moments_as_told():
        Case.objects.bulk_create(past.cases)
        Assignment.objects.bulk_create(past.assignments)
        Lesson.objects.bulk_create(past.lessons)
        _write_history(sorted(past.snapshots, key=attrgetter("at")))
    StatusUpdate.objects.bulk_create(by_moment)
    GateProposal.objects.bulk_create(sorted(past.proposals, key=attrgetter("recorded_at")))
    for decision in past.decisions:
        decision.criteria = _criteria(decision)
    GateDecision.objects.bulk_create(sorted(past.decisions, key=attrgetter("recorded_at")))
    PhaseVisit.objects.bulk_create(sorted(past.visits, key=attrgetter("entered_at")))
    StateChange.objects.bulk_create(sorted(past.changes, key=attrgetter("recorded_at")))
    Pause.objects.bulk_create(past.pauses)
    Stop.objects.bulk_create(past.stops)
    Comment.objects.bulk_create(sorted(past.comments, key=attrgetter("recorded_at")))


def _criteria(decision):
    """How the criteria of the gate stand by what the demo tells of the case."""
    return [
        {
            "code": answer.requirement.code,
            "is_hard": answer.requirement.is_hard,
            "is_met": answer.is_met,
        }
        for answer in readiness.answers(decision.case, Gate(decision.gate))
    ]


def _write_history(snapshots):
    acts = [
        Context(created_at=s.at, updated_at=s.at, metadata={"user": s.by.pk, "channel": "page"})
        for s in snapshots
    ]
    Context.objects.bulk_create(acts)
    for model in (Case, Assignment, Lesson):
        model.pgh_event_model.objects.bulk_create(
            _history_row(model.pgh_event_model, snapshot, act)
            for snapshot, act in zip(snapshots, acts, strict=True)
            if type(snapshot.row) is model
        )


def _history_row(model, snapshot, act):
    tracked = {field.name: field.attname for field in model._meta.concrete_fields}
    values = {
        tracked[name]: getattr(value, "pk", value)
        for name, value in snapshot.values.items()
        if name in tracked
    }
    return model(
        pgh_label=snapshot.label,
        pgh_created_at=snapshot.at,
        pgh_obj_id=snapshot.row.pk,
        pgh_context_id=act.pk,
        **values | {"id": snapshot.row.pk},
    )


@contextmanager
def _moments_as_told():
    """Let rows keep the moments they carry, where a field else takes the present one."""
    models = (Case, Context, Case.pgh_event_model, Assignment.pgh_event_model)
    fields = [
        (field, name)
        for model in models
        for field in model._meta.concrete_fields
        for name in ("auto_now", "auto_now_add")
        if getattr(field, name, False)
    ]
    for field, name in fields:
        setattr(field, name, False)
    try:
        yield
    finally:
        for field, name in fields:
            setattr(field, name, True)


def _next_ids(model, count):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [pk for (pk,) in cursor]
