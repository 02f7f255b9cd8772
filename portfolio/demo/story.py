"""One demo case, told from its file: each event leaves the rows that the pages would leave.

The events are those of projects.actions; here they carry the moment they are said to have
happened, which no action lets anybody choose.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import zip_longest

from accounts.models import User
from accounts.roles import CaseRole, Hat
from portfolio.demo.clock import Clock
from portfolio.demo.proposals import PROPOSALS
from projects.actions.states import first_words
from projects.gates import Gate, gate_of
from projects.models import (
    Assignment,
    Case,
    Comment,
    GateDecision,
    GateProposal,
    Lesson,
    Pause,
    PhaseVisit,
    StateChange,
    StatusUpdate,
    Stop,
)
from projects.phases import Phase, is_back
from projects.states import CLOSED, TRANSITIONS, State
from projects.vocabulary import LessonKind, Outcome, PauseCause, Sharing, StopCause

A_WEEK = timedelta(days=7)
SILENCE = (24, 36)  # days from one status update to the confirmation that it still holds


@dataclass
class Past:
    """The rows of all stories, in the order they were told."""

    cases: list[Case] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    visits: list[PhaseVisit] = field(default_factory=list)
    changes: list[StateChange] = field(default_factory=list)
    proposals: list[GateProposal] = field(default_factory=list)
    decisions: list[GateDecision] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    statuses: list[StatusUpdate] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    snapshots: list["Snapshot"] = field(default_factory=list)


@dataclass(frozen=True)
class Snapshot:
    """What a row held from a moment on, as the history keeps it."""

    label: str
    at: datetime
    by: User
    row: Case | Assignment | Lesson
    values: dict


class Story:
    """Tells one case into a Past. ``told`` is a table of a file in ``cases/``."""

    def __init__(
        self, told: dict, *, case: Case, people: dict[str, User], past: Past, clock: Clock
    ):
        self.told, self.case, self.people, self.past, self.clock = told, case, people, past, clock
        self.roles: dict[str, Assignment] = {}
        self.visit: PhaseVisit | None = None
        self.status: StatusUpdate | None = None
        self.visits_of: Counter[Phase] = Counter()

    def tell(self) -> None:
        """Take the events in order, oldest first."""
        self.open(self.told["opened"])
        for event in with_confirmations(self.told, self.clock.random):
            do, ago = event.pop("do"), event.pop("ago")
            by = self.people[event.pop("by")] if "by" in event else self.usually(do)
            self.clock.advance(ago)
            if do in TRANSITIONS:
                self.change_state(do, by=by, **event)
            else:
                {
                    "move": self.move,
                    "status": self.report,
                    "confirm": self.confirm,
                    "correct": self.correct,
                    "comment": self.comment,
                    "assign": self.assign,
                    "edit": self.edit,
                }[do](by=by, **event)
        self.case.updated_at = self.clock.now
        self.past.cases.append(self.case)

    def usually(self, do):
        """The person who does such a thing where the file names nobody."""
        if do in {"status", "confirm", "correct", "comment", "edit"}:
            order = ("lead", "champion", "owner")
        else:
            order = ("owner",)
        return next(
            (self.roles[role].user for role in order if role in self.roles), self.people["leder"]
        )

    @property
    def at(self):
        return self.clock.now

    @property
    def on(self):
        return self.at.date()

    def open(self, ago):
        self.clock.advance(ago)
        case, by = self.case, self.people[self.told.get("opened_by", "leder")]
        case.created_at, case.created_by = self.at, by
        self.past.changes.append(
            StateChange(
                case=case, target=State.DRAFT, changed_on=self.on, recorded_at=self.at, by=by
            )
        )
        self.keep("insert", by)
        for role, names in self.told.get("people", {}).items():
            for name in [names] if isinstance(names, str) else names:
                self.assign(by=by, role=role, who=name)

    def change_state(self, name, *, by, why="", lesson="", until=None):
        case, step = self.case, TRANSITIONS[name]
        review_on = self.on + timedelta(days=until) if step.needs_review_on else None
        change = StateChange(
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
        self.past.changes.append(change)
        if step.by_gate:
            self.pass_gate(Gate.CLOSE, by, why)
        if step.target == State.PAUSED:
            written = {"by": by, "recorded_at": self.at}
            self.past.pauses.append(Pause(change=change, cause=PauseCause.OTHER, **written))
        if step.target == State.STOPPED:
            self.record_stop(change)
        enters = case.state in {State.DRAFT, *CLOSED}
        case.state, case.paused_until = step.target, review_on
        if step.target in CLOSED:
            self.leave(by)
            case.actual_end_on = self.on.isoformat()
        elif enters:
            case.actual_end_on = ""
            self.enter(Phase(case.phase), by, why)
        self.keep("update", by)

    def record_stop(self, change):
        """Keep the lesson of a stopped case, so that others find it."""
        written = {"by": change.by, "phase": self.case.phase, "recorded_at": self.at}
        lesson = Lesson(
            case=self.case,
            kind=LessonKind.METHOD,
            title=first_words(change.lesson),
            learnt=change.lesson,
            sharing=Sharing.MUNICIPALITY,
            **written,
        )
        self.past.lessons.append(lesson)
        self.keep("insert", change.by, lesson)
        self.past.stops.append(Stop(change=change, cause=StopCause.OTHER, lesson=lesson, **written))

    def move(self, *, by, to, why):
        origin, to = Phase(self.case.phase), Phase(to)
        decision = None if is_back(origin, to) else self.pass_gate(gate_of(origin), by, why)
        self.leave(by)
        self.enter(to, by, why, decision)
        self.keep("update", by)

    def pass_gate(self, gate, by, why):
        """Let another person propose it, a week before at most; the loader adds the criteria."""
        held = self.proposer(by)
        since = max(held.valid_from, self.visit.entered_at) if held else self.visit.entered_at
        proposal = GateProposal(
            case=self.case,
            gate=gate,
            reason=PROPOSALS[self.case.language][gate],
            by=held.user if held else self.people["leder"],
            recorded_at=max(since, self.at - A_WEEK),
            closed_at=self.at,
        )
        decision = GateDecision(
            case=self.case,
            proposal=proposal,
            gate=gate,
            outcome=Outcome.GO,
            reason=why,
            decided_on=self.on,
            role=Hat.LEADER if by == self.people["leder"] else Hat.OWNER,
            by=by,
            proposed_by=proposal.by,
            single_handed=proposal.by == by,
            recorded_at=self.at,
        )
        self.past.proposals.append(proposal)
        self.past.decisions.append(decision)
        return decision

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
        self.past.visits.append(self.visit)

    def report(self, *, by, health, text, next="", next_in=None, corrects=None, **said):  # noqa: A002 - a word of the files
        self.make_current(
            StatusUpdate(
                case=self.case,
                by=by,
                health=health,
                summary=text,
                next_step=next,
                next_step_on=self.on + timedelta(days=next_in) if next_in else None,
                hindrance=said.pop("hindrance", ""),
                help_wanted=said.pop("help", ""),
                is_shared=said.pop("shared", False),
                corrects=corrects,
                recorded_at=self.at,
                **said,
            )
        )

    def correct(self, **said):
        self.report(corrects=self.status, **said)

    def confirm(self, *, by):
        current = self.status
        self.make_current(
            StatusUpdate(
                case=self.case,
                by=by,
                health=current.health,
                summary=current.summary,
                next_step=current.next_step,
                next_step_on=current.next_step_on,
                hindrance=current.hindrance,
                help_wanted=current.help_wanted,
                is_shared=current.is_shared,
                confirms=current.confirms or current,
                recorded_at=self.at,
            )
        )

    def make_current(self, update):
        case = self.case
        self.status = case.current_status = update
        case.health, case.confirmed_at = update.health, update.recorded_at
        self.past.statuses.append(update)
        self.keep("update", update.by)

    def comment(self, *, by, text, shared=False):
        self.past.comments.append(
            Comment(case=self.case, by=by, text=text, is_shared=shared, recorded_at=self.at)
        )

    def assign(self, *, by, role, who):
        """Give a role; a new owner or lead takes over from the one there was."""
        if role in {CaseRole.OWNER, CaseRole.LEAD} and (held := self.roles.get(role)):
            held.valid_to = self.at
            self.keep("update", by, held)
        held = Assignment(
            case=self.case,
            user=self.people[who],
            role=CaseRole(role),
            valid_from=self.at,
            assigned_by=by,
            created_at=self.at,
        )
        self.roles[role] = held
        self.past.assignments.append(held)
        self.keep("insert", by, held)

    def edit(self, *, by, set):  # noqa: A002 - a word of the files
        for name, value in set.items():
            setattr(self.case, name, value)
        self.case.version += 1
        self.keep("update", by)

    def keep(self, label, by, row=None):
        """Put down what the row holds now."""
        row = row or self.case
        values = {
            column.name: row.__dict__.get(column.attname)
            for column in row._meta.concrete_fields
            if not column.generated
        }
        if row is self.case:
            values["current_status"] = self.status
        self.past.snapshots.append(Snapshot(label, self.at, by, row, values))


def with_confirmations(told, chance):
    """The events of the file, with "nothing has changed" in the long silences between them.

    ``quiet_since`` in the file says since when nobody has said anything; else somebody just has.
    """
    lately = chance.randrange(3, 17)
    events = [dict(event) for event in told.get("events", [])]
    at_work, said = False, None
    for event, following in zip_longest(events, events[1:]):
        do, ago = event["do"], event["ago"]
        if do in TRANSITIONS:
            at_work = TRANSITIONS[do].target == State.ACTIVE
        if do in {"status", "correct"} or (do in TRANSITIONS and said is not None):
            said = ago
        until = following["ago"] if following else told.get("quiet_since", lately)
        yield event
        if not at_work or said is None:
            continue
        while (due := said - chance.randrange(*SILENCE)) >= until:
            said = due
            yield {"do": "confirm", "ago": due}
        if not following and "quiet_since" not in told and said > lately + 7:
            yield {"do": "confirm", "ago": lately}
