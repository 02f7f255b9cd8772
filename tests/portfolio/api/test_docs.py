"""The examples of docs/api.md run unchanged."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import openpyxl
import pytest

from portfolio.api.lists.cases import CASE_RELATED_LISTS
from tests.samples import mark_of, write_everything

LISTS = [held.name for held in CASE_RELATED_LISTS]
DOCS = Path(__file__).resolve().parents[3] / "docs" / "api.md"


def examples(language):
    fenced = re.compile(rf"^ *```{language}\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
    return [dedent(found) for found in fenced.findall(DOCS.read_text())]


def example(language):
    return examples(language)[0]


@pytest.fixture
def environment(live_server, token_for, leader):
    return os.environ | {"SLIK_URL": live_server.url, "SLIK_TOKEN": token_for(leader)}


@pytest.mark.django_db(transaction=True)
def test_curl_examples_pull_json_csv_and_xlsx(environment, make_case, tmp_path):
    case = make_case()

    command = ["sh", "-e", "-c", example("sh")]
    done = subprocess.run(command, capture_output=True, env=environment, cwd=tmp_path)

    assert done.returncode == 0
    assert case.key in done.stdout.decode()
    assert (tmp_path / "cases.csv").read_text().splitlines()[1].startswith(case.key)
    sheet = openpyxl.load_workbook(tmp_path / "cases.xlsx").worksheets[0]
    assert sheet["A2"].value == case.key


@pytest.mark.django_db(transaction=True)
def test_curl_examples_of_the_method_pull_its_lists(environment, make_case, leader, tmp_path):
    case = make_case()
    write_everything(case, by=leader, person=leader)

    command = ["sh", "-e", "-c", examples("sh")[1]]
    done = subprocess.run(command, capture_output=True, env=environment, cwd=tmp_path)

    told = done.stdout.decode()
    assert done.returncode == 0
    assert mark_of("benefit", "title") in told
    assert "anchoring_score" in told


def test_documents_name_every_list():
    text = DOCS.read_text()

    assert [name for name in LISTS if f"`{name}/`" not in text] == []


@pytest.mark.django_db(transaction=True)
def test_python_example_pulls_every_case(environment, make_case):
    cases = [make_case(title=f"Sak {n}") for n in range(3)]

    done = subprocess.run(
        [sys.executable, "-c", example("python")], capture_output=True, env=environment
    )

    printed = done.stdout.decode().splitlines()
    assert printed == [f"{case.key} what {case.title}" for case in cases]


# pandas is too large to install for one line; what it is asked to read is read without it.
PANDAS = """
import csv, urllib.request

class Table(list):
    def __getitem__(self, names):
        return [[row[name] for name in names] for row in self]

def read_csv(address, storage_options):
    request = urllib.request.Request(address, headers=storage_options)
    with urllib.request.urlopen(request) as answer:
        return Table(csv.DictReader(answer.read().decode().splitlines()))
"""


@pytest.mark.django_db(transaction=True)
def test_pandas_example_asks_for_what_pandas_reads(environment, make_case, tmp_path):
    case = make_case(title="Først, så sist")
    (tmp_path / "pandas.py").write_text(PANDAS)

    done = subprocess.run(
        [sys.executable, "-c", example("py")],
        capture_output=True,
        env=environment | {"PYTHONPATH": str(tmp_path)},
    )

    assert done.stdout.decode() == f"{[[case.key, 'what', case.title]]}\n"


def test_power_query_example_asks_for_what_it_reads(pull, make_case):
    case, text = make_case(title="Først, så\nsist"), example("m")
    path = re.search(r'RelativePath = "api/v1/(.*?)"', text)[1]
    query = dict(re.findall(r'(\w+) = "(\w+)"', re.search(r"Query = \[(.*?)\]", text)[1]))
    delimiter = re.search(r'Delimiter = "(.)"', text)[1]

    answer = pull(path, query)

    lines = b"".join(answer.streaming_content).decode().splitlines(keepends=True)
    (row,) = csv.DictReader(lines, delimiter=delimiter)
    assert (row["key"], row["title"]) == (case.key, case.title)
