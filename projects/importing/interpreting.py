"""Apply a mapping to the rows of a table. A text without a meaning is reported, never guessed."""

from collections import Counter
from dataclasses import dataclass, field

from projects.choices.imports import LEAVE_OUT, RowProblem
from projects.importing.mapping import SEPARATORS, FieldSpec, Mapping, MappingRefused
from projects.importing.reading import EXTRA_CELLS, Table, TableColumn
from projects.importing.tables import address_or_text
from projects.importing.targets import IMPORTER, TARGETS, Target, ValueKind
from projects.importing.values import (
    NEW_UNIT,
    READERS,
    References,
    Unreadable,
    new_unit,
    read_codes,
    read_tags,
    read_unit,
    split_tags,
)

# An empty cell leaves these unchanged; a new case gets the default.
NEVER_EMPTY = ("visibility", "language")
EXCERPT = 200  # characters of a value shown in a report


@dataclass
class InterpretedRow:
    """The values of one row by field, and everything that is wrong with them."""

    values: dict = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    is_left_out: bool = False


class Interpreter:
    """Applies a mapping to one table. ``constants`` are read once and fill new cases only.

    Raises MappingRefused when the table lacks a column or a constant cannot be read.
    """

    def __init__(self, mapping: Mapping, table: Table, references: References):
        by_name = {column.name: column for column in table.columns}
        missing = [name for name in mapping.columns if name not in by_name]
        if missing:
            available = ", ".join(by_name)
            raise MappingRefused(
                [(name, "no_such_column", {"known": available}) for name in missing]
            )
        self.errors, self.links = table.errors, table.links
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
        values, faults = {}, []
        for name, spec in mapping.fields.items():
            try:
                if spec.constant:
                    values[name] = self._constant(TARGETS[name], spec)
            except Unreadable as error:
                faults.append(
                    (f"fields.{name}", error.code, error.params | {"value": spec.constant})
                )
        if faults:
            raise MappingRefused(faults)
        return values

    def _constant(self, target: Target, spec: FieldSpec):
        if target.kind == ValueKind.STANDING:
            return spec.constant
        if target.kind == ValueKind.TAGS:
            return read_tags(split_tags(spec.constant, spec.separators), target)
        return self._single(spec.constant, target, spec)

    def read(self, number: int, cells: list[str]) -> InterpretedRow:
        """Read one row. Every field is tried, whatever is wrong with the others."""
        row = InterpretedRow()
        if extra := self.errors.get((number, EXTRA_CELLS)):
            row.problems.append(RowProblem("too_wide", value=extra))
        for target, spec, columns in self.fields:
            texts = [cells[c.position] if c.position < len(cells) else "" for c in columns]
            if target.kind == ValueKind.LINK and self.links:
                pairs = zip(columns, texts, strict=True)
                texts = [address_or_text(t, self.links.get((number, c.position))) for c, t in pairs]
            try:
                self._refuse_broken(number, columns)
                value = self._value(target, spec, columns, texts)
            except Unreadable as error:
                row.problems.append(_problem(error, target, columns, " | ".join(texts)))
                continue
            if value == LEAVE_OUT:
                return InterpretedRow(is_left_out=True)
            if value or target.name not in NEVER_EMPTY:
                row.values[target.name] = value
        return row

    def _refuse_broken(self, number, columns):
        for column in columns:
            if what := self.errors.get((number, column.position)):
                code = what if what in {"control_character", "formula"} else "error_cell"
                raise Unreadable(code, error=what)

    def _value(self, target, spec, columns: list[TableColumn], texts: list[str]):
        if target.kind == ValueKind.LONG_TEXT:
            parts = [
                spec.prefixes.get(column.name, "") + text
                for column, text in zip(columns, texts, strict=True)
                if text
            ]
            return READERS[target.kind](spec.joiner.join(parts), target, self.references)
        if target.kind == ValueKind.TAGS:
            tags = [tag for text in texts for tag in split_tags(text, spec.separators)]
            meaning = (tag if (to := spec.meaning(tag)) is None else to for tag in tags)
            return read_tags([tag for tag in meaning if tag], target)
        if target.kind == ValueKind.CODES:
            codes = {code for text in texts for code in self._codes(text, target, spec)}
            return sorted(codes, key=list(target.choices()).index)
        text = " | ".join(texts) if any(texts) else ""
        meaning = spec.meaning(text)
        if target.kind == ValueKind.STANDING and meaning:
            return meaning
        if target.kind == ValueKind.UNIT and meaning in self.codes:
            return meaning
        if target.kind == ValueKind.UNIT and meaning and meaning.startswith(NEW_UNIT):
            return self._new_unit(meaning.removeprefix(NEW_UNIT))
        value = self._single(text if meaning is None else meaning, target, spec)
        if text and meaning == "":
            self.remarks["emptied", target.name, text] += 1
        elif target.kind == ValueKind.LINK and meaning is None and value != text:
            self.remarks["address_completed", target.name, text] += 1
        return value

    def _single(self, text, target, spec):
        if target.kind == ValueKind.PERSON and text == IMPORTER:
            return self.references.importer
        try:
            return READERS[target.kind](text, target, self.references)
        except Unreadable as error:
            if error.code == "unknown_unit" and spec.create_missing:
                return new_unit(text)
            raise

    def _new_unit(self, name):
        """Return the unit of this name that the import makes, or the one that there is by now."""
        try:
            return read_unit(name, None, self.references)
        except Unreadable as error:
            if error.code == "unknown_unit":
                return new_unit(name)
            raise

    def _codes(self, text, target, spec):
        meaning = spec.meaning(text)
        if meaning is not None:
            return read_codes(meaning, target, self.references)
        try:
            return read_codes(text, target, self.references)
        except Unreadable:
            if not spec.values:
                raise
        codes = []
        for piece in split_tags(text, SEPARATORS):
            meaning = spec.meaning(piece)
            codes += read_codes(piece if meaning is None else meaning, target, self.references)
        return codes


def _problem(
    error: Unreadable, target: Target, columns: list[TableColumn], text: str
) -> RowProblem:
    return RowProblem(
        code=error.code,
        field=target.name,
        column=" | ".join(column.name for column in columns),
        letter=", ".join(column.letter for column in columns),
        value=text if len(text) <= EXCERPT else f"{text[:EXCERPT]} …",
        params=error.params,
    )
