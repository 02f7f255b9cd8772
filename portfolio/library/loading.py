"""The library of publicly reported cases, in a municipality of its own, through the actions."""

import tomllib
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models.functions import Now
from django.utils.text import slugify

from accounts.access.roles import Role
from accounts.models import County, Language, Municipality, RoleGrant, Sector, Unit, User
from portfolio.demo.people import DEMO_PASSWORD
from projects.actions import challenges, records
from projects.actions.cases import open_historic_case, set_visibility
from projects.actions.states import change_state
from projects.choices.phases import Phase
from projects.choices.states import Visibility
from projects.choices.vocabulary import LessonSharing
from projects.models import Case
from projects.records.kinds import RECORD_KINDS

FILES = Path(__file__).parent
NUMBER, NAME, COUNTY = "9902", "Eksempel", ("98", "Eksempler fra hele landet")
AUTHOR_EMAIL = "eksempelbiblioteket@eksempel.example"
EXTERNAL_SOURCE = "Offentlig omtalt sak"
REASON = "Lagt inn fra offentlige kilder. Fasen er lest ut av dem og er ikke satt av kommunen selv."
COPIED_FIELDS = ("title", "tags", "start_on", "actual_end_on")
SOURCE_LINE = "{title}, {address}"
ASCII = str.maketrans("æøåÆØÅ", "aoaAOA")
SOURCES = {None: "Kilder:", Language.NYNORSK: "Kjelder:"}


@transaction.atomic
def load(selected_cases: list[dict] | None = None) -> list[Case]:
    """Load the cases of the file, or those wanted of it, that are not here yet, and return them.
    Those that are here stay as they are.
    """
    by = _library_author(_municipality())
    cases_by_external_id = {
        case.external_id: case
        for case in Case.objects.filter(
            municipality=by.municipality, external_source=EXTERNAL_SOURCE
        )
    }
    sources, new = read_file("sources.toml"), []
    for case_spec in selected_cases or read_file("cases.toml")["case"]:
        if case_spec["id"] not in cases_by_external_id:
            cases_by_external_id[case_spec["id"]] = _open(
                case_spec, by, cases_by_external_id, sources
            )
            new.append(cases_by_external_id[case_spec["id"]])
    return new


def read_file(name: str) -> dict:
    """Return the content of a file of the library."""
    return tomllib.loads((FILES / name).read_text())


@transaction.atomic
def add_reader(email: str, name: str) -> User:
    """Let a person read the library: without a password, as everybody who is added, or in a
    demonstration with the public one. A person who reads it already is returned.

    Raises ValidationError when the e-mail is not one, or belongs to somebody elsewhere.
    """
    email, municipality = email.strip().lower(), _municipality()
    if existing_reader := User.objects.filter(municipality=municipality, email=email).first():
        return existing_reader
    reader = User(municipality=municipality, email=email, name=name)
    reader.password = make_password(DEMO_PASSWORD if settings.DEMO else None)
    reader.full_clean()
    reader.save()
    RoleGrant.objects.create(user=reader, role=Role.READER, valid_from=Now())
    return reader


def _municipality():
    """A municipality that nobody runs: it is never in use, and counts nowhere."""
    county, _ = County.objects.get_or_create(number=COUNTY[0], defaults={"name": COUNTY[1]})
    municipality, _ = Municipality.objects.get_or_create(
        number=NUMBER, defaults={"name": NAME, "county": county}
    )
    return municipality


def _library_author(municipality):
    """Return the author of the library: no person, and nobody can sign in as it."""
    author, is_new = User.objects.get_or_create(
        municipality=municipality,
        email=AUTHOR_EMAIL,
        defaults={"name": "Eksempelbiblioteket", "password": make_password(None)},
    )
    if is_new:
        RoleGrant.objects.create(user=author, role=Role.LEADER, valid_from=Now())
    return author


def _open(case_spec, by, cases_by_external_id, sources):
    """Open one case in the phase that the sources give, and add its records."""
    fields = {
        "public_title": case_spec["title"],
        "summary": _with_sources(case_spec, sources),
        "unit": _unit(case_spec["municipality"], by),
        "innovation_types": case_spec["types"],
        "link": sources[case_spec["sources"][0]]["address"],
        "external_id": case_spec["id"],
        "external_source": EXTERNAL_SOURCE,
        "derived_from": cases_by_external_id.get(case_spec.get("derived_from")),
        "language": case_spec.get("language", Language.BOKMAL),
    } | {
        name: case_spec[name]
        for name in ("title", "tags", "start_on", "actual_end_on")
        if name in case_spec
    }
    phase = Phase(case_spec["phase"])
    case = open_historic_case(by=by, fields=fields, phase=phase, reason=REASON)
    set_visibility(case, by=by, seen_version=case.version, visibility=Visibility.PUBLIC)
    _describe(case, by, case_spec["challenge"])
    for code, kind in RECORD_KINDS.items():
        for record_spec in case_spec.get(code, ()):
            records.add(kind, case, by=by, **_record(record_spec, sources))
    if "stop" in case_spec:
        _stop(case, by, case_spec["stop"])
    return case


def _with_sources(case_spec, sources):
    """Return the summary, with its sources."""
    source_lines = [SOURCE_LINE.format(**sources[code]) for code in case_spec["sources"]]
    return "\n".join(
        [
            " ".join(case_spec["summary"].split()),
            "",
            SOURCES[case_spec.get("language")],
            *source_lines,
        ]
    )


def _unit(name, by):
    """Each municipality of the library is a unit of it."""
    unit, _ = Unit.objects.get_or_create(
        municipality=by.municipality,
        code=slugify(name.translate(ASCII)),
        defaults={"name": name, "sector": Sector.OTHER},
    )
    return unit


def _describe(case, by, record_spec):
    missing = dict.fromkeys(challenges.CHALLENGE_FIELDS, "") | {"open_for_cocreation": False}
    challenges.describe(case, by=by, seen=None, seen_version=0, fields=missing | record_spec)


def _record(record_spec, sources):
    """Return the values of a record; a lesson has no field for its source, so its text names it."""
    record_spec = dict(record_spec)
    source = (
        SOURCE_LINE.format(**sources[record_spec.pop("source")])
        if record_spec.get("source") in sources
        else ""
    )
    if "learnt" in record_spec:
        happened = [record_spec.get("happened", ""), source]
        return record_spec | {
            "happened": "\n".join(filter(None, happened)),
            "sharing": LessonSharing.PUBLIC,
        }
    return record_spec | ({"source": source} if source else {})


def _stop(case, by, record_spec):
    record_spec = dict(record_spec)
    change_state(
        case,
        transition="stop",
        by=by,
        reason=record_spec.pop("reason"),
        lesson=record_spec.pop("lesson"),
        details=record_spec | {"sharing": LessonSharing.PUBLIC},
    )
