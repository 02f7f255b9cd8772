"""tools/schema_dump.py: two schemas, object by object."""

import pytest
from django.db import connection

from tools import schema_dump


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
def test_schema_is_the_same_as_itself(tmp_path, capsys):
    before = tmp_path / "before.txt"
    before.write_text("\n".join(schema_dump.schema()), encoding="utf-8")

    assert schema_dump.main(["--compare", before]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("ALTER TABLE projects_case ALTER COLUMN link DROP NOT NULL", "column projects_case.link"),
        ("ALTER TABLE projects_case DROP CONSTRAINT projects_case_has_a_title", "constraint"),
        ("DROP INDEX case_unit", "index case_unit"),
        ("ALTER TABLE projects_case DISABLE TRIGGER USER", "trigger projects_case"),
        ("ALTER FUNCTION projects_revise SECURITY DEFINER", "function projects_revise"),
    ],
)
def test_what_differs_is_named(tmp_path, capsys, change, kind):
    before = tmp_path / "before.txt"
    before.write_text("\n".join(schema_dump.schema()), encoding="utf-8")

    execute(change)

    assert schema_dump.main(["--compare", before]) == 1
    assert f"-{kind}" in capsys.readouterr().out
