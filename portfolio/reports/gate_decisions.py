"""R7: what was decided at the gates in the period, and the moves back."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.access.roles import AccessRole
from portfolio.reports.case_lines import CaseLines
from portfolio.reports.tables import Coded, ColumnKind, Table, coded, coded_choice, column
from projects.choices.gates import Gate, outcome_label
from projects.choices.phases import Phase, is_back
from projects.models import GateDecision, PhaseVisit

DIRECTIONS = {
    "forward": pgettext_lazy("direction", "Forward"),
    "back": pgettext_lazy("direction", "Back"),
    "stays": pgettext_lazy("direction", "Stays"),
    "completed": pgettext_lazy("direction", "Completed"),
}


@dataclass(frozen=True)
class GateDecisionRow:
    """One decision at a gate, or one move back."""

    on: date = column(gettext_lazy("Date"), ColumnKind.DAY)
    key: str = column(gettext_lazy("Case"), ColumnKind.KEY)
    title: str = column(gettext_lazy("Title"))
    from_phase: Coded = column(gettext_lazy("From phase"), ColumnKind.CODED)
    to_phase: Coded | None = column(gettext_lazy("To phase"), ColumnKind.CODED)
    direction: Coded = column(gettext_lazy("Direction"), ColumnKind.CODED)
    outcome: Coded | None = column(gettext_lazy("Decision"), ColumnKind.CODED)
    role: Coded | None = column(gettext_lazy("Decided as"), ColumnKind.CODED)
    reason: str | None = column(gettext_lazy("Reason"))
    conditions: int = column(gettext_lazy("Conditions"), ColumnKind.COUNT)
    next_due_on: date | None = column(gettext_lazy("First deadline"), ColumnKind.DAY)
    alone: str = column(gettext_lazy("Proposed and decided by one person"))


def gate_decisions(lines: CaseLines, period) -> Table:
    """The decisions of the period, by day. Three queries."""
    days = (period.first, period.last)
    decisions = lines.narrow(GateDecision.objects.filter(decided_on__range=days))
    rows = [
        _decided(one, lines.by_id[one.case_id]) for one in decisions.prefetch_related("conditions")
    ] + list(_moves_back(lines, days))
    rows.sort(key=lambda row: (row.on, row.key))
    return Table("decisions", _("Decisions at the gates"), GateDecisionRow, tuple(rows))


def _decided(decision, line):
    gate = Gate(decision.gate)
    passes = decision.outcome in {"go", "go_with_exceptions"}
    direction = ("completed" if gate is Gate.CLOSE else "forward") if passes else "stays"
    due = sorted(one.due_on for one in decision.conditions.all())
    return GateDecisionRow(
        on=decision.decided_on,
        key=line.key,
        title=line.title,
        from_phase=coded_choice(gate.origin),
        to_phase=coded_choice(gate.target) if passes and gate.target else None,
        direction=_direction(direction),
        outcome=Coded(decision.outcome, str(outcome_label(gate, decision.outcome))),
        role=Coded(decision.role, str(AccessRole(decision.role).label)),
        reason=decision.reason,
        conditions=len(due),
        next_due_on=due[0] if due else None,
        alone=_("yes") if decision.single_handed else _("no"),
    )


def _moves_back(lines, days):
    visits = lines.narrow(PhaseVisit.objects.order_by("case", "pk"))
    before = None
    for visit in visits.only("case", "phase", "entered_on", "left_on", "reason"):
        if (
            before
            and before.case_id == visit.case_id
            and is_back(Phase(before.phase), Phase(visit.phase))
            and days[0] <= visit.entered_on <= days[1]
        ):
            line = lines.by_id[visit.case_id]
            yield GateDecisionRow(
                on=visit.entered_on,
                key=line.key,
                title=line.title,
                from_phase=coded(before, "phase"),
                to_phase=coded(visit, "phase"),
                direction=_direction("back"),
                outcome=None,
                role=None,
                reason=visit.reason if line.is_working_read else None,
                conditions=0,
                next_due_on=None,
                alone="",
            )
        before = visit


def _direction(code):
    return Coded(code, str(DIRECTIONS[code]))
