"""How columns become fields and texts become values: the mapping and the check of its JSON form.

The JSON form is stored in a named mapping and read by ``manage.py import_cases``; it is described
in docs/import.md.
"""

import json
from dataclasses import dataclass, field
from functools import cached_property

from accounts.text.cleaning import UNWRITABLE
from projects.choices.imports import UNKNOWN, normalise_text
from projects.importing.tables import clean
from projects.importing.targets import STANDINGS, TARGETS, ValueKind

FORMAT = "slik-import-mapping/1"
MATCH_FIELDS = ("external_id", "key", "archive_reference", "title")
SEPARATORS = (",", ";", "\n")
REQUIRED = ("title", "unit")
MOST_VALUES = 5_000
MOST_TEXT = 1_000_000  # characters
PART_TYPES = {
    "columns": list,
    "constant": str,
    "values": dict,
    "prefixes": dict,
    "joiner": str,
    "separators": list,
    "create_missing": bool,
}


class MappingRefused(Exception):
    """The mapping is wrong. ``faults`` lists (where, code, params); see wording.FAULTS."""

    def __init__(self, faults):
        super().__init__("; ".join(f"{where}: {code}" for where, code, _ in faults))
        self.faults = faults


@dataclass(frozen=True)
class FieldSpec:
    """Where one field comes from. ``constant`` fills new cases where the file has no value."""

    columns: tuple[str, ...] = ()
    constant: str = ""
    values: dict[str, str] = field(default_factory=dict)  # text in the file → code, or other text
    prefixes: dict[str, str] = field(default_factory=dict)  # column → text before its cell
    joiner: str = "\n\n"
    separators: tuple[str, ...] = SEPARATORS
    create_missing: bool = False

    @cached_property
    def _by_text(self):
        return {normalise_text(text): to for text, to in self.values.items()}

    def meaning(self, text: str) -> str | None:
        """Return what the text stands for, None when this mapping does not say."""
        return self._by_text.get(normalise_text(text))

    def as_json(self) -> dict:
        """Return the parts that differ from the defaults."""
        plain = FieldSpec()
        return {
            part: list(value) if isinstance(value, tuple) else value
            for part in PART_TYPES
            if (value := getattr(self, part)) != getattr(plain, part)
        }


@dataclass(frozen=True)
class Mapping:
    """The mapping of a file. ``match_on`` is the field by which a row finds its case."""

    fields: dict[str, FieldSpec]
    match_on: str
    external_source: str = ""

    @property
    def columns(self) -> list[str]:
        """The names of the columns that are read, without duplicates."""
        return list(dict.fromkeys(name for spec in self.fields.values() for name in spec.columns))

    def as_json(self) -> dict:
        document = {"format": FORMAT, "match_on": self.match_on}
        if self.external_source:
            document["external_source"] = self.external_source
        return document | {"fields": {name: spec.as_json() for name, spec in self.fields.items()}}


def loads(text: str):
    """Read JSON strictly. Raises ValueError when it is invalid, too long, or repeats a name."""
    if len(text) > MOST_TEXT:
        raise ValueError(f"longer than {MOST_TEXT} characters")
    return json.loads(text, object_pairs_hook=_refuse_duplicate_names)


def _refuse_duplicate_names(pairs):
    if len({name for name, _value in pairs}) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return dict(pairs)


def parse(document) -> Mapping:
    """Check the JSON form and return the mapping. Raises MappingRefused with all its faults."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise MappingRefused([("format", "not_our_format", {"format": FORMAT})])
    allowed = {"format", "name", "match_on", "external_source", "fields"}
    faults = [(name, "unknown_part", {"part": name}) for name in document if name not in allowed]
    fields = {}
    specs = document.get("fields")
    for name, spec in (specs if isinstance(specs, dict) else {}).items():
        if name not in TARGETS:
            faults.append((f"fields.{name}", "unknown_field", {"known": ", ".join(TARGETS)}))
        elif found := _shape_fault(spec):
            faults.append((f"fields.{name}", *found))
        else:
            fields[name] = _field_spec(spec)
    faults += [fault for name, spec in fields.items() for fault in _field_faults(name, spec)]
    source = document.get("external_source", "")
    source = clean(source) if isinstance(source, str) else ""
    match_on = document.get("match_on") or next(
        (name for name in MATCH_FIELDS if name in fields), ""
    )
    faults += _overall_faults(fields, source, match_on)
    if faults:
        raise MappingRefused(faults)
    return Mapping(fields, match_on, source)


def _shape_fault(spec):
    if not isinstance(spec, dict):
        return "wrong_shape", {"part": "{}"}
    for part, value in spec.items():
        if part not in PART_TYPES:
            return "unknown_part", {"part": part}
        texts = value if isinstance(value, list) else []
        if isinstance(value, dict):
            texts = [*value.keys(), *value.values()]
        if not isinstance(value, PART_TYPES[part]) or not all(
            isinstance(one, str) for one in texts
        ):
            return "wrong_shape", {"part": part}
        texts = texts or ([value] if isinstance(value, str) else [])
        if found := UNWRITABLE.search("".join(texts)):
            return "control_sign", {"part": part, "sign": f"U+{ord(found[0]):04X}"}
    if len(spec.get("values", {})) > MOST_VALUES:
        return "too_many_values", {"most": MOST_VALUES}
    return None


def _field_spec(spec):
    tuples = {part: tuple(spec[part]) for part in ("columns", "separators") if part in spec}
    return FieldSpec(**spec | tuples)


def _field_faults(name, spec):
    target, where = TARGETS[name], f"fields.{name}"
    if not spec.columns and not spec.constant:
        yield where, "no_column", {}
    if len(spec.columns) > 1 and not target.several:
        yield where, "one_column", {}
    if spec.constant and name in MATCH_FIELDS:
        yield where, "no_constant", {}
    if spec.values and target.kind == ValueKind.LONG_TEXT:
        yield where, "no_values", {}
    if target.kind == ValueKind.STANDING:
        codes = [*spec.values.values(), spec.constant or UNKNOWN]
        if wrong := [code for code in codes if code not in STANDINGS]:
            yield where, "unknown_code", {"codes": ", ".join(wrong), "known": ", ".join(STANDINGS)}


def _overall_faults(fields, source, match_on):
    for name in REQUIRED:
        if name not in fields:
            yield f"fields.{name}", "needed", {}
    if "external_id" in fields and not 0 < len(source) <= 100:
        yield "external_source", "source_needed", {}
    if found := UNWRITABLE.search(source):
        sign = f"U+{ord(found[0]):04X}"
        yield "external_source", "control_sign", {"part": "external_source", "sign": sign}
    if match_on not in MATCH_FIELDS or match_on not in fields:
        yield "match_on", "cannot_match", {"known": list(MATCH_FIELDS)}
