"""The reports there are, and how one is made."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.database.snapshots import one_snapshot
from portfolio.reports.benefits import benefits
from portfolio.reports.case_lines import CaseLines
from portfolio.reports.formal_decisions import formal_decisions
from portfolio.reports.gate_decisions import gate_decisions
from portfolio.reports.periods import Period
from portfolio.reports.scope import scope_of
from portfolio.reports.stopped import stopped
from portfolio.reports.tables import Report, ReportScope
from portfolio.reports.tertial import tertial
from projects.access.reading_levels import ReadingLevel, highest_level_of
from projects.choices.states import State


@dataclass(frozen=True)
class ReportKind:
    """A report of the catalogue: what it answers in a line, and how much one must be allowed to
    read to get it. ``build`` takes cases, user and period, and returns tables and notes;
    ``tables`` are the codes of its tables, the most important first.
    """

    code: str
    title: Promise
    answers: Promise
    build: Callable
    tables: tuple[str, ...]
    level: ReadingLevel = ReadingLevel.REPORTED

    def is_read_by(self, user) -> bool:
        return highest_level_of(user) >= self.level


def _of_one_table(build):
    """The builder of a report that is one table of what the reader is reported."""

    def build_alone(cases, *, user, period):
        return [build(CaseLines.of(cases.reported_readable_by(user), user), period)], []

    return build_alone


REPORTS = {
    kind.code: kind
    for kind in (
        ReportKind(
            "r2",
            _("Tertial report"),
            _("What came in, moved on, stopped and was completed, and where every case stands."),
            tertial,
            ("movement", "cases", "formal_decisions", "decisions", "stopped", "benefits"),
        ),
        ReportKind(
            "r5",
            _("Benefits"),
            _("What is to be gained, from which baseline, and how far it has come."),
            _of_one_table(benefits),
            ("benefits",),
        ),
        ReportKind(
            "r6",
            _("Stopped and paused cases"),
            _("What stopped or paused, why, and what was learnt."),
            _of_one_table(stopped),
            ("stopped",),
        ),
        ReportKind(
            "r7",
            _("Decisions at the gates"),
            _("Which case passed which gate, who decided, and on what conditions."),
            _of_one_table(gate_decisions),
            ("decisions",),
        ),
        ReportKind(
            "r8",
            _("Follow-up of political decisions"),
            _("What the council and others decided, and what has become of it."),
            _of_one_table(formal_decisions),
            ("formal_decisions",),
        ),
    )
}


def reports_for(user) -> list[ReportKind]:
    """The reports this person may read. No query besides the roles."""
    return [kind for kind in REPORTS.values() if kind.is_read_by(user)]


def make_report(kind: ReportKind, cases, *, user, period: Period, now, filters=()) -> Report:
    """Make a report of those cases that have begun; of a period that is not over, by today. All
    is read from one moment. Raises DoesNotAddUp when its figures contradict each other.
    """
    period = period.until(timezone.localdate(now))
    begun = cases.order_by().exclude(state=State.DRAFT)
    with one_snapshot():
        return _read(kind, begun, user=user, period=period, now=now, filters=filters)


def _read(kind, begun, *, user, period, now, filters):
    scope = scope_of(user)
    tables, notes = kind.build(begun, user=user, period=period)
    return Report(
        code=kind.code,
        title=str(kind.title),
        municipality=str(user.municipality),
        period=period,
        made_at=now,
        scope=ReportScope(scope.code, scope.text, begun.count()),
        filters=tuple(filters),
        tables=tuple(tables),
        notes=tuple(notes),
    )
