"""What a mapping and its texts mean, without a file."""

import contextlib
import json

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from projects.importing import mapping, rules, wording
from projects.importing.guessing import propose
from projects.importing.interpreting import Interpreter
from projects.importing.mapping import FORMAT, MATCH_FIELDS, MappingRefused
from projects.importing.reading import Table, TableColumn
from projects.importing.targets import TARGETS
from projects.importing.values import References

NAMES = (
    "Tittel",
    "Enhet",
    "Om",
    "Mål",
    "Fase",
    "Drift",
    "Start",
    "Tema",
    "Lenke",
    "SDG",
    "Kontakt",
)
COLUMNS = [TableColumn(n, name, chr(ord("A") + n)) for n, name in enumerate(NAMES)]
PLAIN = {"title": {"columns": ["Tittel"]}, "unit": {"columns": ["Enhet"]}}
HERE = References(
    units={"helse": ["helse"], "skole": ["skole", "skole-2"]},
    open_units=[("helse", "Helse"), ("skole", "Skole"), ("skole-2", "Skole")],
    people={"kari@nordvik.example": [7], "kari": [7], "ola": [8, 9]},
    importer=1,
)


def spec(**fields):
    return {"format": FORMAT, "match_on": "title", "fields": PLAIN | fields}


def read(cells: dict, errors=None, **fields):
    table = Table("", 1, COLUMNS, [], errors=errors or {})
    interpreter = Interpreter(mapping.parse(spec(**fields)), table, HERE)
    row = {"Tittel": "Ærfugl", "Enhet": "Helse"} | cells
    return interpreter.read(2, [row.get(name, "") for name in NAMES])


def value(cells, name, **fields):
    return read(cells, **fields).values.get(name)


def problems(cells, errors=None, **fields):
    return [(p.code, p.letter, p.value) for p in read(cells, errors, **fields).problems]


def faults(said):
    with pytest.raises(MappingRefused) as refused:
        mapping.parse(said)
    return {(where, code) for where, code, _params in refused.value.faults}


def test_several_columns_become_one_summary_with_text_before_each():
    field = {"columns": ["Om", "Mål"], "prefixes": {"Mål": "Formål: "}}

    assert value({"Om": "A\nB", "Mål": "C"}, "summary", summary=field) == "A\nB\n\nFormål: C"
    assert value({"Mål": "C"}, "summary", summary=field) == "Formål: C"


def test_a_long_text_is_refused_and_not_cut():
    field = {"columns": ["Om"]}

    assert problems({"Om": "x" * 4001}, summary=field) == [("too_long", "C", "x" * 200 + " …")]
    assert len(value({"Om": "x" * 4000}, "summary", summary=field)) == 4000


def test_phase_and_state_are_read_from_two_columns_together():
    field = {"columns": ["Fase", "Drift"], "values": {"Pilot | Aktiv": "active:use"}}

    assert value({"Fase": "pilot", "Drift": "AKTIV"}, "standing", standing=field) == "active:use"
    assert problems({"Fase": "Pilot"}, standing=field) == [("no_mapping", "E, F", "Pilot | ")]


def test_an_empty_status_is_asked_about_like_any_other():
    field = {"columns": ["Fase"], "values": {"": "unknown"}}

    assert problems({}, standing={"columns": ["Fase"]}) == [("no_mapping", "E", "")]
    assert value({}, "standing", standing=field) == "unknown"


def test_rows_can_be_left_out_by_their_status():
    field = {"columns": ["Fase"], "values": {"Idé": "leave_out"}}

    assert read({"Fase": "Idé"}, standing=field).is_left_out is True


@pytest.mark.parametrize("text", ["Nyttiggjøre", "put to use", "active:use"])
def test_the_names_of_the_phases_need_no_mapping(text):
    assert value({"Fase": text}, "standing", standing={"columns": ["Fase"]}) == "active:use"


def test_tags_are_cut_apart_and_kept_once():
    cells = {"Tema": "Helse; maskinlæring,\nhelse,  KI  ", "Mål": "KI"}

    tags = value(cells, "tags", tags={"columns": ["Tema", "Mål"]})

    assert tags == ["Helse", "maskinlæring", "KI"]


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("3", [3]),
        ("17, 3;9", [3, 9, 17]),
        ("SDG 11", [11]),
        ("3. God helse og livskvalitet", [3]),
        ("Industri, innovasjon og infrastruktur", [9]),
    ],
)
def test_goals_are_read_by_number_and_by_name(text, goals):
    assert value({"SDG": text}, "sdgs", sdgs={"columns": ["SDG"]}) == goals


def test_a_goal_that_does_not_exist_is_told_of():
    assert problems({"SDG": "3, 18"}, sdgs={"columns": ["SDG"]}) == [("no_mapping", "J", "3, 18")]


@pytest.mark.parametrize(
    ("text", "link"),
    [("www.ks.no", "https://www.ks.no"), ("http://ks.no/a?b=ø", "http://ks.no/a?b=ø"), ("", "")],
)
def test_web_addresses_are_kept(text, link):
    assert value({"Lenke": text}, "link", link={"columns": ["Lenke"]}) == link


@pytest.mark.parametrize("text", ["NA", "Project (icgi.no)", "ftp://x.no", "javascript:alert(1)"])
def test_what_is_no_web_address_is_told_of_and_can_be_given_a_meaning(text):
    field = {"columns": ["Lenke"], "values": {text: ""}}

    assert problems({"Lenke": text}, link={"columns": ["Lenke"]}) == [("not_a_link", "I", text)]
    assert value({"Lenke": text}, "link", link=field) == ""


def test_units_are_found_by_name_made_on_request_and_never_guessed():
    made = {"columns": ["Enhet"], "create_missing": True}
    mapped = {"columns": ["Enhet"], "values": {"Skole": "skole-2"}}

    assert value({"Enhet": " HELSE "}, "unit") == "helse"
    assert problems({"Enhet": "Helsa"}) == [("unknown_unit", "B", "Helsa")]
    assert problems({"Enhet": "Skole"}) == [("several_units", "B", "Skole")]
    assert value({"Enhet": "Helsa"}, "unit", unit=made) == "+Helsa"
    assert value({"Enhet": "Skole"}, "unit", unit=mapped) == "skole-2"


def test_people_are_found_by_address_or_by_a_name_only_one_has():
    contact = {"columns": ["Kontakt"]}

    assert value({"Kontakt": "KARI@nordvik.example"}, "contact", contact=contact) == 7
    assert problems({"Kontakt": "Ola"}, contact=contact) == [("several_people", "K", "Ola")]
    assert problems({"Kontakt": "Per"}, contact=contact) == [("unknown_person", "K", "Per")]


def test_an_error_in_a_cell_is_told_of():
    assert problems({"Tittel": "#N/A"}, {(2, 0): "#N/A"}) == [("error_cell", "A", "#N/A")]


def test_a_row_wider_than_the_table_is_told_of():
    assert problems({}, {(2, -1): "og tre"}) == [("too_wide", "", "og tre")]


def test_everything_wrong_in_a_row_is_told_at_once():
    found = problems(
        {"Start": "snart", "Lenke": "her", "Enhet": "?"},
        start_on={"columns": ["Start"]},
        link={"columns": ["Lenke"]},
    )

    assert found == [
        ("unknown_unit", "B", "?"), ("not_a_date", "G", "snart"), ("not_a_link", "I", "her"),
    ]  # fmt: skip


def test_a_mapping_comes_back_from_json_as_it_was():
    said = spec(
        summary={"columns": ["Om", "Mål"], "prefixes": {"Mål": "Formål: "}, "joiner": " "},
        tags={"columns": ["Tema"], "separators": ["/"]},
        contact={"constant": "importer"},
    )

    assert mapping.parse(json.loads(json.dumps(said))).as_json() == said


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([], {("format", "not_our_format")}),
        ({"format": "2"}, {("format", "not_our_format")}),
        (spec() | {"extra": 1}, {("extra", "unknown_part")}),
        (spec(colour={"columns": ["A"]}), {("fields.colour", "unknown_field")}),
        (spec(link={"column": "A"}), {("fields.link", "unknown_part")}),
        (spec(link={"columns": "A"}), {("fields.link", "wrong_shape")}),
        (spec(link={"columns": ["A", "B"]}), {("fields.link", "one_column")}),
        (spec(link={}), {("fields.link", "no_column")}),
        (spec(title={"constant": "A"}), {("fields.title", "no_constant")}),
        (
            spec(standing={"columns": ["A"], "values": {"x": "y"}}),
            {("fields.standing", "unknown_code")},
        ),
        (spec() | {"match_on": "link"}, {("match_on", "cannot_match")}),
        (
            {"format": FORMAT, "fields": {"external_id": {"columns": ["A"]}}},
            {
                ("fields.title", "needed"),
                ("fields.unit", "needed"),
                ("external_source", "source_needed"),
            },
        ),
    ],
)
def test_a_wrong_mapping_is_refused_with_all_that_is_wrong(said, found):
    assert faults(said) == found


def test_a_name_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        mapping.loads('{"format": 1, "format": 2}')


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(["title", "unit", "link", "standing", "x"]), JSON))
def test_any_json_is_a_mapping_or_is_refused(fields):
    with contextlib.suppress(MappingRefused):
        mapping.parse({"format": FORMAT, "fields": fields})


def test_columns_are_proposed_from_their_names_and_nothing_twice():
    headings = ["Nr", "Prosjektnavn", "Ansvarlig enhet", "Status", "Fase", "Oppstart", "Budsjett"]
    columns = [
        {"name": name, "position": n, "links": False, "distinct_numbers": n == 0}
        for n, name in enumerate(headings)
    ]

    fields = propose(columns, language="nn")["fields"]

    assert {name: said["columns"] for name, said in fields.items() if "columns" in said} == {
        "external_id": ["Nr"],
        "title": ["Prosjektnavn"],
        "unit": ["Ansvarlig enhet"],
        "standing": ["Status"],
        "start_on": ["Oppstart"],
    }
    assert fields["language"] == {"constant": "nn"}


@pytest.mark.parametrize(
    ("case", "codes"),
    [
        ({}, []),
        ({"start_on": "2022", "planned_end_on": "2022-03"}, []),
        ({"start_on": "2022-05", "planned_end_on": "2022"}, []),
        ({"start_on": "2022-05", "planned_end_on": "2022-04"}, ["end_before_start"]),
        ({"visibility": "restricted"}, ["needs_legal_basis"]),
        ({"legal_basis": "offl-13-1"}, ["basis_without_exemption"]),
        ({"visibility": "council"}, ["needs_public_title"]),
        ({"standing": "paused:use"}, ["needs_reason", "needs_paused_until"]),
        ({"standing": "stopped:use", "standing_reason": "x"}, ["needs_lesson"]),
    ],
)
def test_what_must_hold_between_fields_is_said_before_the_database_says_it(case, codes):
    whole = {"title": "A", "unit": "helse"} | case

    assert [code for code, _field, _params in rules.violations(whole)] == codes


COLUMN = {"links": False, "distinct_numbers": False, "is_full": True, "is_distinct": True}


@pytest.mark.parametrize(
    ("told", "match_on"),
    [
        ({}, "archive_reference"),
        ({"is_full": False}, "title"),
        ({"is_distinct": False}, "title"),
    ],
)
def test_rows_are_told_apart_by_a_column_that_does_so_in_every_row(told, match_on):
    columns = [
        COLUMN | {"name": "Tittel", "position": 0, "is_distinct": False},
        COLUMN | told | {"name": "Arkivreferanse", "position": 1},
    ]

    assert propose(columns, language="nb")["match_on"] == match_on


def test_case_key_that_stands_in_some_rows_tells_them_apart():
    columns = [
        COLUMN | {"name": "Tittel", "position": 0},
        COLUMN | {"name": "Saksnøkkel", "position": 1, "is_full": False},
    ]

    proposed = propose(columns, language="nb")

    assert (proposed["fields"]["key"]["columns"], proposed["match_on"]) == (["Saksnøkkel"], "key")


def test_refusal_of_what_tells_the_rows_apart_names_fields_as_the_form_does():
    with pytest.raises(MappingRefused) as refused:
        mapping.parse(spec() | {"match_on": "link"})
    (fault,) = refused.value.faults

    with translation.override("nb"):
        text = wording.fault(*fault)
        labels = [str(TARGETS[name].label) for name in MATCH_FIELDS]

    assert [name for name in (*MATCH_FIELDS, "match_on") if name in text] == []
    assert [label for label in labels if label not in text] == []
