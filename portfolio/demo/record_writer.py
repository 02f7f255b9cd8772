"""The records of the method in a demo case, as actions.records and actions.formula leave them."""

from django.db.models import Model

from accounts.access.roles import CaseRole
from portfolio.demo.record_events import NAME_FIELDS
from portfolio.demo.row_writer import RowWriter
from projects.actions.record_rules import rules_of
from projects.choices.vocabulary import Factor, Occasion
from projects.models import AssessmentRound, Challenge, FactorScore, SuccessAssessment
from projects.records.kinds import RECORD_KINDS


class RecordWriter(RowWriter):
    """Writes the records of the method."""

    assessment: SuccessAssessment | None = None

    def describe(self, *, by, values):
        """Write the challenge of the case."""
        fields = {name: self.field_value(Challenge, name, text) for name, text in values.items()}
        challenge = Challenge(
            municipality=self.case.municipality, by=by, recorded_at=self.event_at, **fields
        )
        self.demo_rows.challenges[challenge.title] = self.add_row(challenge)
        self.edit(by=by, set={"challenge": challenge})

    def take_up(self, *, by, values):
        """Take up a challenge that another case has described."""
        self.edit(by=by, set={"challenge": self.demo_rows.challenges[values["title"]]})

    def record(self, *, by, kind, values, of=None):
        """Add a record; ``of`` names its parent."""
        kind = RECORD_KINDS[kind]
        fields = self.field_values(kind, values)
        if kind.parent:
            parent = {kind.parent: self.referenced_row(self.related(kind), of)}
        else:
            parent = {"case": self.case}
        row = kind.model(by=by, recorded_at=self.event_at, **parent, **fields)
        self.fill_in_defaults(kind, row, fields)
        rules_of(kind).set_derived(row, self.case, set(kind.fields), self.event_on)
        self.add_row(row)
        name = next((values[name] for name in NAME_FIELDS if name in values), None)
        self.rows_by_name[kind.model, " ".join((name or str(row)).split())] = row
        if "owner" in fields:
            self.make_benefit_owner(fields["owner"], by)

    def related(self, kind) -> type[Model]:
        """Return the model of a kind's parent."""
        return kind.model._meta.get_field(kind.parent).related_model

    def fill_in_defaults(self, kind, row, fields):
        """Number the record, and date it to the event where the file gives no date."""
        if kind.is_numbered:
            row.number = 1 + len(
                {id(r) for (m, _), r in self.rows_by_name.items() if m is type(row)}
            )
        for name in ("found_on", "held_on", "met_on", "start_on", "on"):
            if name not in fields and hasattr(type(row), name):
                setattr(row, name, self.event_on)
        if "baseline" in fields and "baseline_on" not in fields:
            row.baseline_on = self.event_on

    def revise(self, *, by, kind, name, values):
        """Correct a record, with its versions kept."""
        kind = RECORD_KINDS[kind]
        row = self.referenced_row(kind.model, name)
        for field, value in self.field_values(kind, values).items():
            setattr(row, field, value)
        row.version += 1
        self.add_version("update", by, row)

    def make_benefit_owner(self, user, by):
        """Whoever owns a benefit is a benefit owner of the case."""
        if user not in self.benefit_owners:
            who = next(name for name, person in self.people.items() if person is user)
            self.assign(by=by, role=CaseRole.BENEFIT_OWNER, who=who)

    def ask(self, *, by, values):
        """Ask several people to assess the factors, each alone; those in ``done`` have."""
        assessment_round = self.open_round(
            by, values.get("occasion", Occasion.ROUTINE), self.clock.day(values["due_on"])
        )
        for who in values["assessors"]:
            self.demo_rows.participant_links.append(
                (assessment_round, "assessors", self.people[who])
            )
        for who, scores in values.get("done", {}).items():
            self.add_individual_assessment(assessment_round, self.people[who], scores)

    def assess(self, *, by, values):
        """Record a snapshot of the five factors, agreed on by those in ``among`` if any."""
        occasion = values.get("occasion", Occasion.GATE)
        assessment_round = None
        if among := values.get("among"):
            assessment_round = self.open_round(by, occasion, self.event_on)
            for who, scores in among.items():
                self.demo_rows.participant_links.append(
                    (assessment_round, "assessors", self.people[who])
                )
                self.add_individual_assessment(assessment_round, self.people[who], scores)
            assessment_round.closed_at = self.clock.tick()
        self.assessment = SuccessAssessment(
            case=self.case,
            by=by,
            recorded_at=self.event_at,
            assessed_on=self.event_on,
            occasion=occasion,
            round=assessment_round,
            note=" ".join(values.get("note", "").split()),
        )
        self.add_row(self.assessment)
        for who in values.get("participants", ()):
            self.demo_rows.participant_links.append(
                (self.assessment, "participants", self.people[who])
            )
        for factor in Factor:
            score, _, reason = values[factor].partition(" ")
            self.score(
                self.assessment, by, factor, int(score), reason, values.get(f"{factor}_next")
            )

    def open_round(self, by, occasion, due_on):
        """Open a round in which several assess."""
        return self.add_row(
            AssessmentRound(
                case=self.case, by=by, occasion=occasion, due_on=due_on, recorded_at=self.event_at
            )
        )

    def add_individual_assessment(self, assessment_round, person, scores):
        """Record one assessor's own view."""
        self.clock.tick()
        view = SuccessAssessment(
            case=self.case,
            by=person,
            recorded_at=self.event_at,
            assessed_on=self.event_on,
            occasion=assessment_round.occasion,
            round=assessment_round,
            is_individual=True,
        )
        self.add_row(view)
        for factor, score in zip(Factor, scores.split(), strict=True):
            self.score(view, person, factor, int(score))

    def score(self, assessment, by, factor, score, reason="", step=None):
        """Record the score of one factor, and the next measure where there is one."""
        planned = {
            name: self.field_value(FactorScore, name, values)
            for name, values in (step or {}).items()
        }
        self.add_row(
            FactorScore(
                assessment=assessment,
                by=by,
                factor=factor,
                score=score,
                reason=" ".join(reason.split()),
                recorded_at=self.event_at,
                **planned,
            )
        )
