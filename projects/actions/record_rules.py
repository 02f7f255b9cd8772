"""What a kind of record does besides what all kinds do, as one table: a row a kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.access.roles import CaseRole
from projects.actions.people import assign
from projects.choices.states import CLOSED
from projects.choices.vocabulary import BenefitState
from projects.errors import Conflict, Invalid
from projects.models import Case, Measurement
from projects.models.record import Record
from projects.records.kinds import RecordKind

REALISED = (BenefitState.REALISED, BenefitState.PARTLY)


def _nothing(*_args, **_options):
    pass


@dataclass(frozen=True)
class KindRules:
    """The rules of one kind. They are called with the record as its fields are to be, in the
    transaction that holds the lock of the case.

    ``set_derived`` fills the fields that nobody writes, which are named in ``derived_fields``; it
    gets the names of the fields that are written, and the day. ``check`` and ``check_withdrawal``
    raise Invalid or Conflict. ``after_save`` gets the names of the fields that were written, and
    the author.
    """

    derived_fields: tuple[str, ...] = ()
    set_derived: Callable[[Record, Case, set[str], date], None] = _nothing
    check: Callable[[Record], None] = _nothing
    after_save: Callable[[Record, Case, set[str], object], None] = _nothing
    check_withdrawal: Callable[[Record, Case], None] = _nothing


def rules_of(kind: RecordKind) -> KindRules:
    return RULES.get(kind.code, NO_RULES)


def _refuse_unexplained_change(question):
    if question.number > 1 and not question.reason.strip():
        raise Invalid(_("Write why the question is changed."), field="reason")


def _set_phase(assessment, case, _names, _today):
    assessment.phase = case.phase


def _set_criterion_date(trial, _case, names, today):
    """Set when what a trial is measured by was written, unless that was after it began."""
    if names.intersection(trial.criterion_fields):
        trial.criterion_on = today
    if trial.criterion_on and trial.started_on and trial.started_on < trial.criterion_on:
        trial.criterion_on = None


def _refuse_unmeasured(benefit):
    if benefit.state in REALISED and not benefit.is_measured:
        raise Invalid(
            _("Record a measurement after the baseline before you call the benefit realised."),
            field="state",
        )


def _assign_benefit_owner(benefit, case, names, by):
    """Whoever becomes the owner of a benefit becomes a benefit owner of the case."""
    if "owner" not in names or benefit.owner is None:
        return
    role = CaseRole.BENEFIT_OWNER
    if case.assignments.in_force().filter(user=benefit.owner, role=role).exists():
        return
    try:
        assign(case, user=benefit.owner, role=role, by=by)
    except Invalid as error:
        raise Invalid(str(error), field="owner") from error


def _refuse_relied_on(decision, _case):
    if decision.is_relied_on:
        raise Invalid(_("A gate or a stop rests on this decision: it stands."))


def _refuse_invalid_correction(measurement):
    """A measurement corrects one of its own benefit, and each is corrected once."""
    if not measurement.corrects:
        return
    if measurement.corrects.benefit_id != measurement.benefit_id:
        raise Invalid(_("Choose a measurement of this benefit."), field="corrects")
    if Measurement.objects.filter(corrects=measurement.corrects).exists():
        raise Conflict(_("Somebody has corrected this measurement already."))
    benefit = measurement.benefit
    others = benefit.measurements.not_corrected().exclude(pk=measurement.corrects_id)
    if benefit.state in REALISED and not any(
        map(benefit.is_after_baseline, [*others, measurement])
    ):
        raise Invalid(
            _(
                "The benefit is called realised by the measurement you correct: choose a day after"
                " the baseline, or change the state of the benefit first."
            ),
            field="measured_on",
        )


def _refuse_last_lesson(lesson, case):
    others = case.lessons.not_withdrawn().exclude(pk=lesson.pk)
    if case.state in CLOSED and not others.exists():
        raise Invalid(
            _("A case that has ended keeps a lesson. Write another before you withdraw this.")
        )


NO_RULES = KindRules()
RULES = {
    "question": KindRules(check=_refuse_unexplained_change),
    "stakeholder_assessment": KindRules(derived_fields=("phase",), set_derived=_set_phase),
    "trial": KindRules(derived_fields=("criterion_on",), set_derived=_set_criterion_date),
    "benefit": KindRules(check=_refuse_unmeasured, after_save=_assign_benefit_owner),
    "decision": KindRules(check_withdrawal=_refuse_relied_on),
    "measurement": KindRules(check=_refuse_invalid_correction),
    "lesson": KindRules(check_withdrawal=_refuse_last_lesson),
}
