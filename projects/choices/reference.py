"""Fixed lists a case points into: KOSTRA functions, the SDGs, kinds of innovation. Pure."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.reference.csv_files import read_rows

DATA = Path(__file__).parent / "data"


class InnovationType(TextChoices):
    """What is new; many may apply. The white paper Meld. St. 30 (2019–2020)."""

    SERVICE = "service", _("Service")
    PRODUCT = "product", _("Product")
    PROCESS = "process", _("Process")
    ORGANISATION = "organisation", _("Organisation")
    COMMUNICATION = "communication", _("Communication")


@dataclass(frozen=True)
class KostraFunction:
    """A service function of KOSTRA. Names exist in bokmål only."""

    code: str
    name: str
    area: str

    def __str__(self):
        return f"{self.code} {self.name}"


@dataclass(frozen=True)
class SustainableDevelopmentGoal:
    """A UN Sustainable Development Goal."""

    number: int
    names: tuple[tuple[str, str], ...]

    def __str__(self):
        return f"{self.number} {dict(self.names).get(get_language(), self.names[0][1])}"


KOSTRA = {
    row["kode"]: KostraFunction(row["kode"], row["navn"], row["tjenesteomrade"])
    for row in read_rows(DATA / "kostra_funksjoner.csv")
    if row["type"] == "tjeneste"
}

SDGS = {
    int(row["nummer"]): SustainableDevelopmentGoal(
        int(row["nummer"]),
        (("nb", row["navn_bokmal"]), ("nn", row["navn_nynorsk"]), ("en", row["navn_engelsk"])),
    )
    for row in read_rows(DATA / "fn_baerekraftsmal.csv")
}


@dataclass(frozen=True)
class LegalBasis:
    """A provision that exempts a case from public access. The wording is the law's language."""

    code: str
    law: str
    section: str
    paragraph: str
    letter: str
    about: str
    valid_from: str
    valid_to: str
    source: str

    def is_in_force(self, today: date) -> bool:
        """It may be chosen. A case keeps an ended one until somebody chooses another."""
        day = today.isoformat()
        return self.valid_from <= day and (not self.valid_to or day <= self.valid_to)

    def __str__(self):
        letter = f" bokstav {self.letter}" if self.letter else ""
        return f"{self.law} § {self.section}, {self.paragraph}. ledd{letter}: {self.about}"


LEGAL_BASES = {row["code"]: LegalBasis(**row) for row in read_rows(DATA / "hjemler.csv")}


def legal_bases_in_force(today: date) -> dict[str, LegalBasis]:
    """Return by code those that may be chosen."""
    return {code: law for code, law in LEGAL_BASES.items() if law.is_in_force(today)}
