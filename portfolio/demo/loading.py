"""Bring the fictional municipality Nordvik in, with people, cases and their history.

The rows are written as they would stand after 18 months of use, with the moments they are
said to come from. The actions are passed by: they let nobody choose when something was done.
The database's own rules are not passed by, and check every row when the transaction ends.
"""

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
from portfolio.demo.clock import Clock
from portfolio.demo.content import content_of, with_content
from portfolio.demo.keeping import Past
from portfolio.demo.people import DEMO_PASSWORD, DEMO_PEOPLE
from portfolio.demo.story import Story, with_confirmations
from portfolio.demo.writing import write
from projects.choices.states import Visibility
from projects.models import Case, CaseKeyCounter

FILES = Path(__file__).parent
NUMBER, NAME, COLOUR = "9901", "Nordvik", "#12507b"
COUNTY = ("99", "Oppdiktet fylke")
BEGINNING = 600  # days ago: older than anything told


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
    past = tell(municipality, units, people, today)
    write(past)
    CaseKeyCounter.objects.bulk_create(
        CaseKeyCounter(municipality=municipality, year=year, last=last)
        for year, last in past.last_of_year.items()
    )
    return True


def read(name: str, table: str) -> list[dict]:
    """Return the tables of a file of the demo."""
    with (FILES / name).open("rb") as file:
        return tomllib.load(file)[table]


def told_cases() -> list[dict]:
    """Return the cases of all files, the one opened first first."""
    themes = sorted(path.stem for path in (FILES / "cases").glob("*.toml"))
    told = [
        case | {"theme": name} for name in themes for case in read(f"cases/{name}.toml", "case")
    ]
    return sorted(told, key=lambda case: -case["opened"])


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


def tell(municipality, units, people, today) -> Past:
    """Tell all cases, as they would stand on a day. No queries."""
    past = Past()
    for told in told_cases():
        clock = Clock(today, told["title"])
        year = clock.day(told["opened"]).year
        past.last_of_year[year] += 1
        case = Case(
            municipality=municipality,
            key=f"{NUMBER}-{year}-{past.last_of_year[year]:03d}",
            **_described(told, units, people, clock),
        )
        events = list(with_confirmations(told, clock.random))
        told["archive_reference"] = case.archive_reference
        whole = with_content(told, content_of(told), events)
        Story(whole, case=case, people=people, units=units, past=past, clock=clock).tell()
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
