"""A case with every record and a proposal that waits, and the acts of the method on it."""

from django.utils import timezone

from projects.actions.cases import edit_case
from projects.actions.challenges import choose_challenge, describe
from projects.actions.elements import save_elements
from projects.actions.formula import (
    FactorInput,
    assess,
    assess_individually,
    close_assessment_round,
    open_assessment_round,
)
from projects.actions.gates import NewCondition, decide, propose
from projects.actions.phases import move
from projects.actions.records import add, change, withdraw
from projects.actions.states import change_state
from projects.actions.trials import finish, start
from projects.choices.phases import Phase
from projects.choices.vocabulary import Factor, GateOutcome, Occasion
from projects.records.kinds import RECORD_KINDS
from tests.samples import CHALLENGE, DAY, describe_challenge, write, write_everything

JUDGED = {factor: FactorInput(score=3) for factor in Factor}
WHY = {"reason": "Slik ble det"}


class World:
    """A case with every record, where ``by`` has every right; somebody else has proposed a gate."""

    def __init__(self, case, *, by, proposer, team):
        self.case, self.by, self.team = case, by, team
        self.records = write_everything(case, by=by, person=by)
        assess(case, by=by, occasion=Occasion.START, factors=JUDGED)
        self.challenge = describe_challenge(case, by=by)
        facts = {"why_innovation": "Ingen å ansette", "looked_around": "To naboer"}
        edit_case(case, by=by, seen_version=case.version, changes=facts)
        duty = NewCondition("Det haster", "Ta det igjen", by, timezone.localdate() + 9 * DAY)
        decision = decide(
            propose(case, by=proposer, **WHY),
            by=by,
            outcome=GateOutcome.GO,
            new_conditions=[duty],
            **WHY,
        )
        move(case, to=Phase.WHAT, by=by, **WHY)
        self.condition = decision.conditions.get()
        self.proposal = propose(case, by=proposer, **WHY)

    def add(self, code, by):
        changes = {"element": "training"} if code == "step" else {}
        return write(RECORD_KINDS[code], self.case, by=by, person=self.by, **changes)

    def add_contact(self, by):
        """A stakeholder has one set of contact details: write them of another stakeholder."""
        write(RECORD_KINDS["stakeholder"], self.case, by=self.by, person=self.by)
        return write(RECORD_KINDS["contact"], self.case, by=by, person=self.by)

    def change(self, code, by):
        record = self.records[code]
        return change(record, by=by, seen_version=record.version, changes={})

    def withdraw(self, code, by):
        return withdraw(self.records[code], by=by)

    def describe(self, by):
        held = self.challenge
        return describe(self.case, by=by, seen=held, seen_version=held.version, fields=CHALLENGE)

    def choose_challenge(self, by):
        return choose_challenge(self.case, by=by, seen=self.challenge, challenge=self.challenge)

    def facts(self, by):
        changes = {"looked_around": "Tre naboer"}
        return edit_case(self.case, by=by, seen_version=self.case.version, changes=changes)

    def open_assessment_round(self, by):
        due = {"occasion": Occasion.ROUTINE, "due_on": timezone.localdate()}
        return open_assessment_round(self.case, by=by, assessors=[*self.team, self.by], **due)

    def assess_individually(self, by):
        asked = self.open_assessment_round(self.by)
        if by.municipality_id == self.case.municipality_id:  # the database refuses a stranger
            asked.assessors.add(by)
        return assess_individually(asked, by=by, factors=JUDGED)

    def close_assessment_round(self, by):
        return close_assessment_round(self.open_assessment_round(self.by), by=by)

    def try_out(self, by):
        told = {"kind": "test", "title": "Prøve", "hypothesis": "Ja", "success_criterion": "To"}
        trial = add(RECORD_KINDS["trial"], self.case, by=self.by, **told)
        today = timezone.localdate()
        return start(trial, by=by, seen_version=trial.version, started_on=today)

    def find_out(self, by):
        trial, today = self.try_out(self.by), timezone.localdate()
        said = {"result": "refuted", "findings": "Nei", "afterwards": "new_round"}
        return finish(trial, by=by, seen_version=trial.version, ended_on=today, **said)

    def save_elements(self, by):
        held = self.records["step"]
        said = {"state": "done", "responsible": None, "due_on": None, "note": "Ferdig"}
        return save_elements(
            self.case, by=by, answers={held.element: said}, seen={held.element: held.version}
        )

    def go_back(self, by):
        go = {"by": self.by, "outcome": GateOutcome.GO, **WHY}
        duty = NewCondition("Det haster", "Ta det igjen", self.by, timezone.localdate() + 9 * DAY)
        decide(self.proposal, new_conditions=[duty], **go)
        return move(self.case, to=Phase.WHAT, by=by, **WHY)

    def pause(self, by):
        review_on = timezone.localdate() + 30 * DAY
        return change_state(self.case, transition="pause", by=by, review_on=review_on, **WHY)

    def resume(self, by):
        self.pause(self.by)
        return change_state(self.case, transition="resume", by=by, **WHY)

    def stop(self, by):
        told = {"lesson": "Spør først", "follow_ups": {self.records["decision"].pk: "lapsed"}}
        return change_state(self.case, transition="stop", by=by, **told, **WHY)

    def reopen(self, by):
        self.stop(self.by)
        return change_state(self.case, transition="reopen", by=by, **WHY)
