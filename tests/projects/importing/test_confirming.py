"""The last step: all or nothing, history, the real child process."""

import datetime as dt
import json
import os
import signal
import time
from urllib.parse import quote

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Unit
from projects.actions.import_setup import (
    choose_mapping,
    choose_table,
    receive_file,
    request_work,
    save_mapping,
)
from projects.choices.imports import RunState
from projects.errors import Conflict, Invalid, NotAllowed
from projects.importing import worker
from projects.importing.mapping import FORMAT
from projects.models import Case, ImportedRow, ImportRun, PhaseVisit, StateChange

SPEC = {
    "format": FORMAT,
    "match_on": "external_id",
    "external_source": "test",
    "fields": {
        "external_id": {"columns": ["Nr"]},
        "title": {"columns": ["Tittel"]},
        "unit": {"columns": ["Enhet"], "create_missing": True},
        "standing": {"columns": ["Status"], "values": {"": "unknown", "Drift": "active:use"}},
    },
}
THREE = "Nr;Tittel;Enhet;Status\n1;A;Helse;\n2;B;Helse;Drift\n3;C;Skole;\n"


@pytest.fixture
def make_run(leader):
    """Bring a file to the point where its dry run can begin."""

    def make(content=THREE, spec=SPEC, by=leader):
        content = content.encode()
        run = receive_file(by=by, file_name="tre.csv", content=content, survey={})
        place = {"sheet": "", "header_row": 1}
        run = choose_table(
            run, by=by, seen_version=run.version, survey={}, reading=place, columns=[]
        )
        return choose_mapping(run, by=by, seen_version=run.version, spec=spec)

    return make


def work(run, what):
    run = request_work(run, by=run.created_by, seen_version=run.version, work=what)
    worker.work(run)
    run.refresh_from_db()
    return run


def imported(run):
    return work(work(run, RunState.PLANNING), RunState.CONFIRMING)


REFUSE_C = "ALTER TABLE projects_case ADD CONSTRAINT not_c CHECK (title <> 'C')"


def test_a_rule_of_the_database_is_asked_in_the_dry_run(make_run):
    with connection.cursor() as cursor:
        cursor.execute(REFUSE_C)

    run = work(make_run(), RunState.PLANNING)

    refused = run.rows.of_kind("refused").values_list("number", "problems")
    assert [(number, [one["code"] for one in problems]) for number, problems in refused] == [
        (4, ["refused_by_rule"])
    ]
    assert run.counts["create"] == 2
    assert [model.objects.count() for model in (Case, Unit, StateChange, PhaseVisit)] == [0] * 4


def test_one_row_that_breaks_a_new_rule_of_the_database_stops_them_all(make_run):
    run = work(make_run(), RunState.PLANNING)
    with connection.cursor() as cursor:
        cursor.execute(REFUSE_C)

    run = work(run, RunState.CONFIRMING)

    assert (run.state, run.problem) == (
        "planned",
        {"code": "database", "params": {"row": 4, "rule": "not_c"}},
    )
    assert [model.objects.count() for model in (Case, Unit, StateChange, PhaseVisit)] == [0] * 4


def test_a_rule_between_tables_is_judged_before_the_commit(make_run):
    run = work(make_run(), RunState.PLANNING)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION no_b() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.title = 'B' THEN RAISE check_violation USING"
            " MESSAGE = format('case %s is not for us', NEW.key); END IF; RETURN NULL; END $$"
        )
        cursor.execute(
            "CREATE CONSTRAINT TRIGGER no_b AFTER INSERT ON projects_case DEFERRABLE"
            " INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION no_b()"
        )

    run = work(run, RunState.CONFIRMING)

    assert (run.problem["code"], run.problem["params"]["row"]) == ("database", 3)
    assert Case.objects.count() == 0


def test_every_change_points_at_the_import_that_made_it(make_run, leader):
    run = imported(make_run())

    events = Case.pgh_event_model.objects.filter(pgh_context__isnull=False)
    assert {event.pgh_context.metadata["import_run"] for event in events} == {run.pk}
    assert events.count() == 3
    assert events[0].pgh_context.metadata == {
        "user": leader.pk,
        "channel": "import",
        "import_run": run.pk,
        "checksum": run.checksum,
    }
    assert (run.confirmed_by, run.counts["create"]) == (leader, 3)


def test_a_confirmed_import_is_fixed(make_run):
    run = imported(make_run())

    with pytest.raises(Conflict):
        request_work(run, by=run.created_by, seen_version=run.version, work=RunState.PLANNING)


def test_only_a_file_that_was_planned_can_be_confirmed(make_run):
    run = make_run()

    with pytest.raises(Conflict):
        request_work(run, by=run.created_by, seen_version=run.version, work=RunState.CONFIRMING)


def test_only_the_leader_takes_a_step(make_run, make_person):
    run, other = make_run(), make_person()

    with pytest.raises(NotAllowed):
        request_work(run, by=other, seen_version=run.version, work=RunState.PLANNING)
    with pytest.raises(NotAllowed):
        save_mapping(by=other, name="x", spec=SPEC)


def test_who_loses_the_right_before_the_work_is_done_imports_nothing(make_run, leader):
    run = work(make_run(), RunState.PLANNING)
    run = request_work(run, by=leader, seen_version=run.version, work=RunState.CONFIRMING)
    leader.role_grants.update(valid_to=timezone.now())

    worker.work(ImportRun.objects.get(pk=run.pk))

    assert Case.objects.count() == 0
    assert ImportRun.objects.get().problem["code"] in {"not_allowed", "stale_plan"}


def test_a_child_that_lost_its_turn_writes_nothing(make_run, leader):
    run = work(make_run(), RunState.PLANNING)
    ours = request_work(run, by=leader, seen_version=run.version, work=RunState.CONFIRMING)
    ImportRun.objects.update(heartbeat_at=timezone.now() - dt.timedelta(minutes=5))
    request_work(ours, by=leader, seen_version=ours.version, work=RunState.CONFIRMING)

    worker.work(ours)

    assert Case.objects.count() == 0
    assert ImportRun.objects.get().state == "confirming"


def test_paused_and_stopped_cases_come_with_their_reason(make_run):
    spec = SPEC | {"fields": SPEC["fields"] | {
        "standing": {
            "columns": ["Status"],
            "values": {"Vent": "paused:who", "Stopp": "stopped:system", "Ferdig": "completed"},
        },
        "standing_reason": {"columns": ["Hvorfor"]},
        "paused_until": {"columns": ["Til"]},
        "lesson": {"columns": ["Lærdom"]},
    }}  # fmt: skip
    content = (
        "Nr;Tittel;Enhet;Status;Hvorfor;Til;Lærdom\n"
        "1;A;Helse;Vent;Mangler folk;1.2.2030;\n"
        "2;B;Helse;Stopp;Løst ellers;;Spør før\n"
        "3;C;Helse;Ferdig;;;\n"
    )

    imported(make_run(content, spec))

    said = StateChange.objects.order_by("case__title").values_list(
        "target", "reason", "review_on", "lesson"
    )
    assert list(said) == [
        ("paused", "Mangler folk", dt.date(2030, 2, 1), ""),
        ("stopped", "Løst ellers", None, "Spør før"),
        ("completed", "Imported from “tre.csv”", None, ""),
    ]


def test_a_name_of_a_mapping_is_kept_once_whatever_its_letters(leader):
    save_mapping(by=leader, name="Vår liste", spec={"a": 1})
    kept = save_mapping(by=leader, name=" vår  LISTE ", spec={"a": 2})

    assert (kept.name, kept.spec, leader.municipality.import_mappings.count()) == (
        "Vår liste",
        {"a": 2},
        1,
    )
    with pytest.raises(Invalid):
        save_mapping(by=leader, name="  ", spec={})


def test_a_workbook_with_titles_merges_and_a_hidden_sheet_imports(leader, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Innovasjonsportefølje"])
    sheet.append(["Oppdatert 1. mars"])
    for row in (["Nr", "Tittel", "Enhet", "Status"], [1, "A", "Helse", "Drift"], [2, "B"]):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("C4:C5")
    sheet.merge_cells("D4:D5")
    book.create_sheet("Gjemt").sheet_state = "hidden"
    book.save(tmp_path / "bok.xlsx")
    run_command(tmp_path / "bok.xlsx", SPEC, leader, "--confirm")

    cases = Case.objects.order_by("title").values_list("title", "unit__name", "phase")
    assert list(cases) == [("A", "Helse", "use"), ("B", "Helse", "use")]


def test_a_cp1252_file_with_semicolons_and_decimal_commas_imports(leader, tmp_path):
    text = "Nr;Tittel;Enhet;Status;Budsjett\r\n1;Ærfugl;Ås;;1,5\r\n2;Øst;Ås;;2 000,75\r\n"
    (tmp_path / "a.csv").write_bytes(text.encode("cp1252"))
    budget = {"columns": ["Budsjett"], "prefixes": {"Budsjett": "Budsjett (mill.): "}}
    spec = SPEC | {"fields": SPEC["fields"] | {"summary": budget}}

    run_command(tmp_path / "a.csv", spec, leader, "--confirm")

    cases = Case.objects.order_by("external_id").values_list("title", "unit__name", "summary")
    assert list(cases) == [
        ("Ærfugl", "Ås", "Budsjett (mill.): 1,5"),
        ("Øst", "Ås", "Budsjett (mill.): 2 000,75"),
    ]


def test_a_file_with_nine_equal_headers_imports_by_their_new_names(leader, tmp_path):
    (tmp_path / "ni.csv").write_text("Verdi;" * 8 + "Verdi\n1;A;Helse;Drift;5;6;7;8;9\n")
    columns = {"external_id": "Verdi", "title": "Verdi (2)", "unit": "Verdi (3)",
               "standing": "Verdi (4)"}  # fmt: skip
    fields = {name: said | {"columns": [columns[name]]} for name, said in SPEC["fields"].items()}

    run_command(tmp_path / "ni.csv", SPEC | {"fields": fields}, leader, "--confirm")

    assert Case.objects.get().title == "A"


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        (b"%PDF", [], 2),
        (THREE.encode(), ["--header-row", "9"], 2),
        (THREE.encode(), ["--sheet", "Ark1"], 2),
        (THREE.encode(), ["--delimiter", "x"], 2),
        (b"Nr;Tittel\n1;A\n", [], 2),
        (b"Nr;Tittel;Enhet;Status\n1;;Helse;\n", [], 1),
        (THREE.encode(), [], 0),
    ],
)
def test_the_command_tells_by_its_exit_code_how_it_went(leader, tmp_path, content, options, code):
    (tmp_path / "a.csv").write_bytes(content)

    assert run_command(tmp_path / "a.csv", SPEC, leader, *options, fails=bool(code)) == code
    assert Case.objects.count() == 0


def test_the_command_takes_a_kept_mapping_by_its_name(leader, tmp_path, capsys):
    save_mapping(by=leader, name="Vår liste", spec=SPEC)
    (tmp_path / "a.csv").write_text(THREE)

    call_command(
        "import_cases", str(tmp_path / "a.csv"), "--municipality", "9901", "--mapping", "vår liste"
    )

    said = capsys.readouterr().out.splitlines()
    assert said[0].split() == ["3", "New"]
    assert said[-1] == "Nothing was written."


def test_the_command_says_when_no_case_was_changed(leader, tmp_path, capsys):
    (tmp_path / "a.csv").write_text(THREE)

    for _time in range(2):
        run_command(tmp_path / "a.csv", SPEC, leader, "--confirm")

    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if line in {"Imported.", "No case was changed."}] == [
        "Imported.",
        "No case was changed.",
    ]


def test_the_command_asks_who_imports_where_several_may(leader, make_person, tmp_path):
    make_person("leader")
    (tmp_path / "a.csv").write_text(THREE)

    assert run_command(tmp_path / "a.csv", SPEC, None, fails=True) == 2
    assert run_command(tmp_path / "a.csv", SPEC, leader) == 0


def run_command(file, spec, leader, *options, fails=False):
    """Run the command with this mapping; return its exit code."""
    mapping = file.with_suffix(".json")
    mapping.write_text(json.dumps(spec), encoding="utf-8")
    by = ["--as", leader.email] if leader else []
    arguments = [str(file), "--municipality", "9901", "--mapping", str(mapping), *by, *options]
    if not fails:
        call_command("import_cases", *arguments)
        return 0
    with pytest.raises(CommandError) as refused:
        call_command("import_cases", *arguments)
    return refused.value.returncode


@pytest.fixture
def children_use_our_database(transactional_db, settings, monkeypatch):
    """Let the real child find the database of the test."""
    settings.IMPORT_IN_CHILD = True
    said = connection.settings_dict
    host, name = quote(str(said["HOST"]), safe=""), said["NAME"]
    monkeypatch.setenv("DATABASE_URL", f"postgres://{said['USER']}@{host}/{name}")


def wait_for(condition, seconds=1800):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_the_work_is_done_by_a_child_process(children_use_our_database, make_run, leader):
    run = make_run()
    for what, done in ((RunState.PLANNING, "planned"), (RunState.CONFIRMING, "confirmed")):
        run = request_work(run, by=leader, seen_version=run.version, work=what)
        worker.start(run)
        wait_for(lambda done=done: ImportRun.objects.get().state == done)
        run.refresh_from_db()

    assert Case.objects.count() == 3
    assert ImportedRow.objects.exclude(case=None).count() == 3


def test_a_child_that_is_killed_leaves_nothing_and_the_work_can_be_begun_again(
    children_use_our_database, make_run, leader
):
    rows = "".join(f"{n};Sak {n};Helse;\n" for n in range(3000))
    run = work(make_run(f"Nr;Tittel;Enhet;Status\n{rows}"), RunState.PLANNING)
    run = request_work(run, by=leader, seen_version=run.version, work=RunState.CONFIRMING)
    child = worker.start(run)
    wait_for(lambda: ImportRun.objects.get().done > 0)

    os.kill(child.pid, signal.SIGKILL)
    child.wait()

    assert (Case.objects.count(), ImportRun.objects.get().state) == (0, "confirming")
    ImportRun.objects.update(heartbeat_at=timezone.now() - dt.timedelta(minutes=1))
    run = request_work(run, by=leader, seen_version=run.version, work=RunState.CONFIRMING)
    worker.work(run)
    assert Case.objects.count() == 3000
