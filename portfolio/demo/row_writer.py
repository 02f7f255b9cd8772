"""The rows of the demo, and the versions of each over time."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Model

from accounts.access.roles import CaseRole
from accounts.models import Unit, User
from portfolio.demo.clock import Clock
from projects.models import Assignment, Case, Challenge, GateDecision
from projects.records.kinds import RecordKind


@dataclass(frozen=True)
class RowVersion:
    """The values of a row from a moment on, as the history stores them."""

    label: str
    at: datetime
    by: User
    row: Model
    values: dict


@dataclass
class InsertBatch:
    """What happened in all cases until the next decision of each: the first batch ends with the
    first decision of a case, and so on.
    """

    rows: list[Model] = field(default_factory=list)
    versions: list[RowVersion] = field(default_factory=list)
    decisions: list[GateDecision] = field(default_factory=list)


class DemoRows:
    """The rows of all cases, batch by batch, and what one case refers to in others."""

    def __init__(self):
        self.batches: defaultdict[int, InsertBatch] = defaultdict(InsertBatch)
        self.participant_links: list[tuple[Model, str, User]] = []  # row, field, person
        self.challenges: dict[str, Challenge] = {}
        self.cases: dict[str, Case] = {}


class RowWriter:
    """Collects the rows of one case. ``case_spec`` is a table of a file in ``cases/``, with what
    its file in ``content/`` adds.
    """

    def __init__(
        self,
        case_spec: dict,
        *,
        case: Case,
        people: dict[str, User],
        units: dict[str, Unit],
        demo_rows: DemoRows,
        clock: Clock,
    ):
        self.case_spec, self.case, self.people, self.units = case_spec, case, people, units
        self.demo_rows, self.clock = demo_rows, clock
        self.decision_count = 0
        self.roles: dict[str, Assignment] = {}
        self.benefit_owners: set[User] = set()
        self.rows_by_name: dict[tuple[type[Model], str], Model] = {}

    @property
    def event_at(self) -> datetime:
        """Return the moment of the current event."""
        return self.clock.now

    @property
    def event_on(self) -> date:
        """Return the day of the current event."""
        return self.event_at.date()

    @property
    def batch(self) -> InsertBatch:
        """Return the batch of the current event."""
        return self.demo_rows.batches[self.decision_count]

    def add_row(self, row):
        """Add a new row, which later rows may refer to by its text."""
        self.rows_by_name[type(row), str(row)] = row
        if hasattr(type(row), "pgh_event_model"):
            self.add_version("insert", row.by, row)
        else:
            self.batch.rows.append(row)
        return row

    def add_version(self, label, by, row):
        """Add a version with the row's present values. Its related rows get their numbers later."""
        if row is self.case:
            row.updated_at = self.event_at
        values = {
            column.name: column.get_cached_value(row)
            if column.remote_field and column.is_cached(row)
            else row.__dict__.get(column.attname)
            for column in row._meta.concrete_fields
            if not column.generated
        }
        self.batch.versions.append(RowVersion(label, self.event_at, by, row, values))

    def field_value(self, model, name, raw):
        """Convert a value in a file to the value of the field. A day is written as days ago;
        ``{yy}`` is the year and ``{archive}`` the case's reference.
        """
        if isinstance(raw, Model):
            return raw
        column = model._meta.get_field(name)
        kind = column.get_internal_type()
        if column.remote_field:
            return self.referenced_row(column.related_model, raw)
        if kind == "DateField":
            return self.event_on if raw == "now" else self.clock.day(raw)
        if kind == "DecimalField":
            return column.to_python(str(raw))
        if isinstance(raw, str):
            return " ".join(raw.replace("{yy}", f"{self.event_on:%y}").split()).replace(
                "{archive}", self.case.archive_reference
            )
        return raw

    def referenced_row(self, model, row_name):
        """Return the row that a file names: a person, a unit, a case, or one of this case."""
        named_rows = {User: self.people, Unit: self.units, Case: self.demo_rows.cases}
        if model in named_rows:
            return named_rows[model][row_name]
        return self.rows_by_name[model, " ".join(str(row_name).split())]

    def field_values(self, kind: RecordKind, raw_values: dict) -> dict:
        """Convert the values of a record in a file to the values of its fields."""
        if unknown := raw_values.keys() - set(kind.fields):
            raise ValueError(f"{self.case.title}: a {kind.code} has no {sorted(unknown)}")
        return {name: self.field_value(kind.model, name, text) for name, text in raw_values.items()}

    def assign(self, *, by, role, who):
        """Give a role; a new owner or lead takes over from the one there was."""
        if role in {CaseRole.OWNER, CaseRole.LEAD} and (assignment := self.roles.get(role)):
            assignment.valid_to = self.event_at
            self.add_version("update", by, assignment)
        assignment = Assignment(
            case=self.case,
            user=self.people[who],
            role=CaseRole(role),
            valid_from=self.event_at,
            assigned_by=by,
            created_at=self.event_at,
        )
        self.roles[role] = assignment
        if role == CaseRole.BENEFIT_OWNER:
            self.benefit_owners.add(assignment.user)
        self.add_version("insert", by, assignment)

    def edit(self, *, by, set):  # noqa: A002 - a word of the files
        """Change fields of the case."""
        for name, raw in set.items():
            setattr(self.case, name, self.field_value(Case, name, raw))
        self.case.version += 1
        self.add_version("update", by, self.case)
