"""Writing the planned rows of an import as units, cases and changes of cases."""

from collections import defaultdict
from datetime import date

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.units import add_unit_unlocked
from accounts.models import Unit
from projects.access import policies
from projects.actions.case_keys import draw_keys, insert_with_drawn_keys
from projects.actions.cases import lock
from projects.actions.import_records import write_challenges, write_records
from projects.actions.phases import move
from projects.actions.states import first_words
from projects.choices.imports import RECORD_FIELD_NAMES, PlannedRow, RowKind, parse_standing
from projects.choices.states import IN_PHASE, State
from projects.choices.vocabulary import LessonKind, StopCause
from projects.errors import NotAllowed
from projects.models import Case, Lesson, PhaseVisit, StateChange, Stop

NEW_UNIT = "+"
NOT_COLUMNS = {"standing", "standing_reason", "paused_until", "lesson"} | RECORD_FIELD_NAMES


def make_units(lines: list[PlannedRow], names: list[str], *, by) -> list[Unit]:
    """Add the units that are missing, and set their codes in the rows."""
    units = [add_unit_unlocked(by=by, name=name) for name in names]
    codes = {NEW_UNIT + name: unit.code for name, unit in zip(names, units, strict=True)}
    for line in lines:
        if line.values.get("unit") in codes:
            line.values["unit"] = codes[line.values["unit"]]
        if "unit" in line.changes and line.changes["unit"][1] in codes:
            line.changes["unit"][1] = codes[line.changes["unit"][1]]
    return units


def write_cases(lines: list[PlannedRow], *, units: dict[str, int], reason: str, by):
    """Create or change the cases of these rows, all of one kind, and check what the database
    checks at the end of a transaction. ``units`` are the ids by code.
    """
    write = create_cases if lines[0].kind == RowKind.CREATE else change_cases
    write(lines, units=units, reason=reason, by=by)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def create_cases(lines, *, units, reason, by):
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


def change_cases(lines, *, units, reason, by):
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
