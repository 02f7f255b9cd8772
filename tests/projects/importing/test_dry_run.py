"""What the dry run says is what confirming does."""

import csv
import io
import json

import pytest
from django.db import transaction

from accounts.actions.units import add_unit
from accounts.models import Unit
from projects.actions.import_setup import choose_mapping, choose_table, receive_file, request_work
from projects.choices.imports import RowKind, RunState, normalise_text
from projects.importing import worker
from projects.importing.mapping import FORMAT, MappingRefused, parse
from projects.importing.plan import MOST_NEW_UNITS, current_case_values
from projects.models import Benefit, Case
from tests.profiles import amount

TEXTS = [
    "",
    "A",
    "Ærfugl",
    "x" * 200,
    "x" * 201,
    "=1",
    "＝1",
    "\u200b",
    "a\u030a",
    "İ ı ſ ß",
    "\x07",
    "'--",
]
DAYS = [
    "",
    "2022",
    "2022-03",
    "5.3.2022",
    "1.1.2199",
    "31.2.2022",
    "5.3.22",
    "0026-01-01",
    "2031-01-01",
]
NUMBERS = ["", "0", "1,5", "1 234,5", "1.234", "-3", "9" * 13, "9" * 14, "1,2345", "٣"]
# Column → what may stand in it. What is wrong here is refused by the dry run, never later.
CELLS = {
    "Nr": ["", "x" * 100, "x" * 101, *map(str, range(40))],
    "Tittel": TEXTS,
    "Offentlig": ["", "Vist", "x" * 201],
    "Om": ["", "Kort", "x" * 4000, "x" * 4001],
    "Enhet": [
        "", "Helse", "HELSE", "+", "+Ny", "+" * 121, "x" * 120, "x" * 121, "Ib", "ıb", "-", "🙂",
        "Straße", "STRASSE", "helse",
    ],
    "Status": ["", "Ukjent", "Aktiv", "Pause", "Stopp", "Ferdig", "Utelat", "Noe annet"],
    "Grunn": ["", "Fordi", "x" * 2000, "x" * 2001],
    "Til": DAYS,
    "Læring": ["", "Spør før", "x" * 4001],
    "Start": DAYS,
    "Slutt": DAYS,
    "Reell slutt": DAYS,
    "Emner": ["", "a,b,A", ",".join(map(str, range(30))), ",".join(map(str, range(31))), "x" * 61],
    "Lenke": [
        "", "https://a.no", "HTTPS://A.NO", "www.a.no", "ftp://a.no", "https://a.no/" + "x" * 500,
    ],
    "Arkiv": ["", "22/1234", "2022/1234-5", "٢٢/١", "22"],
    "Synlig": ["", "intern", "offentlig", "kommunestyret", "unntatt"],
    "Mål": ["", "1", "SDG 17", "18", "1; 3"],
    "Floke": ["", "Eldre", "ELDRE", "x" * 200, "x" * 301],
    "Om floken": ["", "Noe", "Noe annet", "x" * 4001],
    "Gevinst": ["", "Spart tid", "x" * 301],
    "Type": ["", "Økt kvalitet", "Ukjent type"],
    "For hvem": ["", "Innbyggerne", "Ingen"],
    "Null": NUMBERS,
    "Målt": DAYS,
    "Kilde": ["", "Logg", "x" * 201],
    "Nådd": NUMBERS,
    "Innen": DAYS,
    "Vedtak": ["", "Sak om penger", "x" * 301],
    "Utvalg": ["", "Kommunestyret", "x" * 201],
    "Møte": DAYS,
    "Saksnr": ["", "PS 61/06", "٦١/٠٦", "61"],
}  # fmt: skip
FIELDS = {
    "external_id": "Nr", "title": "Tittel", "public_title": "Offentlig", "summary": "Om",
    "unit": "Enhet", "standing": "Status", "standing_reason": "Grunn", "paused_until": "Til",
    "lesson": "Læring", "start_on": "Start", "planned_end_on": "Slutt",
    "actual_end_on": "Reell slutt", "tags": "Emner", "link": "Lenke", "archive_reference": "Arkiv",
    "visibility": "Synlig", "sdgs": "Mål", "challenge": "Floke",
    "challenge_description": "Om floken", "benefit": "Gevinst", "benefit_kind": "Type",
    "benefit_for_whom": "For hvem", "benefit_baseline": "Null", "benefit_baseline_on": "Målt",
    "benefit_baseline_source": "Kilde", "benefit_target": "Nådd", "benefit_target_on": "Innen",
    "decision": "Vedtak", "decision_body": "Utvalg", "decision_on": "Møte",
    "decision_number": "Saksnr",
}  # fmt: skip
STANDINGS = {
    "": "unknown", "Ukjent": "unknown", "Aktiv": "active:system", "Pause": "paused:who",
    "Stopp": "stopped:use", "Ferdig": "completed", "Utelat": "leave_out",
}  # fmt: skip
SPEC = {
    "format": FORMAT,
    "match_on": "external_id",
    "external_source": "test",
    "fields": {name: {"columns": [column]} for name, column in FIELDS.items()}
    | {
        "challenge_entry_point": {"constant": "known_challenge"},
        "decision_level": {"constant": "political"},
        "decision_kind": {"constant": "funding"},
        "decision_outcome": {"constant": "adopted"},
    },
}
SPEC["fields"]["standing"]["values"] = STANDINGS
# What most rows have, so that what is odd in the others is not hidden by it.
PLAIN = {"Tittel": "En sak", "Enhet": "Helse", "Synlig": "intern"}


@pytest.fixture
def begin(leader):
    """Bring rows, each a dict by column, to their dry run."""

    def begin(rows, spec=SPEC):
        out = io.StringIO()
        writer = csv.DictWriter(out, list(CELLS), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
        content = out.getvalue().encode()
        run = receive_file(by=leader, file_name="x" * 251 + ".csv", content=content, survey={})
        place = {"sheet": "", "header_row": 1}
        run = choose_table(
            run, by=leader, seen_version=run.version, survey={}, reading=place, columns=[]
        )
        run = choose_mapping(run, by=leader, seen_version=run.version, spec=spec)
        return work(run, RunState.PLANNING)

    return begin


def work(run, what):
    run = request_work(run, by=run.created_by, seen_version=run.version, work=what)
    worker.work(run)
    run.refresh_from_db()
    return run


def spec_with(create_missing):
    unit = SPEC["fields"]["unit"] | {"create_missing": create_missing}
    return SPEC | {"fields": SPEC["fields"] | {"unit": unit}}


def make_rows(dice):
    rows = []
    for number in range(dice.randint(1, 6)):
        row = PLAIN | {"Nr": str(number)}
        for column in dice.sample(sorted(CELLS), dice.choice([0, 1, 1, 2, 5, 12])):
            row[column] = dice.choice(CELLS[column])
        rows.append(row)
    return rows


def problems_of(run):
    return {
        row.number: [(one["code"], one["field"]) for one in row.problems]
        for row in run.rows.of_kind(RowKind.REFUSED)
    }


@pytest.mark.randomised
def test_what_the_dry_run_lets_through_is_imported_as_it_says(begin, leader, dice):
    Unit.objects.create(municipality=leader.municipality, code="helse", name="Helse")
    rounds, confirmed = amount(short=40, thorough=600), 0
    for _round in range(rounds):
        rows, spec = make_rows(dice), spec_with(create_missing=dice.random() < 0.6)
        with transaction.atomic():
            run = begin(rows, spec)
            assert run.state == "planned", (rows, run.problem)
            refused = set(problems_of(run))
            # The rows that are not refused, by themselves, are ready: they are not refused later.
            rest = [row for number, row in enumerate(rows, 2) if number not in refused]
            again = begin(rest, spec) if rest else None
            if again and not problems_of(again):
                planned = {row.number: row for row in again.rows.all()}
                done = work(again, RunState.CONFIRMING)
                assert (done.state, done.problem) == ("confirmed", None), (rest, done.problem)
                assert done.counts == again.counts
                compare(done, planned)
                confirmed += 1
            transaction.set_rollback(True)
    assert confirmed > rounds / 2


def compare(run, planned):
    """Each new case holds what its row of the dry run says."""
    for row in run.rows.of_kind(RowKind.CREATE).select_related("case"):
        values = current_case_values(Case.objects.select_related("unit").get(pk=row.case_id))
        for name, (_was, will) in planned[row.number].changes.items():
            if name == "unit":
                unit = Unit.objects.get(pk=row.case.unit_id)
                assert normalise_text(will.lstrip("+")) in {
                    normalise_text(unit.name).lstrip("+"), unit.code,
                }  # fmt: skip
            elif name in values:
                assert values[name] == will, (name, values[name], will)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"Enhet": "x" * 121}, ("too_long", "unit")),
        ({"Emner": ",".join(map(str, range(31)))}, ("too_many_tags", "tags")),
        ({"Arkiv": "٢٢/١"}, ("not_an_archive_reference", "archive_reference")),
        ({"Vedtak": "A", "Utvalg": "B", "Møte": "2022-01-01", "Saksnr": "٦١/٠٦"},
         ("not_a_political_number", "decision_number")),
    ],
)  # fmt: skip
def test_a_limit_is_told_in_the_dry_run(begin, cells, problem):
    run = begin([PLAIN | {"Nr": "1"} | cells], spec_with(create_missing=True))

    assert problems_of(run) == {2: [problem]}


@pytest.mark.parametrize("name", ["+", "+Ny", "++"])
def test_a_plus_in_the_file_makes_no_unit_by_itself(begin, name):
    run = begin([PLAIN | {"Nr": "1", "Enhet": name}], spec_with(create_missing=False))

    assert problems_of(run) == {2: [("unknown_unit", "unit")]}


@pytest.mark.parametrize("name", ["+", "+Ny", "++"])
def test_a_unit_may_be_called_anything_that_is_a_name(begin, name):
    run = begin([PLAIN | {"Nr": "1", "Enhet": name}], spec_with(create_missing=True))

    assert (run.new_units, work(run, RunState.CONFIRMING).state) == ([name], "confirmed")
    assert Unit.objects.get(cases__isnull=False).name == name


def test_a_link_whose_scheme_is_in_capitals_is_taken(begin):
    run = begin([PLAIN | {"Nr": "1", "Lenke": "HTTPS://A.NO/B"}], spec_with(create_missing=True))

    work(run, RunState.CONFIRMING)

    assert Case.objects.get().link == "https://A.NO/B"


@pytest.mark.parametrize(
    ("names", "made"),
    [(("Ib", "ıb"), ["Ib", "ıb"]), (("Ib", "İb", "I\u00adB", "i\u200bb"), ["Ib"])],
)
def test_new_units_whose_names_look_alike_are_one(begin, names, made):
    rows = [PLAIN | {"Nr": str(n), "Enhet": name} for n, name in enumerate(names)]

    run = begin(rows, spec_with(create_missing=True))

    assert (run.new_units, work(run, RunState.CONFIRMING).state) == (made, "confirmed")
    assert list(Unit.objects.filter(cases__isnull=False).distinct().order_by("pk")) == list(
        Unit.objects.filter(name__in=made).order_by("pk")
    )


def test_id_with_a_sign_that_nobody_sees_finds_the_same_case(begin):
    for number in ("A-1", "A\u200b-1\u00ad"):
        run = begin([PLAIN | {"Nr": number}], spec_with(create_missing=True))
        work(run, RunState.CONFIRMING)

    assert Case.objects.get().external_id == "A-1"


def test_a_file_that_makes_very_many_units_has_the_wrong_column(begin):
    rows = [PLAIN | {"Nr": str(n), "Enhet": f"Enhet {n}"} for n in range(MOST_NEW_UNITS + 1)]

    run = begin(rows, spec_with(create_missing=True))

    assert run.counts["refused"] == MOST_NEW_UNITS + 1
    assert {code for problems in problems_of(run).values() for code, _field in problems} == {
        "too_many_units"
    }


def test_a_value_that_the_database_refuses_can_only_be_settled_by_what_stands_here(begin, leader):
    add_unit(by=leader, name="Helse")
    row = PLAIN | {"Nr": "1", "Gevinst": "Tid", "Type": "Økt kvalitet", "For hvem": "Innbyggerne"}
    measured = row | {"Null": "5", "Målt": "2022-03-05", "Kilde": "Logg"}
    work(begin([measured]), RunState.CONFIRMING)
    Benefit.objects.update(baseline_on="2022-04-01")

    run = begin([measured | {"Målt": "2999-01-01"}])

    assert run.counts["refused"] == 1
    run = begin([measured | {"Målt": "2199-01-01"}])
    (stored,) = run.rows.all()
    assert (run.counts["conflict"], list(stored.held)) == (1, ["benefit_baseline_on"])
    assert stored.held["benefit_baseline_on"]["params"]["reason"] == (
        "Choose a day that is not in the future."
    )


@pytest.mark.parametrize("where", ["constant", "values"])
def test_a_mapping_with_a_control_sign_is_refused_as_a_whole(where):
    part = "a\0b" if where == "constant" else {"a": "b\0"}
    spec = json.loads(json.dumps(SPEC))
    spec["fields"]["public_title"][where] = part

    with pytest.raises(MappingRefused) as refused:
        parse(spec)

    assert [code for _where, code, _params in refused.value.faults] == ["control_sign"]


def test_confirming_a_dry_run_with_refused_rows_writes_nothing(begin):
    run = begin([PLAIN | {"Nr": "1", "Tittel": ""}], spec_with(create_missing=True))

    done = work(run, RunState.CONFIRMING)

    assert (done.state, done.problem["code"]) == ("planned", "not_ready_to_confirm")
    assert Case.objects.count() == 0
