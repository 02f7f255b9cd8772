"""Load the fictional municipality Nordvik, with people, cases and their history.

The rows are written as they would be after 18 months of use, with moments in the past. The
actions are not used: they let nobody choose when something was done. The database's own rules
apply, and check every row when the transaction ends.
"""

import random
import tomllib
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.access.roles import Role
from accounts.errors import DomainError
from accounts.models import County, Language, Municipality, RoleGrant, Unit, User
from portfolio.demo.bulk_insert import insert_all
from portfolio.demo.case_events import content_of, with_all_events
from portfolio.demo.case_writer import CaseWriter, with_confirmations
from portfolio.demo.clock import Clock
from portfolio.demo.people import DEMO_PASSWORD, DEMO_PEOPLE
from portfolio.demo.row_writer import DemoRows
from projects.choices.case_key import NUMBERS, case_key
from projects.choices.states import Visibility
from projects.models import Case

FILES = Path(__file__).parent
NUMBER, NAME, COLOUR = "9901", "Nordvik", "#12507b"
COUNTY = ("99", "Oppdiktet fylke")
OPENED_DAYS_AGO = 600  # days ago: older than any event


class DemoRefused(DomainError):
    """Demo data may not be loaded here."""


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
    demo_rows = build_rows(municipality, units, people, today)
    insert_all(demo_rows)
    _end_roles(people, today)
    return True


def read_tables(name: str, table: str) -> list[dict]:
    """Return the tables of a file of the demo."""
    with (FILES / name).open("rb") as file:
        return tomllib.load(file)[table]


def read_cases() -> list[dict]:
    """Return the cases of all files, the one opened first first."""
    themes = sorted(path.stem for path in (FILES / "cases").glob("*.toml"))
    case_spec = [
        case | {"theme": name}
        for name in themes
        for case in read_tables(f"cases/{name}.toml", "case")
    ]
    return sorted(case_spec, key=lambda case: -case["opened"])


def _municipality():
    county, _ = County.objects.get_or_create(number=COUNTY[0], defaults={"name": COUNTY[1]})
    return Municipality.objects.get_or_create(
        number=NUMBER,
        defaults={
            "name": NAME,
            "county": county,
            "language": Language.BOKMAL,
            "colour": COLOUR,
            "opened_at": timezone.now() - timedelta(days=OPENED_DAYS_AGO),
        },
    )


def _units(municipality, today):
    units = {}
    for row in read_tables("units.toml", "unit"):
        closed = Clock(today, row["code"]).advance(row["closed"]) if "closed" in row else None
        units[row["code"]] = Unit.objects.create(
            municipality=municipality,
            code=row["code"],
            name=row["name"],
            parent=units.get(row.get("parent")),
            sector=row["sector"],
            closed_at=closed,
        )
    return units


def _people(municipality, units, today):
    demo_emails, demo_password_hash = (
        {email for _, email in DEMO_PEOPLE},
        make_password(DEMO_PASSWORD),
    )
    people = {}
    for row in read_tables("people.toml", "person"):
        person = User(
            municipality=municipality,
            email=f"{row['id']}@nordvik.example",
            name=row["name"],
            unit=units[row["unit"]] if "unit" in row else None,
            language=row.get("language", ""),
        )
        person.password = demo_password_hash if person.email in demo_emails else make_password(None)
        people[row["id"]] = person
    User.objects.bulk_create(people.values())
    RoleGrant.objects.bulk_create(
        RoleGrant(
            user=people[row["id"]],
            role=Role(role),
            valid_from=Clock(today, row["id"]).advance(OPENED_DAYS_AGO - 1),
            granted_by=None if row["id"] == "admin" else people["admin"],
        )
        for row in read_tables("people.toml", "person")
        for role in row["roles"]
    )
    return people


def _end_roles(people, today):
    """End the roles of those who have left; last, since they had them when they did things."""
    for row in read_tables("people.toml", "person"):
        if "ended" in row:
            ended = Clock(today, row["id"]).advance(row["ended"])
            RoleGrant.objects.filter(user=people[row["id"]]).update(valid_to=ended)


def build_rows(municipality, units, people, today) -> DemoRows:
    """Build the rows of all cases, as of a day. No queries."""
    demo_rows = DemoRows()
    for case_spec in read_cases():
        clock = Clock(today, case_spec["title"])
        year = clock.day(case_spec["opened"]).year
        case = Case(
            municipality=municipality,
            key=case_key(NUMBER, year, drawn_number(case_spec["title"])),
            **_case_fields(case_spec, units, people, clock),
        )
        events = list(with_confirmations(case_spec, clock.random))
        case_spec["archive_reference"] = case.archive_reference
        case_with_events = with_all_events(case_spec, content_of(case_spec), events)
        CaseWriter(
            case_with_events,
            case=case,
            people=people,
            units=units,
            demo_rows=demo_rows,
            clock=clock,
        ).replay()
    return demo_rows


def drawn_number(title):
    """Return a number for the case that is the same in every demo."""
    return random.Random(title).choice(NUMBERS)  # noqa: S311 - the demo has no secrets


def _case_fields(case_spec, units, people, clock):
    """Return the fields of the case that no event sets."""
    precision = case_spec.get("precision", "month")
    start = clock.partial(case_spec["opened"], precision) if case_spec.get("events") else ""
    end = (
        clock.partial(-case_spec["planned_end_in"], precision)
        if "planned_end_in" in case_spec
        else ""
    )
    year = clock.day(case_spec["opened"]).year
    return {
        "title": case_spec["title"],
        "public_title": case_spec.get("public_title", ""),
        "summary": " ".join(case_spec["summary"].split()),
        "language": case_spec.get("language", Language.BOKMAL),
        "unit": units[case_spec["unit"]],
        "contact": people[case_spec["contact"]],
        "visibility": case_spec.get("visibility", Visibility.INTERNAL),
        "legal_basis": case_spec.get("legal_basis", ""),
        "exempt_until": clock.day(-case_spec["exempt_for"]) if "exempt_for" in case_spec else None,
        "start_on": start,
        "planned_end_on": end,
        "innovation_types": case_spec.get("types", []),
        "tags": case_spec.get("tags", []),
        "kostra_function": case_spec.get("kostra", ""),
        "sdgs": case_spec.get("sdgs", []),
        "link": f"https://example.org/nordvik/{case_spec['link']}" if "link" in case_spec else "",
        "archive_reference": f"{year}/{case_spec['archive']}" if "archive" in case_spec else "",
    }
