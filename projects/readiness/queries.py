"""What the requirements of the gates ask of a case, as conditions that the database answers."""

from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.access.roles import CaseRole
from projects.choices.vocabulary import (
    AnchoringLevel,
    BenefitState,
    DecisionKind,
    DecisionLevel,
    Element,
    Mark,
    OptionState,
    StepState,
    TrialKind,
    TrialResult,
)
from projects.method.anchoring import ADOPTED, COVERED_FOR, SAYS_NO_YES
from projects.models import (
    Anchoring,
    Assignment,
    Benefit,
    Criterion,
    FactorScore,
    FormalDecision,
    ImplementationStep,
    InnovationQuestion,
    Measurement,
    Option,
    PhaseVisit,
    Rating,
    Stakeholder,
    StakeholderAssessment,
    SuccessAssessment,
    Trial,
)

ASSESSED_FOR = timedelta(days=180)


def of_case(model, **conditions):
    return model.objects.filter(case=OuterRef("pk"), **conditions)


def some(model, *also, **conditions):
    """The case has at least one such record that is not withdrawn."""
    return Exists(of_case(model, withdrawn_at=None, **conditions).filter(*also))


def holder(role):
    return Assignment.objects.in_force().filter(case=OuterRef("pk"), role=role)


def current_question(**conditions):
    """The case's current question meets the conditions."""
    newest = InnovationQuestion.objects.filter(case=OuterRef("case")).order_by("-number")
    return Exists(of_case(InnovationQuestion, number=newest.values("number")[:1], **conditions))


def rated_question():
    marks = ("builds_on_insight", "holds_a_vision", "inspires_action", "short_and_clear")
    rated = {f"{mark}__in": [Mark.YES, Mark.PARTLY, Mark.NO] for mark in marks}
    return current_question(**rated | {"builds_on_insight__in": [Mark.YES, Mark.PARTLY]})


def two_people():
    leads = Assignment.objects.in_force().filter(role=CaseRole.LEAD)
    same = leads.filter(case=OuterRef("case"), user=OuterRef("user"))
    return ~Exists(holder(CaseRole.OWNER).filter(Exists(same)))


def team():
    """At least two people of two units, or one from outside among the stakeholders."""
    work = [role for role in CaseRole if role != CaseRole.STAKEHOLDER]
    held = Assignment.objects.in_force().filter(case=OuterRef("pk"), role__in=work).order_by()
    two = held.values("case").annotate(n=Count("user__unit", distinct=True)).filter(n__gte=2)
    return Exists(two) | some(Stakeholder, is_external=True, left_on=None)


def stakeholders_assessed():
    unassessed = ~Exists(StakeholderAssessment.objects.filter(stakeholder=OuterRef("pk")))
    return ~some(Stakeholder, unassessed, left_on=None)


def stakeholders_assessed_here():
    return Exists(
        StakeholderAssessment.objects.filter(
            stakeholder__case=OuterRef("pk"),
            stakeholder__withdrawn_at=None,
            stakeholder__left_on=None,
            phase=OuterRef("phase"),
        )
    )


def anchored(today):
    """Top management is with us, as anchoring.levels says of loaded rows: not run out, not
    older than a year, not still to come. A political decision never counts for it.
    """
    return some(
        Anchoring,
        Q(valid_to=None) | Q(valid_to__gte=today),
        level=AnchoringLevel.ADMINISTRATIVE,
        held_on__range=(today - COVERED_FOR, today),
    )


def snapshots():
    return of_case(SuccessAssessment).agreed().complete()


def assessed(today):
    return Exists(snapshots().filter(assessed_on__gte=today - ASSESSED_FOR))


def assessed_here(today):
    """Assessed since the case entered the phase: what was written down before it did, on the
    same day too, is of the phase before.
    """
    entered_later = PhaseVisit.objects.filter(
        case=OuterRef("case"), entered_at__gt=OuterRef("recorded_at")
    )
    recent = snapshots().filter(assessed_on__gte=today - ASSESSED_FOR)
    return Exists(recent.filter(~Exists(entered_later), assessed_on__gte=OuterRef("phase_since")))


def no_zero():
    """The newest complete snapshot, if any, has no zero."""
    newest = SuccessAssessment.objects.filter(case=OuterRef("assessment__case")).agreed().complete()
    return ~Exists(
        FactorScore.objects.filter(
            assessment__case=OuterRef("pk"), assessment=newest.values("pk")[:1], score=0
        )
    )


def criteria_applied():
    """With two options or more, the chosen one is rated by every criterion."""
    options = of_case(Option, withdrawn_at=None).order_by().values("case")
    several = Exists(options.annotate(n=Count("pk")).filter(n__gte=2))
    rated = Rating.objects.filter(
        criterion=OuterRef("pk"),
        option__state=OptionState.CHOSEN,
        option__withdrawn_at=None,
    )
    criteria = of_case(Criterion, withdrawn_at=None)
    all_rated = Exists(criteria) & ~Exists(criteria.filter(~Exists(rated)))
    return ~several | all_rated


PILOTS = {"kind__in": [TrialKind.PILOT, TrialKind.EXPERIMENT]}


def anchored_for_the_pilot(today):
    """Somebody stands behind the whole pilot: not run out, and not before the pilot ends."""
    longer = Trial.objects.filter(
        case=OuterRef("case"),
        withdrawn_at=None,
        planned_end_on__gt=OuterRef("valid_to"),
        **PILOTS,
    )
    return some(
        Anchoring,
        Q(valid_to=None) | (Q(valid_to__gte=today) & ~Exists(longer)),
        secures_pilot=True,
    )


def pilot_planned():
    """A pilot with all it needs; one that was broken off is to be planned anew."""
    return some(
        Trial,
        ~Q(success_criterion="") & ~Q(people="") & ~Q(result=TrialResult.BROKEN_OFF),
        planned_start_on__isnull=False,
        planned_end_on__isnull=False,
        budget__isnull=False,
        **PILOTS,
    )


def political_decision(today):
    """Politicians have said yes to going on: to be told of it is no yes, and a stop is a no."""
    said_yes = [one for one in DecisionKind if one not in SAYS_NO_YES]
    yes = some(
        FormalDecision,
        level=DecisionLevel.POLITICAL,
        kind__in=said_yes,
        outcome__in=ADOPTED,
        met_on__lte=today,
    )
    return Q(needs_political_decision=False) | yes


def decided_into_operation(today):
    return some(
        FormalDecision,
        ~Q(number="") | ~Q(archive_reference=""),
        kind=DecisionKind.IMPLEMENTATION,
        outcome__in=ADOPTED,
        met_on__lte=today,
    )


def eight_elements():
    settled = of_case(
        ImplementationStep,
        withdrawn_at=None,
        state__in=[StepState.PLANNED, StepState.UNDER_WAY, StepState.DONE, StepState.NOT_RELEVANT],
    )
    per_case = settled.order_by().values("case").annotate(n=Count("element"))
    return Exists(per_case.filter(n=len(Element)))


def pursued():
    return ~Q(state=BenefitState.DROPPED)


def targets():
    return some(Benefit, pursued()) & ~some(Benefit, pursued(), target=None)


def measured():
    """Every benefit still pursued has a measurement after its baseline."""
    later = Measurement.objects.filter(
        benefit=OuterRef("pk"),
        measured_on__gt=Coalesce(OuterRef("baseline_on"), date(1, 1, 1)),
        corrected_by=None,
    )
    return some(Benefit) & ~some(Benefit, pursued(), ~Exists(later))
