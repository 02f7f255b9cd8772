"""The portfolio in figures: the number of cases and their status, group by group."""

from dataclasses import dataclass

from django.db.models import Aggregate, Count, F, FloatField, Func, Q, Value, When
from django.db.models import Case as Choose
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.choices.phases import Phase
from projects.choices.states import IN_PHASE, Health, State
from projects.querysets.cases import ACTIVE, STALE_DAYS, confirmed_q, unconfirmed_q

TOTAL = "total"


@dataclass(frozen=True)
class SummaryGroup:
    """One group. ``cases`` counts every state, ``standing`` the active and the paused; what comes
    after ``active`` up to the median is of active cases. ``confirmed`` and ``unconfirmed`` add up
    to ``active``. A median over nothing is None, which is not zero.
    """

    code: str
    label: str
    cases: int = 0
    active: int = 0
    at_risk: int = 0
    off_track: int = 0
    confirmed: int = 0
    median_days_in_phase: float | None = None
    standing: int = 0
    paused: int = 0
    stopped: int = 0
    completed: int = 0
    draft: int = 0
    unconfirmed: int = 0


class Median(Aggregate):
    """The median of an expression, leaving out what is missing."""

    function = "percentile_cont"
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


class _DaysSince(Func):
    """Whole days from the second day to the first."""

    template = "(%(expressions)s)"
    arg_joiner = "::date - "
    output_field = FloatField()


GROUPINGS = {
    "phase": (F("phase"), Phase.choices),
    "state": (F("state"), State.choices),
    "health": (F("health"), Health.choices),
    "unit": (F("unit__code"), None),
    "year": (Substr("key", 6, 4), None),
}


def summary_by(cases, grouping: str, *, now) -> tuple[list[SummaryGroup], SummaryGroup]:
    """Count the cases by one of ``GROUPINGS``; codes of a list come in its order, also those
    without cases. Returns the groups and their total. Two queries.
    """
    code, choices = GROUPINGS[grouping]
    label = F("unit__name") if grouping == "unit" else code
    today, cases = timezone.localdate(now), cases.order_by()
    counts, median = _counts(today), {"median_days_in_phase": _median_days(today)}
    found = cases.annotate(code=code, label=label).values("code", "label")
    groups = {row["code"]: row for row in found.annotate(**counts, **median).order_by("code")}
    summed = {name: sum(row[name] for row in groups.values()) for name in counts}
    total = SummaryGroup(TOTAL, _("Total"), **summed, **cases.aggregate(**median))
    if choices is None:
        return [SummaryGroup(**row) for row in groups.values()], total
    return [
        SummaryGroup(**(groups.get(code, {"code": code}) | {"label": str(text)}))
        for code, text in choices
    ], total


def _counts(today):
    conditions = {
        "active": ACTIVE,
        "at_risk": ACTIVE & Q(health=Health.AT_RISK),
        "off_track": ACTIVE & Q(health=Health.OFF_TRACK),
        "confirmed": confirmed_q(STALE_DAYS, today),
        "standing": Q(state__in=IN_PHASE),
        "paused": Q(state=State.PAUSED),
        "stopped": Q(state=State.STOPPED),
        "completed": Q(state=State.COMPLETED),
        "draft": Q(state=State.DRAFT),
        "unconfirmed": unconfirmed_q(STALE_DAYS, today),
    }
    counts = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    return {"cases": Count("pk")} | counts


def _median_days(today):
    """Only what stands in a phase has days there."""
    days = _DaysSince(Value(today), F("phase_since"))
    return Median(Choose(When(state__in=IN_PHASE, then=days), output_field=FloatField()))
