"""Read one text of the file as a value of a case. Pure: what exists here is in References."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from accounts.models import Unit
from accounts.text import numbers, partial_dates
from accounts.text.cleaning import each_once, without_widthless
from accounts.text.web_addresses import refuse_sign_in_in
from projects.choices.case_key import CASE_KEY
from projects.choices.imports import normalise_text
from projects.importing.tables import clean
from projects.importing.targets import Target, ValueKind, codes_by_text
from projects.models.case import ARCHIVE_REFERENCE, MOST_TAGS
from projects.models.formal import POLITICAL_NUMBER

GOAL_NUMBER = re.compile(r"(?:sdg ?)?0*([1-9]\d?)(?:[.:]? [^\d;]+)?", re.ASCII | re.IGNORECASE)
NEW_UNIT = "+"  # before the name of a unit that the import makes
is_web_address = URLValidator(schemes=["http", "https"])


class Unreadable(ValueError):
    """The text cannot be read as a value; ``code`` is a key of wording.PROBLEMS."""

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class References:
    """The units and people that a file may refer to, by normalised text."""

    units: dict[str, list[str]] = field(default_factory=dict)  # name or code → codes
    open_units: list[tuple[str, str]] = field(default_factory=list)  # code and name, in order
    people: dict[str, list[int]] = field(default_factory=dict)  # e-mail or name → ids
    importer: int | None = None


def read_text(text: str, target: Target, _references) -> str:
    text = clean(text)  # the parts of a joined text were clean each by itself
    text = " ".join(text.split()) if target.most <= 200 else text
    if target.name == "external_id":  # by which a case is found again
        text = without_widthless(text)
    if len(text) > target.most:
        raise Unreadable("too_long", length=len(text), most=target.most)
    is_archive = target.name.endswith("archive_reference")
    if text and is_archive and not re.fullmatch(ARCHIVE_REFERENCE, text, re.ASCII):
        raise Unreadable("not_an_archive_reference")
    is_number = target.name == "decision_number"
    if text and is_number and not re.fullmatch(POLITICAL_NUMBER, text, re.ASCII):
        raise Unreadable("not_a_political_number")
    if text and target.name == "key" and not CASE_KEY.fullmatch(text):
        raise Unreadable("not_a_case_key")
    return text


def read_partial_date(text: str, _target, _references) -> str:
    try:
        return partial_dates.parse(text)
    except partial_dates.UnreadableDate as error:
        raise Unreadable(DATE_CODES[type(error)]) from error


DATE_CODES = {
    partial_dates.UnreadableDate: "not_a_date",
    partial_dates.AmbiguousDate: "ambiguous_date",
    partial_dates.ImpossibleDate: "impossible_date",
    partial_dates.DistantDate: "distant_date",
}


def read_date(text: str, target, references) -> str:
    stored = read_partial_date(text, target, references)
    if stored and len(stored) < len("2022-03-05"):
        raise Unreadable("not_a_day")
    return stored


KRONER = re.compile(
    r"^([-−–]?)\s*(?:kr\.?|NOK)\s*(?=[-−–\d])|(?<=\d)\s*(?:kr\.?|NOK)$", re.IGNORECASE
)


def read_number(text: str, _target, _references) -> str:
    """Return the number as ``12.5``, at most three decimals and thirteen digits before them.
    Kroner may be named beside it; anything else there, such as %, may change what it means.
    """
    try:
        number = numbers.read_number(KRONER.sub(r"\1", text), decimals=3, digits=13)
    except numbers.AmbiguousNumber as error:
        raise Unreadable("ambiguous_number") from error
    except numbers.UnreadableNumber as error:
        raise Unreadable("not_a_number") from error
    return "" if number is None else f"{number:f}"


def read_link(text: str, target: Target, _references) -> str:
    if not text:
        return ""
    address = f"https://{text}" if text.lower().startswith("www.") else text
    if len(address) > target.most:
        raise Unreadable("too_long", length=len(address), most=target.most)
    try:
        is_web_address(address)
    except ValidationError as error:
        raise Unreadable("not_a_link") from error
    try:
        refuse_sign_in_in(address)
    except ValidationError as error:
        raise Unreadable("sign_in_in_link") from error
    scheme, mark, rest = address.partition("://")
    return f"{scheme.lower()}{mark}{rest}"


def read_code(text: str, target: Target, _references) -> str:
    if not text:
        return ""
    codes = codes_by_text(target.name)
    found = codes.get(normalise_text(text))
    if found is None and target.name == "kostra_function":
        found = codes.get(text[:3]) if not text[3:4].isdigit() else None
    if found is None:
        raise Unreadable("no_mapping")
    return found


def read_codes(text: str, target: Target, references) -> list:
    """Read one code, or several separated by line break, semicolon or comma."""
    if not text:
        return []
    try:
        return [_one_of_several(text, target, references)]
    except Unreadable:
        pieces = [piece for piece in re.split(r"[;\n]", text) if piece.strip()]
        if len(pieces) < 2:
            pieces = [piece for piece in text.split(",") if piece.strip()]
        if len(pieces) < 2:
            raise
    found = {code for piece in pieces for code in read_codes(piece.strip(), target, references)}
    return sorted(found, key=list(target.choices()).index)


def _one_of_several(text, target, references):
    if target.name == "sdgs" and (number := GOAL_NUMBER.fullmatch(text)):
        text = number[1]
    return read_code(text, target, references)


def read_unit(text: str, _target, references: References) -> str:
    """Return the code of the one unit of this name."""
    name = " ".join(text.split())
    if not name:
        return name
    found = references.units.get(normalise_text(name), [])
    if len(found) == 1:
        return found[0]
    raise Unreadable("several_units" if found else "unknown_unit")


def new_unit(text: str) -> str:
    """Return the mark of a unit that the import makes: ``+Name``."""
    name = " ".join(clean(text).split())
    most = Unit._meta.get_field("name").max_length
    if not name:
        raise Unreadable("missing")
    if len(name) > most:
        raise Unreadable("too_long", length=len(name), most=most)
    return NEW_UNIT + name


def read_person(text: str, _target, references: References) -> int | None:
    if not text:
        return None
    found = references.people.get(normalise_text(text), [])
    if len(found) == 1:
        return found[0]
    raise Unreadable("several_people" if found else "unknown_person")


def read_standing(text: str, target: Target, references) -> str:
    if not text:
        raise Unreadable("no_mapping")
    return read_code(text, target, references)


def split_tags(text: str, separators: tuple[str, ...]) -> list[str]:
    """Split a cell into tags."""
    pieces = re.split("|".join(map(re.escape, separators)), text) if separators else [text]
    return [piece for piece in (" ".join(clean(piece).split()) for piece in pieces) if piece]


def read_tags(tags: list[str], target: Target) -> list[str]:
    """Return each tag once, in the spelling that comes first."""
    for tag in tags:
        if len(tag) > target.most:
            raise Unreadable("tag_too_long", tag=tag, most=target.most)
    tags = each_once(tags)
    if len(tags) > MOST_TAGS:
        raise Unreadable("too_many_tags", count=len(tags), most=MOST_TAGS)
    return tags


READERS = {
    ValueKind.TEXT: read_text,
    ValueKind.LONG_TEXT: read_text,
    ValueKind.PARTIAL_DATE: read_partial_date,
    ValueKind.DATE: read_date,
    ValueKind.LINK: read_link,
    ValueKind.CODE: read_code,
    ValueKind.CODES: read_codes,
    ValueKind.UNIT: read_unit,
    ValueKind.PERSON: read_person,
    ValueKind.STANDING: read_standing,
    ValueKind.NUMBER: read_number,
}
