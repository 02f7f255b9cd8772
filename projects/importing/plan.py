"""The dry run: plan what each row would do to which case, and find everything that is wrong.

A row finds its case by the mapping's key. A case that was imported before is merged three ways:
a field that only the file changed is changed, one that only people here changed is kept, and one
that both changed is a conflict for a person to resolve. Nothing is written.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from accounts.models import Unit, User
from projects.actions.import_confirm import versions_of
from projects.choices.imports import (
    COMPLETED,
    IMPORTED_RECORD_FIELDS,
    RECORD_FIELD_NAMES,
    UNKNOWN,
    Plan,
    PlannedRow,
    RowKind,
    RowProblem,
    normalise_text,
    parse_standing,
    standing_code,
)
from projects.choices.phases import is_back
from projects.choices.states import CLOSED, State
from projects.importing import rules
from projects.importing.interpreting import InterpretedRow, Interpreter
from projects.importing.mapping import Mapping
from projects.importing.reading import Table
from projects.importing.targets import RECORD_MODELS, TARGETS, ValueKind
from projects.importing.values import NEW_UNIT, References
from projects.models import Case, Challenge, ImportedRow

# Details of a new state; on their own they do not change a case that exists already.
STANDING_DETAILS = ("standing_reason", "paused_until", "lesson")
CHUNK = 1_000
MOST_NEW_UNITS = 300


def make_plan(table: Table, mapping: Mapping, *, by, report_progress=lambda *_: None):
    """Return the Plan of importing this table. Writes and locks nothing.

    ``report_progress`` is called with the steps done and their total. Raises MappingRefused.
    """
    interpreter = Interpreter(mapping, table, references_for(by))
    interpreted_rows = []
    for number, cells in table.rows:
        interpreted_rows.append((number, interpreter.read(number, cells)))
        if len(interpreted_rows) % CHUNK == 0:
            report_progress(len(interpreted_rows), 2 * len(table.rows))
    _unify_new_unit_names(interpreted_rows)
    keys = [(number, _key_of(row, mapping)) for number, row in interpreted_rows]
    duplicates = _duplicate_rows(keys)
    matched = MatchedCases(mapping, by=by, keys={key for _, key in keys if key})
    planner = Planner(mapping, interpreter, matched)
    for number, row in interpreted_rows:
        planner.collect_challenge(number, row.values)
    lines = []
    for (number, row), (_, key) in zip(interpreted_rows, keys, strict=True):
        lines.append(planner.line(number, row, key, duplicates.get(key, [])))
        if len(lines) % CHUNK == 0:
            report_progress(len(lines) + len(table.rows), 2 * len(table.rows))
    planner.limit_new_units(lines)
    notices = _notices(table, mapping, interpreter)
    return Plan(table.sheet, lines, _new_units(lines), notices, matched.versions)


def references_for(by) -> References:
    """Look up the units and people of this person's municipality. Two queries."""
    units = defaultdict(list)
    open_units = list(Unit.objects.visible_to(by).open().alphabetical().values_list("code", "name"))
    for code, name in open_units:
        units[normalise_text(name)].append(code)
    for code, _name in open_units:
        if normalise_text(code) not in units:
            units[normalise_text(code)] = [code]
    people = defaultdict(list)
    for pk, email, name in User.objects.visible_to(by).active().values_list("pk", "email", "name"):
        for text in {normalise_text(email), normalise_text(name)}:
            people[text].append(pk)
    return References(dict(units), open_units, dict(people), by.pk)


def _key_of(row: InterpretedRow, mapping: Mapping) -> str:
    value = row.values.get(mapping.match_on, "")
    return normalise_text(value) if mapping.match_on == "title" else value


def _duplicate_rows(keys) -> dict[str, list[int]]:
    rows = defaultdict(list)
    for number, key in keys:
        if key:
            rows[key].append(number)
    return {key: numbers for key, numbers in rows.items() if len(numbers) > 1}


def _unify_new_unit_names(interpreted_rows):
    """Give new units that differ only in spelling the name that comes first."""
    spelling = {}
    for _number, row in interpreted_rows:
        name = row.values.get("unit", "")
        if name.startswith(NEW_UNIT):
            row.values["unit"] = spelling.setdefault(normalise_text(name), name)


def _new_units(lines):
    wanted = (line.changes.get("unit", ["", ""])[1] for line in lines)
    return list(dict.fromkeys(name[1:] for name in wanted if name.startswith(NEW_UNIT)))


def _notices(table, mapping, interpreter):
    notices = [*table.notices]
    if unused := [c.name for c in table.columns if c.name not in mapping.columns]:
        notices.append(("columns_not_used", {"columns": ", ".join(unused)}))
    for (code, name, text), count in interpreter.remarks.items():
        notices.append((code, {"field": name, "value": text, "count": count}))
    return notices


class MatchedCases:
    """The cases that match the keys of a file, and the values of the last import of each."""

    def __init__(self, mapping: Mapping, *, by, keys: set[str]):
        visible = Case.objects.visible_to(by)
        by_key = defaultdict(list)
        for pk, key in self._pairs(visible, mapping, sorted(keys)):
            by_key[key].append(pk)
        ids = sorted({pk for pks in by_key.values() for pk in pks})
        self.by_id, self.last_imported, self.versions = {}, {}, {}
        for start in range(0, len(ids), CHUNK):
            self.versions |= versions_of(ids[start : start + CHUNK])
            some = visible.filter(pk__in=ids[start : start + CHUNK]).order_by("pk")
            some = some.defer("lexemes_all", "lexemes_open")  # large, and not needed
            self.by_id |= {case.pk: case for case in some.select_related("unit", "challenge")}
            rows = ImportedRow.objects.last_of_each(ids[start : start + CHUNK])
            self.last_imported |= dict(rows.values_list("case_id", "values"))
        self.records = ExistingRecords(mapping, by=by, ids=list(self.by_id))
        self.by_key = {
            key: [self.by_id[pk] for pk in pks if pk in self.by_id] for key, pks in by_key.items()
        }

    def _pairs(self, visible, mapping, keys):
        name = mapping.match_on
        if name == "title":
            pairs = visible.values_list("pk", "title")
            wanted = set(keys)
            return [
                (pk, normalise_text(title))
                for pk, title in pairs
                if normalise_text(title) in wanted
            ]
        if name == "external_id":
            visible = visible.filter(external_source=mapping.external_source)
            visible = visible.exclude(external_id="")  # or the planner does not use its index
        found = []
        for start in range(0, len(keys), CHUNK):
            some = visible.filter(**{f"{name}__in": keys[start : start + CHUNK]})
            found += some.values_list("pk", name)
        return found


class ExistingRecords:
    """The stored records of the kinds that the file fills, by name."""

    def __init__(self, mapping: Mapping, *, by, ids):
        self.kinds = [kind for kind in IMPORTED_RECORD_FIELDS if kind in mapping.fields]
        self.challenges, self.of_case = {}, {}
        if "challenge" in self.kinds:
            rows = Challenge.objects.visible_to(by).not_withdrawn().order_by("-pk")
            self.challenges = {normalise_text(row.title): row for row in rows}
        for kind in set(self.kinds) - {"challenge"}:
            rows = (
                RECORD_MODELS[kind][0].objects.filter(case__in=ids).not_withdrawn().order_by("-pk")
            )
            self.of_case |= {(kind, row.case_id, normalise_text(row.title)): row for row in rows}

    def find(self, kind, name, case=None):
        """Return the record of this name: of the case, or a challenge of the municipality."""
        if kind == "challenge":
            return self.challenges.get(normalise_text(name))
        return case and self.of_case.get((kind, case.pk, normalise_text(name)))

    def current_values(self, row_values: dict, case=None) -> dict:
        """Return the fields of the records that the row names, in the form an import writes."""
        values = {}
        for kind in self.kinds:
            row = (
                self.find(kind, row_values.get(kind) or "", case) if row_values.get(kind) else None
            )
            for name, field in IMPORTED_RECORD_FIELDS[kind].items():
                values[name] = import_value(getattr(row, field)) if row else ""
            if row:
                values[kind] = row_values[kind]  # a name in another spelling is the same
            if kind == "challenge" and case and case.challenge != row:
                values[kind] = case.challenge.title if case.challenge else ""
        return values


def import_value(value):
    """Return the value of a field of a record in the form an import writes."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


class Planner:
    """Turns the interpreted rows of a file into planned rows."""

    def __init__(self, mapping: Mapping, interpreter: Interpreter, matched: MatchedCases):
        self.mapping = mapping
        self.constants = interpreter.constants
        self.columns = {target.name: columns for target, _spec, columns in interpreter.fields}
        self.matched = matched
        # normalised name of a challenge → field → (number of the first row that has it, value)
        self.challenge_fields = defaultdict(dict)

    def collect_challenge(self, number: int, row_values: dict):
        """Note what a row has of a challenge, for the other rows that name the same one."""
        if not row_values.get("challenge"):
            return
        fields = self.challenge_fields[normalise_text(row_values["challenge"])]
        for name in IMPORTED_RECORD_FIELDS["challenge"]:
            if row_values.get(name):
                fields.setdefault(name, (number, row_values[name]))

    def line(
        self, number: int, interpreted: InterpretedRow, key: str, duplicates: list[int]
    ) -> PlannedRow:
        line = PlannedRow(row=number, kind=RowKind.REFUSED, key=key, values=interpreted.values)
        line.title = interpreted.values.get("title", "")
        line.problems = [
            *interpreted.problems,
            *self._key_problems(number, interpreted, key, duplicates),
        ]
        line.problems += self._unnamed_record_problems(interpreted.values)
        if interpreted.is_left_out:
            line.kind, line.problems = RowKind.LEFT_OUT, []
            return line
        cases = self.matched.by_key.get(key, [])
        if len(cases) > 1:
            named = ", ".join(case.key for case in cases)
            line.problems.append(self._problem("several_cases", self.mapping.match_on, cases=named))
        elif cases:
            self._merge(line, cases[0])
        elif key and self.mapping.match_on == "key":
            line.problems.append(self._problem("no_such_case", "key", value=key))
        else:
            self._create(line)
        if line.problems:
            line.kind = RowKind.REFUSED
        return line

    def _key_problems(self, number, interpreted, key, duplicates):
        name = self.mapping.match_on
        if duplicates:
            others = ", ".join(str(row) for row in duplicates if row != number)
            written = interpreted.values.get(name, key)
            yield self._problem("twin_rows", name, value=written, rows=others)
        reported_fields = {problem.field for problem in interpreted.problems}
        if not key and name not in {"key", "title"} and name not in reported_fields:
            yield self._problem("needs_key", name)

    def _create(self, line: PlannedRow):
        case = {
            name: value for name, value in self.constants.items() if name not in RECORD_FIELD_NAMES
        }
        case |= {
            name: value for name, value in self._with_record_defaults(line.values).items() if value
        }
        case.setdefault("standing", UNKNOWN)
        if "external_id" in case:
            case["external_source"] = self.mapping.external_source
        line.kind = RowKind.CREATE
        existing = self.matched.records.current_values(case)
        existing = {name: value for name, value in existing.items() if value}
        line.changes = {
            name: ["", value]
            for name, value in case.items()
            if name != "key" and (name in IMPORTED_RECORD_FIELDS or existing.get(name) != value)
        }
        for name, value in existing.items():
            if name != "challenge" and case.get(name, value) != value:
                line.problems.append(self._problem("challenge_stands", name, value=case[name]))
        self._check(line, {**existing, **case})

    def _merge(self, line: PlannedRow, case: Case):
        line.case_id, line.case_key = case.pk, case.key
        line.title = line.title or case.title
        ours, base = current_case_values(case), self.matched.last_imported.get(case.pk, {})
        row_values = self._with_record_defaults(line.values, case)
        ours |= self.matched.records.current_values(row_values, case)
        base = {
            name: value
            for name, value in base.items()
            if name not in self._new_record_fields(row_values, case)
        }
        for name, theirs in row_values.items():
            if name in STANDING_DETAILS or name not in ours or ours[name] == theirs:
                continue
            if name not in base:
                if theirs and not ours[name]:
                    line.changes[name] = [ours[name], theirs]
                elif theirs:
                    line.conflicts[name] = [None, ours[name], theirs]
            elif base[name] != theirs:
                if base[name] == ours[name]:
                    line.changes[name] = [ours[name], theirs]
                else:
                    line.conflicts[name] = [base[name], ours[name], theirs]
        if "external_id" in line.changes:
            line.changes["external_source"] = ["", self.mapping.external_source]
        self._set_kind(line, case, ours)

    def _unnamed_record_problems(self, row_values):
        """Yield a problem for each record of which the row has fields but no name."""
        for kind, names in IMPORTED_RECORD_FIELDS.items():
            if not row_values.get(kind) and any(row_values.get(name) for name in names):
                yield self._problem("needs_name", kind)

    def _new_record_fields(self, row_values, case) -> set[str]:
        """Return the fields of the records that the row names and that do not exist yet; of a
        challenge all but its name, since the case may have another one.
        """
        records = self.matched.records
        return {
            name
            for kind in records.kinds
            if row_values.get(kind) and records.find(kind, row_values[kind], case) is None
            for name in IMPORTED_RECORD_FIELDS[kind]
            if name != "challenge"
        }

    def _with_record_defaults(self, row_values: dict, case: Case | None = None) -> dict:
        """Return the values of the row without records that it does not name. A new record also
        gets the values of other rows that name it, and the constants.
        """
        unnamed = {
            n
            for kind, names in IMPORTED_RECORD_FIELDS.items()
            if not row_values.get(kind)
            for n in names
        }
        row_values = {name: value for name, value in row_values.items() if name not in unnamed}
        new = self._new_record_fields(row_values, case)
        name = row_values.get("challenge")
        challenge_fields = self.challenge_fields[normalise_text(name)] if name else {}
        from_other_rows = {name: value for name, (_row, value) in challenge_fields.items()}
        more = {name: from_other_rows.get(name) or self.constants.get(name) for name in new}
        return row_values | {
            name: value for name, value in more.items() if value and not row_values.get(name)
        }

    def _set_kind(self, line, case, ours):
        """Set the kind of the row from its changes and conflicts, and check the result."""
        wanted = {name: pair[1] for name, pair in line.changes.items()}
        wanted |= {name: triple[2] for name, triple in line.conflicts.items()}
        if case.state in CLOSED:
            self._keep_ours(line, {name: self._problem("closed_case", name) for name in wanted})
        elif "standing" in wanted and (why := self._standing_problem(ours, wanted["standing"])):
            self._keep_ours(line, {"standing": why})
        kind_without_conflicts = RowKind.CHANGE if line.changes else RowKind.UNCHANGED
        line.kind = RowKind.CONFLICT if line.conflicts else kind_without_conflicts
        details = {name: line.values.get(name, "") for name in STANDING_DETAILS}
        if "standing" not in wanted or "standing" in line.held:
            wanted["standing"] = UNKNOWN  # it is not changed, so it needs no details
        if line.kind != RowKind.UNCHANGED:
            self._check(line, without_unnamed_records({**ours, **details, **wanted}, line.values))

    def _keep_ours(self, line, reasons: dict[str, RowProblem]):
        """Turn these changes into conflicts in which only the stored value can be kept."""
        for name in reasons:
            if name in line.changes:
                line.conflicts[name] = [None, *line.changes.pop(name)]
        line.held |= reasons

    def _standing_problem(self, ours, theirs) -> RowProblem | None:
        """Return why the case cannot be brought to the state and phase of the file, if so."""
        (state, phase), (target, to) = parse_standing(ours["standing"]), parse_standing(theirs)
        if state == State.DRAFT:
            return None
        both = {"ours": ours["standing"], "theirs": theirs}
        if state != State.ACTIVE or not (target == State.ACTIVE or theirs == COMPLETED):
            return self._problem("cannot_change_standing", "standing", **both)
        if theirs == COMPLETED or not (phase == to or is_back(phase, to)):
            return self._problem("needs_gate", "standing", **both)
        return None

    def _check(self, line, case: dict):
        self._check_challenge(line)
        reported_fields = {problem.field for problem in line.problems}
        for code, name, params in rules.violations(case):
            if name not in reported_fields:
                value = str(case.get(name) or "")
                line.problems.append(self._problem(code, name, value=value, **params))

    def _check_challenge(self, line):
        """Report fields of a challenge that another row has otherwise."""
        title = normalise_text(line.values.get("challenge") or "")
        for name, (row, value) in self.challenge_fields.get(title, {}).items():
            own_value = line.values.get(name)
            if name != "challenge" and own_value and own_value != value:
                problem = self._problem("challenge_differs", name, value=own_value, other=row)
                line.problems.append(problem)

    def limit_new_units(self, lines: list[PlannedRow]):
        """Refuse a file that makes very many units: another column was taken for the unit."""
        count = len(_new_units(lines))
        for line in lines if count > MOST_NEW_UNITS else ():
            value = line.changes.get("unit", ["", ""])[1]
            if value.startswith(NEW_UNIT):
                params = {"value": value[1:], "count": count, "most": MOST_NEW_UNITS}
                line.problems.append(self._problem("too_many_units", "unit", **params))
                line.kind = RowKind.REFUSED

    def _problem(self, code, name, value="", **params):
        columns = self.columns.get(name, [])
        return RowProblem(
            code=code,
            field=name,
            column=" | ".join(column.name for column in columns),
            letter=", ".join(column.letter for column in columns),
            value=value,
            params=params,
        )


def without_unnamed_records(case: dict, row_values: dict) -> dict:
    """Leave out the constants of records that the row does not mention."""
    unnamed = {
        name
        for kind, fields in IMPORTED_RECORD_FIELDS.items()
        if not any(row_values.get(name) for name in fields)
        for name in fields
    }
    return {name: value for name, value in case.items() if name not in unnamed}


def current_case_values(case: Case) -> dict:
    """Return the fields of a case in the form an import writes."""
    own = TARGETS.keys() - {"unit", "standing", "contact", *STANDING_DETAILS, *RECORD_FIELD_NAMES}
    values = {name: getattr(case, name) for name in own}
    for name, target in TARGETS.items():
        if target.kind == ValueKind.CODES and name not in RECORD_FIELD_NAMES:
            values[name] = sorted(values[name], key=list(target.choices()).index)
    return values | {
        "unit": case.unit.code,
        "contact": case.contact_id,
        "standing": standing_code(case.state, case.phase),
    }
