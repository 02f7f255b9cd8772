"""The fields that a file can fill, the kind of their values, and their usual column names."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import DateField, DecimalField, TextField
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Language
from projects.choices.imports import (
    COMPLETED,
    IMPORTED_RECORD_FIELDS,
    LEAVE_OUT,
    UNKNOWN,
    normalise_text,
    parse_standing,
    standing_code,
)
from projects.choices.phases import Phase
from projects.choices.reference import KOSTRA, SDGS, InnovationType, legal_bases_in_force
from projects.choices.states import State, Visibility
from projects.models import Benefit, Challenge, FormalDecision

IMPORTER = "importer"


class ValueKind(Enum):
    """How a text from the file becomes a value of the case."""

    TEXT = auto()
    LONG_TEXT = auto()
    TAGS = auto()
    PARTIAL_DATE = auto()
    DATE = auto()
    LINK = auto()
    CODE = auto()
    CODES = auto()
    UNIT = auto()
    PERSON = auto()
    STANDING = auto()
    NUMBER = auto()


STANDINGS: dict[str, Promise] = {
    UNKNOWN: _("Unknown: becomes a draft in the first phase"),
    **{
        standing_code(state, phase): format_lazy("{}: {}", state.label, phase.label)
        for state in (State.ACTIVE, State.PAUSED, State.STOPPED)
        for phase in Phase
    },
    COMPLETED: State.COMPLETED.label,
    LEAVE_OUT: _("Leave these rows out"),
}


@dataclass(frozen=True)
class Target:
    """One field. ``most`` is the longest text in characters; ``several`` columns may fill it."""

    name: str
    label: Promise
    kind: ValueKind
    synonyms: tuple[str, ...] = ()
    most: int = 0
    several: bool = False
    choices: Callable[[], dict] = dict

    @property
    def asks_for_values(self) -> bool:
        """Its texts stand for codes, units or people, which a person may have to choose."""
        return self.kind in {
            ValueKind.CODE,
            ValueKind.CODES,
            ValueKind.UNIT,
            ValueKind.PERSON,
            ValueKind.STANDING,
        }


TARGETS = {
    target.name: target
    for target in (
        Target(
            "external_id",
            _("Id in the source"),
            ValueKind.TEXT,
            ("id", "nr", "nummer", "løpenummer", "prosjektnummer", "saksnr", "number", "no"),
            most=100,
        ),
        Target(
            "key",
            _("Case key here"),
            ValueKind.TEXT,
            ("saksnøkkel", "nøkkel", "case key"),
            most=16,
        ),
        Target(
            "title",
            _("Title"),
            ValueKind.TEXT,
            (
                "tittel", "navn", "namn", "prosjekt", "prosjekttittel", "prosjektnavn", "sak",
                "tiltak", "title", "name", "project", "project name",
            ),
            most=200,
        ),
        Target(
            "public_title",
            _("Public title"),
            ValueKind.TEXT,
            ("offentlig tittel", "offentleg tittel", "public title"),
            most=200,
        ),
        Target(
            "summary",
            _("Summary"),
            ValueKind.LONG_TEXT,
            (
                "beskrivelse", "skildring", "sammendrag", "samandrag", "kortbeskrivelse", "om",
                "formål", "føremål", "mål", "description", "summary", "purpose",
            ),
            most=4000,
            several=True,
        ),
        Target(
            "unit",
            _("Unit"),
            ValueKind.UNIT,
            (
                "enhet", "eining", "avdeling", "virksomhet", "verksemd", "etat", "tjenesteområde",
                "kommunalområde", "eier", "prosjekteier", "ansvarlig enhet", "unit", "department",
                "owner",
            ),
        ),
        Target(
            "standing",
            _("State and phase"),
            ValueKind.STANDING,
            ("status", "fase", "tilstand", "prosjektstatus", "state", "phase", "stage"),
            several=True,
            choices=lambda: STANDINGS,
        ),
        Target(
            "standing_reason",
            _("Why it is paused or stopped"),
            ValueKind.TEXT,
            ("årsak", "begrunnelse", "grunngjeving", "reason"),
            most=2000,
        ),
        Target(
            "paused_until",
            _("Paused until"),
            ValueKind.DATE,
            ("på vent til", "pause til", "paused until"),
        ),
        Target(
            "lesson",
            _("Lesson of a stopped case"),
            ValueKind.TEXT,
            ("læring", "lærdom", "lærdommer", "lesson", "lessons learned"),
            most=4000,
        ),
        Target(
            "start_on",
            _("Start"),
            ValueKind.PARTIAL_DATE,
            ("start", "oppstart", "prosjektstart", "startdato", "startår", "start date", "fra"),
        ),
        Target(
            "planned_end_on",
            _("Planned end"),
            ValueKind.PARTIAL_DATE,
            (
                "slutt", "prosjektslutt", "planlagt slutt", "sluttdato", "frist", "ferdig", "end",
                "end date", "planned end", "til",
            ),
        ),
        Target(
            "actual_end_on",
            _("Actual end"),
            ValueKind.PARTIAL_DATE,
            ("faktisk slutt", "avsluttet dato", "actual end"),
        ),
        Target(
            "contact",
            _("Contact"),
            ValueKind.PERSON,
            ("kontakt", "kontaktperson", "e-post", "epost", "contact", "e-mail", "email"),
        ),
        Target(
            "innovation_types",
            _("Kinds of innovation"),
            ValueKind.CODES,
            ("innovasjonstype", "innovasjonstyper", "type innovasjon", "innovation type"),
            several=True,
            choices=lambda: dict(InnovationType.choices),
        ),
        Target(
            "tags",
            _("Tags"),
            ValueKind.TAGS,
            (
                "emne", "emner", "tema", "stikkord", "merkelapp", "merkelapper", "nøkkelord",
                "kategori", "sektor", "klassifisering", "tags", "topic", "sector",
            ),
            most=60,
            several=True,
        ),
        Target(
            "kostra_function",
            _("KOSTRA function"),
            ValueKind.CODE,
            ("kostra", "kostra-funksjon", "kostrafunksjon", "funksjon"),
            choices=lambda: KOSTRA,
        ),
        Target(
            "sdgs",
            _("Sustainable Development Goals"),
            ValueKind.CODES,
            ("bærekraftsmål", "berekraftsmål", "fns bærekraftsmål", "sdg", "sdgs"),
            several=True,
            choices=lambda: SDGS,
        ),
        Target(
            "link",
            _("Link"),
            ValueKind.LINK,
            ("lenke", "lenkje", "nettside", "url", "nettadresse", "link", "web page", "website"),
            most=500,
        ),
        Target(
            "archive_reference",
            _("Archive reference"),
            ValueKind.TEXT,
            ("arkivreferanse", "arkivsak", "arkivsaksnummer", "saksnummer", "archive reference"),
            most=20,
        ),
        Target(
            "language",
            _("Written language"),
            ValueKind.CODE,
            ("målform", "språk", "language"),
            choices=lambda: dict(Language.choices),
        ),
        Target(
            "visibility",
            _("Visibility"),
            ValueKind.CODE,
            ("synlighet", "synlegheit", "offentlighet", "visibility"),
            choices=lambda: dict(Visibility.choices),
        ),
        Target(
            "legal_basis",
            _("Legal basis"),
            ValueKind.CODE,
            ("hjemmel", "heimel", "unntakshjemmel", "legal basis"),
            choices=lambda: legal_bases_in_force(timezone.localdate()),
        ),
    )
}  # fmt: skip

# --- Records that a row can fill: the fields of their models give the kind of value ----------

RECORD_MODELS = {
    "challenge": (Challenge, _("Challenge")),
    "benefit": (Benefit, _("Benefit")),
    "decision": (FormalDecision, _("Formal decision")),
}
SYNONYMS = {
    "challenge": "floke|floken|samfunnsfloke|challenge",
    "challenge_description": "beskrivelse av floken|skildring av floken|about the challenge",
    "challenge_entry_point": "inngang|entry point",
    "challenge_affected": "hvem berøres|kven blir råka|who is affected",
    "benefit": "gevinst|benefit",
    "benefit_kind": "gevinsttype|type gevinst|kind of benefit",
    "benefit_for_whom": "hvem får gevinsten|kven får gevinsten|for whom",
    "benefit_indicator": "indikator|måleindikator|indicator",
    "benefit_measured_in": "måleenhet|måleining|unit of measurement",
    "benefit_baseline": "nullpunkt|baseline",
    "benefit_baseline_on": "nullpunktsdato|dato for nullpunkt|baseline date",
    "benefit_baseline_source": "kilde for nullpunkt|kjelde for nullpunkt|baseline source",
    "benefit_target": "målverdi|måltall|måltal|target",
    "benefit_target_on": "måldato|dato for mål|target date",
    "decision": "vedtak|formal decision",
    "decision_body": "vedtatt av|vedteke av|utvalg|utval|decided by",
    "decision_on": "vedtaksdato|møtedato|decision date",
    "decision_level": "vedtaksnivå|decision level",
    "decision_kind": "vedtakstype|decision kind",
    "decision_outcome": "utfall|decision outcome",
    "decision_number": "politisk saksnummer|political case number",
    "decision_text": "vedtakstekst|text of the decision",
}
KIND_TESTS = (
    (lambda field: isinstance(field, ArrayField), ValueKind.CODES),
    (lambda field: bool(field.choices), ValueKind.CODE),
    (lambda field: isinstance(field, TextField), ValueKind.LONG_TEXT),
    (lambda field: isinstance(field, DateField), ValueKind.DATE),
    (lambda field: isinstance(field, DecimalField), ValueKind.NUMBER),
    (lambda _field: True, ValueKind.TEXT),
)


def _of_record(record: str, name: str, field_name: str) -> Target:
    model, label = RECORD_MODELS[record]
    field = model._meta.get_field(field_name)
    choices = dict(getattr(field, "base_field", field).choices or {})
    return Target(
        name,
        label if name == record else format_lazy("{}: {}", label, field.verbose_name),
        next(kind for fits, kind in KIND_TESTS if fits(field)),
        tuple(SYNONYMS[name].split("|")) if name in SYNONYMS else (),
        most=field.max_length or 0,
        choices=lambda: choices,
    )


TARGETS |= {
    name: _of_record(record, name, field_name)
    for record, fields in IMPORTED_RECORD_FIELDS.items()
    for name, field_name in fields.items()
}

# Texts that files use for codes, besides the codes and their labels.
CODE_SYNONYMS = {
    "visibility": {
        "unntatt offentlighet": "restricted", "unntatt": "restricted", "unnateke": "restricted",
        "intern": "internal", "internt": "internal", "kommunestyret": "council",
        "kommunestyre": "council", "offentlig": "public", "offentleg": "public", "åpen": "public",
    },
    "language": {"nb-no": "nb", "nn-no": "nn", "engelsk": "en", "english": "en"},
    "innovation_types": {
        "tjeneste": "service", "teneste": "service", "tjenesteinnovasjon": "service",
        "produkt": "product", "produktinnovasjon": "product", "prosess": "process",
        "prosessinnovasjon": "process", "organisering": "organisation",
        "organisasjon": "organisation", "kommunikasjon": "communication",
    },
}  # fmt: skip


@cache
def codes_by_text(name: str) -> dict[str, str | int]:
    """Return text → code for this field: its codes, and their labels in each language."""
    target = TARGETS[name]
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for code, label in target.choices().items():
                texts[normalise_text(str(label))] = code
                texts[normalise_text(str(code))] = code
                if name == "kostra_function":
                    texts[normalise_text(label.name)] = code
                if name == "sdgs":
                    texts[normalise_text(dict(label.names)[language])] = code
                if name == "standing" and code.startswith(State.ACTIVE):
                    texts[normalise_text(str(parse_standing(code)[1].label))] = code
    return texts | CODE_SYNONYMS.get(name, {})
