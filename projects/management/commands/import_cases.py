"""manage.py import_cases: the import without a browser. docs/import.md has the exit codes."""

import hashlib
import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from accounts.access.roles import Permission
from accounts.models import Municipality, User
from projects.access import policies
from projects.actions.import_setup import (
    choose_mapping,
    choose_on_conflicts,
    choose_table,
    receive_file,
    request_work,
)
from projects.choices.imports import Channel, OnConflict, RowKind, RunState
from projects.importing import mapping, reading, report, wording, worker
from projects.importing.limits import FileRefused
from projects.importing.mapping import MappingRefused
from projects.models import ImportMapping

ROWS_REFUSED, CANNOT_READ, NOT_WRITTEN = 1, 2, 3


class Command(BaseCommand):
    help = (
        "Reads cases from a CSV or XLSX file. Without --confirm it only says what would happen. "
        "Exit codes: 0 as wished, 1 rows refused or conflicts open, 2 file, mapping or options "
        "wrong, 3 refused when writing. Only 0 together with --confirm has changed anything."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--municipality", required=True, help="four digits")
        parser.add_argument("--mapping", required=True, help="name of a mapping, or a JSON file")
        parser.add_argument("--sheet", default="", help="default: the first visible one")
        parser.add_argument("--header-row", type=int, default=0, help="default: guessed")
        parser.add_argument("--encoding", default="", help="of a CSV file; default: guessed")
        parser.add_argument("--delimiter", default="", help="of a CSV file; default: guessed")
        parser.add_argument("--as", dest="email", default="", help="e-mail of whoever imports")
        parser.add_argument(
            "--on-conflict", choices=OnConflict.values, default=OnConflict.REFUSE.value
        )
        parser.add_argument("--json", action="store_true", dest="as_json")
        act = parser.add_mutually_exclusive_group()
        act.add_argument("--dry-run", action="store_true", help="only say what would happen")
        act.add_argument("--confirm", action="store_true", help="write, all or nothing")

    def handle(self, *args, **options):
        by = importer(options["municipality"], options["email"])
        with translation.override(by.language or by.municipality.language):
            self._handle(by, **options)

    def _handle(self, by, *, file, on_conflict, as_json, **options):
        content = content_of(file)
        place = {name: options[name] for name in ("sheet", "header_row", "encoding")}
        place["delimiter"] = options["delimiter"].replace("\\t", "\t")
        try:
            chosen = mapping.parse(spec_of(options["mapping"], by))
            reading.check_name(file.name)
            table = reading.read_table(content, limits=worker.limits(), **place)
            plan = worker.dry_run(table, chosen, by=by).resolve_conflicts({}, on_conflict)
        except (FileRefused, MappingRefused) as error:
            raise command_error(
                wording.stored_refusal(worker.as_problem(error)), CANNOT_READ
            ) from error
        run = None
        if options["confirm"] and plan.is_ready:
            columns = [column.__dict__ for column in table.columns]
            place |= {"sheet": table.sheet, "header_row": table.header_row}
            run = receive_file(
                by=by, file_name=file.name, content=content, survey={}, channel=Channel.COMMAND
            )
            run = choose_table(
                run, **step_arguments(run), survey={}, reading=place, columns=columns
            )
            run = choose_mapping(run, **step_arguments(run), spec=chosen.as_json())
            run = run_import(run, on_conflict)
            keys = dict(run.rows.exclude(case=None).values_list("number", "case__key"))
            for line in plan.lines:
                line.case_key = keys.get(line.row, "")
        self._report(by, file, content, table, plan, run, as_json=as_json)
        if not plan.is_ready:
            raise command_error(wording.refusal("not_ready_to_confirm", {}), ROWS_REFUSED)

    def _report(self, by, file, content, table, plan, run, *, as_json):
        if as_json:
            result = {
                "file": file.name,
                "checksum": hashlib.sha256(content).hexdigest(),
                "sheet": table.sheet,
                "header_row": table.header_row,
                "read_as": table.read_as,
                "import": run.pk if run else None,
                "confirmed": bool(run),
                "counts": plan.counts,
                "new_units": plan.new_units,
                "notices": [
                    {"code": code, "params": params, "text": wording.notice(code, params)}
                    for code, params in plan.notices
                ],
                "rows": [report.row_as_json(line) for line in plan.lines],
            }
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
            return
        for line in report.as_text(
            plan.lines, plan.counts, plan.notices, plan.new_units, report.ValueFormatter(by)
        ):
            self.stdout.write(line)
        if plan.is_ready:
            writes = plan.counts[RowKind.CREATE] + plan.counts[RowKind.CHANGE]
            done = "Imported." if writes else "No case was changed."
            self.stdout.write(done if run else "Nothing was written.")


def step_arguments(run) -> dict:
    """Return the author and the version for the next step of an import."""
    return {"by": run.created_by, "seen_version": run.version}


def run_import(run, on_conflict):
    """Make the dry run and confirm it, as the pages do. Returns the confirmed import."""
    for work in (RunState.PLANNING, RunState.CONFIRMING):
        if work == RunState.CONFIRMING:
            rows = run.rows.of_kind(RowKind.CONFLICT).values_list("number", "conflicts")
            choices = {number: dict.fromkeys(names, on_conflict) for number, names in rows}
            run = choose_on_conflicts(run, **step_arguments(run), choices=choices)
        run = request_work(run, **step_arguments(run), work=work)
        worker.work(run)
        run.refresh_from_db()
        if run.problem:
            raise command_error(wording.stored_refusal(run.problem), NOT_WRITTEN)
    return run


def command_error(text, code):
    return CommandError(text, returncode=code)


def importer(number: str, email: str) -> User:
    """Return the person who imports: the one named, else the only one who may import."""
    municipality = Municipality.objects.filter(number=number).first()
    if municipality is None:
        raise command_error(f"No municipality {number} here.", CANNOT_READ)
    people = municipality.people.active()
    if email:
        people = people.filter(email__iexact=email)
    allowed = [person for person in people if policies.can(person, Permission.IMPORT)]
    if len(allowed) == 1:
        return allowed[0]
    if email:
        raise command_error(f"{email} may not import cases in {municipality.name}.", CANNOT_READ)
    if allowed:
        raise command_error("Several people may import here: choose one by --as.", CANNOT_READ)
    raise command_error(f"Nobody may import cases in {municipality.name}.", CANNOT_READ)


def content_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise command_error(f"{file}: {error.strerror}", CANNOT_READ) from error


def spec_of(name: str, by) -> dict:
    """Load the mapping of this name, or from this file."""
    path = Path(name)
    if path.suffix.lower() == ".json":
        try:
            return mapping.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise command_error(f"{path}: {error}", CANNOT_READ) from error
    stored = ImportMapping.objects.visible_to(by).named(name).first()
    if stored is None:
        names = ", ".join(
            ImportMapping.objects.visible_to(by).alphabetical().values_list("name", flat=True)
        )
        raise command_error(f"There is no mapping “{name}”. There are: {names or '–'}", CANNOT_READ)
    return stored.spec
