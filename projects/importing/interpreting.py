"""A mapping applied to the rows of a table. A text without a meaning is reported, never guessed."""

from collections import Counter
from dataclasses import dataclass, field

from projects.choices.imports import LEAVE_OUT, Problem
from projects.importing.mapping import SEPARATORS, FieldSpec, Mapping, MappingRefused
from projects.importing.reading import BESIDE, Column, Table
from projects.importing.targets import IMPORTER, TARGETS, Kind, Target
from projects.importing.values import (
    NEW_UNIT,
    READERS,
    References,
    Unreadable,
    read_codes,
    read_tags,
    split_tags,
)

# An empty cell says nothing about these: a new case gets the usual value, an old one keeps its.
NEVER_EMPTY = ("visibility", "language")
EXCERPT = 200  # characters of a value shown in a report


@dataclass
class Reading:
    """What one row says: values by field, and everything that is wrong with them."""

    values: dict = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_left_out: bool = False


class Interpreter:
    """Applies a mapping to one table. ``constants`` are read once and fill new cases only.

    Raises MappingRefused when the table lacks a column or a constant means nothing here.
    """

    def __init__(self, mapping: Mapping, table: Table, references: References):
        by_name = {column.name: column for column in table.columns}
        missing = [name for name in mapping.columns if name not in by_name]
        if missing:
            known = ", ".join(by_name)
            raise MappingRefused([(name, "no_such_column", {"known": known}) for name in missing])
        self.errors = table.errors
        self.remarks: Counter[tuple[str, str, str]] = Counter()  # (code, field, text) → rows
        self.references = references
        self.codes = {code for code, _name in references.open_units}
        self.fields = [
            (TARGETS[name], spec, [by_name[column] for column in spec.columns])
            for name, spec in mapping.fields.items()
            if spec.columns
        ]
        self.constants = self._constants(mapping)

    def _constants(self, mapping):
        read, faults = {}, []
        for name, spec in mapping.fields.items():
            try:
                if spec.constant:
                    read[name] = self._constant(TARGETS[name], spec)
            except Unreadable as no:
                faults.append((f"fields.{name}", no.code, no.params | {"value": spec.constant}))
        if faults:
            raise MappingRefused(faults)
        return read

    def _constant(self, target: Target, spec: FieldSpec):
        if target.kind == Kind.STANDING:
            return spec.constant
        if target.kind == Kind.TAGS:
            return read_tags(split_tags(spec.constant, spec.separators), target)
        return self._single(spec.constant, target, spec)

    def read(self, number: int, cells: list[str]) -> Reading:
        """Read one row whole: every field is tried, whatever is wrong with the others."""
        reading = Reading()
        if extra := self.errors.get((number, BESIDE)):
            reading.problems.append(Problem("too_wide", value=extra))
        for target, spec, columns in self.fields:
            texts = [cells[c.position] if c.position < len(cells) else "" for c in columns]
            try:
                self._refuse_broken(number, columns)
                value = self._value(target, spec, columns, texts)
            except Unreadable as no:
                reading.problems.append(_problem(no, target, columns, " | ".join(texts)))
                continue
            if value == LEAVE_OUT:
                return Reading(is_left_out=True)
            if value or target.name not in NEVER_EMPTY:
                reading.values[target.name] = value
        return reading

    def _refuse_broken(self, number, columns):
        for column in columns:
            if what := self.errors.get((number, column.position)):
                code = what if what in {"control_character", "formula"} else "error_cell"
                raise Unreadable(code, error=what)

    def _value(self, target, spec, columns: list[Column], texts: list[str]):
        if target.kind == Kind.LONG_TEXT:
            parts = [
                spec.prefixes.get(column.name, "") + text
                for column, text in zip(columns, texts, strict=True)
                if text
            ]
            return READERS[target.kind](spec.joiner.join(parts), target, self.references)
        if target.kind == Kind.TAGS:
            tags = [tag for text in texts for tag in split_tags(text, spec.separators)]
            meant = (tag if (to := spec.meaning(tag)) is None else to for tag in tags)
            return read_tags([tag for tag in meant if tag], target)
        if target.kind == Kind.CODES:
            found = {code for text in texts for code in self._codes(text, target, spec)}
            return sorted(found, key=list(target.choices()).index)
        text = " | ".join(texts) if any(texts) else ""
        meant = spec.meaning(text)
        if target.kind == Kind.STANDING and meant:
            return meant
        if target.kind == Kind.UNIT and meant in self.codes:
            return meant
        value = self._single(text if meant is None else meant, target, spec)
        if text and meant == "":
            self.remarks["emptied", target.name, text] += 1
        elif target.kind == Kind.LINK and meant is None and value != text:
            self.remarks["address_completed", target.name, text] += 1
        return value

    def _single(self, text, target, spec):
        if target.kind == Kind.PERSON and text == IMPORTER:
            return self.references.importer
        try:
            return READERS[target.kind](text, target, self.references)
        except Unreadable as no:
            if no.code == "unknown_unit" and spec.create_missing:
                return NEW_UNIT + " ".join(text.split())
            raise

    def _codes(self, text, target, spec):
        meant = spec.meaning(text)
        if meant is not None:
            return read_codes(meant, target, self.references)
        try:
            return read_codes(text, target, self.references)
        except Unreadable:
            if not spec.values:
                raise
        found = []
        for piece in split_tags(text, SEPARATORS):
            meant = spec.meaning(piece)
            found += read_codes(piece if meant is None else meant, target, self.references)
        return found


def _problem(no: Unreadable, target: Target, columns: list[Column], shown: str) -> Problem:
    return Problem(
        code=no.code,
        field=target.name,
        column=" | ".join(column.name for column in columns),
        letter=", ".join(column.letter for column in columns),
        value=shown if len(shown) <= EXCERPT else f"{shown[:EXCERPT]} …",
        params=no.params,
    )
