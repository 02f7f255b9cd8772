"""R8: what the council and others decided about the cases, and how it is followed up."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.reports.case_lines import CaseLines
from portfolio.reports.tables import Coded, ColumnKind, Table, coded, column
from projects.choices.vocabulary import FollowUp
from projects.models import FormalDecision

OPEN = {FollowUp.OPEN, FollowUp.UNDER_WAY}


@dataclass(frozen=True)
class FormalDecisionRow:
    """One decision outside the case."""

    number: str = column(gettext_lazy("Political case number"))
    met_on: date = column(gettext_lazy("Date of the meeting"), ColumnKind.DAY)
    body: str = column(gettext_lazy("Decided by"))
    key: str = column(gettext_lazy("Case"), ColumnKind.KEY)
    title: str = column(gettext_lazy("Title"))
    decision: str = column(gettext_lazy("Decision"))
    outcome: Coded = column(gettext_lazy("Outcome"), ColumnKind.CODED)
    due_on: date | None = column(gettext_lazy("Deadline"), ColumnKind.DAY)
    follow_up: Coded = column(gettext_lazy("Follow-up"), ColumnKind.CODED)
    done: str = column(gettext_lazy("What is done"))
    unit: str = column(gettext_lazy("Unit"))
    days_overdue: int | None = column(gettext_lazy("Days past the deadline"), ColumnKind.COUNT)
    archive_reference: str = column(gettext_lazy("Archive reference"))


def formal_decisions(lines: CaseLines, period) -> Table:
    """Decisions of the period, and earlier ones that are still followed up. One query."""
    found = lines.narrow(FormalDecision.objects.not_withdrawn())
    found = [
        one
        for one in found.filter(met_on__lte=period.last)
        if one.met_on in period or one.follow_up in OPEN
    ]
    found.sort(key=lambda one: (one.met_on, lines.by_id[one.case_id].place, one.pk))
    rows = tuple(_row(one, lines.by_id[one.case_id], period.last) for one in found)
    return Table("formal_decisions", _("Political and formal decisions"), FormalDecisionRow, rows)


def _row(decision, line, day):
    is_overdue = decision.due_on and decision.due_on < day and decision.follow_up in OPEN
    return FormalDecisionRow(
        number=decision.number,
        met_on=decision.met_on,
        body=decision.body,
        key=line.key,
        title=line.title,
        decision=decision.title,
        outcome=coded(decision, "outcome"),
        due_on=decision.due_on,
        follow_up=coded(decision, "follow_up"),
        done=decision.follow_up_note,
        unit=line.unit,
        days_overdue=(day - decision.due_on).days if is_overdue else None,
        archive_reference=decision.archive_reference,
    )
