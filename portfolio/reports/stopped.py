"""R6: cases that stopped or paused in the period, and what was learnt."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.reports.case_lines import CaseLines
from portfolio.reports.tables import Coded, ColumnKind, Table, coded, column
from projects.choices.states import State
from projects.models import StateChange


@dataclass(frozen=True)
class StoppedRow:
    """One stop or pause. Why it paused is a working text, why it stopped is reported."""

    key: str = column(gettext_lazy("Case"), ColumnKind.KEY)
    title: str = column(gettext_lazy("Title"))
    state: Coded = column(gettext_lazy("State"), ColumnKind.CODED)
    on: date = column(gettext_lazy("Date"), ColumnKind.DAY)
    phase: Coded | None = column(gettext_lazy("Phase at the stop"), ColumnKind.CODED)
    cause: Coded | None = column(gettext_lazy("Main cause"), ColumnKind.CODED)
    reason: str | None = column(gettext_lazy("Reason"))
    decided_by: Coded | None = column(gettext_lazy("Decided by"), ColumnKind.CODED)
    decision: str | None = column(gettext_lazy("Decision"))
    spent: int | None = column(gettext_lazy("Spent (kroner)"), ColumnKind.COUNT)
    lesson: str | None = column(gettext_lazy("Lesson"))
    may_resume_if: str | None = column(gettext_lazy("May be taken up again if"))
    review_on: date | None = column(gettext_lazy("Reviewed on (pause)"), ColumnKind.DAY)


def stopped(lines: CaseLines, period) -> Table:
    """What stopped or paused in the period, also when it has gone on since. One query."""
    found = lines.narrow(StateChange.objects.filter(target__in=(State.STOPPED, State.PAUSED)))
    found = found.filter(changed_on__range=(period.first, period.last))
    found = found.select_related("pause", "stop__formal_decision")
    rows = tuple(_row(change, lines.by_id[change.case_id]) for change in lines.in_order(found))
    withheld = () if lines.are_working_read else ("may_resume_if",)
    return Table("stopped", _("Stopped and paused"), StoppedRow, rows, withheld=withheld)


def _row(change, line):
    is_stop = change.target == State.STOPPED
    stop = getattr(change, "stop", None)
    pause = getattr(change, "pause", None) if line.is_working_read else None
    return StoppedRow(
        key=line.key,
        title=line.title,
        state=coded(change, "target"),
        on=change.changed_on,
        phase=coded(stop, "phase"),
        cause=coded(stop or pause, "cause"),
        reason=change.reason if is_stop or line.is_working_read else None,
        decided_by=coded(stop, "level"),
        decision=str(stop.formal_decision) if stop and stop.formal_decision else None,
        spent=stop.spent if stop else None,
        lesson=change.lesson if is_stop else None,
        may_resume_if=stop.may_resume_if if stop and line.is_working_read else None,
        review_on=change.review_on,
    )
