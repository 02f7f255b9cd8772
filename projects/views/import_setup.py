"""The steps that choose how a file is read: sheet, columns, values."""

import json
from pathlib import Path

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from projects.actions.import_setup import choose_mapping, choose_table, save_mapping
from projects.choices.imports import RunState
from projects.forms.importing import ColumnsForm, MappingChoice, SheetForm, ValuesForm
from projects.importing import (
    guessing,
    mapping,
    reading,
    sniffing,
    value_questions,
    wording,
    worker,
)
from projects.importing.limits import FileRefused
from projects.importing.mapping import MappingRefused
from projects.importing.plan import references_for
from projects.models import ImportMapping
from projects.views.importing import begin_work, leaders_only, try_step, visible_run

ROWS_SHOWN = 10
EXAMPLES = Path(mapping.__file__).parent / "examples"


@require_http_methods(["GET", "HEAD", "POST"])
@leaders_only
def import_sheet(request, pk):
    """Choose sheet and header row, with the first rows to look at."""
    run = visible_run(request, pk)
    survey = run.survey
    form = SheetForm(request.POST or None, survey=survey, initial=_initial_sheet(run, survey))
    refused = ""
    if request.method == "POST" and form.is_valid():
        look = "look" in request.POST
        try:
            survey = _survey(run, form)
            if not look:
                options = form.reading
                columns = reading.read_columns(
                    worker.content_of(run), limits=worker.limits(), **options
                )["columns"]
        except FileRefused as error:
            refused = wording.refusal(error.code, error.params)
            form.add_error(None, refused)
        else:
            seen = form.cleaned_data["seen_version"]
            if not look:
                chosen = try_step(
                    request,
                    lambda: choose_table(
                        run,
                        by=request.user,
                        seen_version=seen,
                        survey=survey,
                        reading=options,
                        columns=columns,
                    ),
                )
                return redirect("import_columns" if chosen else "import_run", run.pk)
            form = SheetForm(survey=survey, initial=_initial_after_preview(form, survey))
    shown = form["sheet"].value() or ""
    sheet = next((s for s in survey["sheets"] if s["name"] == shown), survey["sheets"][0])
    context = {"run": run, "form": form, "survey": survey, "sheet": sheet} | _preview(sheet, form)
    return render(
        request, "projects/import_sheet.html", context, status=422 if form.errors else 200
    )


def _initial_sheet(run, survey):
    """What was chosen before, else what is guessed of the first sheet that can be read."""
    readable = [sheet for sheet in survey["sheets"] if "refused" not in sheet]
    first = readable[0] if readable else {"name": "", "header_row": 1}
    guessed = {"sheet": first["name"], "header_row": first["header_row"]}
    return {"seen_version": run.version, **guessed, **run.reading}


def _initial_after_preview(form, survey):
    """What the form shows after the preview of another sheet or encoding."""
    sheets = {sheet["name"]: sheet for sheet in survey["sheets"]}
    values = dict(form.cleaned_data)
    if {"sheet", "encoding", "delimiter"} & set(form.changed_data):
        sheet = sheets.get(values["sheet"], {})
        values["header_row"] = sheet.get("header_row", values["header_row"])
    return values


def _survey(run, form):
    """The survey, made again when the text is to be read with other options."""
    reading_options = {name: form.cleaned_data.get(name, "") for name in ("encoding", "delimiter")}
    if run.survey["kind"] != "csv" or not any(reading_options.values()):
        return run.survey
    return worker.survey(worker.content_of(run), **reading_options)


def _preview(sheet, form):
    """The first rows of a sheet, the header row marked."""
    if "refused" in sheet:
        refusal = sheet["refused"]
        return {"rows": [], "refused": wording.refusal(refusal["code"], refusal["params"])}
    width = max((len(cells) for _number, cells in sheet["first_rows"]), default=0)
    header = str(form["header_row"].value())
    return {
        "letters": [sniffing.letter(position) for position in range(width)],
        "rows": [
            {
                "number": number,
                "cells": [*cells, *[""] * (width - len(cells))],
                "is_header": str(number) == header,
            }
            for number, cells in sheet["first_rows"][: _last_shown(sheet, header)]
        ],
        "notices": [wording.notice(*notice) for notice in sheet["notices"]],
    }


def _last_shown(sheet, header):
    """A few rows below the header are enough to see whether it is the right one."""
    numbers = [str(number) for number, _cells in sheet["first_rows"]]
    return ROWS_SHOWN + (numbers.index(header) if header in numbers else 0)


@require_http_methods(["GET", "HEAD", "POST"])
@leaders_only
def import_columns(request, pk):
    """Choose what each column means."""
    run = visible_run(request, pk)
    if not run.columns:
        return redirect("import_sheet", run.pk)
    chooser = MappingChoice(request.GET or None, choices=_mapping_choices(request.user))
    spec, name = _starting_mapping(request, run, chooser)
    form = ColumnsForm(
        request.POST or None,
        columns=run.columns,
        spec=spec,
        references=references_for(request.user),
        initial={"seen_version": run.version, "language": run.municipality.language},
    )
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen_version"]
        chosen = try_step(
            request,
            lambda: choose_mapping(
                run,
                by=request.user,
                seen_version=seen,
                spec=form.mapping.as_json(),
                mapping_name=name,
            ),
        )
        return redirect("import_values" if chosen else "import_run", run.pk)
    context = {"run": run, "form": form, "chooser": chooser, "missing": _missing(spec, run)}
    return render(
        request, "projects/import_columns.html", context, status=422 if form.errors else 200
    )


def _mapping_choices(user):
    stored = ImportMapping.objects.visible_to(user).alphabetical()
    examples = sorted(EXAMPLES.glob("*.json"))
    return [
        *((str(one.pk), one.name) for one in stored),
        *(
            (file.stem, _("Example: %s") % json.loads(file.read_text(encoding="utf-8"))["name"])
            for file in examples
        ),
    ]


def _starting_mapping(request, run, chooser):
    """The mapping to begin with and its name: the one asked for, this import's, a proposal."""
    wanted = chooser.cleaned_data["mapping"] if chooser.is_valid() else ""
    if wanted.isdigit():
        stored = ImportMapping.objects.visible_to(request.user).get(pk=wanted)
        return stored.spec, stored.name
    if wanted:
        example = json.loads((EXAMPLES / f"{wanted}.json").read_text(encoding="utf-8"))
        return example, example["name"]
    if run.spec and not chooser.is_bound:
        return run.spec, run.mapping_name
    return guessing.propose(run.columns, language=run.municipality.language), ""


def _missing(spec, run):
    """Columns that the mapping names and the file lacks."""
    in_file = {column["name"] for column in run.columns}
    named = (name for field in spec["fields"].values() for name in field.get("columns", []))
    return [name for name in dict.fromkeys(named) if name not in in_file]


@require_http_methods(["GET", "HEAD", "POST"])
@leaders_only
def import_values(request, pk):
    """Choose what the texts mean; then the dry run begins."""
    run = visible_run(request, pk)
    if not run.spec:
        return redirect("import_columns", run.pk)
    try:
        chosen = mapping.parse(run.spec)
    except MappingRefused:  # an older version of Slik saved it
        return redirect("import_columns", run.pk)
    references = references_for(request.user)
    try:
        distinct = reading.read_distinct(
            worker.content_of(run),
            limits=worker.limits(),
            groups=value_questions.columns_by_field(chosen, run.columns),
            linked=value_questions.linked_fields(chosen),
            **run.reading,
        )
    except FileRefused as error:
        refused = {"run": run, "refused": wording.refusal(error.code, error.params)}
        return render(request, "projects/import_values.html", refused, status=422)
    form = ValuesForm(
        request.POST or None,
        chosen=chosen,
        questions=value_questions.questions(chosen, distinct, references),
        references=references,
        people=User.objects.visible_to(request.user).active().alphabetical(),
        initial={"seen_version": run.version, "keep_as": run.mapping_name},
    )
    if request.method == "POST" and form.is_valid():
        return _plan(request, run, form)
    return render(
        request,
        "projects/import_values.html",
        {"run": run, "form": form},
        status=422 if form.errors else 200,
    )


def _plan(request, run, form):
    """Save the answers, and the mapping if it has a name; begin the dry run."""
    name, spec = form.cleaned_data["keep_as"], form.spec
    seen = form.cleaned_data["seen_version"]
    if name:
        save_mapping(by=request.user, name=name, spec=spec)
    chosen = try_step(
        request,
        lambda: choose_mapping(
            run, by=request.user, seen_version=seen, spec=spec, mapping_name=name
        ),
    )
    if chosen:
        begin_work(request, chosen, RunState.PLANNING, seen=chosen.version)
    return redirect("import_run", run.pk)
