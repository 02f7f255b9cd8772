"""The import from upload to result: each page shows its state and the next step."""

import csv
import itertools
import json
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts.access.roles import Permission
from accounts.text.formulas import guard
from projects.access import policies
from projects.actions.import_setup import (
    HEARTBEAT_TIMEOUT,
    choose_on_conflicts,
    delete_mapping,
    purge,
    receive_file,
    request_work,
)
from projects.choices.imports import OnConflict, RowKind, RunState
from projects.forms.importing import ConflictsForm, UploadForm
from projects.importing import reading, report, wording, worker
from projects.importing.limits import FileRefused
from projects.models import ImportMapping, ImportRun
from projects.views.guards import posted_from, whole_number
from projects.views.outcomes import attempt, attempt_once

ROWS_A_PAGE, CONFLICTS_A_PAGE = 50, 25


def leaders_only(view):
    """Answer 403 to people who may not import."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not policies.can(request.user, Permission.IMPORT):
            raise PermissionDenied(_("Only the innovation leader imports cases."))
        return view(request, *args, **kwargs)

    return guarded


def visible_run(request, pk) -> ImportRun:
    """Fetch an import this person may see; else 404. One query."""
    return get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)


def try_step(request, action):
    """Take a step; return the import, or None when it was refused, with a message."""
    outcome = attempt(action)
    if outcome.is_done:
        return outcome.result
    messages.warning(request, outcome.message)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@leaders_only
def imports(request):
    """Upload a file; list earlier imports and saved mappings."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            survey = worker.survey(content)
            reading.check_name(file.name)
        except FileRefused as error:
            form.add_error("file", wording.refusal(error.code, error.params))
        else:
            purge(before=timezone.now() - timedelta(days=settings.IMPORT_DAYS))
            outcome = attempt_once(
                request,
                form,
                lambda **_: receive_file(
                    by=request.user, file_name=file.name, content=content, survey=survey
                ),
            )
            if outcome.is_done:
                return redirect("import_sheet", outcome.result_id)
    runs = ImportRun.objects.visible_to(request.user).newest_first().for_listing()
    context = {
        "form": form,
        "days": settings.IMPORT_DAYS,
        "runs": Paginator(runs, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "mappings": ImportMapping.objects.visible_to(request.user).alphabetical(),
    }
    return render(request, "projects/imports.html", context, status=422 if form.errors else 200)


@require_GET
@leaders_only
def import_run(request, pk):
    """Show the progress of the import, its dry run, or its result."""
    run = visible_run(request, pk)
    if run.is_running:
        return render(request, "projects/import_working.html", progress_of(run))
    if run.state == RunState.CHOOSING and not run.problem:
        done = "import_values" if run.spec else "import_columns" if run.columns else "import_sheet"
        return redirect(done, run.pk)
    return render(request, "projects/import_report.html", report_of(request, run))


def report_of(request, run):
    """What the page of a dry run or a finished import shows."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in RowKind.values else ""
    rows = run.rows.of_kind(kind).in_order().select_related("case")
    values = report.ValueFormatter(request.user)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    undecided, chosen = count_conflicts(run)
    counts = run.counts
    return {
        "run": run,
        "problem": wording.stored_refusal(run.problem) if run.problem else "",
        "notices": [wording.notice(*notice) for notice in run.notices],
        "kinds": [(kind, counts.get(kind, 0)) for kind in RowKind],
        "kind": kind,
        "page": page,
        "rows": [report.row_in_words(row, values) for row in page],
        "undecided": undecided,
        "can_confirm": run.state == RunState.PLANNED and not (counts[RowKind.REFUSED] or undecided),
        "writes": counts.get("create", 0) + counts.get("change", 0) + chosen,
    }


def count_conflicts(run) -> tuple[int, int]:
    """How many rows still wait for a choice, and how many change a case as chosen. One query."""
    found = list(conflict_rows(run).values_list("conflicts", "choices", "changes"))
    open_ones = [conflicts.keys() <= chosen.keys() for conflicts, chosen, _changes in found].count(
        False
    )
    written = [bool(changes) or OnConflict.TAKE in chosen.values() for _, chosen, changes in found]
    return open_ones, written.count(True)


def conflict_rows(run):
    """The rows with a conflict, in the order of the file."""
    return run.rows.of_kind(RowKind.CONFLICT).in_order()


@require_GET
@leaders_only
def import_progress(request, pk):
    """Show the progress; polled. When the work is done, the page is loaded again."""
    run = visible_run(request, pk)
    context = progress_of(run)
    if not run.is_running or context["has_stopped"]:
        return HttpResponseClientRefresh()
    return render(request, "projects/_import_progress.html", context)


def progress_of(run):
    """What is shown while the worker runs, and whether it has stopped."""
    is_late = bool(run.heartbeat_at) and timezone.now() - run.heartbeat_at > HEARTBEAT_TIMEOUT
    return {"run": run, "has_stopped": run.is_running and is_late}


@posted_from("import_run", "pk")
@require_POST
@leaders_only
def import_plan(request, pk):
    """Make the dry run; also after the worker has stopped."""
    return _begin(request, pk, RunState.PLANNING)


@posted_from("import_run", "pk")
@require_POST
@leaders_only
def import_confirm(request, pk):
    """Import what the dry run shows."""
    return _begin(request, pk, RunState.CONFIRMING)


def _begin(request, pk, work):
    run = visible_run(request, pk)
    begin_work(request, run, work, seen=whole_number(request.POST.get("seen_version")) or 0)
    return redirect("import_run", run.pk)


def begin_work(request, run, work, *, seen):
    """Begin and start a piece of work."""
    requested = try_step(
        request, lambda: request_work(run, by=request.user, seen_version=seen, work=work)
    )
    if requested:
        worker.start(requested)


@require_http_methods(["GET", "HEAD", "POST"])
@leaders_only
def import_conflicts(request, pk):
    """Choose what wins, a page of rows at a time or for all rows at once."""
    run = visible_run(request, pk)
    page = Paginator(conflict_rows(run), CONFLICTS_A_PAGE).get_page(request.GET.get("page"))
    form = ConflictsForm(
        request.POST or None,
        rows=list(page),
        values=report.ValueFormatter(request.user),
        initial={"seen_version": run.version},
    )
    if request.method == "POST" and form.is_valid():
        choices = form.choices
        if every := request.POST.get("every"):
            choices = choices_for_all(run, every)
        seen = form.cleaned_data["seen_version"]
        chosen = try_step(
            request,
            lambda: choose_on_conflicts(run, by=request.user, seen_version=seen, choices=choices),
        )
        if chosen and page.has_next() and not every:
            return redirect(f"{request.path}?page={page.next_page_number()}")
        return redirect("import_run", run.pk)
    context = {"run": run, "form": form, "page": page, "undecided": count_conflicts(run)[0]}
    return render(
        request, "projects/import_conflicts.html", context, status=422 if form.errors else 200
    )


def choices_for_all(run, choice):
    """The same choice in every conflict, where it is possible; else to keep."""
    choice = choice if choice in OnConflict.values else OnConflict.KEEP
    return {
        row.number: {
            name: OnConflict.KEEP if name in row.held else choice for name in row.conflicts
        }
        for row in conflict_rows(run)
    }


@require_GET
@leaders_only
def import_json(request, pk):
    """The whole report, for a program."""
    run = visible_run(request, pk)
    document = {
        "file": run.file_name,
        "checksum": run.checksum,
        "state": run.state,
        "counts": run.counts,
        "new_units": run.new_units,
        "notices": [wording.notice(*notice) for notice in run.notices],
        "rows": [report.row_as_json(row) for row in _every_row(run)],
    }
    return JsonResponse(
        document,
        headers=_attachment_headers(run, "json"),
        json_dumps_params={"ensure_ascii": False},
    )


@require_GET
@leaders_only
def import_csv(request, pk):
    """The whole report, for a spreadsheet."""
    run = visible_run(request, pk)
    values = report.ValueFormatter(request.user)
    body = (line for row in _every_row(run) for line in report.rows_as_csv(row, values))
    headings = [str(heading) for heading in report.CSV_HEADINGS]
    whole = itertools.chain([headings], body)
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    rows = (writer.writerow(map(_guarded, line)) for line in whole)
    lines = itertools.chain(["\ufeff"], rows)
    return StreamingHttpResponse(
        lines, content_type="text/csv; charset=utf-8", headers=_attachment_headers(run, "csv")
    )


def _every_row(run):
    return run.rows.in_order().select_related("case").iterator(chunk_size=500)


def _attachment_headers(run, extension):
    return {"Content-Disposition": f'attachment; filename="import-{run.pk}.{extension}"'}


class _Echo:
    """A file whose write() returns what is written."""

    def write(self, text):
        return text


def _guarded(cell):
    return guard(cell) if isinstance(cell, str) else cell


@require_GET
@leaders_only
def import_mapping(request, pk):
    """A saved mapping as the JSON file that the command reads."""
    stored = get_object_or_404(ImportMapping.objects.visible_to(request.user), pk=pk)
    document = json.dumps({"name": stored.name, **stored.spec}, ensure_ascii=False, indent=2)
    name = f"mapping-{stored.pk}.json"
    return HttpResponse(
        document,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@posted_from("imports")
@require_POST
@leaders_only
def import_mapping_drop(request, pk):
    """Delete a saved mapping."""
    stored = get_object_or_404(ImportMapping.objects.visible_to(request.user), pk=pk)
    delete_mapping(stored, by=request.user)
    messages.success(request, _("The mapping “%s” is deleted.") % stored.name)
    return redirect("imports")
