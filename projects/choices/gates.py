"""The gates between the phases, and where each leads. Pure."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.choices.phases import Phase
from projects.choices.vocabulary import GateOutcome


class Gate(TextChoices):
    """A gate by its code: from one phase to the next, and the one at the end."""

    G1 = "g1", _("Gate 1: from what to who")
    G2 = "g2", _("Gate 2: from who to system")
    G3 = "g3", _("Gate 3: from system to use")
    G4 = "g4", _("Gate 4: from use to refine")
    CLOSE = "close", _("Closing: the case is completed")

    @property
    def origin(self) -> Phase:
        """The phase the gate leads from."""
        return PASSAGES[self].origin

    @property
    def target(self) -> Phase | None:
        """The phase it leads to; None where the case is completed."""
        return PASSAGES[self].target


@dataclass(frozen=True)
class Passage:
    origin: Phase
    target: Phase | None


PASSAGES = {gate: Passage(phase, phase.following) for gate, phase in zip(Gate, Phase, strict=True)}


def gate_of(phase) -> Gate:
    """Return the gate that leads out of a phase."""
    return next(gate for gate, passage in PASSAGES.items() if passage.origin == phase)


COMPLETION_LABELS = {
    GateOutcome.GO: pgettext_lazy("gate", "Complete the case"),
    GateOutcome.GO_WITH_EXCEPTIONS: pgettext_lazy("gate", "Complete the case, with conditions"),
}


def outcome_label(gate, outcome) -> str:
    """Return the name of an outcome at a gate: the last gate leads to no other phase."""
    outcome = GateOutcome(outcome)
    return str(
        outcome.label if Gate(gate).target else COMPLETION_LABELS.get(outcome, outcome.label)
    )
