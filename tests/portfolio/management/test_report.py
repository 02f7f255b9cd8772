"""manage.py report: a report as a file."""

import json

import pytest
from django.core.management import CommandError, call_command

from accounts.access.roles import Role


@pytest.fixture
def write(tmp_path):
    """Run the command and return the bytes of the file."""

    def run(*arguments, **options):
        path = tmp_path / "report"
        call_command("report", *arguments, municipality="9901", output=path, verbosity=0, **options)
        return path.read_bytes()

    return run


def keys(content):
    return [row["key"] for row in json.loads(content)["tables"]["cases"]["rows"]]


def test_file_has_what_a_council_member_reads(make_case, make_person, write):
    shown, hidden = make_case("Vist", visibility="council"), make_case("Skjult")
    reader = make_person(Role.READER)

    by_default = keys(write("r2", format="json"))
    by_name = keys(write("r2", format="json", email=reader.email))

    assert by_default == [shown.key]
    assert sorted(by_name) == sorted([shown.key, hidden.key])


def test_formats(make_case, write):
    make_case("Vist", visibility="council")

    table = write("r2", format="csv", table="cases").decode()

    assert (write("r2", format="xlsx")[:2], table[:9]) == (b"PK", "\ufeffSak;Titt")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"period": "2026-T9"}, "--period: "),
        ({"table": "pases", "format": "csv"}, "r2 has the tables movement"),
        ({"email": "nobody@nordvik.example"}, "Nobody in Nordvik"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named(municipality, write, options, message):
    with pytest.raises(CommandError, match=message):
        write("r2", **options)


def test_municipality_must_be_known(db, write):
    with pytest.raises(CommandError, match="No municipality has the number 9901"):
        write("r2")
