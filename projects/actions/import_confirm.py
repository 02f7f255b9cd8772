"""The last step of an import: write the planned rows as cases and changes, all or nothing."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pghistory
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access.roles import Permission
from accounts.actions.units import add_unit
from accounts.models import Unit
from projects.access import policies
from projects.actions.case_keys import draw_keys, insert_with_drawn_keys
from projects.actions.cases import lock
from projects.actions.import_records import write_challenges, write_records
from projects.actions.import_setup import write_rows
from projects.actions.phases import move
from projects.actions.states import first_words
from projects.choices import case_key
from projects.choices.imports import (
    RECORD_FIELD_NAMES,
    OnConflict,
    Plan,
    PlannedRow,
    RowKind,
    RunState,
    parse_standing,
)
from projects.choices.states import IN_PHASE, State
from projects.choices.vocabulary import LessonKind, StopCause
from projects.errors import Conflict, DomainError, Invalid, NotAllowed
from projects.models import Case, ImportRun, Lesson, PhaseVisit, StateChange, Stop

BATCH = 500
NEW_UNIT = "+"
NOT_COLUMNS = {"standing", "standing_reason", "paused_until", "lesson"} | RECORD_FIELD_NAMES


class StalePlan(Conflict):
    """The portfolio changed after the dry run; ``plan`` is what the import would do now."""

    def __init__(self, message, *, plan):
        super().__init__(message)
        self.plan = plan


class RowRefused(DomainError):
    """The database refused a row; ``row`` is its number (or None) and ``rule`` the broken rule."""

    def __init__(self, message, *, row, rule):
        super().__init__(message)
        self.row = row
        self.rule = rule


@transaction.atomic
def confirm(
    run: ImportRun,
    *,
    by,
    seen_version: int,
    plan_again: Callable[[], Plan],
    report_progress: Callable[[int, int], None] = lambda *_: None,
) -> ImportRun:
    """Carry out the whole plan. One import at a time in a municipality.

    ``plan_again`` makes the plan again and locks the cases it concerns; it must equal the plan
    that the person saw.

    Raises NotAllowed; StalePlan when the portfolio changed after the dry run; Invalid when rows
    are refused or conflicts open; Conflict when somebody took another step since; RowRefused.
    """
    if not policies.can(by, Permission.IMPORT):
        raise NotAllowed(_("Only the innovation leader imports cases."))
    _prepare(run)
    plan = plan_again()
    if plan.digest != run.digest:
        raise StalePlan(_("The portfolio changed after the dry run."), plan=plan)
    choices = dict(run.rows.exclude(choices={}).values_list("number", "choices"))
    plan = plan.resolve_conflicts(choices, OnConflict.REFUSE)
    if not plan.is_ready:
        raise Invalid(_("Rows are refused or conflicts open."))
    with pghistory.context(user=by.pk, channel="import", import_run=run.pk, checksum=run.checksum):
        _carry_out(plan, run=run, by=by, report_progress=report_progress)
    write_rows(run, plan.lines)
    changed = ImportRun.objects.filter(pk=run.pk, version=seen_version).update(
        state=RunState.CONFIRMED,
        confirmed_by=by,
        confirmed_at=timezone.now(),
        counts=plan.counts,
        new_units=plan.new_units,
        version=seen_version + 1,
    )
    if not changed:
        raise Conflict(_("The import has gone on since. Nothing was written."))
    run.refresh_from_db()
    return run


def _prepare(run):
    """Raise the time limits of the transaction, and lock the imports of the municipality."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10min'")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '10min'")
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('slik-import'), %s)", [run.municipality_id]
        )


def _carry_out(plan: Plan, *, run, by, report_progress):
    _make_units(plan, by=by)
    units = dict(Unit.objects.visible_to(by).values_list("code", "pk"))
    reason = _("Imported from “%s”") % run.file_name
    new = [line for line in plan.lines if line.kind == RowKind.CREATE]
    changed = [line for line in plan.lines if line.kind == RowKind.CHANGE]
    total = len(new) + len(changed)
    done = 0
    for action, lines in ((_create_cases, new), (_change_cases, changed)):
        for some in _batches(lines):
            with _name_row_in_errors(some):
                action(some, units=units, reason=reason, by=by)
                _check_deferred_constraints()
            done += len(some)
            report_progress(done, total)


def _batches(lines) -> Iterator[list[PlannedRow]]:
    for start in range(0, len(lines), BATCH):
        yield lines[start : start + BATCH]


def _make_units(plan, *, by):
    """Add the units that are missing, and set their codes in the rows."""
    codes = {NEW_UNIT + name: add_unit(by=by, name=name).code for name in plan.new_units}
    for line in plan.lines:
        if line.values.get("unit") in codes:
            line.values["unit"] = codes[line.values["unit"]]
        if "unit" in line.changes and line.changes["unit"][1] in codes:
            line.changes["unit"][1] = codes[line.changes["unit"][1]]


@contextmanager
def _name_row_in_errors(lines: list[PlannedRow]):
    """Turn an IntegrityError into a RowRefused that names the row of the file."""
    try:
        yield
    except IntegrityError as error:
        diagnostics = error.__cause__.diag if error.__cause__ else None
        text = str(error)
        if diagnostics:
            text = f"{diagnostics.message_primary} {diagnostics.message_detail}"
        named = re.search(rf"\b{case_key.PATTERN}\b", text)
        rows = {line.case_key: line.row for line in lines}
        rule = (diagnostics and diagnostics.constraint_name) or text
        row = rows.get(named[0]) if named else None
        raise RowRefused(_("The database refused a row."), row=row, rule=rule) from error


def _check_deferred_constraints():
    """Check deferred constraints after each batch, so that an error names a row of that batch."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _create_cases(lines, *, units, reason, by):
    """Create cases directly in the phase and state that the file gives."""
    today = timezone.localdate()
    cases, challenges = [], write_challenges(lines, by=by)
    for line in lines:
        values = {name: pair[1] for name, pair in line.changes.items()}
        state, phase = parse_standing(values.get("standing", ""))
        case = Case(municipality=by.municipality, created_by=by)
        case.language = by.municipality.language
        _fill(case, values, units)
        case.challenge = challenges.get(line.row)
        case.state, case.phase = state, phase
        case.phase_since = None if state == State.DRAFT else today
        case.paused_until = values["paused_until"] if state == State.PAUSED else None
        cases.append(case)
    insert_with_drawn_keys(lambda: _insert_cases(lines, cases, by=by))
    _record_stops(
        StateChange.objects.bulk_create(
            _state_change(line, case, by=by, today=today, reason=reason)
            for line, case in zip(lines, cases, strict=True)
        )
    )
    PhaseVisit.objects.bulk_create(
        _visit(case, by=by, today=today, reason=reason)
        for case in cases
        if case.state != State.DRAFT
    )
    for line, case in zip(lines, cases, strict=True):
        line.case_id = case.pk
    write_records(lines, {line.row: c for line, c in zip(lines, cases, strict=True)}, by=by)


def _insert_cases(lines, cases, *, by):
    keys = draw_keys(by.municipality, timezone.localdate().year, len(cases))
    for line, case, key in zip(lines, cases, keys, strict=True):
        line.case_key = case.key = key
    Case.objects.bulk_create(cases)


def _state_change(line: PlannedRow, case: Case, *, by, today: date, reason: str, origin=""):
    values = line.values | {name: pair[1] for name, pair in line.changes.items()}
    is_paused, is_stopped = case.state == State.PAUSED, case.state == State.STOPPED
    return StateChange(
        case=case,
        origin=origin,
        target=case.state,
        changed_on=today,
        by=by,
        reason=values.get("standing_reason") or ("" if case.state == State.DRAFT else reason),
        review_on=values["paused_until"] if is_paused else None,
        lesson=values["lesson"] if is_stopped else "",
    )


def _record_stops(changes):
    """Add the lesson and the stop of each case that is stopped by the import."""
    stopped = [change for change in changes if change.target == State.STOPPED]
    lessons = Lesson.objects.bulk_create(
        Lesson(
            case=change.case,
            by=change.by,
            phase=change.case.phase,
            kind=LessonKind.METHOD,
            title=first_words(change.lesson),
            learnt=change.lesson,
        )
        for change in stopped
    )
    Stop.objects.bulk_create(
        Stop(
            change=change,
            by=change.by,
            phase=change.case.phase,
            cause=StopCause.OTHER,
            lesson=lesson,
        )
        for change, lesson in zip(stopped, lessons, strict=True)
    )


def _visit(case: Case, *, by, today: date, reason: str):
    closed = {"left_on": today, "left_at": timezone.now(), "left_by": by}
    return PhaseVisit(
        case=case,
        phase=case.phase,
        number=1,
        entered_on=today,
        entered_by=by,
        reason=reason,
        **({} if case.state in IN_PHASE else closed),
    )


def _fill(case: Case, values: dict, units: dict[str, int]) -> list[str]:
    """Set the fields that are columns of the case; return their names."""
    names = []
    for name, value in values.items():
        if name in NOT_COLUMNS:
            continue
        if name == "unit":
            case.unit_id = units[value]
        elif name == "contact":
            case.contact_id = value
        else:
            setattr(case, name, value)
        names.append(name)
    return names


def _change_cases(lines, *, units, reason, by):
    """Change the fields that the plan names only; then phase and state."""
    cases = Case.objects.visible_to(by).defer("lexemes_all", "lexemes_open")
    cases = cases.in_bulk([line.case_id for line in lines])
    by_fields, challenges = defaultdict(list), write_challenges(lines, by=by)
    for line in lines:
        case = cases[line.case_id]
        if not policies.can_edit(by, case):
            raise NotAllowed(_("You may not edit this case."))
        names = _fill(case, {name: pair[1] for name, pair in line.changes.items()}, units)
        if line.row in challenges:
            case.challenge = challenges[line.row]
            names.append("challenge")
        if names:
            case.version += 1
            case.updated_at = timezone.now()
            by_fields[tuple(sorted(names))].append(case)
    for names, some in by_fields.items():
        Case.objects.bulk_update(some, [*names, "version", "updated_at"])
    write_records(lines, {line.row: cases[line.case_id] for line in lines}, by=by)
    for line in lines:
        if "standing" in line.changes:
            _apply_standing(line, cases[line.case_id], by=by, reason=reason)


def _apply_standing(line: PlannedRow, case: Case, *, by, reason: str):
    """Bring a case to the state and phase of the file, by the actions that a person uses."""
    target, phase = parse_standing(line.changes["standing"][1])
    if case.state == State.DRAFT:
        _start_draft(line, case, target, phase, by=by, reason=reason)
    elif phase != case.phase:
        move(case, to=phase, by=by, reason=line.values.get("standing_reason") or reason)


def _start_draft(line, case, target, phase, *, by, reason):
    """Start a draft directly in the state and phase of the file, like a new case."""
    lock(case, by)
    today = timezone.localdate()
    case.state, case.phase, case.phase_since = target, phase, today
    case.paused_until = line.values["paused_until"] if target == State.PAUSED else None
    case.save(update_fields=["state", "phase", "phase_since", "paused_until", "updated_at"])
    change = _state_change(line, case, by=by, today=today, reason=reason, origin=State.DRAFT)
    change.save()
    _record_stops([change])
    _visit(case, by=by, today=today, reason=reason).save()
