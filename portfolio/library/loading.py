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
from projects.actions.cases import HistoricStart, open_historic_case, set_visibility
from projects.actions.states import change_state
from projects.choices.phases import Phase
from projects.choices.states import State, Visibility
from projects.choices.vocabulary import LessonSharing
from projects.models import Case
from projects.records.kinds import RECORD_KINDS

FILES = Path(__file__).parent
NUMBER, NAME, COUNTY = "9902", "Eksempel", ("98", "Eksempler fra hele landet")
LIBRARIAN = "eksempelbiblioteket@eksempel.example"
ORIGIN = "Offentlig omtalt sak"
REASON = "Lagt inn fra offentlige kilder. Fasen er lest ut av dem og er ikke satt av kommunen selv."
AS_TOLD = ("title", "tags", "start_on", "actual_end_on")
FROM = "{title}, {address}"
ASCII = str.maketrans("æøåÆØÅ", "aoaAOA")
SOURCES = {None: "Kilder:", Language.NYNORSK: "Kjelder:"}


@transaction.atomic
def load(wanted: list[dict] | None = None) -> list[Case]:
    """Load the cases of the file, or those wanted of it, that are not here yet, and return them.
    Those that are here stay as they are.
    """
    by = _librarian(_municipality())
    known = {
        case.external_id: case
        for case in Case.objects.filter(municipality=by.municipality, external_source=ORIGIN)
    }
    sources, new = read("sources.toml"), []
    for told in wanted or read("cases.toml")["case"]:
        if told["id"] not in known:
            known[told["id"]] = _open(told, by, known, sources)
            new.append(known[told["id"]])
    return new


def read(name: str) -> dict:
    """Return what a file of the library says."""
    return tomllib.loads((FILES / name).read_text())


@transaction.atomic
def add_reader(email: str, name: str) -> User:
    """Let a person read the library: without a password, as everybody who is added, or in a
    demonstration with the one that is known. Whoever reads it already is returned.

    Raises ValidationError when the e-mail is not one, or belongs to somebody elsewhere.
    """
    email, municipality = email.strip().lower(), _municipality()
    if known := User.objects.filter(municipality=municipality, email=email).first():
        return known
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


def _librarian(municipality):
    """The author of what the files say: no person, and nobody can sign in as it."""
    author, is_new = User.objects.get_or_create(
        municipality=municipality,
        email=LIBRARIAN,
        defaults={"name": "Eksempelbiblioteket", "password": make_password(None)},
    )
    if is_new:
        RoleGrant.objects.create(user=author, role=Role.LEADER, valid_from=Now())
    return author


def _open(told, by, known, sources):
    """Open one case where the sources say that it stood, and write down what they say of it."""
    fields = {
        "public_title": told["title"],
        "summary": _with_sources(told, sources),
        "unit": _unit(told["municipality"], by),
        "innovation_types": told["types"],
        "link": sources[told["sources"][0]]["address"],
        "external_id": told["id"],
        "external_source": ORIGIN,
        "derived_from": known.get(told.get("derived_from")),
        "language": told.get("language", Language.BOKMAL),
    } | {
        name: told[name] for name in ("title", "tags", "start_on", "actual_end_on") if name in told
    }
    start = HistoricStart(Phase(told["phase"]), State.ACTIVE, REASON)
    case = open_historic_case(by=by, fields=fields, start=start)
    set_visibility(case, by=by, seen_version=case.version, visibility=Visibility.PUBLIC)
    _describe(case, by, told["challenge"])
    for code, kind in RECORD_KINDS.items():
        for said in told.get(code, ()):
            records.add(kind, case, by=by, **_record(said, sources))
    if "stop" in told:
        _stop(case, by, told["stop"])
    return case


def _with_sources(told, sources):
    """The summary, with where it is told."""
    listed = [FROM.format(**sources[code]) for code in told["sources"]]
    return "\n".join(
        [" ".join(told["summary"].split()), "", SOURCES[told.get("language")], *listed]
    )


def _unit(name, by):
    """Each municipality of the library is a unit of it."""
    unit, _ = Unit.objects.get_or_create(
        municipality=by.municipality,
        code=slugify(name.translate(ASCII)),
        defaults={"name": name, "sector": Sector.OTHER},
    )
    return unit


def _describe(case, by, said):
    missing = dict.fromkeys(challenges.CHALLENGE_FIELDS, "") | {"open_for_cocreation": False}
    challenges.describe(case, by=by, seen=None, seen_version=0, fields=missing | said)


def _record(said, sources):
    """What a record holds; a lesson has no field for where it is told, and says so in words."""
    said = dict(said)
    source = FROM.format(**sources[said.pop("source")]) if said.get("source") in sources else ""
    if "learnt" in said:
        happened = [said.get("happened", ""), source]
        return said | {
            "happened": "\n".join(filter(None, happened)),
            "sharing": LessonSharing.PUBLIC,
        }
    return said | ({"source": source} if source else {})


def _stop(case, by, said):
    said = dict(said)
    change_state(
        case,
        transition="stop",
        by=by,
        reason=said.pop("reason"),
        lesson=said.pop("lesson"),
        details=said | {"sharing": LessonSharing.PUBLIC},
    )
