"""What a case needs to start and to pass each gate: one table for the checklist of the page, the
refusal of the action and the snapshot of a decision.

A hard requirement must be met. A soft one may be passed with an exception that says why, what is
done about it, by whom and by when.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Exists, ExpressionWrapper, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import CaseRole
from projects.access.field_register import FieldClass
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.vocabulary import OptionState, StakeholderCategory
from projects.models import (
    Benefit,
    Case,
    DiffusionAssessment,
    InnovationQuestion,
    Insight,
    Lesson,
    Option,
    PlanReference,
    Round,
    Stakeholder,
    Trial,
)
from projects.readiness import places, queries
from projects.readiness.places import Place

BEFORE_THE_START = None
G1, G2, G3, G4, CLOSE = Gate
GATES_AFTER_FIRST = (G2, G3, G4, CLOSE)


@dataclass(frozen=True)
class Requirement:
    """What the start or some gates require. ``text`` asks for it, ``fact`` says it of a case that
    meets it. ``met_when`` is a condition on a case, or makes one from today's date (Oslo time).
    Where ``asked_when`` does not hold, what it is about is missing, which another requirement says:
    it is neither met nor asked for. Whether it is met tells of fields in ``field_class``, and is
    read by whoever reads them.
    """

    code: str
    gates: tuple
    text: Promise
    fact: Promise
    place: Place
    met_when: Q | Exists | Callable[[date], Q | Exists]
    is_hard: bool = True
    field_class: FieldClass = FieldClass.WORKING
    asked_when: Q | Exists | None = None

    def condition(self, today: date) -> Q | Exists:
        """Return the condition on a case."""
        return self.met_when(today) if callable(self.met_when) else self.met_when


def _soft(*args, **more):
    return Requirement(*args, is_hard=False, **more)


REQUIREMENTS = (
    Requirement(
        "title",
        (BEFORE_THE_START,),
        _("Give the case a title."),
        _("The case has a title."),
        places.EDIT,
        Q(title__regex=r"\S"),
    ),
    Requirement(
        "unit",
        (BEFORE_THE_START,),
        _("Say which unit the case belongs to."),
        _("The case belongs to a unit."),
        places.EDIT,
        Q(unit__isnull=False),
    ),
    Requirement(
        "contact",
        (BEFORE_THE_START,),
        _("Name a contact."),
        _("The case has a contact."),
        places.EDIT,
        Q(contact__is_active=True),
    ),
    Requirement(
        "challenge",
        (G1,),
        _("Say which challenge the case takes up, how it came about and who is affected."),
        _("The challenge is described: how it came about and who is affected."),
        places.CHALLENGE,
        Q(challenge__who_is_affected__regex=r"\S"),
    ),
    Requirement(
        "question",
        (G1,),
        _("Write the innovation question."),
        _("The innovation question is written."),
        places.new_record("question"),
        Exists(queries.records_of_case(InnovationQuestion)),
    ),
    Requirement(
        "insight",
        (G1,),
        _("Write down at least one insight: what you found, from where, and whose need it is."),
        _("There is insight, with its source and whose need it is."),
        places.new_record("insight"),
        queries.has_record(Insight),
    ),
    _soft(
        "rated_question",
        (G1,),
        _("Rate the question on the four marks; it should build on insight."),
        _("The question is rated on the four marks and builds on insight."),
        places.new_record("question"),
        queries.question_is_rated(),
        asked_when=Exists(queries.records_of_case(InnovationQuestion)),
    ),
    _soft(
        "why_innovation",
        (G1,),
        _("Say in one line why ordinary improvement is not enough."),
        _("It is said why ordinary improvement is not enough."),
        places.facts("ground"),
        Q(why_innovation__regex=r"\S"),
    ),
    _soft(
        "looked_around",
        (G1,),
        _("Look for what you and other municipalities have learnt before."),
        _("It is said what you and other municipalities have learnt before."),
        places.facts("ground"),
        Q(looked_around__regex=r"\S"),
    ),
    _soft(
        "plan",
        (G1,),
        _("Link the case to a plan, or say why there is none."),
        _("The case is linked to a plan, or it is said why there is none."),
        places.section(Phase.WHAT, "plan"),
        queries.has_record(PlanReference) | Q(no_plan_because__regex=r"\S"),
    ),
    Requirement(
        "owner",
        GATES_AFTER_FIRST,
        _("Name a project owner."),
        _("The case has a project owner."),
        places.PEOPLE,
        Exists(queries.assignments_of_role(CaseRole.OWNER)),
    ),
    Requirement(
        "lead",
        GATES_AFTER_FIRST,
        _("Name a project lead."),
        _("The case has a project lead."),
        places.PEOPLE,
        Exists(queries.assignments_of_role(CaseRole.LEAD)),
    ),
    Requirement(
        "two_people",
        GATES_AFTER_FIRST,
        _("Let the project owner and the project lead be two people."),
        _("The project owner and the project lead are two people."),
        places.PEOPLE,
        queries.owner_and_lead_differ(),
        asked_when=Exists(queries.assignments_of_role(CaseRole.OWNER))
        & Exists(queries.assignments_of_role(CaseRole.LEAD)),
    ),
    Requirement(
        "kinds",
        (G2,),
        _("Say what kinds of innovation it is."),
        _("The kinds of innovation are chosen."),
        places.EDIT,
        Q(innovation_types__len__gte=1),
    ),
    Requirement(
        "champion",
        (G2,),
        _("Name a champion: somebody who drives this."),
        _("The case has a champion."),
        places.PEOPLE,
        Exists(queries.assignments_of_role(CaseRole.CHAMPION)),
    ),
    Requirement(
        "user",
        (G2,),
        _("Name at least one stakeholder who is a user."),
        _("At least one stakeholder is a user."),
        places.new_record("stakeholder"),
        queries.has_record(Stakeholder, category=StakeholderCategory.USER, left_on=None),
    ),
    Requirement(
        "stakeholders",
        (G2,),
        _("Assess every stakeholder: interest, influence and attitude."),
        _("Every stakeholder is assessed: interest, influence and attitude."),
        places.section(Phase.WHO, "stakeholder"),
        queries.stakeholders_are_assessed(),
        field_class=FieldClass.JUDGEMENT,
        asked_when=queries.has_record(Stakeholder, left_on=None),
    ),
    Requirement(
        "anchored",
        (G2,),
        _("Anchor the case with top management within the last year."),
        _("The case was anchored with top management within the last year."),
        places.new_record("anchoring"),
        queries.is_anchored,
    ),
    _soft(
        "team",
        (G2,),
        _("Let the team span at least two units, or bring in somebody from outside."),
        _("The team spans at least two units, or has somebody from outside."),
        places.PEOPLE,
        queries.team_spans_units(),
    ),
    Requirement(
        "round",
        (G3,),
        _("Finish at least one round of need, solution and test, with a conclusion."),
        _("At least one round of need, solution and test is finished, with a conclusion."),
        places.section(Phase.SYSTEM, "round"),
        queries.has_record(Round, end_on__isnull=False),
    ),
    Requirement(
        "option",
        (G3,),
        _("Choose one option for trial, and say why."),
        _("One option is chosen for trial, and it is said why."),
        places.section(Phase.SYSTEM, "option"),
        queries.has_record(Option, state=OptionState.CHOSEN),
    ),
    Requirement(
        "criteria",
        (G3,),
        _("Rate the chosen option by your criteria: there are several options."),
        _("The chosen option is rated by your criteria, or is the only one."),
        places.section(Phase.SYSTEM, "criterion"),
        queries.chosen_option_is_rated(),
        asked_when=queries.has_record(Option, state=OptionState.CHOSEN),
    ),
    Requirement(
        "pilot",
        (G3,),
        _("Plan the pilot: hypothesis, success criterion, period, people and money."),
        _("The pilot is planned: hypothesis, success criterion, period, people and money."),
        places.section(Phase.SYSTEM, "trial"),
        queries.pilot_is_planned(),
    ),
    Requirement(
        "benefit",
        (G3,),
        _("Write down at least one benefit with an owner, an indicator and a baseline."),
        _("At least one benefit has an owner, an indicator and a baseline."),
        places.section(Phase.SYSTEM, "benefit"),
        queries.has_record(
            Benefit, ~Q(indicator=""), owner__is_active=True, baseline__isnull=False
        ),
    ),
    Requirement(
        "political_decision",
        (G3,),
        _("Get the political decision that the pilot needs."),
        _("The political decision that the pilot needs is made, or none is needed."),
        places.section(Phase.USE, "decision"),
        queries.has_political_approval,
    ),
    _soft(
        "pilot_anchored",
        (G3,),
        _("Anchor the case so that it holds for the whole pilot."),
        _("The anchoring holds for the whole pilot."),
        places.section(Phase.WHO, "anchoring"),
        queries.is_anchored_for_pilot,
        asked_when=queries.has_record(Trial, planned_end_on__isnull=False, **queries.PILOTS),
    ),
    _soft(
        "spreading",
        (G3,),
        _("See the solution through the eyes of the main target group."),
        _("The solution is seen through the eyes of the main target group."),
        places.section(Phase.USE, "diffusion"),
        Exists(queries.records_of_case(DiffusionAssessment, is_main=True)),
        field_class=FieldClass.JUDGEMENT,
    ),
    _soft(
        "stakeholders_again",
        (G3, G4),
        _("Look at the stakeholders again: assess at least one in this phase."),
        _("At least one stakeholder is assessed again in this phase."),
        places.section(Phase.WHO, "stakeholder"),
        queries.stakeholders_are_assessed_in_phase(),
        field_class=FieldClass.JUDGEMENT,
    ),
    Requirement(
        "pilot_result",
        (G4,),
        _("Write the result and the findings of the pilot."),
        _("The result and the findings of the pilot are written."),
        places.section(Phase.SYSTEM, "trial"),
        queries.has_record(Trial, ~Q(result=""), **queries.PILOTS),
    ),
    Requirement(
        "into_operation",
        (G4,),
        _("Record the decision to put it into operation, with its reference."),
        _("The decision to put it into operation is recorded, with its reference."),
        places.section(Phase.USE, "decision"),
        queries.has_operation_decision,
    ),
    Requirement(
        "receiving_unit",
        (G4,),
        _("Name the unit that receives it."),
        _("The unit that receives it is named."),
        places.facts("handover"),
        Q(receiving_unit__isnull=False),
    ),
    Requirement(
        "benefit_owner",
        (G4,),
        _("Name a benefit owner."),
        _("The case has a benefit owner."),
        places.PEOPLE,
        Exists(queries.assignments_of_role(CaseRole.BENEFIT_OWNER)),
    ),
    Requirement(
        "elements",
        (G4,),
        _("Settle each of the eight elements: planned, under way, done or not relevant."),
        _("Each of the eight elements is settled."),
        places.section(Phase.USE, "step"),
        queries.all_elements_are_settled(),
    ),
    Requirement(
        "targets",
        (G4,),
        _("Give every benefit a target and a date."),
        _("Every benefit has a target and a date."),
        places.section(Phase.SYSTEM, "benefit"),
        queries.benefits_have_targets(),
    ),
    _soft(
        "replaces",
        (G4,),
        _("Say what it replaces and what can stop."),
        _("It is said what it replaces and what can stop."),
        places.facts("handover"),
        Q(replaces__regex=r"\S"),
    ),
    _soft(
        "budget",
        (G4,),
        _("Refer to the plan and budget that carry it on."),
        _("The plan and budget that carry it on are referred to."),
        places.section(Phase.WHAT, "plan"),
        queries.has_record(PlanReference, in_budget=True),
    ),
    Requirement(
        "assessed",
        (G2, G4),
        _("Assess all five factors of the success formula, within the last 180 days."),
        _("All five factors of the success formula were assessed within the last 180 days."),
        places.FORMULA,
        queries.is_assessed,
    ),
    Requirement(
        "assessed_here",
        (G3,),
        _("Assess the success formula anew in this phase."),
        _("The success formula is assessed anew in this phase."),
        places.FORMULA,
        queries.is_assessed_in_phase,
    ),
    _soft(
        "zero",
        (G2, G3, G4),
        _("Lift the factor that is 0: the formula says the whole becomes 0."),
        _("No factor of the success formula is 0."),
        places.FORMULA,
        queries.has_no_zero_score(),
        asked_when=Exists(queries.complete_assessments()),
    ),
    Requirement(
        "measured",
        (CLOSE,),
        _("Measure every benefit after its baseline, or say why it is no longer pursued."),
        _("Every benefit is measured after its baseline, or it is said why it is given up."),
        places.section(Phase.REFINE, "benefit"),
        queries.benefits_are_measured(),
    ),
    Requirement(
        "lesson",
        (CLOSE,),
        _("Write at least one lesson, and choose whom it is shared with."),
        _("There is a lesson, and it is chosen whom it is shared with."),
        places.new_record("lesson"),
        queries.has_record(Lesson, ~Q(sharing="")),
    ),
    Requirement(
        "in_use",
        (CLOSE,),
        _("Confirm that it is in use, and since when."),
        _("It is in use, and it is said since when."),
        places.facts("in_use"),
        lambda today: Q(in_use_on__lte=today),
    ),
    _soft(
        "follow_up",
        (CLOSE,),
        _("Say who follows up in the line, and when you look at it next."),
        _("It is said who follows up in the line, and when you look at it next."),
        places.facts("in_use"),
        Q(follow_up_by__is_active=True, next_review_on__isnull=False),
    ),
)
REQUIREMENT_BY_CODE = {requirement.code: requirement for requirement in REQUIREMENTS}
# Whether these are met tells how stakeholders are assessed.
JUDGED_CODES = frozenset(
    one.code for one in REQUIREMENTS if one.field_class is FieldClass.JUDGEMENT
)


@dataclass(frozen=True)
class RequirementCheck:
    """Whether a case meets a requirement."""

    requirement: Requirement
    is_met: bool


def checks(case, gate: Gate | None, *, today: date | None = None) -> list[RequirementCheck]:
    """Return whether the case meets each requirement that a gate asks of it, in the order of the
    table; without a gate, the start. One query. ``today`` is the day to judge by (Oslo time), today
    if None.
    """
    of_gate = [requirement for requirement in REQUIREMENTS if gate in requirement.gates]
    today = today or timezone.localdate()
    conditions = {
        f"{asked}_{requirement.code}": ExpressionWrapper(condition, output_field=BooleanField())
        for requirement in of_gate
        for asked, condition in (
            ("asks", requirement.asked_when),
            ("met", requirement.condition(today)),
        )
        if condition is not None
    }
    row = Case.objects.filter(pk=case.pk).values(**conditions).get()
    return [
        RequirementCheck(requirement, bool(row[f"met_{requirement.code}"]))
        for requirement in of_gate
        if row.get(f"asks_{requirement.code}", True)
    ]


def missing(case, gate: Gate | None) -> list[Requirement]:
    """Return the requirements that the case does not meet, in the order of the table. One query."""
    return [check.requirement for check in checks(case, gate) if not check.is_met]


def is_readable(code: str, classes) -> bool:
    """Whether a case meets the requirement may be read by who reads these classes; so may what
    was called by a code that is no longer in the table, by who reads the working texts.
    """
    found = REQUIREMENT_BY_CODE.get(code)
    return (found.field_class if found else FieldClass.WORKING) in classes


def readable(checks, classes) -> list[RequirementCheck]:
    """Return those of the checks that may be read by who reads these classes."""
    return [check for check in checks if check.requirement.field_class in classes]


def hard(requirements) -> list[Requirement]:
    """Return those that must be met."""
    return [requirement for requirement in requirements if requirement.is_hard]
