"""The dry run's question to the database: would it take these rows? Nothing is kept.

The rows are written by the code that confirms an import, and rolled back. So what the dry run says
is what confirming does, for every limit, constraint and trigger there is or will be.
"""

import copy
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Unit
from projects.actions.import_writing import NEW_UNIT, make_units, write_cases
from projects.actions.refusals import rule_in_words
from projects.actions.revising import count_later
from projects.choices.imports import OnConflict, Plan, PlannedRow, RowKind, RowProblem
from projects.errors import DomainError

BATCH = 50  # rows; what they lock is free again before anybody has waited long
REFUSALS = (IntegrityError, DataError, ValidationError, DomainError)


class _RolledBack(Exception):
    """Ends a transaction of which nothing is to be kept."""


def rehearse(plan: Plan, *, by, report_progress: Callable[[int], None] = lambda _done: None):
    """Write the rows of the plan and roll them back, some at a time; note in each row what it is
    refused for. ``report_progress`` is called with the number of rows that are done.
    """
    _rehearse_units(plan, by=by)
    done = 0
    for kind in (RowKind.CREATE, RowKind.CHANGE, RowKind.CONFLICT):
        lines = [line for line in plan.lines if line.kind == kind]
        for start in range(0, len(lines), BATCH):
            some = lines[start : start + BATCH]
            if kind == RowKind.CONFLICT:
                for line in some:
                    _rehearse_conflicts(line, by=by)
            for line, error in _refused(_without_conflicts(some), by=by):
                _refuse(next(one for one in some if one.row == line.row), error)
            done += len(some)
            report_progress(done)


def _without_conflicts(lines):
    """Return the rows as they are when everything here is kept; those that then change nothing
    are left out.
    """
    kept = [line.resolve_conflicts({}, OnConflict.KEEP) for line in lines]
    return [line for line in kept if line.kind != RowKind.UNCHANGED]


def _rehearse_units(plan, *, by):
    """All new units together: one may be like another."""
    refused = {}

    def add_all():
        for name in plan.new_units:
            try:
                make_units([], [name], by=by)
            except REFUSALS as error:
                refused[NEW_UNIT + name] = error

    _roll_back(add_all)
    for line in plan.lines:
        wanted = line.changes.get("unit", ["", ""])[1]
        if line.kind != RowKind.REFUSED and wanted in refused:
            _refuse(line, refused[wanted], field="unit")


def _rehearse_conflicts(line: PlannedRow, *, by):
    """Let a conflict only be settled by what stands here, where the database refuses the file's."""
    free = [name for name in line.conflicts if name not in line.held]
    if not free or not _error_of_taking(line, free, by=by):
        return
    alone = {name: _error_of_taking(line, [name], by=by) for name in free}
    if not any(alone.values()):
        alone = dict.fromkeys(free, _error_of_taking(line, free, by=by))
    line.held |= {name: _problem(line, error, name) for name, error in alone.items() if error}


def _error_of_taking(line, names, *, by):
    taken = line.resolve_conflicts(dict.fromkeys(names, OnConflict.TAKE), OnConflict.KEEP)
    return next((error for _line, error in _refused([taken], by=by)), None)


def _refused(lines, *, by) -> list[tuple[PlannedRow, Exception]]:
    """Return the rows that are refused, each with its error; found by halving."""
    if not lines:
        return []
    error = _roll_back(lambda: _write(copy.deepcopy(lines), by=by))
    if error is None:
        return []
    if len(lines) == 1:
        return [(lines[0], error)]
    half = len(lines) // 2
    return [*_refused(lines[:half], by=by), *_refused(lines[half:], by=by)]


def _write(lines, *, by):
    wanted = (line.changes.get("unit", ["", ""])[1] for line in lines)
    new_units = [name[1:] for name in dict.fromkeys(wanted) if name.startswith(NEW_UNIT)]
    make_units(lines, new_units, by=by)
    units = dict(Unit.objects.visible_to(by).values_list("code", "pk"))
    write_cases(lines, units=units, reason=_("Import"), by=by)


def _roll_back(act) -> Exception | None:
    """Return the refusal that the act ends in, or None. Nothing of it is kept."""
    try:
        with transaction.atomic():
            count_later()
            act()
            raise _RolledBack  # noqa: TRY301 – the way out of a transaction
    except _RolledBack:
        return None
    except REFUSALS as error:
        return error


def _refuse(line, error, field=""):
    line.kind = RowKind.REFUSED
    line.problems.append(_problem(line, error, field))


def _problem(line, error: Exception, field="") -> RowProblem:
    """Return an error as the problem of a row: the field, if it names one, and its sentence."""
    if isinstance(error, IntegrityError | DataError):
        named, reason = "", rule_in_words(error)
    elif isinstance(error, ValidationError):
        named = next(iter(getattr(error, "error_dict", {})), "")
        reason = " ".join(error.messages)
    else:
        named, reason = getattr(error, "field", "") or "", str(error)
    changed = {**line.changes, **line.conflicts}
    field = field or next((n for n in changed if named and f"_{n}".endswith(f"_{named}")), "")
    value = str(line.values.get(field) or "")
    return RowProblem("refused_by_rule", field, value=value, params={"reason": reason})
