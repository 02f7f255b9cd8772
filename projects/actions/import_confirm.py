"""The last step of an import: write the planned rows as cases and changes, all or nothing."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pghistory
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access.roles import Permission
from accounts.actions.units import refuse_twins
from accounts.models import Unit
from projects.access import policies
from projects.actions.import_records import CASE_RECORD_MODELS
from projects.actions.import_setup import write_rows
from projects.actions.import_writing import make_units, write_cases
from projects.actions.revising import revisions_counted_last
from projects.choices import case_key
from projects.choices.imports import OnConflict, Plan, PlannedRow, RowKind, RunState
from projects.errors import Conflict, DomainError, Invalid, NotAllowed, NotReady
from projects.models import Case, ImportRun

BATCH = 500


class StalePlan(Conflict):
    """The portfolio changed after the dry run: make it again."""


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

    ``plan_again`` makes the plan again; it must equal the plan that the person saw. What others
    work with is locked last, when all that takes long is done: the cases that change, the tree of
    units, the revisions.

    Raises NotAllowed; StalePlan when the portfolio changed after the dry run; Invalid when rows
    are refused or conflicts open; Conflict when somebody took another step since; RowRefused.
    """
    if not policies.can(by, Permission.IMPORT):
        raise NotAllowed(_("Only the innovation leader imports cases."))
    if run.counts.get(RowKind.REFUSED):
        raise Invalid(_("Rows are refused or conflicts open."))
    _prepare(run)
    plan = plan_again()
    if plan.digest != run.digest:
        raise StalePlan(_("The portfolio changed after the dry run."))
    choices = dict(run.rows.exclude(choices={}).values_list("number", "choices"))
    versions = plan.versions
    plan = plan.resolve_conflicts(choices, OnConflict.REFUSE)
    if not plan.is_ready:
        raise Invalid(_("Rows are refused or conflicts open."))
    context = {"channel": "import", "import_run": run.pk, "checksum": run.checksum}
    with pghistory.context(user=by.pk, **context), revisions_counted_last():
        _carry_out(plan, versions, run=run, by=by, report_progress=report_progress)
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
            "SELECT current_setting('lock_timeout'), set_config('lock_timeout', '10min', true)"
        )
        before, _now = cursor.fetchone()
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('slik-import'), %s)", [run.municipality_id]
        )
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [before])


def _carry_out(plan: Plan, versions, *, run, by, report_progress):
    with _stale_if_refused():
        new_units = make_units(plan.lines, plan.new_units, by=by)
    units = dict(Unit.objects.visible_to(by).values_list("code", "pk"))
    reason = _("Imported from “%s”") % run.file_name
    new = [line for line in plan.lines if line.kind == RowKind.CREATE]
    changed = [line for line in plan.lines if line.kind == RowKind.CHANGE]
    done, total = 0, len(new) + len(changed)
    for lines in _batches(new):
        with _name_row_in_errors(lines):
            write_cases(lines, units=units, reason=reason, by=by)
        done += len(lines)
        report_progress(done, total)
    write_rows(run, plan.lines)
    _lock_unchanged({line.case_id for line in changed}, versions)
    for lines in _batches(changed):
        with _name_row_in_errors(lines):
            write_cases(lines, units=units, reason=reason, by=by)
        done += len(lines)
        report_progress(done, total)
    with _stale_if_refused():
        refuse_twins(new_units, by=by)


@contextmanager
def _stale_if_refused():
    """What the dry run allowed, and is refused now, somebody has changed meanwhile."""
    try:
        yield
    except (Conflict, Invalid) as error:
        raise StalePlan(str(error)) from error


def _lock_unchanged(ids: set[int], versions: dict[int, tuple]):
    """Lock the cases that the import changes. Raises StalePlan when somebody has changed one of
    them since the plan was made.
    """
    locked = Case.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    list(locked.values_list("pk"))
    now = versions_of(ids)
    if any(now[pk] != versions.get(pk) for pk in ids):
        raise StalePlan(_("The portfolio changed after the dry run."))


def versions_of(ids) -> dict[int, tuple]:
    """Return what tells whether somebody has changed a case, or a record that an import writes,
    by the id of the case. Three queries.
    """
    cases = Case.objects.filter(pk__in=ids)
    columns = ("pk", "version", "updated_at", "challenge_id", "challenge__version")
    found = {pk: (rest,) for pk, *rest in cases.values_list(*columns)}
    for model in CASE_RECORD_MODELS.values():
        rows = model.objects.filter(case__in=ids).not_withdrawn().order_by("pk")
        for case, *record in rows.values_list("case", "pk", "version"):
            found[case] += (record,)
    return found


def _batches(lines) -> Iterator[list[PlannedRow]]:
    for start in range(0, len(lines), BATCH):
        yield lines[start : start + BATCH]


@contextmanager
def _name_row_in_errors(lines: list[PlannedRow]):
    """Turn what the database or an action refuses into a RowRefused, if known with its row."""
    try:
        yield
    except (ValidationError, Invalid, NotReady) as error:
        rule = " ".join(getattr(error, "messages", [str(error)]))
        row = lines[0].row if len(lines) == 1 else None
        raise RowRefused(_("The database refused a row."), row=row, rule=rule) from error
    except (IntegrityError, DataError) as error:
        diagnostics = error.__cause__.diag if error.__cause__ else None
        text = str(error)
        if diagnostics:
            text = f"{diagnostics.message_primary} {diagnostics.message_detail}"
        named = re.search(rf"\b{case_key.PATTERN}\b", text)
        rows = {line.case_key: line.row for line in lines}
        rule = (diagnostics and diagnostics.constraint_name) or text
        row = rows.get(named[0]) if named else None
        raise RowRefused(_("The database refused a row."), row=row, rule=rule) from error
