"""Assessing the success formula: one shared snapshot, or a round of individual ones first."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.access import policies
from projects.actions.cases import lock
from projects.choices.vocabulary import Factor, Occasion
from projects.errors import Conflict, Invalid, NotAllowed
from projects.method.formula import FEWEST_SHOWN
from projects.models import AssessmentRound, Case, FactorScore, SuccessAssessment

WEAK = (0, 1)
EXTREMES = (0, 1, 5)


@dataclass(frozen=True)
class FactorInput:
    """The assessment of one factor; ``score`` is None where it is not assessed."""

    score: int | None = None
    reason: str = ""
    measure: str = ""
    responsible: object = None
    due_on: date | None = None


@transaction.atomic
def assess(
    case: Case,
    *,
    by,
    occasion: Occasion,
    factors: dict[str, FactorInput],
    note: str = "",
    participants=(),
    assessment_round: AssessmentRound | None = None,
) -> SuccessAssessment:
    """Record the case's snapshot of the five factors, today. Locks the case. The assessors of
    ``assessment_round`` agreed on it; the snapshot closes the round.

    Raises NotAllowed; Invalid or ValidationError, whose fields are named ``factor-field``.
    """
    lock(case, by)
    if not policies.can_assess(by, case):
        raise NotAllowed(_("You may not assess this case."))
    if assessment_round:
        _refresh_open_round(assessment_round, case)
        if not is_over(assessment_round):
            raise Invalid(_("Wait until everybody has assessed, or the deadline is past."))
    snapshot = _record(
        case,
        by=by,
        occasion=occasion,
        factors=factors,
        note=note,
        assessment_round=assessment_round,
    )
    snapshot.participants.set(participants)
    if assessment_round:
        assessment_round.closed_at = timezone.now()
        assessment_round.save(update_fields=["closed_at"])
    return snapshot


@transaction.atomic
def open_assessment_round(
    case: Case, *, by, occasion: Occasion, due_on: date, assessors
) -> AssessmentRound:
    """Ask several people to assess the factors individually. Locks the case.

    Raises NotAllowed, and Invalid naming the field.
    """
    lock(case, by)
    if not policies.can_invite_assessors(by, case):
        raise NotAllowed(_("The project lead, the owner and the leader ask for assessments."))
    assessors = list(assessors)
    if case.assessment_rounds.filter(closed_at=None).exists():
        raise Conflict(_("The case has a round of assessments that is not agreed on yet."))
    if due_on < timezone.localdate():
        raise Invalid(_("Choose a deadline that has not passed."), field="due_on")
    if len(assessors) < FEWEST_SHOWN:
        raise Invalid(_("Ask at least three people."), field="assessors")
    if not all(policies.can_assess(person, case) for person in assessors):
        raise Invalid(_("Ask people who work in the case."), field="assessors")
    new_round = AssessmentRound.objects.create(case=case, by=by, occasion=occasion, due_on=due_on)
    new_round.assessors.set(assessors)
    return new_round


@transaction.atomic
def assess_individually(
    assessment_round: AssessmentRound, *, by, factors: dict[str, FactorInput]
) -> SuccessAssessment:
    """Record the assessment of one assessor. Nobody else sees it until all have assessed, or the
    deadline is past, and then only among at least ``FEWEST_SHOWN``. Locks the case.

    Raises NotAllowed; Conflict when ``by`` has assessed already; Invalid or ValidationError.
    """
    case = assessment_round.case
    lock(case, by)
    _refresh_open_round(assessment_round, case)
    if not assessment_round.assessors.filter(pk=by.pk).exists() or not policies.can_assess(
        by, case
    ):
        raise NotAllowed(_("You are not asked to assess this case."))
    if assessment_round.assessments.filter(by=by, is_individual=True).exists():
        raise Conflict(_("You have assessed the case already."))
    if timezone.localdate() > assessment_round.due_on:
        raise Invalid(_("The deadline has passed: no more assessments are taken."))
    return _record(
        case,
        by=by,
        occasion=assessment_round.occasion,
        factors=factors,
        assessment_round=assessment_round,
        is_individual=True,
    )


@transaction.atomic
def close_assessment_round(assessment_round: AssessmentRound, *, by) -> AssessmentRound:
    """Close a round without a snapshot; the individual assessments are kept. Locks the case.

    Raises NotAllowed, and Conflict when it is closed already.
    """
    case = assessment_round.case
    lock(case, by)
    _refresh_open_round(assessment_round, case)
    if not policies.can_invite_assessors(by, case):
        raise NotAllowed(_("The project lead, the owner and the leader ask for assessments."))
    assessment_round.closed_at = timezone.now()
    assessment_round.save(update_fields=["closed_at"])
    return assessment_round


def is_over(assessment_round: AssessmentRound) -> bool:
    """Nobody else will assess: every assessor who may sign in has, or the deadline is past."""
    if assessment_round.closed_at or timezone.localdate() > assessment_round.due_on:
        return True
    done = assessment_round.assessments.individual().values("by")
    return not assessment_round.assessors.active().exclude(pk__in=done).exists()


def _refresh_open_round(assessment_round, case):
    assessment_round.refresh_from_db()
    if assessment_round.case_id != case.pk:
        raise Invalid(_("Choose one of this case."), field="assessment_round")
    if assessment_round.closed_at:
        raise Conflict(_("The round of assessments is closed."))


def _record(case, *, by, occasion, factors, note="", assessment_round=None, is_individual=False):
    snapshot = SuccessAssessment(
        case=case,
        by=by,
        assessed_on=timezone.localdate(),
        occasion=occasion,
        note=note.strip(),
        round=assessment_round,
        is_individual=is_individual,
    )
    snapshot.full_clean(exclude=["case", "by", "round"])
    snapshot.save()
    if all(answer.score is None for answer in factors.values()):
        raise Invalid(_("Assess at least one factor."), field=_field(Factor.NEED, "score"))
    rows, errors = [], {}
    for factor in Factor:
        answer = factors.get(factor, FactorInput())
        lacking = dict(_lacking(answer))
        row = FactorScore(assessment=snapshot, by=by, factor=factor, **vars(answer))
        try:
            row.full_clean(exclude=["assessment", "by"])
        except ValidationError as error:
            lacking = error.error_dict | lacking
        if len(lacking) > 1:  # the errors of the fields say what is wrong with the whole
            lacking.pop(NON_FIELD_ERRORS, None)
        errors |= {_field(factor, name): texts for name, texts in lacking.items()}
        rows.append(row)
    if errors:
        raise ValidationError(errors)
    FactorScore.objects.bulk_create(rows)
    return snapshot


def _lacking(answer: FactorInput):
    """Yield (field, error) for each field that the score requires and that is missing or wrong."""
    if answer.score in EXTREMES and not answer.reason.strip():
        yield "reason", _("Write why: 0, 1 and 5 need a reason.")
    if answer.score in WEAK and not answer.measure.strip():
        yield "measure", _("Write the next measure: 0 and 1 need one.")
    if answer.score in WEAK and answer.responsible is None:
        yield "responsible", _("Choose who does it.")
    if (answer.due_on is None and answer.score in WEAK) or (
        answer.due_on and answer.due_on < timezone.localdate()
    ):
        yield "due_on", _("Choose a deadline that has not passed.")


def _field(factor, name):
    return f"{factor}-{'score' if name == NON_FIELD_ERRORS else name}"
