"""A file fills challenges, benefits and decisions: dry run, refusals, and the same file again."""

import json
from decimal import Decimal

import pytest

from projects.actions.import_setup import choose_mapping, choose_table, receive_file, request_work
from projects.actions.records import add, change
from projects.choices.imports import RunState
from projects.importing import report, values, worker
from projects.importing.mapping import FORMAT
from projects.models import Benefit, Case, Challenge, FormalDecision
from projects.records.kinds import RECORD_KINDS

COLUMNS = {
    "external_id": "Nr",
    "title": "Tittel",
    "unit": "Enhet",
    "challenge": "Floke",
    "challenge_description": "Om floken",
    "benefit": "Gevinst",
    "benefit_kind": "Type",
    "benefit_for_whom": "For hvem",
    "benefit_baseline": "Nullpunkt",
    "benefit_baseline_on": "Målt",
    "benefit_baseline_source": "Kilde",
    "benefit_target": "Mål",
    "benefit_target_on": "Innen",
    "decision": "Vedtak",
    "decision_body": "Utvalg",
    "decision_on": "Møtedato",
    "decision_number": "Saksnr",
    "decision_outcome": "Utfall",
}
SPEC = {
    "format": FORMAT,
    "match_on": "external_id",
    "external_source": "test",
    "fields": {name: {"columns": [column]} for name, column in COLUMNS.items()}
    | {
        "challenge_entry_point": {"constant": "known_challenge"},
        "decision_level": {"constant": "political"},
        "decision_kind": {"constant": "funding"},
    },
}
SPEC["fields"]["unit"]["create_missing"] = True
ROW = {
    "Nr": "1",
    "Tittel": "Trygg hjemme",
    "Enhet": "Helse",
    "Floke": "Flere eldre",
    "Om floken": "Vi mangler hver tredje hjelper",
    "Gevinst": "Færre anrop",
    "Type": "Økt kvalitet",
    "For hvem": "Innbyggerne, Kommunen",
    "Nullpunkt": "1 040,5",
    "Målt": "1.2.2026",
    "Kilde": "Vaktloggen",
    "Mål": "300",
    "Innen": "2027-06-01",
    "Vedtak": "Penger til forsøk",
    "Utvalg": "Formannskapet",
    "Møtedato": "5.3.2026",
    "Saksnr": "PS 61/26",
    "Utfall": "Vedtatt",
}


def as_csv(*rows):
    lines = [";".join(ROW), *(";".join((ROW | row).values()) for row in rows)]
    return "\n".join(lines) + "\n"


@pytest.fixture
def planned(leader):
    """Make the dry run of a file."""

    def make(*rows, spec=SPEC):
        content = as_csv(*rows).encode()
        run = receive_file(by=leader, file_name="fil.csv", content=content, survey={})
        place = {"sheet": "", "header_row": 1}
        run = choose_table(
            run, by=leader, seen_version=run.version, survey={}, reading=place, columns=[]
        )
        run = choose_mapping(run, by=leader, seen_version=run.version, spec=spec)
        return work(run, RunState.PLANNING)

    return make


def work(run, what):
    run = request_work(run, by=run.created_by, seen_version=run.version, work=what)
    worker.work(run)
    run.refresh_from_db()
    return run


@pytest.fixture
def imported(planned):
    """Import a file whole."""

    def make(*rows, **more):
        run = work(planned(*rows, **more), RunState.CONFIRMING)
        assert run.state == RunState.CONFIRMED, (run.problem, problems(run))
        return run

    return make


def kinds(run):
    return [row.kind for row in run.rows.in_order()]


def problems(run):
    """The field, the column and the code of everything that is wrong."""
    return [
        (problem["field"], problem["column"], problem["code"])
        for row in run.rows.in_order()
        for problem in row.problems
    ]


def numbers():
    return [model.objects.count() for model in (Case, Challenge, Benefit, FormalDecision)]


def test_row_fills_the_case_its_challenge_a_benefit_and_a_decision(imported, leader):
    imported({})

    case = Case.objects.get()
    benefit, decision = case.benefits.get(), case.formal_decisions.get()
    assert (case.challenge.title, case.challenge.description, case.challenge.entry_point) == (
        "Flere eldre",
        "Vi mangler hver tredje hjelper",
        "known_challenge",
    )
    assert (benefit.title, benefit.kind, benefit.for_whom) == (
        "Færre anrop",
        "quality",
        ["municipality", "inhabitant"],
    )
    assert (benefit.baseline, str(benefit.baseline_on), benefit.target) == (
        Decimal("1040.5"),
        "2026-02-01",
        Decimal(300),
    )
    assert (decision.body, str(decision.met_on), decision.level, decision.number) == (
        "Formannskapet",
        "2026-03-05",
        "political",
        "PS 61/26",
    )
    assert {benefit.by, decision.by, case.challenge.by} == {leader}


def test_dry_run_writes_nothing_and_shows_what_it_would_write(planned, leader):
    run = planned({})

    assert numbers() == [0, 0, 0, 0]
    row = report.row_in_words(run.rows.get(), report.ValueFormatter(leader))
    shown = {field: will for field, _was, will in row.changes}
    assert shown["Benefit"] == "Færre anrop"
    assert shown["Benefit: kind"] == "Better quality"
    assert shown["Benefit: baseline"] == "1040.5"
    assert shown["Formal decision: outcome"] == "Adopted"


def test_same_file_again_changes_nothing(imported):
    imported({}, {"Nr": "2", "Tittel": "Trygg ute"})
    before = numbers()

    again = imported({}, {"Nr": "2", "Tittel": "Trygg ute"})

    assert kinds(again) == ["unchanged", "unchanged"]
    assert numbers() == before == [2, 1, 2, 2]


def test_changed_cell_changes_that_field_alone_and_keeps_the_version_before(imported):
    imported({})

    again = imported({"Mål": "200"})

    assert kinds(again) == ["change"]
    assert again.rows.get().changes == {"benefit_target": ["300", "200"]}
    benefit = Benefit.objects.get()
    assert (benefit.target, benefit.version) == (Decimal(200), 2)


def test_other_name_is_another_record_and_the_old_one_stays(imported):
    imported({})

    again = imported({"Gevinst": "Roligere netter", "Vedtak": "Mer penger"})

    assert kinds(again) == ["change"]
    assert set(Benefit.objects.values_list("title", flat=True)) == {
        "Færre anrop",
        "Roligere netter",
    }
    assert FormalDecision.objects.count() == 2


def test_empty_name_takes_nothing_away(imported):
    imported({})
    empty = dict.fromkeys(list(ROW)[3:], "")

    again = imported(empty)

    assert kinds(again) == ["unchanged"]
    assert numbers() == [1, 1, 1, 1]


def test_what_both_changed_is_a_conflict(imported, planned, leader):
    imported({})
    benefit = Benefit.objects.get()
    change(benefit, by=leader, seen_version=1, changes={"target": Decimal(100)})

    run = planned({"Mål": "200"})

    assert kinds(run) == ["conflict"]
    assert run.rows.get().conflicts == {"benefit_target": ["300", "100", "200"]}


def test_what_people_changed_here_stays(imported, leader):
    imported({})
    benefit = Benefit.objects.get()
    change(benefit, by=leader, seen_version=1, changes={"target": Decimal(100)})

    again = imported({})

    assert kinds(again) == ["unchanged"]
    benefit.refresh_from_db()
    assert benefit.target == 100


def test_benefit_that_people_wrote_is_found_by_its_name(imported, leader):
    imported(dict.fromkeys(list(ROW)[3:], ""))
    case = Case.objects.get()
    fields = {"title": "færre anrop", "kind": "quality", "for_whom": ["municipality"]}
    add(RECORD_KINDS["benefit"], case, by=leader, **fields)

    imported({"For hvem": "Kommunen"})

    benefit = Benefit.objects.get()
    assert (benefit.title, benefit.target, benefit.version) == ("færre anrop", 300, 2)


def test_cases_take_up_one_challenge_that_one_row_describes(imported):
    imported({"Om floken": ""}, {"Nr": "2"}, {"Nr": "3", "Om floken": "", "Floke": "flere  eldre"})

    challenge = Challenge.objects.get()
    assert challenge.description == "Vi mangler hver tredje hjelper"
    assert challenge.cases.count() == 3


def test_later_file_takes_up_a_challenge_that_stands_here(imported, planned):
    imported({})

    imported({"Nr": "2", "Om floken": ""})
    refused = planned({"Nr": "3", "Om floken": "Noe annet"})

    assert (Challenge.objects.count(), Challenge.objects.get().cases.count()) == (1, 2)
    assert problems(refused) == [("challenge_description", "Om floken", "challenge_stands")]


WRONG = [
    ({"Gevinst": ""}, [("benefit", "Gevinst", "needs_name")]),
    ({"Type": ""}, [("benefit_kind", "Type", "needs_part")]),
    ({"Type": "Glede"}, [("benefit_kind", "Type", "no_mapping")]),
    ({"Nullpunkt": "mange"}, [("benefit_baseline", "Nullpunkt", "not_a_number")]),
    ({"Nullpunkt": "1.234"}, [("benefit_baseline", "Nullpunkt", "ambiguous_number")]),
    ({"Nullpunkt": "1,234"}, [("benefit_baseline", "Nullpunkt", "ambiguous_number")]),
    ({"Målt": "0026-12-05"}, [("benefit_baseline_on", "Målt", "distant_date")]),
    ({"Gevinst": "\u3164\u115f"}, [("benefit", "Gevinst", "needs_name")]),
    ({"Kilde": ""}, [("benefit_baseline_source", "Kilde", "needs_rest")]),
    ({"Innen": ""}, [("benefit_target_on", "Innen", "needs_rest")]),
    ({"Mål": "1040,500"}, [("benefit_target", "Mål", "target_is_baseline")]),
    ({"Innen": "2026-02-01"}, [("benefit_target_on", "Innen", "target_before_baseline")]),
    ({"Møtedato": "mars 2026"}, [("decision_on", "Møtedato", "not_a_day")]),
    ({"Saksnr": "61"}, [("decision_number", "Saksnr", "not_a_political_number")]),
    ({"Utvalg": ""}, [("decision_body", "Utvalg", "needs_part")]),
    ({"Vedtak": ""}, [("decision", "Vedtak", "needs_name")]),
]


@pytest.mark.parametrize(("cells", "expected"), WRONG, ids=lambda value: json.dumps(value)[:40])
def test_wrong_cell_is_named_and_nothing_is_written(planned, leader, cells, expected):
    run = planned(cells)

    assert problems(run) == expected
    told = report.row_in_words(run.rows.get(), report.ValueFormatter(leader)).problems
    assert all(problem["wrong"] and problem["right"] for problem in told)
    assert numbers() == [0, 0, 0, 0]


def test_rows_that_tell_of_one_challenge_in_two_ways_are_refused(planned):
    run = planned({}, {"Nr": "2", "Om floken": "Noe annet"})

    assert problems(run) == [("challenge_description", "Om floken", "challenge_differs")]


def test_number_too_large_for_the_database_is_refused_before(planned):
    assert problems(planned({"Nullpunkt": "9" * 14}))[0][2] == "not_a_number"
    assert problems(planned({"Nullpunkt": "1,2345"}))[0][2] == "not_a_number"


@pytest.mark.parametrize("text", ["kr 1 234,5", "1234,5 kr", "NOK 1234.5", "1 234,5 kr."])
def test_kroner_may_be_named_beside_a_number(text):
    assert values.read_number(text, None, None) == "1234.5"
    assert values.read_number("-kr 5", None, None) == "-5"
    assert values.read_number("kr -5", None, None) == "-5"


@pytest.mark.parametrize("text", ["35 %", "1,5M", "44 dager", "€ 5", "S-12", "kr"])
def test_other_text_beside_a_number_is_refused_for_it_may_change_what_it_means(planned, text):
    assert problems(planned({"Nullpunkt": text}))[0][2] == "not_a_number"


def test_record_that_changed_after_the_dry_run_asks_for_a_new_one(planned, imported, leader):
    imported({})
    run = planned({"Mål": "200"})
    benefit = Benefit.objects.get()
    change(benefit, by=leader, seen_version=1, changes={"target": Decimal(100)})

    run = work(run, RunState.CONFIRMING)

    assert (run.state, run.problem["code"]) == ("planned", "stale_plan")
