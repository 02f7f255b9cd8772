"""The course of a case in a story: phases, gates, pauses and stops, as the actions leave them."""

from collections import Counter
from datetime import timedelta

from accounts.access.roles import AccessRole, CaseRole
from portfolio.demo.keeping import Keeper
from portfolio.demo.proposals import PROPOSALS
from projects.actions.states import first_words
from projects.choices.gates import Gate, gate_of
from projects.choices.phases import Phase, is_back
from projects.choices.states import CLOSED, TRANSITIONS, State
from projects.choices.vocabulary import (
    DecisionKind,
    GateOutcome,
    LessonKind,
    LessonSharing,
    PauseCause,
    StopCause,
)
from projects.models import (
    Condition,
    FormalDecision,
    GateDecision,
    GateProposal,
    Lesson,
    Pause,
    PhaseVisit,
    StateChange,
    Stop,
)

A_WEEK = timedelta(days=7)
LESSON = ("title", "kind", "advice", "applies_to", "transferability", "sharing", "happened")


class Course(Keeper):
    """The part of a story that moves the case. ``told["exceptions"]``, ``told["stop"]`` and
    ``told["pauses"]`` say what goes with it.
    """

    visit: PhaseVisit | None = None
    stop: Stop | None = None

    def __init__(self, told, **world):
        super().__init__(told, **world)
        self.visits_of: Counter[Phase] = Counter()
        self.passed: Counter[Gate] = Counter()
        self.pauses = iter(told.get("pauses", ()))

    def change_state(self, name, *, by, why="", lesson="", until=None, to=None):
        """``to`` is the phase in which a stopped case is taken up again."""
        case, step = self.case, TRANSITIONS[name]
        review_on = self.on + timedelta(days=until) if step.needs_review_on else None
        change = self.put(
            StateChange(
                case=case,
                origin=case.state,
                target=step.target,
                changed_on=self.on,
                recorded_at=self.at,
                by=by,
                reason=why,
                lesson=lesson,
                review_on=review_on,
            )
        )
        if step.by_gate:
            self.pass_gate(Gate.CLOSE, by, why)
        if step.target == State.PAUSED:
            said = next(self.pauses, {})
            said = {"cause": PauseCause.OTHER} | said
            self.put(Pause(change=change, by=by, recorded_at=self.at, **said))
        if step.target == State.STOPPED:
            self.record_stop(change)
        if case.state == State.STOPPED:
            self.stop.closed_by_change = change
        self.settle(step, by, why, review_on)
        if to:
            self.leave(by)
            self.enter(Phase(to), by, why)
            self.keep("update", by, case)

    def settle(self, step, by, why, review_on):
        """Let the case stand in the state it comes to."""
        case = self.case
        enters = case.state in {State.DRAFT, *CLOSED}
        case.state, case.paused_until = step.target, review_on
        if step.target in CLOSED:
            self.leave(by)
            case.actual_end_on = self.on.isoformat()
        elif enters:
            case.actual_end_on = ""
            self.enter(Phase(case.phase), by, why)
        self.keep("update", by, case)

    def record_stop(self, change):
        """Keep the stop with its lesson, so that others find it."""
        said = self.told.get("stop", {})
        written = {"by": change.by, "phase": self.case.phase, "recorded_at": self.at}
        lesson = {
            "kind": LessonKind.METHOD,
            "title": first_words(change.lesson),
            "sharing": LessonSharing.MUNICIPALITY,
        } | {name: said[name] for name in LESSON if name in said}
        lesson = self.put(Lesson(case=self.case, learnt=change.lesson, **lesson, **written))
        stop = {"cause": StopCause.OTHER} | {
            name: self.value(Stop, name, text) for name, text in said.items() if name not in LESSON
        }
        self.stop = self.put(Stop(change=change, lesson=lesson, **stop, **written))

    def move(self, *, by, to, why, proposal=""):
        origin, to = Phase(self.case.phase), Phase(to)
        back = is_back(origin, to)
        decision = None if back else self.pass_gate(gate_of(origin), by, why, proposal)
        self.leave(by)
        self.enter(to, by, why, decision)
        self.keep("update", by, self.case)

    def propose(self, *, by, why):
        """Somebody says that the case is ready; it waits for a decision."""
        gate = gate_of(self.case.phase)
        self.put(GateProposal(case=self.case, gate=gate, reason=why, by=by, recorded_at=self.at))

    def decide(self, *, by, why, outcome, proposal=""):
        """Decide that the case does not pass now."""
        self.decision(gate_of(self.case.phase), by, why, proposal, GateOutcome(outcome))

    def pass_gate(self, gate, by, why, proposal=""):
        """Let the case pass, with what is excepted from."""
        self.passed[gate] += 1
        excepted = [
            dict(one)
            for one in self.told.get("exceptions", ())
            if (one["gate"], one.get("time", 1)) == (gate, self.passed[gate])
        ]
        outcome = GateOutcome.GO_WITH_EXCEPTIONS if excepted else GateOutcome.GO
        decision = self.decision(gate, by, why, proposal, outcome)
        for one in excepted:
            self.impose(one, decision, by)
        return decision

    def decision(self, gate, by, why, proposal, outcome):
        """Let another person propose, a week before at most; the writer adds the criteria."""
        held = self.proposer(by)
        since = max(held.valid_from, self.visit.entered_at) if held else self.visit.entered_at
        proposal = GateProposal(
            case=self.case,
            gate=gate,
            reason=proposal or self.proposed(gate),
            by=held.user if held else self.people["leder"],
            recorded_at=max(since, self.at - A_WEEK),
            closed_at=self.at,
        )
        decision = GateDecision(
            case=self.case,
            proposal=self.put(proposal),
            gate=gate,
            outcome=outcome,
            reason=why,
            decided_on=self.on,
            role=AccessRole.LEADER if by == self.people["leder"] else AccessRole.OWNER,
            by=by,
            proposed_by=proposal.by,
            single_handed=proposal.by == by,
            recorded_at=self.at,
            assessment=self.assessment,
            formal_decision=self.into_operation() if gate == Gate.G4 else None,
        )
        self.put(decision)
        self.chapter.decisions.append(decision)
        self.decided += 1
        return decision

    def proposed(self, gate):
        """What is written by whoever proposes, where the file does not say."""
        texts = PROPOSALS[self.case.language][gate]
        return texts[(len(self.case.title) + self.passed[gate]) % len(texts)]

    def into_operation(self):
        """The formal decision that puts the case into operation, if it is told."""
        decisions = (row for (model, _), row in self.found.items() if model is FormalDecision)
        return next((row for row in decisions if row.kind == DecisionKind.IMPLEMENTATION), None)

    def impose(self, said, decision, by):
        """Put a condition on the case, and say how it was met if it was."""
        met = {}
        if "met" in said:
            met = {
                "met_at": self.clock.midday(said["met"]),
                "met_by": self.people[said["responsible"]],
                "met_note": said["met_note"],
            }
        names = ("code", "reason", "action", "responsible", "due_on")
        fields = {name: self.value(Condition, name, said[name]) for name in names if name in said}
        self.put(Condition(decision=decision, by=by, recorded_at=self.at, **fields, **met))

    def proposer(self, decider):
        """The part of whoever proposes: the project lead, else the owner."""
        held = (self.roles.get(role) for role in (CaseRole.LEAD, CaseRole.OWNER))
        return next((one for one in held if one and one.user != decider), None)

    def leave(self, by):
        self.visit.left_on, self.visit.left_at, self.visit.left_by = self.on, self.at, by

    def enter(self, phase, by, why, decision=None):
        self.visits_of[phase] += 1
        self.visit = PhaseVisit(
            case=self.case,
            phase=phase,
            number=self.visits_of[phase],
            entered_on=self.on,
            entered_at=self.at,
            entered_by=by,
            reason=why,
            decision=decision,
        )
        self.case.phase, self.case.phase_since = phase, self.on
        self.put(self.visit)
