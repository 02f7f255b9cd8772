"""What people may try on a case, right and wrong, each through the real actions.

An act takes the world and ``choose``, which picks one of a list: a random history is a row of acts.
It raises what the action raises; only refusals are expected.
"""

from datetime import timedelta
from decimal import Decimal
from functools import partial

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.access.roles import CaseRole
from accounts.actions.people import set_active
from accounts.models import User
from projects.actions.cases import edit_case, set_visibility
from projects.actions.formula import FactorInput, assess, assess_individually, open_assessment_round
from projects.actions.gates import NewCondition, decide, meet, propose, withdraw_proposal
from projects.actions.people import assign, end_assignment
from projects.actions.phases import move
from projects.actions.records import add, change, withdraw
from projects.actions.states import change_state
from projects.actions.status import report_status
from projects.choices.gates import gate_of
from projects.choices.phases import Phase
from projects.choices.states import TRANSITIONS, State, Visibility
from projects.choices.vocabulary import Factor, GateOutcome, TrialResult
from projects.errors import DomainError
from projects.models import (
    Benefit,
    Case,
    Condition,
    GateProposal,
    Insight,
    Lesson,
    Option,
    Round,
    Stakeholder,
    Trial,
)
from projects.readiness import requirements
from projects.records.kinds import RECORD_KINDS

DECIDERS = ["leader", "owner"]
ANYBODY = [*DECIDERS, "lead", "member", "outsider"]
WITHDRAWABLE = (Lesson, Insight, Stakeholder, Option, Round, Trial, Benefit)
ACTS = []


class World:
    """A case and the people around it, by name."""

    def __init__(self, team, people):
        self.team, self.case_id, self.people = team, team.case.pk, people
        self.today = timezone.localdate()

    @property
    def case(self):
        """The case as it is now."""
        return Case.objects.get(pk=self.case_id)

    def person(self, name):
        """A person as they are now, roles and all."""
        return User.objects.get(pk=self.people[name])

    def anybody(self, choose):
        """Somebody: most often the leader, who may do the most."""
        return self.person(choose(["leader", "leader", *ANYBODY]))

    def day(self, choose):
        """A day near today, today most often."""
        return self.today + timedelta(days=choose([0, 0, 0, -1, 1, -40, 40]))

    def try_out(self, act, choose):
        """Do the act; a refusal changes nothing, and its name is returned."""
        try:
            act(self, choose)
        except (DomainError, ValidationError) as refusal:
            return type(refusal).__name__
        return "done"


def act(function=None, *, weight=1):
    """Let the function be one of the acts, tried ``weight`` times as often as others."""
    if function is None:
        return partial(act, weight=weight)
    ACTS.extend([function] * weight)
    return function


def some(choose, queryset):
    """One of the rows, newest first; None where there is none."""
    rows = list(queryset.order_by("-pk")[:3])
    return choose(rows) if rows else None


def write(world, code, *, by, parent=None, **fields):
    return add(RECORD_KINDS[code], world.case, by=by, parent=parent, **fields)


@act(weight=3)
def pass_gate(world, choose):
    """Propose as one and decide as another, excepting from all that may wait."""
    propose_and_decide(world, *choose([("lead", "owner"), ("lead", "leader"), ("owner", "leader")]))


def propose_and_decide(world, proposer, decider):
    case = world.case
    missing = requirements.missing(case, gate_of(case.phase))
    proposal = propose(case, by=world.person(proposer), reason="Klart")
    new_conditions = [duty(world, one.code, lambda days: days[0]) for one in missing]
    decide(
        proposal,
        by=world.person(decider),
        outcome=GateOutcome.GO,
        reason="Enig",
        new_conditions=new_conditions,
    )


@act
def add_insight(world, choose):
    fields = {"kind": "data", "title": "Funn", "finding": "Det er mørkt", "source": "Loggen"}
    write(world, "insight", by=world.anybody(choose), whose_need="De eldre", **fields)


@act
def add_content(world, choose):
    code, fields = choose(
        [
            ("figure", {"figure": "8 av 10", "meaning": "Er utrygge", "source": "Loggen"}),
            ("plan", {"kind": "action", "title": "Økonomiplanen"}),
            ("stakeholder", {"kind": "group", "name": "Naboene", "category": "user"}),
            ("option", {"title": "Tilsyn", "state": "rejected", "reason": "For dyrt"}),
            ("option", {"title": "Tilsyn", "state": "chosen"}),
            ("criterion", {"text": "Virkning", "weight": 2}),
            ("cost", {"kind": "hours", "on": world.today, "hours": 12}),
            ("lesson", {"kind": "method", "phase": "who", "title": "Spør", "learnt": "Spør om"}),
        ]
    )
    write(world, code, by=world.anybody(choose), **fields)


@act
def write_question(world, choose):
    reason = choose(["Vi lærte noe", "Vi lærte noe", ""])
    text = "Hvordan kan flere bo trygt?"
    write(world, "question", by=world.anybody(choose), text=text, reason=reason)


@act
def begin_round(world, choose):
    ends = choose([{}, {"end_on": world.day(choose), "conclusion": choose(["Ja", "Ja", ""])}])
    start = world.day(choose)
    fields = {"hypothesis": "De vil bli sett", "question": "Holder det?", "start_on": start}
    write(world, "round", by=world.anybody(choose), **fields, **ends)


@act
def plan_trial(world, choose):
    fields = {"kind": choose(["pilot", "test"]), "title": "Forsøk", "hypothesis": "Det virker"}
    criterion = choose(["Halvparten så mange anrop", "Halvparten så mange anrop", ""])
    started = choose([None, None, world.day(choose)])
    write(
        world,
        "trial",
        by=world.anybody(choose),
        success_criterion=criterion,
        started_on=started,
        **fields,
    )


@act(weight=2)
def go_on_with_trial(world, choose):
    """Start a trial, finish it, or change what is locked once it has started."""
    trial = some(choose, Trial.objects.filter(case=world.case_id))
    if trial is None:
        return
    start = {"started_on": world.day(choose)}
    finish = {
        "ended_on": world.day(choose),
        "result": choose(TrialResult.values),
        "findings": choose(["Det virket", "Det virket", ""]),
        "afterwards": "go_on",
    }
    changes = choose(
        [start, start, finish, start | finish, {"success_criterion": "Noe annet"},
         {"findings": "Pyntet"}, {"started_on": None}]
    )  # fmt: skip
    seen = trial.version - choose([0, 0, 0, 0, 1])
    change(trial, by=world.anybody(choose), seen_version=seen, changes=changes)


@act
def add_benefit(world, choose):
    target = choose([None, Decimal(10), Decimal(10), Decimal(40)])
    dated = {"baseline_on": world.day(choose), "baseline_source": "Loggen"}
    write(
        world,
        "benefit",
        by=world.anybody(choose),
        title="Færre anrop",
        kind="quality",
        for_whom=["inhabitant"],
        owner=world.person(choose(ANYBODY)),
        indicator="Anrop per natt",
        state=choose(["expected", "expected", "realised"]),
        target=target,
        target_on=None if target is None else world.today + timedelta(days=300),
        **choose([{}, {"baseline": Decimal(40), **dated}]),
    )


@act
def measure_benefit(world, choose):
    benefit = some(choose, Benefit.objects.filter(case=world.case_id))
    if benefit is not None:
        measured = {"measured_on": world.day(choose), "value": Decimal(15), "source": "Loggen"}
        write(world, "measurement", by=world.anybody(choose), parent=benefit, **measured)


@act(weight=2)
def change_benefit(world, choose):
    benefit = some(choose, Benefit.objects.filter(case=world.case_id))
    if benefit is not None:
        changes = choose(
            [
                {"state": "realised"},
                {"state": "partly"},
                {"state": "dropped", "state_reason": choose(["", "Falt bort"])},
                {"baseline": 40, "baseline_on": world.day(choose), "baseline_source": "Loggen"},
                {"baseline": None, "baseline_on": None, "baseline_source": ""},
            ]
        )
        seen = benefit.version - choose([0, 0, 0, 0, 1])
        change(benefit, by=world.anybody(choose), seen_version=seen, changes=changes)


@act(weight=2)
def withdraw_record(world, choose):
    found = some(choose, choose(WITHDRAWABLE).objects.filter(case=world.case_id))
    if found is not None:
        withdraw(found, by=world.anybody(choose))


@act
def assess_formula(world, choose):
    scores = [choose([3, 3, 3, 4, 2, 0, None]) for _factor in Factor]
    assess(
        world.case,
        by=world.anybody(choose),
        occasion="routine",
        factors={f: judge(world, s) for f, s in zip(Factor, scores, strict=True)},
    )


def judge(world, score):
    if score != 0:
        return FactorInput(score=score)
    return FactorInput(0, "Ingen vet", "Spør", responsible=world.person("lead"), due_on=world.today)


@act
def assess_together(world, choose):
    """Ask several, or answer as one of them, or agree."""
    case = world.case
    asked = case.assessment_rounds.filter(closed_at=None).first()
    threes = {factor: FactorInput(score=3) for factor in Factor}
    if asked is None:
        several = [world.person(name) for name in ("owner", "lead", "member")]
        by = world.anybody(choose)
        open_assessment_round(
            case, by=by, occasion="gate", due_on=world.day(choose), assessors=several
        )
    elif choose([True, True, False]):
        assess_individually(
            asked, by=world.person(choose(["owner", "lead", "member"])), factors=threes
        )
    else:
        by = world.anybody(choose)
        assess(case, by=by, occasion="gate", factors=threes, assessment_round=asked)


@act(weight=2)
def propose_gate(world, choose):
    by, seen = world.anybody(choose), choose([None, None, None, *Phase])
    propose(world.case, by=by, reason=choose(["Klart", "Klart", " "]), seen_phase=seen)


@act(weight=3)
def decide_gate(world, choose):
    """Decide the newest proposal, waiting or not, as anybody, also whoever proposed it."""
    proposal = some(choose, GateProposal.objects.filter(case=world.case_id))
    if proposal is None:
        return
    missing = requirements.missing(proposal.case, proposal.gate)
    excepted = choose([missing, missing, [], [*missing, requirements.REQUIREMENT_BY_CODE["plan"]]])
    decide(
        proposal,
        by=world.anybody(choose),
        outcome=choose([GateOutcome.GO, GateOutcome.GO, *GateOutcome]),
        reason="Enig",
        new_conditions=[duty(world, one.code, choose) for one in excepted],
        on=choose([None, None, world.day(choose)]),
    )


def duty(world, code, choose):
    due_on = world.today + timedelta(days=choose([30, 30, 30, 0]))
    return NewCondition("Det kommer", "Gjøre det", world.person("lead"), due_on, code)


@act
def fill_gate(world, _choose):
    """Write down all that the gate still asks for."""
    world.team.case = world.case
    world.team.meet(gate_of(world.team.case.phase))


@act
def take_proposal_back(world, choose):
    proposal = some(choose, GateProposal.objects.filter(case=world.case_id))
    if proposal is not None:
        withdraw_proposal(proposal, by=world.anybody(choose))


@act
def meet_condition(world, choose):
    condition = some(choose, Condition.objects.filter(decision__case=world.case_id))
    if condition is not None:
        meet(condition, by=world.anybody(choose), note=choose(["Gjort", "Gjort", ""]))


@act(weight=3)
def move_case(world, choose):
    """Move it back, or try to skip the gate."""
    move(
        world.case,
        to=choose([*Phase]),
        by=world.person(choose([*DECIDERS, *DECIDERS, "lead"])),
        reason=choose(["Behovet var et annet", "Behovet var et annet", ""]),
        seen_phase=choose([None, None, Phase.USE]),
        on=choose([None, None, world.day(choose)]),
    )


@act
def change_of_state(world, choose):
    """Any transition, in turn or out of it."""
    name = choose([*TRANSITIONS])
    review_on = world.today + timedelta(days=choose([30, 30, 0, 400]))
    carry_out(world, name, choose, review_on=review_on)


@act(weight=4)
def rest(world, choose):
    """What the state allows: pause, resume, stop or reopen."""
    names = {
        State.DRAFT: ["start"],
        State.ACTIVE: ["pause", "pause", "stop"],
        State.PAUSED: ["resume", "resume", "stop"],
        State.STOPPED: ["reopen"],
        State.COMPLETED: ["reopen"],
    }[State(world.case.state)]
    carry_out(world, choose(names), choose, review_on=world.today + timedelta(days=30))


def carry_out(world, name, choose, *, review_on):
    change_state(
        world.case,
        transition=name,
        by=world.person(choose([*DECIDERS, *DECIDERS, "lead"])),
        reason=choose(["Slik ble det", "Slik ble det", "Slik ble det", ""]),
        lesson=choose(["Spør først", "Spør først", ""]) if name == "stop" else "",
        review_on=review_on if name == "pause" else None,
        seen_state=choose([None, None, None, State.PAUSED]),
        to=choose([None, Phase.WHO, Phase.USE]) if name == "reopen" else None,
    )


@act
def change_roles(world, choose):
    case, by = world.case, world.anybody(choose)
    role = choose([CaseRole.OWNER, CaseRole.LEAD, CaseRole.CHAMPION, CaseRole.MEMBER])
    held = case.assignments.in_force().filter(role=role).first()
    if held and choose([True, False]):
        end_assignment(held, by=by)
    else:
        assign(case, user=world.person(choose(ANYBODY)), role=role, by=by)


@act
def let_somebody_in_or_out(world, choose):
    """Stop or allow somebody's sign-in. Not the leader's: the history would end there."""
    person = world.person(choose(["owner", "lead", "member"]))
    set_active(person, by=world.person("administrator"), active=choose([True, True, False]))


@act
def show_or_hide(world, choose):
    case = world.case
    visibility = choose([*Visibility])
    set_visibility(
        case,
        by=world.person(choose(["leader", "leader", "owner"])),
        seen_version=case.version,
        visibility=visibility,
        legal_basis="offl-13-1" if visibility == Visibility.RESTRICTED else "",
        public_title=choose([None, "", "Trygg natt"]),
    )


@act
def edit_facts(world, choose):
    case = world.case
    changes = choose(
        [
            {"replaces": "Tilsyn"},
            {"why_innovation": "Ingen å ansette"},
            {"in_use_on": world.day(choose)},
            {"title": choose(["Ny tittel", " "])},
            {"needs_political_decision": True},
        ]
    )
    seen = case.version - choose([0, 0, 0, 1])
    edit_case(case, by=world.anybody(choose), seen_version=seen, changes=changes)


@act
def report(world, choose):
    case = world.case
    seen = choose([case.current_status_id, case.current_status_id, None])
    health = choose(["on_track", "at_risk"])
    report_status(case, by=world.anybody(choose), health=health, summary="Slik", seen=seen)
