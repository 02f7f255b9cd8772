import pytest
from django.db import connection

from accounts.database.prepared_statements import PreparedStatement
from accounts.models import Unit

NAMES = PreparedStatement(
    lambda municipality: Unit.objects.filter(municipality=municipality).values_list("name"), 0
)


def test_statement_gives_the_rows_of_its_queryset(municipality, make_unit, make_municipality):
    make_unit("Helse")
    make_unit("Skole", municipality=make_municipality("9902", "Sørvik"))

    assert NAMES.rows(municipality.pk) == [("Helse",)]


def test_statement_is_prepared_after_a_few_times(municipality):
    for _ in range(4):
        NAMES.rows(municipality.pk)

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        assert [sql for (sql,) in cursor if "accounts_unit" in sql] == [
            NAMES.sql.replace("%s", "$1")
        ]


def test_statement_with_other_values_than_its_own_is_refused(db):
    open_units = PreparedStatement(
        lambda code: Unit.objects.filter(name="Helse", code=code).values_list("pk"), ""
    )

    with pytest.raises(TypeError):
        open_units.rows("helse")
