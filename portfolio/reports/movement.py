"""How cases moved between the phases in a period: what every phase began with, what came in and
went out, and what it ended with. It adds up, or it is an error.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.reports.periods import Period
from portfolio.reports.standing import visits_on, was_open_q
from portfolio.reports.tables import Coded, ColumnKind, column
from projects.choices.phases import Phase, is_back
from projects.choices.states import CLOSED, State
from projects.models import PhaseVisit, StateChange
from projects.querysets.key_order import KeyOrder

COUNT = ColumnKind.COUNT
IN = ("new", "in_forward", "in_back", "reopened")
OUT = ("out_forward", "out_back", "stopped", "completed")


class DoesNotAddUp(Exception):
    """A report whose figures contradict each other. ``details`` says which, one text each."""

    def __init__(self, details):
        super().__init__("; ".join(details))
        self.details = list(details)


@dataclass(frozen=True)
class MovementRow:
    """One phase, or all. Counts active and paused cases, by the days on which things happened."""

    phase: Coded = column(gettext_lazy("Phase"), ColumnKind.CODED)
    start: int = column(gettext_lazy("At the start of the period"), COUNT)
    new: int = column(gettext_lazy("New"), COUNT)
    in_forward: int = column(gettext_lazy("In (forward)"), COUNT)
    in_back: int = column(gettext_lazy("In (back)"), COUNT)
    reopened: int = column(gettext_lazy("Reopened"), COUNT)
    out_forward: int = column(gettext_lazy("Out (forward)"), COUNT)
    out_back: int = column(gettext_lazy("Out (back)"), COUNT)
    stopped: int = column(gettext_lazy("Stopped"), COUNT)
    completed: int = column(gettext_lazy("Completed"), COUNT)
    end: int = column(gettext_lazy("At the end of the period"), COUNT)
    paused: int = column(gettext_lazy("Of these paused"), COUNT)

    @property
    def expected_end(self) -> int:
        came = sum(getattr(self, name) for name in IN)
        went = sum(getattr(self, name) for name in OUT)
        return self.start + came - went


@dataclass(frozen=True)
class Movement:
    """The rows of all phases and their sum, and the cases of movements that were recorded only
    after the period.
    """

    rows: tuple[MovementRow, ...]
    total: MovementRow
    late_cases: set[int]


def movement(cases, period: Period) -> Movement:
    """Count how these cases moved in the period. Four queries.

    Raises DoesNotAddUp when start, movements and end of a phase contradict each other.
    """
    cases = cases.order_by()
    standing, paused, flows = (
        _standing(cases, period),
        _paused(cases, period),
        _flows(cases, period),
    )
    rows = tuple(
        MovementRow(
            Coded(phase.value, str(phase.label)),
            **{name: flows.counts[name, phase.value] for name in (*IN, *OUT)},
            start=standing[phase]["start"],
            end=standing[phase]["end"],
            paused=paused[phase],
        )
        for phase in Phase
    )
    names = [one.name for one in fields(MovementRow)[1:]]
    sums = {name: sum(getattr(row, name) for row in rows) for name in names}
    total = MovementRow(Coded("total", _("Total")), **sums)
    if contradictions := list(_contradictions(rows, total)):
        keys = (
            cases.filter(pk__in=flows.broken_cases)
            .order_by(KeyOrder("key"))
            .values_list("key", flat=True)
        )
        raise DoesNotAddUp([*contradictions, *keys])
    return Movement(rows, total, flows.late_cases)


def _contradictions(rows, total):
    for row in (*rows, total):
        if row.expected_end != row.end:
            yield _("%(phase)s: %(expected)d by the movements, but %(end)d at the end") % {
                "phase": row.phase,
                "expected": row.expected_end,
                "end": row.end,
            }
    if (total.in_forward, total.in_back) != (total.out_forward, total.out_back):
        yield _("More cases left phases for others than came to them from others, or fewer")


def _visits(cases):
    return PhaseVisit.objects.filter(case__in=cases.values("pk"))


def _standing(cases, period):
    """How many stood in each phase at the end of the day before the period, and of its last."""
    counts = {
        name: Count("pk", filter=was_open_q(day))
        for name, day in (("start", period.day_before), ("end", period.last))
    }
    found = _visits(cases).order_by().values("phase").annotate(**counts)
    nothing = {"start": 0, "end": 0}
    return dict.fromkeys(Phase.values, nothing) | {row["phase"]: row for row in found}


def _paused(cases, period):
    """How many of those that stood in each phase at the end of the period were paused then."""
    paused = visits_on(cases, period.last).filter(last_target=State.PAUSED)
    return Counter(paused.values_list("phase", flat=True))


class Visit(NamedTuple):
    case: int
    phase: str
    entered_on: date
    entered_at: datetime
    left_on: date | None
    left_at: datetime | None


@dataclass
class Flows:
    """How visits began and ended in a period, by kind of movement and phase; the cases of whose
    visits in it something was recorded later; and those whose visits do not follow from each other.
    """

    counts: Counter = field(default_factory=Counter)
    late_cases: set[int] = field(default_factory=set)
    broken_cases: set[int] = field(default_factory=set)


def _flows(cases, period):
    changes = StateChange.objects.filter(target__in=CLOSED, case__in=cases.values("pk"))
    endings = defaultdict(list)
    for case, target, at in changes.order_by("pk").values_list("case", "target", "recorded_at"):
        endings[case].append((at, target))
    flows, rows = Flows(), _visits(cases).order_by("case", "pk").values_list(*Visit._fields)
    for case, visits in groupby(map(Visit._make, rows), key=attrgetter("case")):
        _count_case(flows, case, list(visits), endings[case], period)
    return flows


def _count_case(flows, case, visits, endings, period):
    """Count the visits of one case. Between two endings they follow each other."""
    spans = [sum(at < visit.entered_at for at, _target in endings) for visit in visits]
    beside = [None, *zip(visits, spans, strict=True), None]
    for n, (visit, span) in enumerate(zip(visits, spans, strict=True)):
        before, after = (
            one[0] if one and one[1] == span else None for one in (beside[n], beside[n + 2])
        )
        if visit.entered_on in period:
            kind = _came(visit, before, is_first=n == 0)
            flows.counts[kind, visit.phase] += 1
        if visit.entered_on <= period.last and (visit.left_on or period.last) >= period.first:
            _note_if_late(flows, case, visit.entered_at, period)
        if visit.left_on in period:
            kind = _went(visit, after, endings[span:])
            flows.counts[kind, visit.phase] += 1
            if kind not in OUT:
                flows.broken_cases.add(case)
            _note_if_late(flows, case, visit.left_at, period)
        if after and after.entered_on != visit.left_on:
            flows.broken_cases.add(case)


def _came(visit, before, *, is_first):
    if before:
        return "in_back" if is_back(before.phase, visit.phase) else "in_forward"
    return "new" if is_first else "reopened"


def _went(visit, after, endings):
    if after:
        return "out_back" if is_back(visit.phase, after.phase) else "out_forward"
    return endings[0][1] if endings else "unexplained"


def _note_if_late(flows, case, moment, period):
    if timezone.localdate(moment) > period.last:
        flows.late_cases.add(case)
