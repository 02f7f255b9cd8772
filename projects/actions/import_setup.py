"""The steps of an import before the last one, and named mappings. Cases are not changed here."""

import hashlib
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access.roles import Permission
from projects.access import policies
from projects.choices.imports import RUNNING_STATES, Channel, Plan, RunState
from projects.errors import Conflict, Invalid, NotAllowed
from projects.models import ImportedRow, ImportFile, ImportMapping, ImportRun

BATCH = 1_000
HEARTBEAT_TIMEOUT = timedelta(seconds=30)  # a worker silent for this long has died


@transaction.atomic
def receive_file(
    *, by, file_name: str, content: bytes, survey: dict, channel: Channel = Channel.PAGE
) -> ImportRun:
    """Store an uploaded file and the survey of its sheets. Raises NotAllowed."""
    _require_import_right(by)
    run = ImportRun.objects.create(
        municipality=by.municipality,
        channel=channel,
        file_name=file_name[-255:],
        checksum=hashlib.sha256(content).hexdigest(),
        size=len(content),
        survey=survey,
        created_by=by,
    )
    ImportFile.objects.create(run=run, content=content)
    return run


def choose_table(run, *, by, seen_version: int, survey: dict, reading: dict, columns: list):
    """Choose which sheet is read, from which header row, in which encoding.

    A mapping that is chosen already is kept; the dry run reports columns that it lacks.
    Raises as ``_advance``.
    """
    chosen = {"survey": survey, "reading": reading, "columns": columns}
    return _advance(run, by=by, seen_version=seen_version, **chosen, **PLAN_RESET)


def choose_mapping(run, *, by, seen_version: int, spec: dict, mapping_name: str = ""):
    """Choose what the columns and values mean. Raises as ``_advance``."""
    return _advance(
        run, by=by, seen_version=seen_version, spec=spec, mapping_name=mapping_name, **PLAN_RESET
    )


# A changed choice discards the plan that was made before it.
PLAN_RESET = {
    "state": RunState.CHOOSING,
    "counts": {},
    "digest": "",
    "new_units": [],
    "notices": [],
    "problem": None,
}


def request_work(run, *, by, seen_version: int, work: RunState):
    """Begin a dry run, or the import itself once a dry run is ready.

    Work may be begun again when its worker has died. Raises as ``_advance``, and Conflict when the
    work is under way or an earlier step is missing.
    """
    return _advance(
        run,
        by=by,
        seen_version=seen_version,
        work=work,
        state=work,
        asked_by=by,
        problem=None,
        done=0,
        total=0,
        heartbeat_at=timezone.now(),
    )


@transaction.atomic
def save_plan(run, *, seen_version: int, plan: Plan, problem: dict | None = None) -> ImportRun:
    """Store the rows of a dry run. Raises Conflict when somebody took another step since.

    Locks the import when the rows are written: its heartbeat must not wait for them.
    """
    write_rows(run, plan.lines)
    return _save(
        _lock(run, seen_version),
        state=RunState.PLANNED,
        counts=plan.counts,
        digest=plan.digest,
        new_units=plan.new_units,
        notices=[list(notice) for notice in plan.notices],
        problem=problem,
    )


@transaction.atomic
def record_failure(run, *, seen_version: int, problem: dict, state: RunState) -> ImportRun:
    """Store why the work failed. Raises Conflict when somebody took another step since."""
    return _save(_lock(run, seen_version), problem=problem, state=state)


@transaction.atomic
def choose_on_conflicts(run, *, by, seen_version: int, choices: dict[int, dict[str, str]]):
    """Choose, by row and field, what to keep where both the file and people here changed it.

    Raises as ``_advance``, and Conflict unless a dry run is ready.
    """
    run = _advance(run, by=by, seen_version=seen_version)
    if run.state != RunState.PLANNED:
        raise Conflict(_("Make a dry run first."))
    rows = list(run.rows.filter(number__in=choices))
    for row in rows:
        row.choices = row.choices | choices[row.number]
    ImportedRow.objects.bulk_update(rows, ["choices"], batch_size=BATCH)
    return run


def write_rows(run, lines):
    """Replace the stored rows."""
    run.rows.all().delete()
    for start in range(0, len(lines), BATCH):
        ImportedRow.objects.bulk_create(
            ImportedRow(
                run=run,
                number=line.row,
                kind=line.kind,
                key=line.key[:200],
                case_id=line.case_id,
                title=line.title[:200],
                values=line.values,
                changes=line.changes,
                conflicts=line.conflicts,
                held={name: problem.as_dict() for name, problem in line.held.items()},
                problems=[problem.as_dict() for problem in line.problems],
                choices=line.choices,
            )
            for line in lines[start : start + BATCH]
        )


@transaction.atomic
def save_mapping(*, by, name: str, spec: dict) -> ImportMapping:
    """Save a mapping under its name; one of the same name is replaced.

    Raises NotAllowed, and Invalid when the name is empty or too long.
    """
    _require_import_right(by)
    name = " ".join(name.split())
    if not 0 < len(name) <= 80:
        raise Invalid(_("Write a name of at most 80 characters."), field="name")
    with connection.cursor() as cursor:  # two who save the same name take turns
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('slik-import-mapping'))")
    mapping = ImportMapping.objects.visible_to(by).named(name).select_for_update().first()
    if mapping is None:
        return ImportMapping.objects.create(
            municipality=by.municipality, name=name, spec=spec, created_by=by
        )
    mapping.spec = spec
    mapping.save(update_fields=["spec", "updated_at"])
    return mapping


@transaction.atomic
def delete_mapping(mapping: ImportMapping, *, by):
    """Delete a named mapping; imports made with it have a copy. Raises NotAllowed."""
    _require_import_right(by)
    mapping.delete()


@transaction.atomic
def purge(*, before) -> dict[str, int]:
    """Delete the files of imports from before the moment, and those imports that were never
    confirmed. Returns how many of each; the rows of confirmed imports are kept.
    """
    old = ImportRun.objects.filter(created_at__lt=before)
    files, _by_model = ImportFile.objects.filter(run__in=old).delete()
    abandoned = old.unconfirmed().exclude(
        state__in=RUNNING_STATES, heartbeat_at__gt=timezone.now() - HEARTBEAT_TIMEOUT
    )
    runs = abandoned.count()
    abandoned.delete()
    return {"files": files, "imports": runs}


def _require_import_right(by):
    if not policies.can(by, Permission.IMPORT):
        raise NotAllowed(_("Only the innovation leader imports cases."))


@transaction.atomic
def _advance(run, *, by, seen_version, work=None, **fields) -> ImportRun:
    """Take one step of the import. Locks it.

    Raises NotAllowed; Conflict when somebody took another step since ``seen_version``, when a
    worker is running, or when the import is confirmed already.
    """
    _require_import_right(by)
    run = _lock(run, seen_version)
    if run.state == RunState.CONFIRMED:
        raise Conflict(_("This import is done and cannot be changed."))
    if run.is_running and run.heartbeat_at > timezone.now() - HEARTBEAT_TIMEOUT:
        raise Conflict(_("The import is at work. Wait until it is done."))
    if work == RunState.PLANNING and not run.spec:
        raise Conflict(_("Choose what the columns mean first."))
    if work == RunState.CONFIRMING and not run.digest:
        raise Conflict(_("Make a dry run first."))
    return _save(run, **fields)


def _lock(run, seen_version):
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.version != seen_version:
        raise Conflict(_("This page is out of date: the import has gone on since. Look again."))
    return run


def _save(run, **fields):
    for name, value in fields.items():
        setattr(run, name, value)
    run.version += 1
    run.save(update_fields=[*fields, "version"])
    return run
