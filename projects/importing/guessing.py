"""A first proposal for a mapping, from the names of the columns and their values."""

import re

from rapidfuzz import fuzz

from projects.choices.imports import normalise_text
from projects.importing.mapping import FORMAT, MATCH_FIELDS
from projects.importing.targets import IMPORTER, TARGETS, ValueKind

MIN_SCORE = 88  # of 100; below this the names are unrelated
EXACT_SCORE = 100
FIRST_WORD = 95
WORD = re.compile(r"[\w-]+")


def propose(columns: list[dict], *, language: str) -> dict:
    """Return a mapping's JSON form to start from. ``columns`` is as parser.columns returns them.

    Each field is proposed once, for the column that fits it best; fields that several columns
    may fill take every column named for them.
    """
    chosen = _by_name(columns)
    taken = {name for names in chosen.values() for name in names}
    free = [column for column in columns if column["name"] not in taken]
    for field, test in (("link", "links"), ("external_id", "distinct_numbers")):
        if field not in chosen:
            fitting = [column["name"] for column in free if column[test]]
            if fitting:
                chosen[field] = fitting[:1]
    fields = {name: _field(name, chosen[name]) for name in TARGETS if name in chosen}
    for name, constant in (
        ("language", language), ("visibility", "internal"), ("contact", IMPORTER),
    ):  # fmt: skip
        fields.setdefault(name, {})["constant"] = constant
    match_on = _match_field(columns, chosen)
    return {"format": FORMAT, "match_on": match_on, "external_source": "", "fields": fields}


def _match_field(columns, chosen) -> str:
    """Return the first field whose column tells every row apart, else the title. A case key may
    be empty: the row makes a new case.
    """
    by_name = {column["name"]: column for column in columns}
    for name in MATCH_FIELDS:
        column = by_name[chosen[name][0]] if name in chosen else {}
        if column.get("is_distinct") and (column["is_full"] or name == "key"):
            return name
    return next((name for name in ("title", *MATCH_FIELDS) if name in chosen), "")


def _by_name(columns) -> dict[str, list[str]]:
    scores = [
        (similarity(column["name"], target.synonyms), -column["position"], field, column["name"])
        for column in columns
        for field, target in TARGETS.items()
    ]
    chosen: dict[str, list[str]] = {}
    taken = set()
    for score, _order, field, column in sorted(scores, reverse=True):
        if score < MIN_SCORE or column in taken:
            continue
        if field in chosen and not (TARGETS[field].several and score >= FIRST_WORD):
            continue
        if field == "standing" and field in chosen:
            continue  # a person decides how to combine two columns about it
        chosen.setdefault(field, []).append(column)
        taken.add(column)
    order = {column["name"]: column["position"] for column in columns}
    return {field: sorted(names, key=order.get) for field, names in chosen.items()}


def similarity(heading: str, synonyms: tuple[str, ...]) -> float:
    """Return how similar the heading is to the best of the synonyms, 0 to 100."""
    heading = normalise_text(heading)
    words = WORD.findall(heading)
    if heading in synonyms:
        return EXACT_SCORE
    if words and words[0] in synonyms:
        return FIRST_WORD
    return max((fuzz.ratio(heading, synonym) - 1 for synonym in synonyms), default=0)


def _field(name: str, columns: list[str]) -> dict:
    spec = {"columns": columns}
    if TARGETS[name].kind == ValueKind.LONG_TEXT:
        spec["prefixes"] = {column: f"{column}: " for column in columns[1:]}
    return spec
