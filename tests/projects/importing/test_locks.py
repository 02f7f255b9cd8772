"""While an import is written, nobody else waits for it."""

import threading

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from accounts.actions.people import edit_self
from accounts.actions.units import add_unit
from accounts.models import Unit, User
from projects.actions.cases import edit_case, open_case
from projects.actions.challenges import describe_another
from projects.actions.import_setup import (
    choose_mapping,
    choose_table,
    receive_file,
    request_work,
    save_plan,
)
from projects.choices.imports import Plan, PlannedRow, RowKind, RunState
from projects.errors import Invalid
from projects.importing import worker
from projects.importing.mapping import FORMAT
from projects.models import Case, Challenge, ImportRun

PATIENCE = "1s"
SPEC = {
    "format": FORMAT,
    "match_on": "external_id",
    "external_source": "test",
    "fields": {
        "external_id": {"columns": ["Nr"]},
        "title": {"columns": ["Tittel"]},
        "unit": {"columns": ["Enhet"], "create_missing": True},
        "contact": {"constant": "importer"},
        "challenge": {"columns": ["Floke"]},
        "challenge_entry_point": {"constant": "known_challenge"},
    },
}


@pytest.fixture
def plan_import(transactional_db, leader):
    """Bring a file to the end of its dry run."""

    def plan(content):
        content = f"Nr;Tittel;Enhet;Floke\n{content}".encode()
        run = receive_file(by=leader, file_name="a.csv", content=content, survey={})
        place = {"sheet": "", "header_row": 1}
        run = choose_table(
            run, by=leader, seen_version=run.version, survey={}, reading=place, columns=[]
        )
        run = choose_mapping(run, by=leader, seen_version=run.version, spec=SPEC)
        return work(run, RunState.PLANNING)

    return plan


def work(run, what):
    run = request_work(run, by=run.created_by, seen_version=run.version, work=what)
    worker.work(run)
    run.refresh_from_db()
    return run


def in_thread(act):
    """Start the act in a thread of its own, with a database connection of its own."""

    def run():
        try:
            act()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def impatiently(act):
    """Do what others do, with a second's patience for each lock."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        return act()


def test_others_do_their_work_while_an_import_is_written(plan_import, leader, make_case):
    old = work(plan_import("1;Gammel;Helse;Eldre\n"), RunState.CONFIRMING)
    assert old.state == "confirmed"
    known = Case.objects.get(external_id="1")
    run = plan_import("1;Gammel;Helse;Eldre\n2;Ny;Skole;Eldre\n3;Nyere;Teknisk;Skolevei\n")
    assert run.counts["create"] == 2
    run = request_work(run, by=leader, seen_version=run.version, work=RunState.CONFIRMING)
    written, go_on = threading.Event(), threading.Event()

    def pause(_done, _total):
        written.set()
        assert go_on.wait(timeout=120)

    thread = in_thread(lambda: worker.work(ImportRun.objects.get(pk=run.pk), pause))
    assert written.wait(timeout=120)
    try:
        others_work(leader, known)
    finally:
        go_on.set()
        thread.join()

    assert ImportRun.objects.get(pk=run.pk).state == "confirmed"
    assert Case.objects.filter(external_id__in=["2", "3"]).count() == 2
    assert Case.objects.get(pk=known.pk).title == "Endret imens"


def others_work(leader, known):
    """Open a case, edit one that the file names unchanged, change units, people and challenges;
    each commit counts a revision too.
    """
    fields = {"title": "Åpnet imens", "unit": known.unit, "language": "nb"}
    impatiently(lambda: open_case(by=leader, fields=fields))
    impatiently(
        lambda: edit_case(
            known, by=leader, seen_version=known.version, changes={"title": "Endret imens"}
        )
    )
    impatiently(lambda: add_unit(by=leader, name="Imens"))
    impatiently(lambda: edit_self(by=User.objects.get(pk=leader.pk), changes={"name": "Nytt navn"}))
    impatiently(lambda: Challenge.objects.select_for_update(no_key=True).get(title="Eldre"))
    other = {"title": "En til", "description": "Noe", "entry_point": "known_challenge"}
    impatiently(lambda: describe_another(known, by=leader, seen=known.challenge, fields=other))


def test_what_somebody_changes_while_the_import_is_written_is_not_overwritten(plan_import, leader):
    work(plan_import("1;Gammel;Helse;Eldre\n"), RunState.CONFIRMING)
    known = Case.objects.get(external_id="1")
    run = plan_import("1;Fra filen;Helse;Eldre\n2;Ny;Skole;Eldre\n")
    run = request_work(run, by=leader, seen_version=run.version, work=RunState.CONFIRMING)
    written, go_on = threading.Event(), threading.Event()

    def pause(_done, _total):
        written.set()
        assert go_on.wait(timeout=120)

    thread = in_thread(lambda: worker.work(ImportRun.objects.get(pk=run.pk), pause))
    assert written.wait(timeout=120)
    edit_case(known, by=leader, seen_version=known.version, changes={"title": "Endret imens"})
    go_on.set()
    thread.join()

    run = ImportRun.objects.get(pk=run.pk)
    assert (run.state, run.problem["code"]) == ("planned", "stale_plan")
    assert run.counts["conflict"] == 1
    assert [case.title for case in Case.objects.all()] == ["Endret imens"]


def test_a_unit_whose_name_only_resembles_one_is_added_meanwhile(plan_import, leader):
    run = plan_import("1;Ny;ıb;Eldre\n")
    run = request_work(run, by=leader, seen_version=run.version, work=RunState.CONFIRMING)
    written, go_on = threading.Event(), threading.Event()

    def pause(_done, _total):
        written.set()
        assert go_on.wait(timeout=120)

    thread = in_thread(lambda: worker.work(ImportRun.objects.get(pk=run.pk), pause))
    assert written.wait(timeout=120)
    impatiently(lambda: add_unit(by=leader, name="Ib"))
    go_on.set()
    thread.join()

    assert ImportRun.objects.get(pk=run.pk).state == "confirmed"
    assert {"ıb", "Ib"} <= {unit.name for unit in Unit.objects.all()}


def test_whoever_adds_a_unit_that_an_import_is_making_is_told_so(plan_import, leader):
    run = plan_import("1;Ny;Skole;Eldre\n")
    run = request_work(run, by=leader, seen_version=run.version, work=RunState.CONFIRMING)
    written, go_on = threading.Event(), threading.Event()

    def pause(_done, _total):
        written.set()
        threading.Timer(0.5, go_on.set).start()
        assert go_on.wait(timeout=120)

    thread = in_thread(lambda: worker.work(ImportRun.objects.get(pk=run.pk), pause))
    assert written.wait(timeout=120)
    with pytest.raises(Invalid) as refused:
        add_unit(by=leader, name="SKOLE")
    thread.join()

    assert (refused.value.field, Case.objects.count()) == ("name", 1)


def test_the_heart_beats_while_the_rows_of_a_dry_run_are_stored(plan_import):
    run = plan_import("1;Ny;Skole;Eldre\n")
    lines = [PlannedRow(row=n, kind=RowKind.REFUSED) for n in range(2, 5)]
    stored, go_on = threading.Event(), threading.Event()

    class Slow(list):
        """Rows between which the test stops."""

        def __getitem__(self, some):
            stored.set()
            assert go_on.wait(timeout=60)
            return super().__getitem__(some)

    thread = in_thread(lambda: save_plan(run, seen_version=run.version, plan=Plan("", Slow(lines))))
    assert stored.wait(timeout=60)
    beat = impatiently(
        lambda: ImportRun.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now())
    )
    go_on.set()
    thread.join()

    assert beat == 1
    assert ImportRun.objects.get(pk=run.pk).rows.count() == 3


def test_the_heart_goes_on_beating_after_a_lock_that_lasted(plan_import):
    run = plan_import("1;Ny;Skole;Eldre\n")
    run = request_work(run, by=run.created_by, seen_version=run.version, work=RunState.PLANNING)
    first = run.heartbeat_at
    with transaction.atomic():
        ImportRun.objects.select_for_update().get(pk=run.pk)
        writer = worker.ProgressWriter(run)
        writer.__enter__()
        writer.ended.wait(timeout=7)
    writer.ended.wait(timeout=3)
    writer.__exit__()

    assert ImportRun.objects.get(pk=run.pk).heartbeat_at > first


def test_a_dry_run_counts_no_revision_and_locks_none(plan_import, leader):
    before = list(leader.municipality.revisions.values_list("audience", "number"))

    plan_import("1;Ny;Skole;Eldre\n")

    assert list(leader.municipality.revisions.values_list("audience", "number")) == before
