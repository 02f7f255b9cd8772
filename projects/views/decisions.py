"""The gate decisions of a case as people read them: what was decided, how everything stood then,
and what must still be done.
"""

from dataclasses import dataclass

from django.urls import reverse

from projects.access import policies
from projects.choices.states import State
from projects.models import Condition, GateDecision
from projects.readiness import requirements
from projects.summaries.formula_history import in_a_line


@dataclass(frozen=True)
class Stood:
    """How one requirement stood when it was decided."""

    text: str
    is_met: bool


@dataclass(frozen=True)
class Held:
    """A condition: what it excepts from, where this person says that it is met, and whether it
    fell away with its case.
    """

    condition: Condition
    excepts: str
    meet: str
    fell_away: bool


@dataclass(frozen=True)
class Decided:
    """A decision with its snapshot: ``scores`` are those of the success formula it rests on."""

    decision: GateDecision
    stood: list[Stood]
    scores: str
    conditions: list[Held]

    @property
    def met(self):
        """How many of the requirements were met."""
        return sum(one.is_met for one in self.stood)


def decided(user, case) -> list[Decided]:
    """The decisions of a case, newest first. A fixed number of queries."""
    decisions = (
        case.gate_decisions.select_related("by", "proposed_by", "formal_decision", "assessment")
        .prefetch_related("conditions__responsible", "conditions__met_by", "assessment__factors")
        .order_by("-pk")
    )
    return [_decided(user, case, one) for one in decisions]


def _decided(user, case, decision):
    return Decided(
        decision,
        stood=[Stood(_words(one["code"]), one["is_met"]) for one in decision.criteria],
        scores=in_a_line(decision.assessment.scores) if decision.assessment else "",
        conditions=[_held(user, case, one) for one in decision.conditions.all()],
    )


def _words(code):
    """What a requirement asks for; its code, where the table knows it no more."""
    found = requirements.BY_CODE.get(code)
    return str(found.text) if found else code


def _held(user, case, condition):
    may = policies.can_meet(user, case, condition)
    return Held(
        condition,
        excepts=_words(condition.code) if condition.code else "",
        meet=reverse("condition_meet", args=[case.key, condition.pk]) if may else "",
        fell_away=case.state == State.STOPPED,
    )
