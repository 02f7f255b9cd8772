"""R2, the tertial report: how cases moved, the cases, decisions, what stopped, benefits."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Q, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.reports.benefits import benefits
from portfolio.reports.case_lines import CaseLine, CaseLines
from portfolio.reports.formal_decisions import formal_decisions
from portfolio.reports.gate_decisions import gate_decisions
from portfolio.reports.movement import MovementRow, movement
from portfolio.reports.periods import end_of_day
from portfolio.reports.standing import state_of, visits_on
from portfolio.reports.stopped import stopped
from portfolio.reports.tables import Coded, ColumnKind, Table, coded, coded_choice, column
from projects.choices.states import Health, State
from projects.models import (
    Cost,
    FormalDecision,
    Funding,
    GateDecision,
    StatusUpdate,
)
from projects.querysets.cases import STALE_DAYS
from projects.querysets.key_order import KeyOrder


@dataclass(frozen=True)
class CaseRow:
    """One case that stood in a phase at the end of the period. Money is in whole kroner, and None
    where nothing is written down.
    """

    key: str = column(gettext_lazy("Case"), ColumnKind.KEY)
    title: str = column(gettext_lazy("Title"))
    unit: str = column(gettext_lazy("Unit"))
    phase: Coded = column(gettext_lazy("Phase"), ColumnKind.CODED)
    since: date = column(gettext_lazy("In the phase since"), ColumnKind.DAY)
    state: Coded = column(gettext_lazy("State"), ColumnKind.CODED)
    health: Coded = column(gettext_lazy("Health"), ColumnKind.CODED)
    done: str | None = column(gettext_lazy("What was done in the period"))
    next_step: str | None = column(gettext_lazy("Next step"))
    hindrance: str | None = column(gettext_lazy("Deviation and measures"))
    granted: int | None = column(gettext_lazy("Granted (kroner)"), ColumnKind.COUNT)
    spent: int | None = column(gettext_lazy("Spent so far this year (kroner)"), ColumnKind.COUNT)
    decision: str | None = column(gettext_lazy("Political case"))


WORKING_COLUMNS = ("done", "next_step", "hindrance")


def tertial(cases, *, user, period) -> tuple[list[Table], list[str]]:
    """Return the tables of the report and its notes. A fixed number of queries.

    Raises DoesNotAddUp when the movements contradict the cases that stood in the phases.
    """
    moved, reported = movement(cases, period), CaseLines.of(cases.reported_readable_by(user), user)
    tables = [
        Table(
            "movement",
            _("Cases by phase"),
            MovementRow,
            moved.rows,
            total=moved.total,
            notes=(_("Active and paused cases, by the days on which things happened."),),
        ),
        _cases(cases, user, period),
        *(build(reported, period) for build in (formal_decisions, gate_decisions, stopped)),
        benefits(reported, period),
    ]
    return tables, _notes(cases, period, moved)


# --- The cases ----------------------------------------------------------------------------


def _cases(cases, user, period):
    stood = {visit.case_id: visit for visit in visits_on(cases, period.last)}
    standing = cases.filter(pk__in=visits_on(cases, period.last).values("case"))
    lines, updates = CaseLines.of(standing, user), _updates(standing, user, period)
    written = {
        pk: one for pk, one in updates.items() if timezone.localdate(one.recorded_at) in period
    }
    money, decisions = _money(cases, user, period), _political_decisions(lines, period)
    rows = tuple(
        _case_row(
            line,
            visit=stood[pk],
            health=Health(updates[pk].health if pk in updates else Health.NOT_ASSESSED),
            update=written.get(pk),
            money=money.get(pk, {}),
            decision=decisions.get(pk),
        )
        for pk, line in lines.by_id.items()
    )
    withheld = () if lines.are_working_read else WORKING_COLUMNS
    return Table("cases", _("The cases"), CaseRow, rows, withheld=withheld)


def _case_row(line: CaseLine, *, visit, health, update, money, decision):
    texts = {}
    if update and line.is_working_read:
        texts = {"done": update.summary, "next_step": update.next_step}
        texts["hindrance"] = update.hindrance
    return CaseRow(
        key=line.key,
        title=line.title,
        unit=line.unit,
        phase=coded(visit, "phase"),
        since=visit.entered_on,
        state=coded_choice(state_of(visit.last_target)),
        health=coded_choice(health),
        **dict.fromkeys(WORKING_COLUMNS) | texts,
        granted=money.get("granted"),
        spent=money.get("spent"),
        decision=decision,
    )


def _updates(cases, user, period):
    """The newest status update of each case by the end of the period that this person knows of."""
    end = end_of_day(period.last)
    updates = StatusUpdate.objects.readable_by(user).filter(
        recorded_at__lt=end, case__in=cases.values("pk")
    )
    newest = updates.order_by("case", "-pk").distinct("case")
    return {update.case_id: update for update in newest}


def _money(cases, user, period):
    """Granted, and spent this year by the end of the period, of the cases whose money is read."""
    readable = {"case__in": cases.reported_readable_by(user).order_by().values("pk")}
    granted = Funding.objects.not_withdrawn().filter(**readable).values_list("case")
    year = (period.last.replace(month=1, day=1), period.last)
    spent = Cost.objects.not_withdrawn().filter(**readable, on__range=year).values_list("case")
    money = {}
    for name, found in (
        ("granted", granted.annotate(Sum("granted")).order_by()),
        ("spent", spent.annotate(Sum("amount")).order_by()),
    ):
        for case, amount in found:
            money.setdefault(case, {})[name] = amount
    return money


def _political_decisions(lines, period):
    """The newest decision of the period about each case: its number and day."""
    found = lines.narrow(FormalDecision.objects.not_withdrawn())
    found = found.filter(met_on__range=(period.first, period.last))
    newest = found.order_by("case", "-met_on", "-pk").distinct("case")
    return {one.case_id: f"{one.number} {one.met_on:%d.%m.%Y}".strip() for one in newest}


# --- Notes --------------------------------------------------------------------------------


def _notes(cases, period, moved):
    confirmed, active = _confirmed(cases, period.last)
    yield _(
        "Confirmed within %(days)d days before the end of the period: %(confirmed)d of %(active)d"
        " active cases."
    ) % {"days": STALE_DAYS, "confirmed": confirmed, "active": active}
    if late := _keys(cases, moved.late_cases):
        yield _("Recorded after the end of the period: %(keys)s.") % {"keys": late}
    alone = GateDecision.objects.filter(
        single_handed=True, decided_on__range=(period.first, period.last)
    )
    pks = alone.filter(case__in=cases.order_by().values("pk")).values_list("case", flat=True)
    if decided_alone := _keys(cases, set(pks)):
        yield _("Proposed and decided by one person: %(keys)s.") % {"keys": decided_alone}


def _keys(cases, pks):
    return ", ".join(
        cases.filter(pk__in=pks).order_by(KeyOrder("key")).values_list("key", flat=True)
    )


def _confirmed(cases, day):
    """How many of the cases that were active at the end of the day somebody had confirmed, or
    registered, in the days before; and how many were active.
    """
    first, end = end_of_day(day - timedelta(days=STALE_DAYS)), end_of_day(day)
    updates = StatusUpdate.objects.filter(case=OuterRef("pk"), recorded_at__lt=end)
    is_active = Q(last_target=None) | ~Q(last_target=State.PAUSED)
    active = visits_on(cases, day).filter(is_active).values("case")
    found = cases.order_by().filter(pk__in=active)
    confirmed = Subquery(updates.order_by("-pk").values("recorded_at")[:1])
    moments = found.annotate(confirmed_then=confirmed).values_list("confirmed_then", "created_at")
    days = [first <= (confirmed or created) < end for confirmed, created in moments]
    return sum(days), len(days)
