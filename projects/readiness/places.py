"""Where on the pages of a case a requirement is met. Pure."""

from dataclasses import dataclass
from enum import Enum, auto

from projects.choices.phases import Phase


class Page(Enum):
    """A kind of page of a case."""

    EDIT = auto()
    PEOPLE = auto()
    FORMULA = auto()
    CHALLENGE = auto()
    FACTS = auto()  # the form of a group of facts
    NEW_RECORD = auto()  # the form of a new record of a kind
    PHASE = auto()  # the section of a kind on a phase's page


@dataclass(frozen=True)
class Place:
    """A page; ``code`` names the group of facts or the kind of record it is about."""

    page: Page
    code: str = ""
    phase: Phase | None = None


EDIT = Place(Page.EDIT)
PEOPLE = Place(Page.PEOPLE)
FORMULA = Place(Page.FORMULA)
CHALLENGE = Place(Page.CHALLENGE)


def facts(group: str) -> Place:
    return Place(Page.FACTS, group)


def new_record(kind: str) -> Place:
    return Place(Page.NEW_RECORD, kind)


def section(phase: Phase, kind: str) -> Place:
    return Place(Page.PHASE, kind, phase)
