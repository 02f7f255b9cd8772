"""The gate decisions of a case as people read them: what was decided, which criteria
were met then, and what must still be done.
"""

from dataclasses import dataclass

from django.urls import reverse

from projects.access import policies
from projects.choices.states import State
from projects.models import Condition, GateDecision
from projects.readiness import requirements
from projects.summaries.formula_history import scores_as_text


@dataclass(frozen=True)
class RequirementSnapshot:
    """Whether one requirement was met when it was decided."""

    text: str
    is_met: bool


@dataclass(frozen=True)
class DecisionCondition:
    """A condition: the requirement it excepts from, where this person records that it is met, and
    whether it lapsed when its case stopped.
    """

    condition: Condition
    exception_from: str
    meet_url: str
    has_lapsed: bool


@dataclass(frozen=True)
class DecisionSummary:
    """A decision with its snapshot: ``scores`` are those of the success formula it rests on."""

    decision: GateDecision
    criteria: list[RequirementSnapshot]
    scores: str
    conditions: list[DecisionCondition]

    @property
    def met(self):
        """How many of the requirements were met."""
        return sum(one.is_met for one in self.criteria)


def decision_summaries(user, case) -> list[DecisionSummary]:
    """The decisions of a case, newest first. A fixed number of queries."""
    decisions = (
        case.gate_decisions.select_related("by", "proposed_by", "formal_decision", "assessment")
        .prefetch_related("conditions__responsible", "conditions__met_by", "assessment__factors")
        .order_by("-pk")
    )
    classes = policies.readable_classes(user, case)
    return [_decision_summary(user, case, one, classes) for one in decisions]


def _decision_summary(user, case, decision, classes):
    return DecisionSummary(
        decision,
        criteria=[
            RequirementSnapshot(_requirement_text(one["code"], is_met=one["is_met"]), one["is_met"])
            for one in decision.criteria
            if requirements.is_readable(one["code"], classes)
        ],
        scores=scores_as_text(decision.assessment.scores) if decision.assessment else "",
        conditions=[
            _decision_condition(user, case, one, classes) for one in decision.conditions.all()
        ],
    )


def _requirement_text(code, *, is_met=False):
    """What a requirement asks for, or the fact that meets it; its code, where it is no longer in
    the table.
    """
    found = requirements.REQUIREMENT_BY_CODE.get(code)
    if not found:
        return code
    return str(found.fact if is_met else found.text)


def _decision_condition(user, case, condition, classes):
    names_requirement = condition.code and requirements.is_readable(condition.code, classes)
    may = policies.can_meet_condition(user, case, condition)
    return DecisionCondition(
        condition,
        exception_from=_requirement_text(condition.code) if names_requirement else "",
        meet_url=reverse("condition_meet", args=[case.key, condition.pk]) if may else "",
        has_lapsed=case.state == State.STOPPED,
    )
