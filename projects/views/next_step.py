"""The next step of a case: what it lacks, and who takes the step."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.access import policies
from projects.choices.gates import Gate, gate_of
from projects.choices.states import CLOSED, TRANSITIONS, State
from projects.models import Case
from projects.readiness import requirements
from projects.summaries.deciders import deciders, join_names, who_decides
from projects.views import outcomes

START = TRANSITIONS["start"]


@dataclass(frozen=True)
class NextStep:
    """The step, for one person: ``start``, ``propose`` and ``decide`` are where they take it,
    ``name_owner`` where they name who may; ``waits_for`` names the others it waits for. What is
    not theirs, or not possible yet, is empty.
    """

    start: str = ""
    name_owner: str = ""
    propose: str = ""
    decide: str = ""
    waits_for: str = ""

    @property
    def is_theirs(self):
        """This person can take it now."""
        return bool(self.start or self.propose or self.decide)


@dataclass(frozen=True)
class Checklist:
    """What the case lacks for its next step, as far as this person may read it; ``gate`` is None
    for the start. ``withheld`` counts the requirements of which they may not read whether they are
    met.
    """

    gate: Gate | None
    missing: list[outcomes.MissingRequirement]
    met: int
    number: int
    withheld: int
    step: NextStep


def checklist(user, case: Case, gate: Gate | None = None) -> Checklist | None:
    """What the case lacks for its next step, or for ``gate``, which may be another one than the
    next. None for a closed case without a gate.
    """
    next_gate = None if case.state == State.DRAFT else gate_of(case.phase)
    if gate is None:
        if case.state in CLOSED:
            return None
        gate = next_gate
    checks = requirements.checks(case, gate)
    lacking = [check.requirement for check in checks if not check.is_met]
    known = requirements.readable(checks, policies.readable_classes(user, case))
    known_lacking = [check.requirement for check in known if not check.is_met]
    return Checklist(
        gate,
        outcomes.missing_with_links(user, case, known_lacking),
        met=len(known) - len(known_lacking),
        number=len(known),
        withheld=len(checks) - len(known),
        step=_next_step_towards(user, case, gate, next_gate, lacking),
    )


def _next_step_towards(user, case, gate, next_gate, lacking):
    """The step that can be taken now: a draft is started before it passes a gate."""
    if gate == next_gate:
        return next_step_for(user, case, gate, lacking)
    if case.state == State.DRAFT:
        return start_of(user, case)
    return NextStep()


def next_step_for(user, case, gate, lacking) -> NextStep:
    """Who takes the step: this person, or somebody named."""
    if gate is None:
        return _start(user, case, lacking)
    if case.state != State.ACTIVE:
        return NextStep()
    page = reverse("case_gate", args=[case.key])
    undecided = case.gate_proposals.undecided().select_related("by").first()
    if undecided is None:
        ready = policies.can_propose(user, case) and not requirements.hard(lacking)
        return NextStep(propose=f"{page}#propose" if ready else "")
    if policies.can_decide_on(user, case, undecided):
        return NextStep(decide=f"{page}#proposal")
    return NextStep(waits_for=who_decides(deciders(case, excluding=undecided.by)))


def start_of(user, case) -> NextStep | None:
    """Who starts a draft; None for a case that has started."""
    if case.state != State.DRAFT:
        return None
    return _start(user, case, requirements.missing(case, requirements.BEFORE_THE_START))


def _start(user, case, lacking):
    found = deciders(case)
    if not policies.can(user, START.permission, case):
        return NextStep(waits_for=_who_starts(found))
    people = reverse("case_people", args=[case.key]) + "?role=owner#give"
    start = reverse("case_state", args=[case.key, START.name])
    return NextStep(
        start="" if lacking else start,
        name_owner="" if found.own or not policies.assignable_roles(user, case) else people,
    )


def _who_starts(found):
    if found.own:
        return _("%s starts the case.") % join_names(found.own)
    if found.everywhere:
        text = _("%s starts the case. A project owner may be named then or later.")
        return text % join_names(found.everywhere)
    return ""
