import csv
import datetime as dt
import io
import json
import re
from collections import Counter

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from accounts.access.roles import Role
from accounts.models import Unit, User
from accounts.text import partial_dates
from projects.actions.cases import edit_case
from projects.choices.imports import RowKind
from projects.importing import report
from projects.importing.targets import TARGETS, ValueKind
from projects.models import Case, ImportedRow, ImportFile, ImportMapping, ImportRun
from tests.projects.importing.forms import SMALL, run, typed


def confirm(client):
    at = f"/import/{run().pk}"
    return client.post(f"{at}/confirm/", {"seen_version": run().version}, follow=True)


def test_the_public_list_is_imported_page_by_page(upload, leader_client, ki_list):
    page = upload(ki_list.read_bytes(), ki_list.name)
    at = f"/import/{run().pk}"
    assert page.headers["Location"] == f"{at}/sheet/"
    page = leader_client.get(f"{at}/sheet/")
    page = leader_client.post(f"{at}/sheet/", typed(page), follow=True)

    page = leader_client.post(
        f"{at}/columns/", typed(page, external_source="data.norge.no"), follow=True
    )
    asked = {field.label: field.html_name for field in page.context["form"]}
    page = leader_client.post(
        f"{at}/values/",
        typed(page)
        | {"create_missing": "on", f"{asked['NA']}-empty": "on", "keep_as": "KI-lista"}
        | {asked["Project (icgi.no)"]: "https://icgi.no"}
        | {
            asked[text]: code
            for text, code in {
                "Planlagt": "active:what",
                "I utvikling": "active:system",
                "Pågående": "active:system",
                "Pilot": "active:use",
                "Implementert": "active:use",
                "I bruk": "active:use",
                "Avsluttet": "completed",
                "Empty cell": "unknown",
            }.items()
        },
        follow=True,
    )
    assert page.context["kinds"][0] == ("create", 179)
    page = confirm(leader_client)

    assert run().is_confirmed
    assert Case.objects.count() == 179
    assert Unit.objects.filter(cases__isnull=False).distinct().count() == 59
    assert Counter(Case.objects.values_list("state", flat=True)) == {
        "draft": 138, "active": 33, "completed": 8,
    }  # fmt: skip
    assert ImportMapping.objects.get().name == "KI-lista"


def test_the_shipped_mapping_can_be_begun_with(upload, leader_client, ki_list, ki_mapping):
    upload(ki_list.read_bytes())
    at = f"/import/{run().pk}"
    leader_client.post(f"{at}/sheet/", typed(leader_client.get(f"{at}/sheet/")))

    page = leader_client.get(f"{at}/columns/", {"mapping": "ki_prosjekter"})
    leader_client.post(f"{at}/columns/?mapping=ki_prosjekter", typed(page))

    expected = json.loads(ki_mapping.read_text(encoding="utf-8"))
    del expected["name"]
    expected["fields"]["standing"]["constant"] = "unknown"
    expected["fields"]["summary"]["prefixes"]["Beskrivelse av prosjekt"] = ""
    assert run().spec == expected


def test_a_kept_mapping_fits_the_same_file_next_time(small_dry_run, upload, leader_client):
    small_dry_run(keep_as="Vår liste")
    confirm(leader_client)

    upload(SMALL)
    at = f"/import/{run().pk}"
    leader_client.post(f"{at}/sheet/", typed(leader_client.get(f"{at}/sheet/")))
    kept = ImportMapping.objects.get(name="Vår liste")
    page = leader_client.get(f"{at}/columns/", {"mapping": kept.pk})
    page = leader_client.post(f"{at}/columns/?mapping={kept.pk}", typed(page), follow=True)
    page = leader_client.post(f"{at}/values/", typed(page), follow=True)

    assert run().counts == {
        "create": 0, "change": 0, "unchanged": 2, "conflict": 0, "refused": 0, "left_out": 0,
    }  # fmt: skip


def test_nothing_is_written_before_it_is_confirmed(small_dry_run):
    page = small_dry_run()

    assert page.context["can_confirm"] is True
    assert (Case.objects.count(), Unit.objects.count()) == (0, 0)


def test_a_text_nobody_answers_for_is_asked_about_again_and_the_rest_is_kept(small_dry_run):
    page = small_dry_run(**{"standing-0": "", "standing-1": "unknown"})

    assert page.status_code == 422
    assert page.context["form"].errors == {"standing-0": ["Choose what “Pilot” stands for."]}
    assert page.context["form"]["standing-1"].value() == "unknown"


def test_units_nobody_answers_for_are_asked_about_once(small_dry_run):
    page = small_dry_run(create_missing="")

    assert page.status_code == 422
    assert page.context["form"].errors == {
        "create_missing": ["Tick this, or choose a unit for each of them."]
    }


def test_every_refused_row_is_told_with_column_value_and_what_would_be_right(
    small_dry_run, leader_client
):
    page = small_dry_run(
        "Tittel;Enhet;Status;Start\n;Helse;Pilot;31.2.2022\nØrn;;;våren\nØrn;Skole;;2022\n"
    )

    told = [
        (row.row, problem["letter"], problem["value"], problem["wrong"])
        for row in page.context["rows"]
        for problem in row.problems
    ]
    assert told == [
        (2, "D", "31.2.2022", "This day is not in the calendar."),
        (2, "A", "", "Nothing stands here."),
        (3, "D", "våren", "This is no date we can read."),
        (3, "A", "Ørn", "The same case stands in row 4 too."),
        (3, "B", "", "Nothing stands here."),
        (4, "A", "Ørn", "The same case stands in row 3 too."),
    ]
    assert page.context["can_confirm"] is False
    confirm(leader_client)
    assert (Case.objects.count(), run().problem["code"]) == (0, "not_ready_to_confirm")


def test_the_report_can_be_downloaded_whole(small_dry_run, leader_client):
    small_dry_run("Nr;Tittel;Enhet;Status\n1;=2+3;Helse;Pilot\n2;;Skole;\n")

    said = b"".join(leader_client.get(f"/import/{run().pk}/report.csv").streaming_content)
    rows = list(csv.reader(io.StringIO(said.decode("utf-8-sig")), delimiter=";"))
    whole = json.loads(leader_client.get(f"/import/{run().pk}/report.json").content)

    assert {row[3] for row in rows[1:]} == {"'=2+3", ""}
    assert [row["kind"] for row in whole["rows"]] == ["create", "refused"]
    assert whole["rows"][1]["problems"][0]["letter"] == "B"


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_report_is_in_the_readers_language(small_dry_run, leader_client, leader, language):
    small_dry_run("Nr;Tittel;Enhet;Status\n1;Ørn;Helse;Pilot\n")
    User.objects.filter(pk=leader.pk).update(language=language)

    said = b"".join(leader_client.get(f"/import/{run().pk}/report.csv").streaming_content)

    with translation.override("en"):
        english = {str(text) for text in (*report.CSV_HEADINGS, RowKind.CREATE.label)}
    lines = list(csv.reader(io.StringIO(said.decode("utf-8-sig")), delimiter=";"))
    assert (len(lines[0]), english & {*lines[0], lines[1][1]}) == (9, set())


def test_dates_of_the_report_are_written_as_fields_write_them(leader):
    formatter = report.ValueFormatter(leader)
    dates = [
        name
        for name, target in TARGETS.items()
        if target.kind in {ValueKind.DATE, ValueKind.PARTIAL_DATE}
    ]
    for language, day, month in (
        ("nb", "05.12.2026", "desember 2026"),
        ("nn", "05.12.2026", "desember 2026"),
        ("en", "5 Dec 2026", "December 2026"),
    ):
        with translation.override(language):
            assert {formatter.display(name, "2026-12-05") for name in dates} == {day}
            assert {formatter.display(name, "2026-12") for name in dates} == {month}
            assert {partial_dates.parse(text) for text in (day, month)} == {"2026-12-05", "2026-12"}
    assert len(dates) > 3


def test_a_conflict_is_chosen_on_and_then_imported(small_dry_run, leader_client, leader):
    small_dry_run()
    confirm(leader_client)
    case = Case.objects.get(title="Ørn")
    edit_case(case, by=leader, seen_version=1, changes={"title": "Havørn"})
    page = small_dry_run(SMALL.replace("Ørn", "Kongeørn"))
    assert (page.context["undecided"], page.context["can_confirm"]) == (1, False)

    at = f"/import/{run().pk}"
    page = leader_client.get(f"{at}/conflicts/")
    page = leader_client.post(f"{at}/conflicts/", typed(page, **{"3-title": "take"}), follow=True)
    assert page.context["can_confirm"] is True
    confirm(leader_client)

    case.refresh_from_db()
    assert case.title == "Kongeørn"


def result_heading(page):
    return re.search(r"<h1[^>]*>([^<]*)", page.content.decode())[1].strip()


def test_the_result_says_when_no_case_was_changed(small_dry_run, leader_client):
    small_dry_run()
    first = confirm(leader_client)
    small_dry_run()

    again = confirm(leader_client)

    assert [result_heading(page) for page in (first, again)] == [
        "The cases are imported",
        "No case was changed",
    ]


def test_a_kept_conflict_beside_a_change_still_counts_as_written(
    small_dry_run, leader_client, leader
):
    small_dry_run()
    confirm(leader_client)
    case = Case.objects.get(title="Ørn")
    edit_case(case, by=leader, seen_version=1, changes={"title": "Havørn"})
    small_dry_run(SMALL.replace("Ørn;Skole", "Kongeørn;Helse"))
    at = f"/import/{run().pk}"
    page = leader_client.get(f"{at}/conflicts/")

    page = leader_client.post(f"{at}/conflicts/", typed(page, every="keep"), follow=True)

    assert page.context["writes"] == 1
    assert result_heading(confirm(leader_client)) == "The cases are imported"
    case.refresh_from_db()
    assert (case.title, case.unit.name) == ("Havørn", "Helse")


def test_one_answer_settles_all_conflicts(small_dry_run, leader_client, leader):
    small_dry_run()
    confirm(leader_client)
    for case in Case.objects.all():
        edit_case(case, by=leader, seen_version=1, changes={"title": f"{case.title} her"})
    small_dry_run(SMALL.replace("Ørn", "Kongeørn").replace("Ærfugl", "Praktærfugl"))

    at = f"/import/{run().pk}"
    page = leader_client.get(f"{at}/conflicts/")
    page = leader_client.post(f"{at}/conflicts/", typed(page, every="keep"), follow=True)
    confirm(leader_client)

    assert run().is_confirmed
    assert sorted(Case.objects.values_list("title", flat=True)) == ["Ærfugl her", "Ørn her"]


def test_a_portfolio_changed_after_the_dry_run_gives_a_new_dry_run(
    small_dry_run, leader_client, leader
):
    small_dry_run()
    confirm(leader_client)
    small_dry_run(SMALL.replace("Ørn", "Kongeørn"))
    edit_case(Case.objects.get(title="Ørn"), by=leader, seen_version=1, changes={"title": "Havørn"})

    page = confirm(leader_client)

    assert run().problem["code"] == "stale_plan"
    assert (page.context["undecided"], run().state) == (1, "planned")
    assert Case.objects.filter(title="Havørn").exists()


def test_a_step_that_is_out_of_date_is_refused_and_changes_nothing(small_dry_run, leader_client):
    small_dry_run()
    at = f"/import/{run().pk}"
    stale = typed(leader_client.get(f"{at}/columns/"))
    leader_client.post(f"{at}/columns/", stale)
    spec = run().spec

    page = leader_client.post(f"{at}/columns/", stale | {"language": "nn"}, follow=True)

    assert run().spec == spec
    assert "This page is out of date" in page.content.decode()


def test_a_confirmed_import_cannot_be_taken_up_again(small_dry_run, leader_client):
    small_dry_run()
    confirm(leader_client)
    at = f"/import/{run().pk}"

    page = leader_client.post(f"{at}/plan/", {"seen_version": run().version}, follow=True)

    assert run().is_confirmed
    assert "cannot be changed" in page.content.decode()


def test_work_that_has_died_is_told_of_and_can_be_begun_again(small_dry_run, leader_client):
    small_dry_run()
    ago = timezone.now() - dt.timedelta(minutes=2)
    ImportRun.objects.update(state="confirming", heartbeat_at=ago, asked_by=run().created_by)

    page = leader_client.get(f"/import/{run().pk}/")
    assert page.context["has_stopped"] is True
    confirm(leader_client)

    assert run().is_confirmed


def test_work_under_way_is_shown_and_cannot_be_begun_twice(small_dry_run, leader_client):
    small_dry_run()
    ImportRun.objects.update(
        state="confirming", heartbeat_at=timezone.now(), done=3, total=8,
        asked_by=run().created_by,
    )  # fmt: skip

    polled = leader_client.get(f"/import/{run().pk}/progress/")
    page = confirm(leader_client)

    assert re.search(r'max="8"\s+value="3"', polled.content.decode())
    assert run().state == "confirming"
    assert "The import is at work" in page.content.decode()


def test_a_progress_that_is_done_asks_for_the_page_anew(small_dry_run, leader_client):
    small_dry_run()

    answer = leader_client.get(f"/import/{run().pk}/progress/")

    assert answer.headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is a PDF file."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "This is the old Excel format (.xls)."),
        (b"x" * 1000, "The file is larger than 0 MB."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(upload, settings, content, said):
    settings.UPLOAD_LIMIT = 500

    page = upload(content)

    assert page.status_code == 422
    assert page.context["form"].errors["file"][0].startswith(said)
    assert ImportRun.objects.count() == 0


def test_the_letters_of_a_csv_file_can_be_read_another_way(upload, leader_client):
    upload("Tittel;Enhet\nBlåbær;Helse\n".encode("mac_roman"))
    at = f"/import/{run().pk}"
    page = leader_client.get(f"{at}/sheet/")
    assert page.context["rows"][1]["cells"] != ["Blåbær", "Helse"]

    page = leader_client.post(f"{at}/sheet/", typed(page, encoding="mac_roman", look="1"))
    leader_client.post(f"{at}/sheet/", typed(page))

    assert page.context["rows"][1]["cells"] == ["Blåbær", "Helse"]
    assert run().reading["encoding"] == "mac_roman"


@pytest.mark.parametrize("role", [Role.READER, Role.COUNCIL, Role.ADMINISTRATOR])
def test_only_the_leader_imports(client, make_person, small_dry_run, role):
    small_dry_run()
    client.force_login(make_person(role))

    answers = {
        client.get(path).status_code
        for path in (
            "/import/",
            f"/import/{run().pk}/",
            f"/import/{run().pk}/sheet/",
            f"/import/{run().pk}/report.json",
        )
    }
    answers.add(client.post("/import/", {}).status_code)
    answers.add(client.post(f"/import/{run().pk}/confirm/", {"seen_version": 1}).status_code)

    assert answers == {403}
    assert Case.objects.count() == 0


def test_an_import_of_another_municipality_does_not_exist(
    client, small_dry_run, make_municipality, make_person
):
    small_dry_run()
    other = make_municipality("9902", "Sørvik")
    client.force_login(make_person(Role.LEADER, municipality=other))

    assert client.get(f"/import/{run().pk}/").status_code == 404
    assert client.get("/import/").context["runs"].paginator.count == 0


def test_a_kept_mapping_is_downloaded_as_the_command_reads_it_and_deleted(
    small_dry_run, leader_client
):
    small_dry_run(keep_as="Vår liste")
    kept = ImportMapping.objects.get()

    said = json.loads(leader_client.get(f"/import/mappings/{kept.pk}.json").content)
    leader_client.post(f"/import/mappings/{kept.pk}/delete/")

    assert said == {"name": "Vår liste", **kept.spec}
    assert ImportMapping.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_report_costs_the_same_for_any_number_of_rows(
    small_dry_run, leader_client, query_count, count
):
    rows = "".join(f"{n};Sak {n};Helse;Pilot\n" for n in range(count))
    small_dry_run(f"Nr;Tittel;Enhet;Status\n{rows}1000;Siste;Helse;\n")
    confirm(leader_client)

    with query_count("import_run"):
        leader_client.get(f"/import/{run().pk}/")
    with query_count("imports"):
        leader_client.get("/import/")


def test_old_files_and_unconfirmed_imports_are_forgotten(small_dry_run, leader_client):
    small_dry_run()
    confirm(leader_client)
    confirmed = run()
    small_dry_run()
    call_command("purge_imports", "--days", "0")

    assert list(ImportRun.objects.all()) == [confirmed]
    assert ImportFile.objects.count() == 0
    assert ImportedRow.objects.filter(run=confirmed).count() == 2
