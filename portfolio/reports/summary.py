"""The portfolio in figures: the number of cases and their status, group by group."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Aggregate, Count, F, FloatField, Func, Q, Value, When
from django.db.models import Case as Choose
from django.db.models.functions import Substr
from django.utils import timezone

from projects.choices.phases import Phase
from projects.choices.states import IN_PHASE, Health, State

CONFIRMED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class SummaryGroup:
    """One group. A median over nothing is None, which is not zero."""

    code: str
    label: str
    cases: int = 0
    active: int = 0
    at_risk: int = 0
    off_track: int = 0
    confirmed: int = 0
    median_days_in_phase: float | None = None


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


def summary_by(cases, grouping: str, *, now) -> list[SummaryGroup]:
    """Count the cases by one of ``GROUPINGS``; codes of a list come in its order, also those
    without cases. ``confirmed`` is active cases confirmed within 30 days of ``now``. One query.
    """
    code, choices = GROUPINGS[grouping]
    label = F("unit__name") if grouping == "unit" else code
    active = Q(state=State.ACTIVE)
    days = When(
        state__in=IN_PHASE, then=_DaysSince(Value(timezone.localdate(now)), F("phase_since"))
    )
    days = Choose(days, output_field=FloatField())
    found = (
        cases.order_by()
        .annotate(code=code, label=label)
        .values("code", "label")
        .annotate(
            cases=Count("pk"),
            active=Count("pk", filter=active),
            at_risk=Count("pk", filter=active & Q(health=Health.AT_RISK)),
            off_track=Count("pk", filter=active & Q(health=Health.OFF_TRACK)),
            confirmed=Count("pk", filter=active & Q(confirmed_at__gte=now - CONFIRMED_WITHIN)),
            median_days_in_phase=Median(days),
        )
        .order_by("code")
    )
    groups = {row["code"]: row for row in found}
    if choices is None:
        return [SummaryGroup(**row) for row in groups.values()]
    return [
        SummaryGroup(**(groups.get(code, {"code": code}) | {"label": str(text)}))
        for code, text in choices
    ]
