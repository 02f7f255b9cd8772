"""The lifecycle of a demo case: phases, gates, pauses and stops, as the actions leave them."""

from collections import Counter
from datetime import timedelta

from accounts.access.roles import AccessRole, CaseRole
from portfolio.demo.proposals import PROPOSALS
from portfolio.demo.row_writer import RowWriter
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


class LifecycleWriter(RowWriter):
    """Writes the lifecycle of a case. ``case_spec`` may have "exceptions", "stop" and "pauses"
    with the details.
    """

    visit: PhaseVisit | None = None
    stop: Stop | None = None

    def __init__(self, case_spec, **kwargs):
        super().__init__(case_spec, **kwargs)
        self.visit_counts: Counter[Phase] = Counter()
        self.pass_counts: Counter[Gate] = Counter()
        self.pauses = iter(case_spec.get("pauses", ()))

    def change_state(self, name, *, by, why="", lesson="", until=None, to=None):
        """``to`` is the phase in which a stopped case is taken up again."""
        case, step = self.case, TRANSITIONS[name]
        review_on = self.event_on + timedelta(days=until) if step.needs_review_on else None
        change = self.add_row(
            StateChange(
                case=case,
                origin=case.state,
                target=step.target,
                changed_on=self.event_on,
                recorded_at=self.event_at,
                by=by,
                reason=why,
                lesson=lesson,
                review_on=review_on,
            )
        )
        if step.by_gate:
            self.pass_gate(Gate.CLOSE, by, why)
        if step.target == State.PAUSED:
            pause_fields = next(self.pauses, {})
            pause_fields = {"cause": PauseCause.OTHER} | pause_fields
            self.add_row(Pause(change=change, by=by, recorded_at=self.event_at, **pause_fields))
        if step.target == State.STOPPED:
            self.record_stop(change)
        if case.state == State.STOPPED:
            self.stop.closed_by_change = change
        self.set_state(step, by, why, review_on)
        if to:
            self.leave(by)
            self.enter(Phase(to), by, why)
            self.add_version("update", by, case)

    def set_state(self, step, by, why, review_on):
        """Set the state of the case."""
        case = self.case
        enters = case.state in {State.DRAFT, *CLOSED}
        case.state, case.paused_until = step.target, review_on
        if step.target in CLOSED:
            self.leave(by)
            case.actual_end_on = self.event_on.isoformat()
        elif enters:
            case.actual_end_on = ""
            self.enter(Phase(case.phase), by, why)
        self.add_version("update", by, case)

    def record_stop(self, change):
        """Record the stop with its lesson, so that others find it."""
        stop_spec = self.case_spec.get("stop", {})
        written = {"by": change.by, "phase": self.case.phase, "recorded_at": self.event_at}
        lesson = {
            "kind": LessonKind.METHOD,
            "title": first_words(change.lesson),
            "sharing": LessonSharing.MUNICIPALITY,
        } | {name: stop_spec[name] for name in LESSON if name in stop_spec}
        lesson = self.add_row(Lesson(case=self.case, learnt=change.lesson, **lesson, **written))
        stop = {"cause": StopCause.OTHER} | {
            name: self.field_value(Stop, name, text)
            for name, text in stop_spec.items()
            if name not in LESSON
        }
        self.stop = self.add_row(Stop(change=change, lesson=lesson, **stop, **written))

    def move(self, *, by, to, why, proposal=""):
        origin, to = Phase(self.case.phase), Phase(to)
        back = is_back(origin, to)
        decision = None if back else self.pass_gate(gate_of(origin), by, why, proposal)
        self.leave(by)
        self.enter(to, by, why, decision)
        self.add_version("update", by, self.case)

    def propose(self, *, by, why):
        """Somebody says that the case is ready; it waits for a decision."""
        gate = gate_of(self.case.phase)
        self.add_row(
            GateProposal(case=self.case, gate=gate, reason=why, by=by, recorded_at=self.event_at)
        )

    def decide(self, *, by, why, outcome, proposal=""):
        """Decide that the case does not pass now."""
        self.add_decision(gate_of(self.case.phase), by, why, proposal, GateOutcome(outcome))

    def pass_gate(self, gate, by, why, proposal=""):
        """Let the case pass, with what is excepted from."""
        self.pass_counts[gate] += 1
        exceptions = [
            dict(one)
            for one in self.case_spec.get("exceptions", ())
            if (one["gate"], one.get("time", 1)) == (gate, self.pass_counts[gate])
        ]
        outcome = GateOutcome.GO_WITH_EXCEPTIONS if exceptions else GateOutcome.GO
        decision = self.add_decision(gate, by, why, proposal, outcome)
        for one in exceptions:
            self.add_condition(one, decision, by)
        return decision

    def add_decision(self, gate, by, why, proposal, outcome):
        """Let another person propose, a week before at most; the writer adds the criteria."""
        assignment = self.proposing_assignment(by)
        since = (
            max(assignment.valid_from, self.visit.entered_at)
            if assignment
            else self.visit.entered_at
        )
        proposal = GateProposal(
            case=self.case,
            gate=gate,
            reason=proposal or self.proposal_text(gate),
            by=assignment.user if assignment else self.people["leder"],
            recorded_at=max(since, self.event_at - A_WEEK),
            closed_at=self.event_at,
        )
        decision = GateDecision(
            case=self.case,
            proposal=self.add_row(proposal),
            gate=gate,
            outcome=outcome,
            reason=why,
            decided_on=self.event_on,
            role=AccessRole.LEADER if by == self.people["leder"] else AccessRole.OWNER,
            by=by,
            proposed_by=proposal.by,
            single_handed=proposal.by == by,
            recorded_at=self.event_at,
            assessment=self.assessment,
            formal_decision=self.operation_decision() if gate == Gate.G4 else None,
        )
        self.add_row(decision)
        self.batch.decisions.append(decision)
        self.decision_count += 1
        return decision

    def proposal_text(self, gate):
        """Return the text of the proposal, where the file has none."""
        texts = PROPOSALS[self.case.language][gate]
        return texts[(len(self.case.title) + self.pass_counts[gate]) % len(texts)]

    def operation_decision(self):
        """Return the formal decision that puts the case into operation, if the file has one."""
        decisions = (
            row for (model, _), row in self.rows_by_name.items() if model is FormalDecision
        )
        return next((row for row in decisions if row.kind == DecisionKind.IMPLEMENTATION), None)

    def add_condition(self, condition_spec, decision, by):
        """Put a condition on the case, and say how it was met if it was."""
        met = {}
        if "met" in condition_spec:
            met = {
                "met_at": self.clock.midday(condition_spec["met"]),
                "met_by": self.people[condition_spec["responsible"]],
                "met_note": condition_spec["met_note"],
            }
        names = ("code", "reason", "action", "responsible", "due_on")
        fields = {
            name: self.field_value(Condition, name, condition_spec[name])
            for name in names
            if name in condition_spec
        }
        self.add_row(
            Condition(decision=decision, by=by, recorded_at=self.event_at, **fields, **met)
        )

    def proposing_assignment(self, decider):
        """Return the assignment of the proposer: the project lead, else the owner."""
        assignments = (self.roles.get(role) for role in (CaseRole.LEAD, CaseRole.OWNER))
        return next((one for one in assignments if one and one.user != decider), None)

    def leave(self, by):
        self.visit.left_on, self.visit.left_at, self.visit.left_by = (
            self.event_on,
            self.event_at,
            by,
        )

    def enter(self, phase, by, why, decision=None):
        self.visit_counts[phase] += 1
        self.visit = PhaseVisit(
            case=self.case,
            phase=phase,
            number=self.visit_counts[phase],
            entered_on=self.event_on,
            entered_at=self.event_at,
            entered_by=by,
            reason=why,
            decision=decision,
        )
        self.case.phase, self.case.phase_since = phase, self.event_on
        self.add_row(self.visit)
