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
    ImplementationElement,
    OptionState,
    QualityMark,
    StepState,
    TrialKind,
    TrialResult,
)
from projects.method.anchoring import ADOPTED, ANCHORING_VALIDITY, NOT_APPROVING_KINDS
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

ASSESSMENT_VALIDITY = timedelta(days=180)


def records_of_case(model, **conditions):
    return model.objects.filter(case=OuterRef("pk"), **conditions)


def has_record(model, *also, **conditions):
    """The case has at least one such record that is not withdrawn."""
    return Exists(records_of_case(model, withdrawn_at=None, **conditions).filter(*also))


def assignments_of_role(role):
    return Assignment.objects.in_force().filter(case=OuterRef("pk"), role=role)


def current_question(**conditions):
    """The case's current question meets the conditions."""
    newest = InnovationQuestion.objects.filter(case=OuterRef("case")).order_by("-number")
    return Exists(
        records_of_case(InnovationQuestion, number=newest.values("number")[:1], **conditions)
    )


def question_is_rated():
    marks = ("builds_on_insight", "holds_a_vision", "inspires_action", "short_and_clear")
    rated = {f"{mark}__in": [QualityMark.YES, QualityMark.PARTLY, QualityMark.NO] for mark in marks}
    return current_question(
        **rated | {"builds_on_insight__in": [QualityMark.YES, QualityMark.PARTLY]}
    )


def owner_and_lead_differ():
    leads = Assignment.objects.in_force().filter(role=CaseRole.LEAD)
    same = leads.filter(case=OuterRef("case"), user=OuterRef("user"))
    return ~Exists(assignments_of_role(CaseRole.OWNER).filter(Exists(same)))


def team_spans_units():
    """At least two people of two units, or one from outside among the stakeholders."""
    work = [role for role in CaseRole if role != CaseRole.STAKEHOLDER]
    assignments = (
        Assignment.objects.in_force().filter(case=OuterRef("pk"), role__in=work).order_by()
    )
    two = assignments.values("case").annotate(n=Count("user__unit", distinct=True)).filter(n__gte=2)
    return Exists(two) | has_record(Stakeholder, is_external=True, left_on=None)


def stakeholders_are_assessed():
    unassessed = ~Exists(StakeholderAssessment.objects.filter(stakeholder=OuterRef("pk")))
    return ~has_record(Stakeholder, unassessed, left_on=None)


def stakeholders_are_assessed_in_phase():
    return Exists(
        StakeholderAssessment.objects.filter(
            stakeholder__case=OuterRef("pk"),
            stakeholder__withdrawn_at=None,
            stakeholder__left_on=None,
            phase=OuterRef("phase"),
        )
    )


def is_anchored(today):
    """The case is anchored with top management: not expired, not older than a year, not in the
    future. ``anchoring.levels`` has the same rule for loaded rows. A political decision does not
    count.
    """
    return has_record(
        Anchoring,
        Q(valid_to=None) | Q(valid_to__gte=today),
        level=AnchoringLevel.ADMINISTRATIVE,
        held_on__range=(today - ANCHORING_VALIDITY, today),
    )


def complete_assessments():
    return records_of_case(SuccessAssessment).agreed().complete()


def is_assessed(today):
    return Exists(complete_assessments().filter(assessed_on__gte=today - ASSESSMENT_VALIDITY))


def is_assessed_in_phase(today):
    """The case was assessed after it entered its phase. An assessment recorded before, also on
    the same day, belongs to the phase before.
    """
    entered_later = PhaseVisit.objects.filter(
        case=OuterRef("case"), entered_at__gt=OuterRef("recorded_at")
    )
    recent = complete_assessments().filter(assessed_on__gte=today - ASSESSMENT_VALIDITY)
    return Exists(recent.filter(~Exists(entered_later), assessed_on__gte=OuterRef("phase_since")))


def has_no_zero_score():
    """The newest complete snapshot, if any, has no zero."""
    newest = SuccessAssessment.objects.filter(case=OuterRef("assessment__case")).agreed().complete()
    return ~Exists(
        FactorScore.objects.filter(
            assessment__case=OuterRef("pk"), assessment=newest.values("pk")[:1], score=0
        )
    )


def chosen_option_is_rated():
    """With two options or more, the chosen one, if any, is rated by every criterion."""
    options = records_of_case(Option, withdrawn_at=None).order_by().values("case")
    several = Exists(options.annotate(n=Count("pk")).filter(n__gte=2))
    rated = Rating.objects.filter(
        criterion=OuterRef("pk"),
        option__state=OptionState.CHOSEN,
        option__withdrawn_at=None,
    )
    criteria = records_of_case(Criterion, withdrawn_at=None)
    all_rated = Exists(criteria) & ~Exists(criteria.filter(~Exists(rated)))
    return ~several | all_rated


PILOTS = {"kind__in": [TrialKind.PILOT, TrialKind.EXPERIMENT]}


def is_anchored_for_pilot(today):
    """An anchoring secures the whole pilot: it has not expired, and does not before its end."""
    longer = Trial.objects.filter(
        case=OuterRef("case"),
        withdrawn_at=None,
        planned_end_on__gt=OuterRef("valid_to"),
        **PILOTS,
    )
    return has_record(
        Anchoring,
        Q(valid_to=None) | (Q(valid_to__gte=today) & ~Exists(longer)),
        secures_pilot=True,
    )


def pilot_is_planned():
    """A pilot has everything a plan needs. One that was broken off does not count."""
    return has_record(
        Trial,
        ~Q(success_criterion="") & ~Q(people="") & ~Q(result=TrialResult.BROKEN_OFF),
        planned_start_on__isnull=False,
        planned_end_on__isnull=False,
        budget__isnull=False,
        **PILOTS,
    )


def has_political_approval(today):
    """Politicians have approved, or need not. A briefing or a stop is no approval."""
    approving_kinds = [one for one in DecisionKind if one not in NOT_APPROVING_KINDS]
    is_approved = has_record(
        FormalDecision,
        level=DecisionLevel.POLITICAL,
        kind__in=approving_kinds,
        outcome__in=ADOPTED,
        met_on__lte=today,
    )
    return Q(needs_political_decision=False) | is_approved


def has_operation_decision(today):
    return has_record(
        FormalDecision,
        ~Q(number="") | ~Q(archive_reference=""),
        kind=DecisionKind.IMPLEMENTATION,
        outcome__in=ADOPTED,
        met_on__lte=today,
    )


def all_elements_are_settled():
    settled = records_of_case(
        ImplementationStep,
        withdrawn_at=None,
        state__in=[StepState.PLANNED, StepState.UNDER_WAY, StepState.DONE, StepState.NOT_RELEVANT],
    )
    per_case = settled.order_by().values("case").annotate(n=Count("element"))
    return Exists(per_case.filter(n=len(ImplementationElement)))


def not_dropped():
    return ~Q(state=BenefitState.DROPPED)


def benefits_have_targets():
    return has_record(Benefit, not_dropped()) & ~has_record(Benefit, not_dropped(), target=None)


def benefits_are_measured():
    """Every benefit still pursued has a measurement after its baseline."""
    later = Measurement.objects.filter(
        benefit=OuterRef("pk"),
        measured_on__gt=Coalesce(OuterRef("baseline_on"), date(1, 1, 1)),
        corrected_by=None,
    )
    return has_record(Benefit) & ~has_record(Benefit, not_dropped(), ~Exists(later))
