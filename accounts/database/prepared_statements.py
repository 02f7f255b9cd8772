"""Queries that nearly every request makes: compiled once a process, planned once a connection.

Django compiles a queryset each time and sends its values inside the text, so that PostgreSQL
plans it each time as well. For a query that finds a few rows by their key that is most of the
work; for everything else an ordinary queryset is the better choice.
"""

from functools import cached_property

import psycopg
from django.db import connection


def prepared_cursor():
    """Open a cursor whose statements PostgreSQL plans once a connection."""
    connection.ensure_connection()
    cursor = psycopg.Cursor(connection.connection)
    if connection.queries_logged:
        return connection.make_debug_cursor(cursor)
    return connection.make_cursor(cursor)


class PreparedStatement:
    """A queryset as a statement. ``build_queryset`` makes the queryset of some values, in the order
    of its parameters; ``sample_values`` are such values.
    """

    def __init__(self, build_queryset, *sample_values):
        self.build_queryset, self.sample_values = build_queryset, sample_values

    @cached_property
    def sql(self):
        """The statement, with a placeholder for each value."""
        sql, parameters = self.build_queryset(*self.sample_values).query.sql_with_params()
        if len(parameters) != len(self.sample_values):
            raise TypeError(f"The statement has other values as well: {parameters}")
        return sql

    def rows(self, *values) -> list[tuple]:
        """Return the rows for these values. One query."""
        with prepared_cursor() as cursor:
            cursor.execute(self.sql, values)
            return cursor.fetchall()
