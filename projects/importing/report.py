"""The report of a plan: as JSON, as rows for CSV, and as text for a terminal."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Unit, User
from accounts.text import partial_dates
from projects.choices.imports import RowKind
from projects.importing import wording
from projects.importing.targets import TARGETS, ValueKind
from projects.importing.values import NEW_UNIT

CSV_HEADINGS = (
    gettext_lazy("Row"),
    gettext_lazy("Result"),
    gettext_lazy("Case"),
    gettext_lazy("Title"),
    gettext_lazy("Column"),
    gettext_lazy("Field"),
    gettext_lazy("Value"),
    gettext_lazy("What is wrong"),
    gettext_lazy("Remark"),
)


class ValueFormatter:
    """Formats values for people. The names of units and people are looked up once: two queries."""

    def __init__(self, by):
        self.units = dict(Unit.objects.visible_to(by).values_list("code", "name"))
        self.people = dict(User.objects.visible_to(by).values_list("pk", "name"))

    def display(self, name: str, value) -> str:
        """Return the value of a field as text."""
        if value in (None, "", []):
            return ""
        if name == "standing":
            return wording.standing_label(value)
        if name == "unit":
            return value[1:] if value.startswith(NEW_UNIT) else self.units.get(value, value)
        if name == "contact":
            return self.people.get(value, str(value))
        target = TARGETS.get(name)
        if target and target.kind in {ValueKind.DATE, ValueKind.PARTIAL_DATE}:
            return partial_dates.written(value)
        if target and target.kind in {ValueKind.CODE, ValueKind.CODES}:
            codes = value if isinstance(value, list) else [value]
            return ", ".join(str(target.choices().get(code, code)) for code in codes)
        return ", ".join(value) if isinstance(value, list) else str(value)


def row_as_json(line) -> dict:
    """Return one row with its problems in words. ``line`` is a PlannedRow or an ImportedRow."""
    return {
        "row": line.row,
        "kind": str(line.kind),
        "case": line.case_key or None,
        "title": line.title,
        "changes": {name: {"from": a, "to": b} for name, (a, b) in line.changes.items()},
        "conflicts": {
            name: {"last_import": base, "here": ours, "file": theirs, "held": name in line.held}
            for name, (base, ours, theirs) in line.conflicts.items()
        },
        "choices": line.choices,
        "problems": [wording.problem(problem) for problem in line.problems],
    }


@dataclass(frozen=True)
class RowInWords:
    """One row as the page shows it."""

    row: int
    kind: RowKind
    case_key: str
    title: str
    problems: list[dict]
    changes: list[tuple[str, str, str]]  # field, was, will be
    conflicts: list[tuple[str, str, str]]  # field, here, in the file


def row_in_words(line, values: ValueFormatter) -> RowInWords:
    """Return one row with its fields, values and problems in words."""
    return RowInWords(
        row=line.row,
        kind=RowKind(line.kind),
        case_key=line.case_key,
        title=line.title,
        problems=[wording.problem(problem) for problem in line.problems],
        changes=[
            (wording.field_label(name), values.display(name, was), values.display(name, will))
            for name, (was, will) in line.changes.items()
        ],
        conflicts=[
            (wording.field_label(name), values.display(name, ours), values.display(name, theirs))
            for name, (_base, ours, theirs) in line.conflicts.items()
        ],
    )


def rows_as_csv(line, values: ValueFormatter):
    """Yield a CSV row for each problem, conflict and change of a row of the file."""
    head = (line.row, RowKind(line.kind).label, line.case_key, line.title)
    for problem in map(wording.problem, line.problems):
        place = (problem["letter"], problem["label"], problem["value"])
        yield (*head, *place, problem["wrong"], problem["right"])
    for name, (_base, ours, theirs) in line.conflicts.items():
        both = {"ours": values.display(name, ours), "theirs": values.display(name, theirs)}
        wrong = _("Here: %(ours)s. In the file: %(theirs)s.") % both
        right = _("Choose one.")
        if name in line.held:
            reason = wording.problem(line.held[name])
            wrong, right = f"{wrong} {reason['wrong']}", reason["right"]
        yield (*head, "", wording.field_label(name), both["theirs"], wrong, right)
    changes = {} if line.problems else line.changes
    for name, (ours, theirs) in changes.items():
        new_value = values.display(name, theirs)
        was = values.display(name, ours)
        was = _("Was: %s") % was if was else ""
        yield (*head, "", wording.field_label(name), new_value, "", was)
    if not (line.problems or line.conflicts or changes):
        yield (*head, "", "", "", "", "")


def as_text(lines, counts, notices, new_units, values: ValueFormatter):
    """Yield the lines of the report for a terminal: totals, then changed and problematic rows."""
    for kind in RowKind:
        yield f"{counts[kind]:>7}  {kind.label}"
    if new_units:
        yield _("New units: %s") % ", ".join(new_units)
    for code, params in notices:
        yield wording.notice(code, params)
    for line in lines:
        if line.kind in {RowKind.CREATE, RowKind.UNCHANGED, RowKind.LEFT_OUT}:
            continue
        case = f" ({line.case_key})" if line.case_key else ""
        yield f"{_('Row')} {line.row}{case} {RowKind(line.kind).label}: {line.title}"
        for row in rows_as_csv(line, values):
            column, field, value, wrong, right = row[4:]
            place = " ".join(str(part) for part in (column, field) if part)
            yield " ".join(filter(None, [f"    {place}:", f"“{value}”", wrong, right]))
