"""Adding, correcting and withdrawing the records of the method, of whatever kind."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from projects.access import policies
from projects.actions.cases import lock
from projects.actions.record_rules import rules_of
from projects.errors import Conflict, Invalid, NotAllowed
from projects.models import Case, Criterion
from projects.records.kinds import KIND_BY_MODEL, RecordKind

USUAL_CRITERIA = (
    gettext_noop("Best expected effect on the need"),
    gettext_noop("Cheapest to test and still a good answer"),
    gettext_noop("We have the capacity and the competence"),
    gettext_noop("Fits best with what we have"),
)


@transaction.atomic
def add(kind: RecordKind, case: Case, /, *, by, parent=None, **fields):
    """Add a record to the case. Locks the case.

    Raises NotAllowed, and Invalid or ValidationError naming every field that breaks a rule.
    """
    lock(case, by)
    _require_write_access(kind, case, by)
    record = kind.model(by=by, **_parent_fields(kind, case, parent), **fields)
    if kind.is_numbered:
        record.number = _next_number(kind, case)
    _refuse_withdrawn(fields)
    return _save(record, kind, case, by=by, names=set(kind.fields))


@transaction.atomic
def change(record, *, by, seen_version: int, changes: dict):
    """Correct a record; its earlier versions are kept. Locks the case.

    Raises NotAllowed; Conflict when somebody saved since ``seen_version``, unless the record says
    already what the changes say; Invalid or ValidationError naming every field that breaks a rule.
    """
    kind, case = _lock_record(record, by)
    _require_write_access(kind, case, by)
    if unknown := changes.keys() - set(kind.fields):
        raise Invalid(_("These fields cannot be set: %s") % ", ".join(sorted(unknown)))
    changed = [name for name, value in changes.items() if getattr(record, name) != value]
    if record.version != seen_version and changed:
        raise Conflict(_("This was saved while you were writing."))
    if record.is_withdrawn:
        raise Invalid(_("This is withdrawn and can be changed no more."))
    if changed:
        _refuse_locked(record, changed)
        _refuse_withdrawn({name: changes[name] for name in changed})
        for name in changed:
            setattr(record, name, changes[name])
        record.version += 1
        written = [*changed, *rules_of(kind).derived_fields, "version"]
        _save(record, kind, case, by=by, names=set(changed), update_fields=written)
    return record


@transaction.atomic
def withdraw(record, *, by, seen_version: int | None = None):
    """Withdraw a record: it is kept and no longer counts. Locks the case.

    Raises NotAllowed; Conflict when somebody saved since ``seen_version``, unless that is left
    out; Invalid when it is withdrawn already, or when a rule of its kind forbids it.
    """
    kind, case = _lock_record(record, by)
    _require_write_access(kind, case, by)
    if record.is_withdrawn:
        raise Invalid(_("This is withdrawn already."))
    if seen_version is not None and record.version != seen_version:
        raise Conflict(_("This was changed meanwhile: read it again before you withdraw it."))
    rules_of(kind).check_withdrawal(record, case)
    record.withdrawn_at, record.withdrawn_by = timezone.now(), by
    record.version += 1
    record.save(update_fields=["withdrawn_at", "withdrawn_by", "version"])
    return record


@transaction.atomic
def add_usual_criteria(case: Case, *, by) -> list[Criterion]:
    """Add SLIK's four criteria for what to test, in the case's language. Locks the case.

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


def _next_number(kind, case):
    highest = kind.model.objects.filter(case=case).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def _save(record, kind, case, *, by, names, **save_options):
    """Check and save a record of which the fields in ``names`` are written."""
    rules = rules_of(kind)
    rules.set_derived(record, case, names, timezone.localdate())
    _refuse_foreign(record, case)
    if (day := getattr(record, kind.past_date, None)) and day > timezone.localdate():
        raise Invalid(_("Choose a day that is not in the future."), field=kind.past_date)
    rules.check(record)
    record.full_clean(exclude=["by"])
    record.save(**save_options)
    rules.after_save(record, case, names, by)
    return record


def _refuse_foreign(record, case):
    """A record refers to records of its own case and to people of its municipality only."""
    for field in record._meta.concrete_fields:
        other = getattr(record, field.name) if field.remote_field else None
        if other is None or field.name in {"case", "by"}:
            continue
        if getattr(other, "case_id", case.pk) != case.pk:
            raise Invalid(_("Choose one of this case."), field=field.name)
        if getattr(other, "municipality_id", case.municipality_id) != case.municipality_id:
            raise Invalid(_("Choose a person of this municipality."), field=field.name)


def _refuse_withdrawn(fields):
    """Nothing new refers to a withdrawn record."""
    for name, value in fields.items():
        if getattr(value, "withdrawn_at", None):
            raise Invalid(_("This is withdrawn: choose another."), field=name)


def _refuse_locked(record, changed):
    for name in changed:
        if name in getattr(record, "locked_fields", ()):
            raise Invalid(
                _("This is locked: the trial has started. Plan a new trial instead."), field=name
            )
