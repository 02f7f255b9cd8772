"""Writing down what the method asks for: adding, correcting and withdrawing records."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.access.roles import CaseRole
from projects.access import policies
from projects.actions.cases import lock
from projects.actions.people import assign
from projects.choices.states import CLOSED
from projects.choices.vocabulary import BenefitState
from projects.errors import Conflict, Invalid, NotAllowed
from projects.models import (
    Benefit,
    Case,
    Criterion,
    FormalDecision,
    InnovationQuestion,
    Lesson,
    Measurement,
    Round,
    StakeholderAssessment,
    Trial,
)
from projects.records.kinds import KIND_BY_MODEL, RecordKind

PAST_DATE_FIELDS = (
    "found_on", "held_on", "met_on", "measured_on", "baseline_on", "end_on", "left_on",
    "reported_on", "on",
)  # fmt: skip
NUMBERED_MODELS = (InnovationQuestion, Round)
REALISED = (BenefitState.REALISED, BenefitState.PARTLY)
USUAL_CRITERIA = (
    gettext_noop("Best expected effect on the need"),
    gettext_noop("Cheapest to test and still a good answer"),
    gettext_noop("We have the capacity and the competence"),
    gettext_noop("Fits best with what we have"),
)


@transaction.atomic
def add(kind: RecordKind, case: Case, /, *, by, parent=None, **fields):
    """Write a record. Locks the case.

    Raises NotAllowed, and Invalid or ValidationError naming every field that breaks a rule.
    """
    lock(case, by)
    _require_write_access(kind, case, by)
    record = kind.model(by=by, **_parent_fields(kind, case, parent), **fields)
    _set_derived_fields(record, case)
    _refuse_withdrawn(fields)
    return _save(record, case, by=by)


@transaction.atomic
def change(record, *, by, seen_version: int, changes: dict):
    """Correct a record; its earlier versions are kept. Locks the case.

    Raises NotAllowed; Conflict when somebody saved since ``seen_version``; Invalid or
    ValidationError naming every field that breaks a rule.
    """
    kind, case = _lock_record(record, by)
    _require_write_access(kind, case, by)
    if record.version != seen_version:
        raise Conflict(_("Somebody else saved this while you were writing."))
    if record.is_withdrawn:
        raise Invalid(_("This is withdrawn and can be changed no more."))
    if unknown := changes.keys() - set(kind.fields):
        raise Invalid(_("These fields cannot be set: %s") % ", ".join(sorted(unknown)))
    changed = [name for name, value in changes.items() if getattr(record, name) != value]
    if changed:
        _refuse_locked(record, changed)
        _refuse_withdrawn({name: changes[name] for name in changed})
        for name in changed:
            setattr(record, name, changes[name])
        record.version += 1
        written = [*changed, "version"]
        if isinstance(record, Trial):
            _set_criterion_date(record, changed)
            written.append("criterion_on")
        _save(record, case, by=by, update_fields=written)
    return record


@transaction.atomic
def withdraw(record, *, by, seen_version: int | None = None):
    """Take a record back: it is kept and counts no more. Locks the case.

    Raises NotAllowed; Conflict when somebody saved since ``seen_version``, unless that is left
    out; Invalid when it is withdrawn already, or when what is decided rests on it.
    """
    kind, case = _lock_record(record, by)
    _require_write_access(kind, case, by)
    if record.is_withdrawn:
        raise Invalid(_("This is withdrawn already."))
    if seen_version is not None and record.version != seen_version:
        raise Conflict(_("Somebody else has changed this: read it again before you withdraw it."))
    if isinstance(record, Lesson) and case.state in CLOSED:
        _refuse_last_lesson(record, case)
    if isinstance(record, FormalDecision) and record.is_relied_on:
        raise Invalid(_("A gate or a stop rests on this decision: it stands."))
    record.withdrawn_at, record.withdrawn_by = timezone.now(), by
    record.version += 1
    record.save(update_fields=["withdrawn_at", "withdrawn_by", "version"])
    return record


def _refuse_last_lesson(lesson, case):
    if not case.lessons.not_withdrawn().exclude(pk=lesson.pk).exists():
        raise Invalid(
            _("A case that has ended keeps a lesson. Write another before you withdraw this.")
        )


@transaction.atomic
def add_usual_criteria(case: Case, *, by) -> list[Criterion]:
    """Write SLIK's four criteria for what to test, in the case's language. Locks the case.

    Raises NotAllowed, and Invalid when the case has criteria already.
    """
    lock(case, by)
    kind = KIND_BY_MODEL[Criterion]
    _require_write_access(kind, case, by)
    if case.criteria.not_withdrawn().exists():
        raise Invalid(_("The case has criteria already. Add to them instead."))
    with translation.override(case.language):
        texts = [_(text) for text in USUAL_CRITERIA]
    return [add(kind, case, by=by, text=text) for text in texts]


def _lock_record(record, by):
    kind = KIND_BY_MODEL[type(record)]
    case = getattr(record, kind.parent).case if kind.parent else record.case
    lock(case, by)
    record.refresh_from_db()
    return kind, case


def _require_write_access(kind, case, by):
    if not policies.can_record(by, case, kind):
        raise NotAllowed(_("You may not write this in the case."))


def _parent_fields(kind, case, parent):
    if not kind.parent:
        return {"case": case}
    if parent is None or parent.case_id != case.pk:
        raise Invalid(_("Choose one of this case."), field=kind.parent)
    parent.refresh_from_db(fields=["withdrawn_at"])
    if parent.is_withdrawn:
        raise Invalid(_("This is withdrawn: nothing can be added to it."), field=kind.parent)
    return {kind.parent: parent}


def _set_derived_fields(record, case):
    """Fill in what the record itself knows better than whoever writes it."""
    if isinstance(record, NUMBERED_MODELS):
        held = type(record).objects.filter(case=case).aggregate(last=Max("number"))
        record.number = (held["last"] or 0) + 1
    if isinstance(record, StakeholderAssessment):
        record.phase = case.phase
    if isinstance(record, Trial):
        _set_criterion_date(record, record.criterion_fields)


def _set_criterion_date(trial, changed):
    """Say when what a trial is measured by was written, unless that was after it began."""
    if set(trial.criterion_fields).intersection(changed):
        trial.criterion_on = timezone.localdate()
    if trial.criterion_on and trial.started_on and trial.started_on < trial.criterion_on:
        trial.criterion_on = None


def _save(record, case, *, by, **save_options):
    _refuse_invalid(record, case)
    record.full_clean(exclude=["by"])
    record.save(**save_options)
    if isinstance(record, Benefit) and "owner" in save_options.get("update_fields", ["owner"]):
        _assign_benefit_owner(record, case, by)
    return record


def _refuse_invalid(record, case):
    """Refuse what a field alone cannot know is wrong."""
    for field in record._meta.concrete_fields:
        other = getattr(record, field.name) if field.remote_field else None
        if other is None or field.name in {"case", "by"}:
            continue
        if getattr(other, "case_id", case.pk) != case.pk:
            raise Invalid(_("Choose one of this case."), field=field.name)
        if getattr(other, "municipality_id", case.municipality_id) != case.municipality_id:
            raise Invalid(_("Choose a person of this municipality."), field=field.name)
    for name in PAST_DATE_FIELDS:
        if (day := getattr(record, name, None)) and day > timezone.localdate():
            raise Invalid(_("Choose a day that is not in the future."), field=name)
    if isinstance(record, InnovationQuestion) and record.number > 1 and not record.reason.strip():
        raise Invalid(_("Write why the question is changed."), field="reason")
    if isinstance(record, Benefit):
        _refuse_unmeasured(record)
    if isinstance(record, Measurement) and record.corrects:
        _refuse_invalid_correction(record)


def _refuse_withdrawn(fields):
    """What is taken back is pointed at by nothing new."""
    for name, value in fields.items():
        if getattr(value, "withdrawn_at", None):
            raise Invalid(_("This is withdrawn: choose another."), field=name)


def _refuse_unmeasured(benefit):
    if benefit.state in REALISED and not benefit.is_measured:
        raise Invalid(
            _("Record a measurement after the baseline before you call the benefit realised."),
            field="state",
        )


def _refuse_invalid_correction(measurement):
    """A measurement corrects one of its own benefit, and each is corrected once."""
    if measurement.corrects.benefit_id != measurement.benefit_id:
        raise Invalid(_("Choose a measurement of this benefit."), field="corrects")
    if Measurement.objects.filter(corrects=measurement.corrects).exists():
        raise Conflict(_("Somebody has corrected this measurement already."))
    benefit = measurement.benefit
    left = benefit.measurements.not_corrected().exclude(pk=measurement.corrects_id)
    if benefit.state in REALISED and not any(map(benefit.is_after_baseline, [*left, measurement])):
        raise Invalid(
            _(
                "The benefit is called realised by the measurement you correct: choose a day after"
                " the baseline, or change the state of the benefit first."
            ),
            field="measured_on",
        )


def _refuse_locked(record, changed):
    for name in changed:
        if name in getattr(record, "locked_fields", ()):
            raise Invalid(
                _("This is locked: the trial has started. Plan a new trial instead."), field=name
            )


def _assign_benefit_owner(benefit, case, by):
    """Whoever becomes the owner of a benefit becomes a benefit owner of the case."""
    held = case.assignments.in_force().filter(user=benefit.owner, role=CaseRole.BENEFIT_OWNER)
    if benefit.owner is None or held.exists():
        return
    try:
        assign(case, user=benefit.owner, role=CaseRole.BENEFIT_OWNER, by=by)
    except Invalid as error:
        raise Invalid(str(error), field="owner") from error
