import csv
import io
import json
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Unit
from projects.actions.cases import edit_case
from projects.choices.states import State
from projects.models import Case, ImportRun, PhaseVisit, StateChange

NOTHING = {"create": 0, "change": 0, "unchanged": 0, "conflict": 0, "refused": 0, "left_out": 0}


@pytest.fixture
def import_ki(ki_mapping, leader, capsys):
    """Import a file by command; return the exit code and the report."""

    def run(file, *options):
        code = 0
        try:
            call_command(
                "import_cases", str(file), "--municipality", "9901", "--mapping", str(ki_mapping),
                "--json", *options,
            )  # fmt: skip
        except CommandError as error:
            code = error.returncode
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def edited(ki_list, tmp_path):
    """Write the list anew with some cells changed: (id, column) → text."""

    def write(changes, name="endret.csv"):
        rows = list(csv.reader(io.StringIO(ki_list.read_bytes().decode(), newline="")))
        header = rows[0]
        for (number, column), text in changes.items():
            row = next(row for row in rows if row and row[0] == str(number))
            row[header.index(column)] = text
        file = tmp_path / name
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(rows)
        return file

    return write


LINKS = {
    "NA": "",
    "Project (icgi.no)": "https://icgi.no",
    "www.alvorligsyktbarn.no/": "https://www.alvorligsyktbarn.no/",
}


def case_of(number):
    return Case.objects.get(external_id=str(number))


def test_the_list_becomes_179_cases_of_59_units(import_ki, ki_list):
    code, report = import_ki(ki_list, "--confirm")

    assert (code, report["counts"]) == (0, NOTHING | {"create": 179})
    assert Case.objects.count() == 179
    owners = Unit.objects.filter(cases__isnull=False).distinct().values_list("name", flat=True)
    assert len(owners) == len(report["new_units"]) == 59
    assert {"NORCE", "Norsk Hydro"} <= set(owners)
    assert Counter(Case.objects.values_list("state", "phase")) == {
        ("draft", "what"): 138,
        ("active", "what"): 2,
        ("active", "system"): 11,
        ("active", "use"): 20,
        ("completed", "refine"): 8,
    }


def test_every_cell_of_the_list_arrives(import_ki, ki_list, leader):
    import_ki(ki_list, "--confirm")

    rows = csv.DictReader(io.StringIO(ki_list.read_bytes().decode(), newline=""))
    for row in rows:
        case = case_of(row[""])
        assert case.title == " ".join(row["Prosjekttittel"].split())
        assert case.unit.name == row["Prosjekteier"].strip()
        assert (case.start_on, case.planned_end_on) == (row["Prosjektstart"], row["Prosjektslutt"])
        described = row["Beskrivelse av prosjekt"].replace("\r\n", "\n").strip()
        assert case.summary.startswith(" ".join(described.split(" ")).replace("\u00a0", " "))
        assert row["Tilknyttede organisasjoner"].strip() in case.summary
        assert (case.contact, case.language, case.visibility) == (leader, "nb", "internal")
        assert case.external_source == "data.norge.no/kunstig-intelligens"
        assert case.link == LINKS.get(row["Lenke til prosjekt"], row["Lenke til prosjekt"])


def test_a_case_starts_where_it_stands_and_its_history_says_why(import_ki, ki_list):
    import_ki(ki_list, "--confirm")

    piloted = Case.objects.filter(state=State.ACTIVE, phase="use").first()
    visit = PhaseVisit.objects.get(case=piloted)
    change = StateChange.objects.get(case=piloted)
    assert (visit.phase, visit.number, visit.left_at) == ("use", 1, None)
    assert visit.reason == change.reason == "Imported from “ki_prosjekter_offentlig_sektor.csv”"


def test_the_list_again_changes_nothing(import_ki, ki_list):
    import_ki(ki_list, "--confirm")
    before = list(Case.objects.order_by("pk").values())

    code, report = import_ki(ki_list, "--confirm")

    assert (code, report["counts"]) == (0, NOTHING | {"unchanged": 179})
    assert list(Case.objects.order_by("pk").values()) == before


def test_two_edited_cells_change_those_two_and_nothing_else(import_ki, ki_list, edited):
    import_ki(ki_list, "--confirm")
    before = {case["pk"]: case for case in Case.objects.values("pk", *CASE_FIELDS)}
    file = edited({(1, "Prosjekttittel"): "Ny tittel", (4, "Prosjektslutt"): "2022-06"})

    code, report = import_ki(file, "--confirm")

    assert (code, report["counts"]) == (0, NOTHING | {"change": 2, "unchanged": 177})
    changed = {
        (case["external_id"], name): case[name]
        for case in Case.objects.values("pk", *CASE_FIELDS)
        for name in CASE_FIELDS
        if case[name] != before[case["pk"]][name]
    }
    assert changed == {("1", "title"): "Ny tittel", ("4", "planned_end_on"): "2022-06"}
    assert [case_of(number).version for number in (1, 2, 4)] == [2, 1, 2]


CASE_FIELDS = [
    field.attname
    for field in Case._meta.concrete_fields
    if field.name not in {"version", "updated_at", "lexemes_all", "lexemes_open"}
]


def test_a_dry_run_writes_nothing(import_ki, ki_list):
    code, report = import_ki(ki_list)

    assert (code, report["confirmed"], report["counts"]["create"]) == (0, False, 179)
    assert (Case.objects.count(), Unit.objects.count(), ImportRun.objects.count()) == (0, 0, 0)


def test_an_edit_here_is_kept_when_the_file_says_the_same_as_before(import_ki, ki_list, leader):
    import_ki(ki_list, "--confirm")
    edit_case(case_of(1), by=leader, seen_version=1, changes={"title": "Vår tittel"})

    _code, report = import_ki(ki_list, "--confirm")

    assert report["counts"] == NOTHING | {"unchanged": 179}
    assert case_of(1).title == "Vår tittel"


@pytest.mark.parametrize(
    ("choice", "code", "title"), [("refuse", 1, "Vår"), ("keep", 0, "Vår"), ("take", 0, "Deres")]
)
def test_an_edit_on_both_sides_is_a_conflict_to_choose_on(
    import_ki, ki_list, edited, leader, choice, code, title
):
    import_ki(ki_list, "--confirm")
    edit_case(case_of(1), by=leader, seen_version=1, changes={"title": "Vår"})
    file = edited({(1, "Prosjekttittel"): "Deres"})

    found, report = import_ki(file, "--confirm", "--on-conflict", choice)

    assert (found, case_of(1).title) == (code, title)
    if choice == "refuse":
        conflicts = [row["conflicts"] for row in report["rows"] if row["conflicts"]]
        first = "Ytelses- og helseovervåking for vannkraftverk (PHM Hydro)"
        assert conflicts == [
            {"title": {"last_import": first, "here": "Vår", "file": "Deres", "held": False}}
        ]
    else:
        _, again = import_ki(file)
        assert again["counts"] == NOTHING | {"unchanged": 179}


def test_a_status_that_becomes_known_starts_the_draft_where_it_stands(import_ki, ki_list, edited):
    import_ki(ki_list, "--confirm")

    import_ki(edited({(1, "Status"): "Pilot", (2, "Status"): "Avsluttet"}), "--confirm")

    assert [(case_of(n).state, case_of(n).phase) for n in (1, 2)] == [
        ("active", "use"),
        ("completed", "refine"),
    ]
    assert [visit.phase for visit in case_of(1).visits.all()] == ["use"]


@pytest.mark.parametrize("status", ["Pilot", "Avsluttet"])
def test_a_file_takes_no_case_through_a_gate(import_ki, ki_list, edited, status):
    import_ki(ki_list, "--confirm")
    file = edited({(3, "Status"): status})

    code, report = import_ki(file, "--confirm", "--on-conflict", "take")
    kept, _report = import_ki(file, "--confirm", "--on-conflict", "keep")

    (conflict,) = (row["conflicts"] for row in report["rows"] if row["conflicts"])
    assert conflict["standing"]["held"] is True
    assert (code, kept) == (1, 0)
    assert (case_of(3).state, case_of(3).phase) == ("active", "what")


def test_a_file_takes_a_case_back(import_ki, ki_list, edited):
    import_ki(edited({(3, "Status"): "Pilot"}), "--confirm")

    import_ki(ki_list, "--confirm")

    assert [visit.phase for visit in case_of(3).visits.order_by("pk")] == ["use", "what"]


def test_a_completed_case_is_not_changed_behind_its_back(import_ki, ki_list, edited):
    import_ki(ki_list, "--confirm")
    completed = Case.objects.filter(state=State.COMPLETED).first()
    file = edited({(completed.external_id, "Prosjekttittel"): "Annet"})

    code, report = import_ki(file, "--confirm", "--on-conflict", "take")
    kept, _report = import_ki(file, "--confirm", "--on-conflict", "keep")

    assert (code, report["counts"]["conflict"], kept) == (1, 1, 0)
    assert case_of(completed.external_id).title == completed.title


def test_a_status_nobody_has_mapped_is_asked_about(import_ki, edited):
    code, report = import_ki(edited({(1, "Status"): "Kanskje"}), "--confirm")

    (problem,) = (problem for row in report["rows"] for problem in row["problems"])
    assert code == 1
    assert Case.objects.count() == 0
    assert {name: problem[name] for name in ("code", "column", "letter", "value")} == {
        "code": "no_mapping",
        "column": "Status",
        "letter": "N",
        "value": "Kanskje",
    }
