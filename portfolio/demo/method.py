"""The records of the method in a story, as actions.records and actions.formula leave them."""

from django.db.models import Model

from accounts.access.roles import CaseRole
from portfolio.demo.entries import NAMES
from portfolio.demo.keeping import Keeper
from projects.choices.vocabulary import Factor, Occasion
from projects.models import (
    AssessmentRound,
    Benefit,
    Challenge,
    FactorScore,
    InnovationQuestion,
    Round,
    StakeholderAssessment,
    SuccessAssessment,
    Trial,
)
from projects.records.kinds import RECORD_KINDS


class Method(Keeper):
    """The part of a story that writes what the method asks for."""

    assessment: SuccessAssessment | None = None

    def describe(self, *, by, said):
        """Write the challenge of the case."""
        fields = {name: self.value(Challenge, name, text) for name, text in said.items()}
        challenge = Challenge(
            municipality=self.case.municipality, by=by, recorded_at=self.at, **fields
        )
        self.past.challenges[challenge.title] = self.put(challenge)
        self.edit(by=by, set={"challenge": challenge})

    def take_up(self, *, by, said):
        """Take up a challenge that another case has described."""
        self.edit(by=by, set={"challenge": self.past.challenges[said["title"]]})

    def record(self, *, by, kind, said, of=None):
        """Add a record; ``of`` names what it hangs on."""
        kind = RECORD_KINDS[kind]
        fields = self.fields(kind, said)
        if kind.parent:
            place = {kind.parent: self.pointed_at(self.related(kind), of)}
        else:
            place = {"case": self.case}
        row = kind.model(by=by, recorded_at=self.at, **place, **fields)
        self.complete(row, fields)
        if isinstance(row, Trial) and (row.started_on is None or row.started_on >= self.on):
            row.criterion_on = self.on
        self.put(row)
        name = next((said[name] for name in NAMES if name in said), None)
        self.found[kind.model, " ".join((name or str(row)).split())] = row
        if isinstance(row, Benefit) and row.owner:
            self.make_benefit_owner(row.owner, by)

    def related(self, kind) -> type[Model]:
        """The model of what a kind hangs on."""
        return kind.model._meta.get_field(kind.parent).related_model

    def complete(self, row, fields):
        """Fill in what the record itself knows better than whoever writes it."""
        if isinstance(row, InnovationQuestion | Round):
            row.number = 1 + len({id(r) for (m, _), r in self.found.items() if m is type(row)})
        if isinstance(row, StakeholderAssessment):
            row.phase = self.case.phase
        for name in ("found_on", "held_on", "met_on", "start_on", "on"):
            if name not in fields and hasattr(type(row), name):
                setattr(row, name, self.on)
        if isinstance(row, Benefit) and row.baseline is not None and row.baseline_on is None:
            row.baseline_on = self.on

    def revise(self, *, by, kind, name, said):
        """Correct a record, with its versions kept."""
        kind = RECORD_KINDS[kind]
        row = self.pointed_at(kind.model, name)
        for field, value in self.fields(kind, said).items():
            setattr(row, field, value)
        row.version += 1
        self.keep("update", by, row)

    def make_benefit_owner(self, user, by):
        """Whoever owns a benefit is a benefit owner of the case."""
        if user not in self.benefit_owners:
            who = next(name for name, person in self.people.items() if person is user)
            self.assign(by=by, role=CaseRole.BENEFIT_OWNER, who=who)

    def ask(self, *, by, said):
        """Ask several people to assess the factors, each alone; those in ``done`` have."""
        held = self.asked(
            by, said.get("occasion", Occasion.ROUTINE), self.clock.day(said["due_on"])
        )
        for who in said["assessors"]:
            self.past.taking_part.append((held, "assessors", self.people[who]))
        for who, scores in said.get("done", {}).items():
            self.alone(held, self.people[who], scores)

    def assess(self, *, by, said):
        """Record a snapshot of the five factors, agreed on by those in ``among`` if any."""
        occasion = said.get("occasion", Occasion.GATE)
        held = None
        if among := said.get("among"):
            held = self.asked(by, occasion, self.on)
            for who, scores in among.items():
                self.past.taking_part.append((held, "assessors", self.people[who]))
                self.alone(held, self.people[who], scores)
            held.closed_at = self.clock.tick()
        self.assessment = SuccessAssessment(
            case=self.case,
            by=by,
            recorded_at=self.at,
            assessed_on=self.on,
            occasion=occasion,
            round=held,
            note=" ".join(said.get("note", "").split()),
        )
        self.put(self.assessment)
        for who in said.get("participants", ()):
            self.past.taking_part.append((self.assessment, "participants", self.people[who]))
        for factor in Factor:
            score, _, reason = said[factor].partition(" ")
            self.score(self.assessment, by, factor, int(score), reason, said.get(f"{factor}_next"))

    def asked(self, by, occasion, due_on):
        """Open a round in which several assess."""
        return self.put(
            AssessmentRound(
                case=self.case, by=by, occasion=occasion, due_on=due_on, recorded_at=self.at
            )
        )

    def alone(self, held, person, scores):
        """Record one assessor's own view."""
        self.clock.tick()
        view = SuccessAssessment(
            case=self.case,
            by=person,
            recorded_at=self.at,
            assessed_on=self.on,
            occasion=held.occasion,
            round=held,
            is_individual=True,
        )
        self.put(view)
        for factor, score in zip(Factor, scores.split(), strict=True):
            self.score(view, person, factor, int(score))

    def score(self, assessment, by, factor, score, reason="", step=None):
        """Record the score of one factor, and the next measure where there is one."""
        planned = {name: self.value(FactorScore, name, said) for name, said in (step or {}).items()}
        self.put(
            FactorScore(
                assessment=assessment,
                by=by,
                factor=factor,
                score=score,
                reason=" ".join(reason.split()),
                recorded_at=self.at,
                **planned,
            )
        )
