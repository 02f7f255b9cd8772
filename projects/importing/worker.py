"""The dry run and the confirmation of an import, in a process of their own: the worker.

The page starts ``manage.py run_import <id>`` and polls; the worker stores its progress every
second. When it dies the progress stops, which the page detects.
"""

import subprocess
import sys
import threading
from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models.functions import Now
from django.utils import translation

from projects.actions import import_confirm, import_setup
from projects.actions.import_confirm import RowRefused, StalePlan
from projects.actions.import_rehearsal import rehearse
from projects.choices.imports import Plan, RunState
from projects.errors import Conflict, Invalid, NotAllowed
from projects.importing import mapping, reading
from projects.importing.limits import FileRefused, Limits
from projects.importing.mapping import Mapping, MappingRefused
from projects.importing.plan import make_plan
from projects.importing.reading import Table
from projects.models import ImportFile, ImportRun

log = structlog.get_logger(__name__)


def limits() -> Limits:
    """Return the limits of a file, with the size from the settings."""
    return Limits(file_bytes=settings.UPLOAD_LIMIT)


def survey(content: bytes, *, encoding="", delimiter="") -> dict:
    """Describe the sheets of a file. Raises FileRefused."""
    return reading.survey(content, limits=limits(), encoding=encoding, delimiter=delimiter)


def content_of(run: ImportRun) -> bytes:
    """Return the uploaded bytes. Raises FileRefused when they are deleted."""
    file = ImportFile.objects.filter(run=run).first()
    if file is None:
        raise FileRefused("file_gone")
    return bytes(file.content)


def plan_of(run: ImportRun, *, by) -> Plan:
    """Make the plan of an import from its file. Raises FileRefused and MappingRefused."""
    table = reading.read_table(content_of(run), limits=limits(), **run.reading)
    return make_plan(table, mapping.parse(run.spec), by=by)


def dry_run(table: Table, chosen: Mapping, *, by, report_progress=lambda *_: None) -> Plan:
    """Make the plan of importing this table, and ask the database about each of its rows.

    ``report_progress`` is called with the steps done and their total. Raises MappingRefused.
    """
    rows = len(table.rows)
    plan = make_plan(
        table, chosen, by=by, report_progress=lambda done, _total: report_progress(done, 4 * rows)
    )
    rehearse(plan, by=by, report_progress=lambda done: report_progress(2 * (rows + done), 4 * rows))
    return plan


def dry_run_of(run: ImportRun, *, by, report_progress=lambda *_: None) -> Plan:
    """Make the dry run of an import from its file. Raises FileRefused and MappingRefused."""
    table = reading.read_table(content_of(run), limits=limits(), **run.reading)
    return dry_run(table, mapping.parse(run.spec), by=by, report_progress=report_progress)


def start(run: ImportRun) -> subprocess.Popen | None:
    """Start a worker for the requested work, or do it in this process if the settings say so."""
    if not settings.IMPORT_IN_CHILD:
        work(run)
        return None
    child = subprocess.Popen(  # noqa: S603 – our own command, the number is the database's
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_import", str(run.pk)],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Without a wait the ended process would stay as a zombie.
    threading.Thread(target=child.wait, daemon=True).start()
    return child


def work(run: ImportRun, report_progress: Callable[[int, int], None] = lambda *_: None):
    """Do the requested work of this import, and store its result or its failure."""
    is_confirming = run.state == RunState.CONFIRMING
    action, before = (_confirm, RunState.PLANNED) if is_confirming else (_plan, RunState.CHOOSING)
    try:
        # Texts written into the history are in the language of the person who asked.
        with translation.override(run.asked_by.language or run.municipality.language):
            problem = action(run, report_progress)
    except Conflict as error:  # somebody took another step since: that one counts
        log.info("import_overtaken", run=run.pk, error=str(error))
        return
    except Exception:
        log.exception("import_crashed", run=run.pk)
        problem = {"code": "crashed", "params": {}}
    if problem:
        import_setup.record_failure(run, seen_version=run.version, problem=problem, state=before)


def _plan(run, report_progress) -> dict | None:
    try:
        plan = dry_run_of(run, by=run.asked_by, report_progress=report_progress)
    except (FileRefused, MappingRefused) as error:
        return as_problem(error)
    import_setup.save_plan(run, seen_version=run.version, plan=plan)
    return None


def _confirm(run, report_progress) -> dict | None:
    by = run.asked_by
    try:
        import_confirm.confirm(
            run,
            by=by,
            seen_version=run.version,
            plan_again=lambda: plan_of(run, by=by),
            report_progress=report_progress,
        )
    except StalePlan:
        problem = {"code": "stale_plan", "params": {}}
        plan = dry_run_of(run, by=by, report_progress=report_progress)
        import_setup.save_plan(run, seen_version=run.version, plan=plan, problem=problem)
    except (FileRefused, MappingRefused, RowRefused, NotAllowed, Invalid) as error:
        return as_problem(error)
    return None


def as_problem(error: Exception) -> dict:
    """Return a refusal as it is stored: its code and the parameters of its sentence."""
    if isinstance(error, MappingRefused):
        return {"code": "mapping", "params": {"faults": [list(fault) for fault in error.faults]}}
    if isinstance(error, RowRefused):
        return {"code": "database", "params": {"row": error.row or "?", "rule": error.rule}}
    if isinstance(error, NotAllowed):
        return {"code": "not_allowed", "params": {}}
    if isinstance(error, Invalid):
        return {"code": "not_ready_to_confirm", "params": {}}
    return {"code": error.code, "params": error.params}


class ProgressWriter:
    """Stores the progress of the work every second, in a database connection of its own.

    The import may run in one transaction for minutes; what it writes there is not visible yet.
    """

    def __init__(self, run: ImportRun):
        self.run = run
        self.done = self.total = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._write_every_second, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.ended.set()
        self.thread.join()

    def report_progress(self, done: int, total: int):
        """Set the progress that is stored next."""
        self.done, self.total = done, total

    def _write_every_second(self):
        while not self.ended.wait(timeout=1):
            try:
                ImportRun.objects.filter(pk=self.run.pk, version=self.run.version).update(
                    heartbeat_at=Now(), done=self.done, total=self.total
                )
            except DatabaseError as error:  # a lock that lasts, a connection lost: try again
                log.warning("import_heartbeat_missed", run=self.run.pk, error=str(error))
                connection.close()
        connection.close()
