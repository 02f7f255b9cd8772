"""The states of an import, what becomes of its rows, and their problems. Pure."""

import dataclasses
import hashlib
import json
from collections import Counter

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.text.cleaning import compared
from projects.choices.phases import Phase
from projects.choices.states import State


class RunState(TextChoices):
    """The state of an import. Only a confirmed one has changed any case."""

    CHOOSING = "choosing", pgettext_lazy("import", "Being set up")
    PLANNING = "planning", pgettext_lazy("import", "Dry run at work")
    PLANNED = "planned", pgettext_lazy("import", "Dry run ready")
    CONFIRMING = "confirming", pgettext_lazy("import", "Being imported")
    CONFIRMED = "confirmed", pgettext_lazy("import", "Imported")


RUNNING_STATES = (RunState.PLANNING, RunState.CONFIRMING)


class RowKind(TextChoices):
    """What becomes of one row of the file."""

    CREATE = "create", pgettext_lazy("row", "New")
    CHANGE = "change", pgettext_lazy("row", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("row", "Unchanged")
    CONFLICT = "conflict", pgettext_lazy("row", "Conflict")
    REFUSED = "refused", pgettext_lazy("row", "Refused")
    LEFT_OUT = "left_out", pgettext_lazy("row", "Left out by your choice")


class Channel(TextChoices):
    """How an import was started."""

    PAGE = "page", pgettext_lazy("channel", "Page")
    COMMAND = "command", pgettext_lazy("channel", "Command")


class OnConflict(TextChoices):
    """What to do where a field was changed both here and in the file."""

    KEEP = "keep", _("Keep what stands here")
    TAKE = "take", _("Take what the file says")
    REFUSE = "refuse", _("Stop and ask")


# The state and the phase of a case as one code, or one of these.
UNKNOWN = "unknown"
LEAVE_OUT = "leave_out"
COMPLETED = State.COMPLETED.value


normalise_text = compared


def standing_code(state: str, phase: str = "") -> str:
    """Return state and phase as one code: ``unknown``, ``active:use``, ``completed``."""
    if state == State.DRAFT:
        return UNKNOWN
    return COMPLETED if state == State.COMPLETED else f"{state}:{phase}"


def parse_standing(code: str) -> tuple[State, Phase]:
    """Return the state and the phase of a standing. Unknown is a draft in the first phase."""
    if code == UNKNOWN:
        return State.DRAFT, Phase.WHAT
    if code == COMPLETED:
        return State.COMPLETED, Phase.REFINE
    state, phase = code.split(":")
    return State(state), Phase(phase)


# Records that a row of a file can fill: the name of the import's field → the record's own field.
# The first names the record: one of that name is the same record as before.
IMPORTED_RECORD_FIELDS = {
    "challenge": {
        "challenge": "title",
        "challenge_description": "description",
        "challenge_entry_point": "entry_point",
        "challenge_affected": "who_is_affected",
    },
    "benefit": {
        "benefit": "title",
        "benefit_kind": "kind",
        "benefit_for_whom": "for_whom",
        "benefit_description": "description",
        "benefit_indicator": "indicator",
        "benefit_measured_in": "measured_in",
        "benefit_baseline": "baseline",
        "benefit_baseline_on": "baseline_on",
        "benefit_baseline_source": "baseline_source",
        "benefit_target": "target",
        "benefit_target_on": "target_on",
    },
    "decision": {
        "decision": "title",
        "decision_body": "body",
        "decision_on": "met_on",
        "decision_level": "level",
        "decision_kind": "kind",
        "decision_outcome": "outcome",
        "decision_number": "number",
        "decision_archive_reference": "archive_reference",
        "decision_text": "text",
    },
}
# What a record cannot be without, beside its name.
REQUIRED_RECORD_FIELDS = {
    "challenge": ("challenge_entry_point",),
    "benefit": ("benefit_kind", "benefit_for_whom"),
    "decision": (
        "decision_body", "decision_on", "decision_level", "decision_kind", "decision_outcome",
    ),
}  # fmt: skip
RECORD_FIELD_NAMES = frozenset(
    name for fields in IMPORTED_RECORD_FIELDS.values() for name in fields
)


@dataclasses.dataclass(frozen=True)
class RowProblem:
    """A reason to refuse a row. ``importing.wording`` has the two sentences of ``code``."""

    code: str
    field: str = ""
    column: str = ""
    letter: str = ""
    value: str = ""
    params: dict = dataclasses.field(default_factory=dict)

    as_dict = dataclasses.asdict


@dataclasses.dataclass
class PlannedRow:
    """One row of the file and what becomes of it.

    ``values`` are the values in the file, by field. ``changes`` maps a field to its present value
    and its new one; ``conflicts`` maps a field to its value in the last import, its present value
    and its value in the file. ``held`` are conflicts in which only the present value can be kept,
    and why.
    """

    row: int
    kind: RowKind
    key: str = ""
    case_id: int | None = None
    case_key: str = ""
    title: str = ""
    values: dict = dataclasses.field(default_factory=dict)
    changes: dict[str, list] = dataclasses.field(default_factory=dict)
    conflicts: dict[str, list] = dataclasses.field(default_factory=dict)
    held: dict[str, RowProblem] = dataclasses.field(default_factory=dict)
    problems: list[RowProblem] = dataclasses.field(default_factory=list)
    choices: dict[str, str] = dataclasses.field(default_factory=dict)

    def resolve_conflicts(
        self, choices: dict[str, str], otherwise: str = OnConflict.REFUSE
    ) -> "PlannedRow":
        """Return the row with its conflicts resolved, each by its choice or by ``otherwise``."""
        if self.kind != RowKind.CONFLICT:
            return self
        changes, open_ones = dict(self.changes), {}
        for name, (base, ours, theirs) in self.conflicts.items():
            choice = choices.get(name, otherwise)
            if choice == OnConflict.TAKE and name not in self.held:
                changes[name] = [ours, theirs]
            elif choice != OnConflict.KEEP:
                open_ones[name] = [base, ours, theirs]
        done = RowKind.CHANGE if changes else RowKind.UNCHANGED
        kind = RowKind.CONFLICT if open_ones else done
        resolved = {"changes": changes, "conflicts": open_ones, "kind": kind, "choices": choices}
        return dataclasses.replace(self, **resolved)


@dataclasses.dataclass
class Plan:
    """What an import would do, row by row; making one writes nothing."""

    sheet: str
    lines: list[PlannedRow]
    new_units: list[str] = dataclasses.field(default_factory=list)
    notices: list[tuple[str, dict]] = dataclasses.field(default_factory=list)
    # What tells, by the id of a case, whether somebody has changed it since.
    versions: dict[int, tuple] = dataclasses.field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows of each kind, zero included."""
        found = Counter(line.kind for line in self.lines)
        return {kind.value: found[kind] for kind in RowKind}

    @property
    def is_ready(self) -> bool:
        """Nothing is refused and no conflict is open: it may be confirmed."""
        stopping = {RowKind.REFUSED, RowKind.CONFLICT}
        return not any(line.kind in stopping for line in self.lines)

    @property
    def digest(self) -> str:
        """Equal for two plans that would do the same to the same cases."""
        sha = hashlib.sha256(json.dumps(sorted(self.new_units)).encode())
        for line in self.lines:
            effect = [line.row, line.kind, line.case_id, line.values, line.changes, line.conflicts]
            sha.update(json.dumps(effect, sort_keys=True).encode())
        return sha.hexdigest()

    def resolve_conflicts(self, choices: dict[int, dict[str, str]], otherwise: str) -> "Plan":
        """Return the plan with its conflicts resolved; ``choices`` is by row and field."""
        lines = [
            line.resolve_conflicts(choices.get(line.row, {}), otherwise) for line in self.lines
        ]
        return Plan(self.sheet, lines, self.new_units, self.notices)
