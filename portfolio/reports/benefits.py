"""R5: the benefits of the cases, from baseline by the newest measurement to target."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.reports.case_lines import CaseLine, CaseLines
from portfolio.reports.periods import end_of_day
from portfolio.reports.tables import Coded, ColumnKind, Table, coded, column
from projects.choices.vocabulary import Beneficiary
from projects.models import Benefit
from projects.summaries.progress import PREFETCHES, newest_after_baseline, whole_percent


@dataclass(frozen=True)
class BenefitRow:
    """One benefit. What is not known is None, and is not zero."""

    key: str = column(gettext_lazy("Case"), ColumnKind.KEY)
    title: str = column(gettext_lazy("Title"))
    benefit: str = column(gettext_lazy("Benefit"))
    kind: Coded = column(gettext_lazy("Kind"), ColumnKind.CODED)
    budget_effect: Coded | None = column(gettext_lazy("Effect on the budget"), ColumnKind.CODED)
    for_whom: str = column(gettext_lazy("For whom"))
    owner: str | None = column(gettext_lazy("Benefit owner"))
    indicator: str = column(gettext_lazy("Indicator"))
    measured_in: str = column(gettext_lazy("Unit of measurement"))
    baseline: Decimal | None = column(gettext_lazy("Baseline"), ColumnKind.AMOUNT)
    baseline_on: date | None = column(gettext_lazy("Baseline, date"), ColumnKind.DAY)
    measured: Decimal | None = column(gettext_lazy("Newest measurement"), ColumnKind.AMOUNT)
    measured_on: date | None = column(gettext_lazy("Newest measurement, date"), ColumnKind.DAY)
    target: Decimal | None = column(gettext_lazy("Target"), ColumnKind.AMOUNT)
    target_on: date | None = column(gettext_lazy("Target, date"), ColumnKind.DAY)
    realised: int | None = column(gettext_lazy("Degree of realisation"), ColumnKind.PER_CENT)
    state: Coded = column(gettext_lazy("State"), ColumnKind.CODED)


def benefits(lines: CaseLines, period) -> Table:
    """The benefits of these cases that were written down by the end of the period; measurements
    of later days are left out. Two queries.
    """
    found = lines.narrow(Benefit.objects.not_withdrawn())
    found = found.filter(recorded_at__lt=end_of_day(period.last))
    found = found.select_related("owner").prefetch_related(*PREFETCHES["benefit"])
    rows = (_row(one, lines.by_id[one.case_id], period) for one in lines.in_order(found))
    withheld = () if lines.are_working_read else ("owner",)
    return Table("benefits", _("Benefits"), BenefitRow, tuple(rows), withheld=withheld)


def _row(benefit, line: CaseLine, period):
    known = [one for one in benefit.valid_measurements if one.measured_on <= period.last]
    benefit.valid_measurements = known
    newest = newest_after_baseline(benefit)
    degree = benefit.realised_share(newest.value) if newest else None
    return BenefitRow(
        key=line.key,
        title=line.title,
        benefit=benefit.title,
        kind=coded(benefit, "kind"),
        budget_effect=coded(benefit, "budget_effect"),
        for_whom=", ".join(str(Beneficiary(code).label) for code in benefit.for_whom),
        owner=benefit.owner.name if benefit.owner and line.is_working_read else None,
        indicator=benefit.indicator,
        measured_in=benefit.measured_in,
        baseline=benefit.baseline,
        baseline_on=benefit.baseline_on,
        measured=newest.value if newest else None,
        measured_on=newest.measured_on if newest else None,
        target=benefit.target,
        target_on=benefit.target_on,
        realised=None if degree is None else whole_percent(degree),
        state=coded(benefit, "state"),
    )
