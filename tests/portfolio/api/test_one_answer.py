"""The same search gives the same cases on the page, in every format and in the summary."""

import csv
import io
import random
import re
from html import unescape

import openpyxl
import pytest
from django.test import Client

from accounts.access.roles import CaseRole, Role
from accounts.models import User
from portfolio.reports.summary import GROUPINGS
from projects.actions.states import change_state
from projects.actions.status import report_status
from projects.choices.phases import ORDER, Phase
from projects.choices.states import Health, State, Visibility
from projects.filters import CaseFilterSet
from tests import profiles
from tests.pages import on_one_line

SETS = profiles.amount(short=25, thorough=200)


@pytest.fixture
def portfolio(make_case, make_unit, make_person, leader):
    """Make 24 cases that differ in everything one can search by."""
    chance = random.Random(4)
    units = [make_unit("Helse"), make_unit("Skole")]
    units.append(make_unit("Sykehjem", parent=units[0]))
    owner = make_person(Role.READER)
    for n in range(24):
        case = make_case(
            title=f"{chance.choice(['Trygg hjemme', 'Digital vakt', '=1+1', '-Æøå, «;»'])} {n}",
            unit=chance.choice(units),
            phase=chance.choice(ORDER),
            visibility=chance.choice(Visibility.values),
            tags=chance.sample(["velferd", "skole", "klima"], 2),
            people={CaseRole.OWNER: owner} if n % 3 else None,
        )
        if n % 4:
            health = chance.choice(Health.values)
            seen = case.current_status_id
            report_status(case, by=leader, health=health, summary="Status nå", seen=seen)
        if n % 7 == 0:
            stop = {"reason": "Behovet falt bort", "lesson": "Spør først"}
            change_state(case, transition="stop", by=leader, **stop)
    return units, owner


def random_query(chance, units, owner):
    """Make up a valid query."""
    pool = {
        "phase": Phase.values,
        "state": State.values,
        "health": Health.values,
        "visibility": Visibility.values,
        "unit": [unit.code for unit in units],
        "unit__tree": [unit.code for unit in units],
        "owner": [str(owner.pk)],
        "tag": ["velferd", "skole", "klima"],
        "q": ["hjemme", "digital", "status", "øå"],
        "days_in_phase__gte": ["0", "1"],
        "days_in_phase__lte": ["0", "30"],
        "confirmed_before": ["2099-01-01"],
        "unconfirmed_days": ["1"],
        "attention": ["true"],
        "without_owner": ["true"],
        "owner_lost": ["true"],
        "has_open_condition": ["true"],
        "has_lesson": ["true"],
        "ordering": ["key", "-key", "title,-phase", "-updated", "health,unit"],
    }
    names = chance.sample(sorted(pool), chance.randint(0, 3))
    codes = {"phase", "state", "health", "visibility", "unit", "unit__tree", "tag"}
    return {
        name: chance.sample(pool[name], chance.randint(1, 2) if name in codes else 1)
        for name in names
    }


SHOWN = ("key", "title", "phase_label", "phase_days")
ROW = re.compile(
    r'class="tbl__t"><a[^>]*>(?P<title>.*?)</a><span class="unit">(?P<key>\S+) ·.*?'
    r'<td class="tbl__keep">\d (?P<phase_label>.*?)</td>.*?'
    r'<td class="num">(?P<phase_days>.*?)</td>',
    re.DOTALL,
)
# A search without these means something else on the page, where people come without asking.
ON_THE_PAGE = {"state": State.values, "ordering": ["key"]}


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def in_json(listed):
    for row in listed.json()["results"]:
        yield row["key"], row["title"], row["phase"]["label"], row["phase"]["days"]


def on_page(client, query):
    """The rows of every page of the case list."""
    number, more = 1, True
    while more:
        answer = client.get("/cases/", ON_THE_PAGE | query | {"page": number})
        assert answer.status_code == 200
        for row in ROW.finditer(on_one_line(answer)):
            key, title, phase, days = (unescape(row[name]) for name in SHOWN)
            yield key, title, phase, None if days == "–" else int(days)
        number += 1
        more = f"page={number}" in answer.content.decode()


def in_csv(text):
    for row in csv.DictReader(io.StringIO(text)):
        key, title, phase, days = (row[name] for name in SHOWN)
        yield key, title.removeprefix("'"), phase, int(days) if days else None


def in_workbook(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    heading, *rows = sheet.iter_rows(values_only=True)
    places = [heading.index(n) for n in ("Case key", "Title", "Phase", "Days in the phase")]
    for row in rows:
        yield tuple(row[place] for place in places)


def refused_to_council(query):
    """The parameters by which the council may not search or sort."""
    names = {"owner", "without_owner", "owner_lost"} & query.keys()
    return names | ({"ordering"} if query.get("ordering") == ["-updated"] else set())


@pytest.mark.randomised
def test_random_searches_find_the_same_rows_everywhere(
    portfolio, pull_as, leader, make_person, dice
):
    units, owner = portfolio
    people = [leader, make_person(Role.COUNCIL), make_person(Role.READER), owner]
    User.objects.update(language="en")
    faces = [(pull_as(person), Client()) for person in people]
    for person, (_pull, client) in zip(people, faces, strict=True):
        client.force_login(person)
    found = refused = 0
    for n in range(SETS):
        person, (pull, client) = people[n % 4], faces[n % 4]
        query = random_query(dice, units, owner)
        listed = pull("cases/", query | {"page_size": 500})
        if listed.status_code == 400:
            assert person == people[1]
            assert {e["parameter"] for e in listed.json()["errors"]} == refused_to_council(query)
            assert client.get("/cases/", query).status_code == 422
            refused += 1
            continue
        rows = list(in_json(listed))
        found += len(rows)
        assert listed.json()["count"] == len(rows)

        assert list(on_page(client, query)) == rows
        machine = body(pull("cases/", query | {"format": "csv", "headers": "keys"}))
        assert list(in_csv(machine.decode())) == rows
        assert list(in_workbook(body(pull("cases/", query | {"format": "xlsx"})))) == rows

        narrow = {name: values for name, values in query.items() if name != "ordering"}
        grouping = list(GROUPINGS)[n % len(GROUPINGS)]
        summary = pull("reports/portfolio-summary/", narrow | {"group_by": grouping}).json()
        assert sum(group["cases"] for group in summary["results"]) == len(rows)
    assert found > SETS
    assert refused < SETS / 10


NAMES = [
    *CaseFilterSet.base_filters,
    *(["page", "page_size", "cursor", "format", "lang", "headers", "delimiter", "decimal"]),
]


OTHERS = {
    "reports/portfolio-summary/": ["group_by"],
    "phase-visits/": ["entered_on__gte", "entered_on__lte"],
    "status-updates/": ["recorded_at__gte", "recorded_at__lte"],
    "conditions/": ["is_met", "is_owed", "due_on__gte", "met_at__lte", "case"],
    "measurements/": ["measured_on__gte", "measured_on__lte"],
}


@pytest.mark.parametrize(
    ("path", "name"),
    [("cases/", n) for n in NAMES] + [(path, n) for path in OTHERS for n in OTHERS[path]],
)
def test_name_mutated_by_a_letter_is_refused_with_the_right_suggestion(pull, path, name):
    chance = random.Random(name)
    place = chance.randrange(len(name))
    mutated = (
        {
            name[:place] + name[place + 1 :],
            name[:place] + chance.choice("xyz") + name[place:],
            name[:place] + chance.choice("xyz") + name[place + 1 :],
        }
        - set(NAMES)
        - {""}
    )

    for wrong in sorted(mutated):
        answer = pull(path, {wrong: "1"})

        assert answer.status_code == 400
        assert answer.json()["code"] == "unknown_parameter"
        assert answer.json()["errors"][0]["did_you_mean"] == name


def test_files_name_their_columns_as_the_json_does(pull, make_case):
    make_case()

    row = pull("cases/").json()["results"][0]
    flat = []
    for name, value in row.items():
        flat += [f"{name}_{inner}" for inner in value] if isinstance(value, dict) else [name]

    machine = body(pull("cases/", {"format": "csv", "headers": "keys"})).decode()
    assert next(csv.reader(io.StringIO(machine))) == flat
    assert all(re.fullmatch("[a-z_]+", name) for name in flat)
