"""The number of cases in each phase at the end of each of the last twelve months."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import formats
from django.utils.translation import ngettext

from portfolio.reports.charts import StackedChart, stacked_chart
from projects.choices.phases import Phase
from projects.models import PhaseVisit

MONTHS = 12


@dataclass(frozen=True)
class Trend:
    """The chart, and what it shows in one sentence."""

    stack: StackedChart
    finding: str
    phases: tuple[Phase, ...]


def month_ends(today: date) -> list[date]:
    """The last day of each of the last twelve months; for this month, today."""
    ends = [today]
    while len(ends) < MONTHS:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return ends[::-1]


def trend(cases, *, today: date, height: int) -> Trend | None:
    """Count the phase visits of these cases that were open at the end of each month, by the
    days things happened. None before any case has begun. One query.
    """
    ends = month_ends(today)
    was_open = {
        f"m{n}": Count("pk", filter=Q(entered_on__lte=end) & (Q(left_on=None) | Q(left_on__gt=end)))
        for n, end in enumerate(ends)
    }
    visits = PhaseVisit.objects.filter(case__in=cases.order_by().values("pk"))
    found = {row["phase"]: row for row in visits.values("phase").annotate(**was_open).order_by()}
    rows = [
        (
            formats.date_format(end, "M"),
            tuple(found.get(phase, {}).get(f"m{n}", 0) for phase in Phase.values),
        )
        for n, end in enumerate(ends)
    ]
    first, last = sum(rows[0][1]), sum(rows[-1][1])
    if not found:
        return None
    finding = ngettext(
        "From one case in %(then)s to %(last)d now.",
        "From %(first)d cases in %(then)s to %(last)d now.",
        first,
    ) % {
        "first": first,
        "then": formats.date_format(ends[0], "YEAR_MONTH_FORMAT"),
        "last": last,
    }
    return Trend(stacked_chart(rows, height=height), finding, tuple(Phase))
