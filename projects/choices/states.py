"""The states of a case and the one table of their transitions. Pure."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.access.roles import Permission
from projects.choices.phases import Phase


class State(TextChoices):
    """Whether there is work on the case. Independent of phase and health."""

    DRAFT = "draft", pgettext_lazy("state", "Draft")
    ACTIVE = "active", pgettext_lazy("state", "Active")
    PAUSED = "paused", pgettext_lazy("state", "Paused")
    STOPPED = "stopped", pgettext_lazy("state", "Stopped – lesson kept")
    COMPLETED = "completed", pgettext_lazy("state", "Completed")


class Health(TextChoices):
    """How the case is doing, as its people see it."""

    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    OFF_TRACK = "off_track", _("Off track")
    NOT_ASSESSED = "not_assessed", _("Not assessed")


class Visibility(TextChoices):
    """Who may see the case, narrowest first."""

    RESTRICTED = "restricted", _("Exempt from public access")
    INTERNAL = "internal", _("Internal")
    COUNCIL = "council", _("The council")
    PUBLIC = "public", _("Public")


# In these states exactly one phase visit of the case is open.
IN_PHASE = (State.ACTIVE, State.PAUSED)
CLOSED = (State.STOPPED, State.COMPLETED)


@dataclass(frozen=True)
class Transition:
    """One allowed change of state and what it requires."""

    name: str
    origins: tuple[State, ...]
    target: State
    permission: Permission
    label: str
    phases: tuple[Phase, ...] = tuple(Phase)
    needs_review_on: bool = False
    needs_lesson: bool = False
    by_gate: bool = False  # made by passing a gate, not by a button


TRANSITIONS = {
    transition.name: transition
    for transition in (
        Transition("start", (State.DRAFT,), State.ACTIVE, Permission.DECIDE, _("Start the case")),
        Transition(
            "pause",
            (State.ACTIVE,),
            State.PAUSED,
            Permission.DECIDE,
            _("Pause the case"),
            needs_review_on=True,
        ),
        Transition(
            "resume", (State.PAUSED,), State.ACTIVE, Permission.DECIDE, _("Resume the case")
        ),
        Transition(
            "stop",
            (State.ACTIVE, State.PAUSED),
            State.STOPPED,
            Permission.DECIDE,
            _("Stop and keep the lesson"),
            needs_lesson=True,
        ),
        Transition(
            "complete",
            (State.ACTIVE,),
            State.COMPLETED,
            Permission.DECIDE,
            _("Complete the case"),
            phases=(Phase.REFINE,),
            by_gate=True,
        ),
        Transition("reopen", CLOSED, State.ACTIVE, Permission.DECIDE, _("Reopen the case")),
    )
}


def possible_transitions(state: State, phase: Phase) -> list[Transition]:
    """Return the transitions to choose from in this state and phase, in the order of the table."""
    return [
        transition
        for transition in TRANSITIONS.values()
        if state in transition.origins and phase in transition.phases and not transition.by_gate
    ]
