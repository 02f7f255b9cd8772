"""Queries that nearly every request makes: compiled once a process, planned once a connection.

Django compiles a queryset each time and sends its values inside the text, so that PostgreSQL
plans it each time as well. For a query that finds a few rows by their key that is most of the
work; for everything else an ordinary queryset is the better choice.
"""

from functools import cached_property

import psycopg
from django.db import connection


def planned_once():
    """Open a cursor whose statements PostgreSQL plans once a connection."""
    connection.ensure_connection()
    cursor = psycopg.Cursor(connection.connection)
    if connection.queries_logged:
        return connection.make_debug_cursor(cursor)
    return connection.make_cursor(cursor)


class Statement:
    """A queryset as a statement. ``make`` gives the queryset of some values, which come in the
    order of its parameters; ``stand_ins`` are such values.
    """

    def __init__(self, make, *stand_ins):
        self.make, self.stand_ins = make, stand_ins

    @cached_property
    def sql(self):
        """The text, with a place for each value."""
        sql, parameters = self.make(*self.stand_ins).query.sql_with_params()
        if len(parameters) != len(self.stand_ins):
            raise TypeError(f"The statement has other values as well: {parameters}")
        return sql

    def rows(self, *values) -> list[tuple]:
        """The rows for these values. One query."""
        with planned_once() as cursor:
            cursor.execute(self.sql, values)
            return cursor.fetchall()
