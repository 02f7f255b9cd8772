"""The stakeholders of a case: each with the newest assessment, the strategy it gives and the
measures. For whoever may read the assessments.
"""

from dataclasses import dataclass
from datetime import date

from accounts.text.alphabet import sort_key
from projects.choices.vocabulary import MeasureState, Strategy
from projects.models import Stakeholder, StakeholderAssessment, StakeholderMeasure

LAST = len(Strategy)  # those not assessed yet come after the others


@dataclass(frozen=True)
class MeasureStatus:
    """A measure towards a stakeholder."""

    measure: StakeholderMeasure
    is_overdue: bool


@dataclass(frozen=True)
class StakeholderStatus:
    """A stakeholder with the newest assessment, if any, and the measures."""

    stakeholder: Stakeholder
    assessment: StakeholderAssessment | None
    measures: list[MeasureStatus]

    @property
    def is_assessed_here(self):
        """It was assessed in the phase the case is in."""
        return self.stakeholder.is_assessed_here

    @property
    def strategy(self) -> Strategy | None:
        return self.assessment and self.assessment.strategy

    @property
    def rank(self):
        """Sorts those to engage first."""
        order = list(Strategy).index(self.strategy) if self.strategy else LAST
        return order, sort_key(self.stakeholder.name), self.stakeholder.pk


@dataclass(frozen=True)
class StrategyCell:
    """One of the four cells of interest by influence."""

    strategy: Strategy
    statuses: list[StakeholderStatus]


def current_stakeholders(case) -> list[Stakeholder]:
    """Return the stakeholders that have not left. One query."""
    return list(Stakeholder.objects.of(case).current().with_assessed_in(case.phase))


def statuses(case, stakeholders, today: date) -> list[StakeholderStatus]:
    """Return the status of loaded stakeholders, those to engage first. Two queries."""
    assessments = StakeholderAssessment.objects.of(case, "stakeholder__case")
    newest = assessments.newest_of_each("stakeholder")
    by_pk = {one.stakeholder_id: one for one in newest}
    measures = {}
    rows = StakeholderMeasure.objects.of(case, "stakeholder__case").not_withdrawn()
    for one in rows.select_related("responsible").order_by("due_on", "pk"):
        is_late = one.state == MeasureState.PLANNED and one.due_on < today
        measures.setdefault(one.stakeholder_id, []).append(MeasureStatus(one, is_late))
    found = [
        StakeholderStatus(one, by_pk.get(one.pk), measures.get(one.pk, [])) for one in stakeholders
    ]
    return sorted(found, key=lambda status: status.rank)


def cells(statuses) -> list[StrategyCell]:
    """Return the four cells, those to engage first."""
    return [
        StrategyCell(strategy, [one for one in statuses if one.strategy == strategy])
        for strategy in Strategy
    ]
