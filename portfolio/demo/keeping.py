"""What the stories of the demo leave behind: rows, and what each held from when to when."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Model

from accounts.access.roles import CaseRole
from accounts.models import Unit, User
from portfolio.demo.clock import Clock
from projects.models import Assignment, Case, Challenge, GateDecision
from projects.records.kinds import RecordKind


@dataclass(frozen=True)
class Snapshot:
    """What a row held from a moment on, as the history keeps it."""

    label: str
    at: datetime
    by: User
    row: Model
    values: dict


@dataclass
class Chapter:
    """What happened in all cases until each came to its next decision: the first chapter ends
    with the first decision of a case, and so on.
    """

    rows: list[Model] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)
    decisions: list[GateDecision] = field(default_factory=list)


class Past:
    """All stories, chapter by chapter, and what one case knows of the others."""

    def __init__(self):
        self.chapters: defaultdict[int, Chapter] = defaultdict(Chapter)
        self.taking_part: list[tuple[Model, str, User]] = []  # row, field, person
        self.challenges: dict[str, Challenge] = {}
        self.cases: dict[str, Case] = {}
        self.last_of_year: Counter[int] = Counter()


class Keeper:
    """Puts down what one case leaves. ``told`` is a table of a file in ``cases/``, with what
    its file in ``content/`` adds.
    """

    def __init__(
        self,
        told: dict,
        *,
        case: Case,
        people: dict[str, User],
        units: dict[str, Unit],
        past: Past,
        clock: Clock,
    ):
        self.told, self.case, self.people, self.units = told, case, people, units
        self.past, self.clock = past, clock
        self.decided = 0
        self.roles: dict[str, Assignment] = {}
        self.benefit_owners: set[User] = set()
        self.found: dict[tuple[type[Model], str], Model] = {}

    @property
    def at(self) -> datetime:
        """The moment told of."""
        return self.clock.now

    @property
    def on(self) -> date:
        """Its day."""
        return self.at.date()

    @property
    def chapter(self) -> Chapter:
        """What happens now belongs to it."""
        return self.past.chapters[self.decided]

    def put(self, row):
        """Put down a new row, which may be pointed at by what it says."""
        self.found[type(row), str(row)] = row
        if hasattr(type(row), "pgh_event_model"):
            self.keep("insert", row.by, row)
        else:
            self.chapter.rows.append(row)
        return row

    def keep(self, label, by, row):
        """Put down what the row holds now. What it points at is numbered later."""
        if row is self.case:
            row.updated_at = self.at
        values = {
            column.name: column.get_cached_value(row)
            if column.remote_field and column.is_cached(row)
            else row.__dict__.get(column.attname)
            for column in row._meta.concrete_fields
            if not column.generated
        }
        self.chapter.snapshots.append(Snapshot(label, self.at, by, row, values))

    def value(self, model, name, said):
        """Turn what a file says of a field into what the row holds. A day is told as days ago;
        ``{yy}`` is the year and ``{archive}`` the case's reference.
        """
        if isinstance(said, Model):
            return said
        column = model._meta.get_field(name)
        kind = column.get_internal_type()
        if column.remote_field:
            return self.pointed_at(column.related_model, said)
        if kind == "DateField":
            return self.on if said == "now" else self.clock.day(said)
        if kind == "DecimalField":
            return column.to_python(str(said))
        if isinstance(said, str):
            return " ".join(said.replace("{yy}", f"{self.on:%y}").split()).replace(
                "{archive}", self.case.archive_reference
            )
        return said

    def pointed_at(self, model, said):
        """The row that a file names: a person, a unit, a case, or one of this case."""
        known = {User: self.people, Unit: self.units, Case: self.past.cases}
        if model in known:
            return known[model][said]
        return self.found[model, " ".join(str(said).split())]

    def fields(self, kind: RecordKind, said: dict) -> dict:
        """What a file says of a record, as what the row holds."""
        if unknown := said.keys() - set(kind.fields):
            raise ValueError(f"{self.case.title}: a {kind.code} has no {sorted(unknown)}")
        return {name: self.value(kind.model, name, text) for name, text in said.items()}

    def assign(self, *, by, role, who):
        """Give a role; a new owner or lead takes over from the one there was."""
        if role in {CaseRole.OWNER, CaseRole.LEAD} and (held := self.roles.get(role)):
            held.valid_to = self.at
            self.keep("update", by, held)
        held = Assignment(
            case=self.case,
            user=self.people[who],
            role=CaseRole(role),
            valid_from=self.at,
            assigned_by=by,
            created_at=self.at,
        )
        self.roles[role] = held
        if role == CaseRole.BENEFIT_OWNER:
            self.benefit_owners.add(held.user)
        self.keep("insert", by, held)

    def edit(self, *, by, set):  # noqa: A002 - a word of the files
        """Change fields of the case."""
        for name, said in set.items():
            setattr(self.case, name, self.value(Case, name, said))
        self.case.version += 1
        self.keep("update", by, self.case)
