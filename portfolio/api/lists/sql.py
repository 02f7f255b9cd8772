"""From a queryset to the bytes of an answer: PostgreSQL builds the rows, Python glues them.

A queryset selects and orders the rows; the published definition selects the columns.
The page of ids is cut before anything is joined to it.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db.models import Case as Choose
from django.db.models import Q, Value, When
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.database.prepared_statements import prepared_cursor
from accounts.text.formulas import guarded_sql
from portfolio.api.lists.cases import CASES
from portfolio.api.lists.columns import PublishedList, ValueKind
from projects.access import policies
from projects.access.audiences import visibilities_of
from projects.access.reading_levels import ReadingLevel, levels_of
from projects.models import Case
from projects.querysets.cases import reported_readable_q, working_readable_q


@dataclass(frozen=True)
class Rows:
    """What one answer is made of: which rows, of which list, for whom, and at which levels this
    person reads them.
    """

    published: PublishedList
    queryset: object
    levels: tuple[ReadingLevel, ...]
    user: object
    site: str

    @classmethod
    def of(cls, published, queryset, user, *, site):
        """The rows of a queryset for a person: none is read at a lower level than the list's.
        ``site`` is where Slik is reached.
        """
        levels = levels_of(user)
        if len(levels) > 1 and published.rows_have_level:
            levels = tuple(level for level in levels if level >= published.level)
        return cls(published, queryset, levels, user, site)

    @property
    def rights(self):
        """Return the column rights that this person has. No query besides the roles."""
        return frozenset(
            right for right in self.published.column_permissions if policies.can(self.user, right)
        )

    @property
    def columns(self):
        """Return the columns this person has."""
        return _columns_of(self.published, self.levels, self.rights)

    @property
    def withheld(self):
        """Return the names of the columns that this person does not have."""
        return self.published.withheld_from(level=max(self.levels), rights=self.rights)

    def count(self) -> int:
        """Return the number of rows. One query."""
        return self.queryset.order_by().count()

    def ids(self, queryset=None):
        """Return SQL and parameters of ``id, level``, in order."""
        queryset = self.queryset if queryset is None else queryset
        level = Value(int(self.levels[0]))
        if len(self.levels) > 1:
            whens = [When(self._reads(one), then=Value(int(one))) for one in self._checked_levels()]
            level = Choose(*whens, default=level)
        return compile_queryset(queryset.values_list("pk", level))

    def _checked_levels(self):
        """The levels above the lowest, highest first."""
        return sorted(self.levels, reverse=True)[:-1]

    def _reads(self, level):
        is_readable = READABLE_Q[level](self.user)
        if self.published is CASES:
            return is_readable
        cases = Case.objects.filter(is_readable, municipality=self.user.municipality_id)
        condition = Q(**{f"{self.published.case_path}__in": cases})
        if level is ReadingLevel.WORKING and self.published.shared_rows:
            condition |= self.published.shared_rows(self.user)
        return condition


READABLE_Q = {
    ReadingLevel.WORKING: working_readable_q,
    ReadingLevel.REPORTED: reported_readable_q,
}


def compile_queryset(queryset):
    """SQL and parameters of a queryset, also of one that cannot find anything."""
    try:
        return queryset.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::bigint, 0 WHERE FALSE", ()


def page_of(rows: Rows, *, start: int, size: int, counted: bool):
    """Return the total, if it is asked for, the page's rows as JSON parted by commas, how many
    they are, and the id of the last. One query.
    """
    ids, parameters = rows.ids(rows.queryset[start : start + size])
    total, total_parameters = "NULL::bigint", ()
    if counted:
        everything, total_parameters = compile_queryset(rows.queryset.order_by().values_list("pk"))
        total = f"(SELECT count(*) FROM ({everything}) everything)"  # noqa: S608 - our own text
    document, joins = document_sql(
        rows.published, rows.levels, rows.rights, rows.site, get_language()
    )
    sql = f"""SELECT answer.* FROM (
        {_page(ids)}
        SELECT {total},
               (SELECT string_agg(({document})::text, ',' ORDER BY page.ord) FROM page {joins}),
               (SELECT count(*) FROM page),
               (SELECT id FROM page ORDER BY ord DESC LIMIT 1)
    ) answer"""  # noqa: S608 - our own text; values are parameters
    with prepared_cursor() as cursor:
        cursor.execute(sql, (*parameters, *total_parameters))
        return cursor.fetchone()


def _page(ids):
    return f"""
        WITH page (id, level, ord) AS MATERIALIZED (
            SELECT found.*, row_number() OVER () FROM ({ids}) found
        )
    """  # noqa: S608 - our own text


def export_sql(rows: Rows, format_value) -> tuple[str, tuple]:
    """SQL and parameters of every row as flat columns, each written by the flavour."""
    ids, parameters = rows.ids()
    columns, joins = flat_sql(
        rows.published, rows.levels, rows.rights, rows.site, format_value, get_language()
    )
    sql = f"{_page(ids)} SELECT {columns} FROM page {joins} ORDER BY page.ord"  # noqa: S608 - ours
    return sql, parameters


# --- SQL of the definition, made once a language ------------------------------------------


def _columns_of(published, levels, rights):
    return published.columns_for(level=max(levels), rights=rights)


@lru_cache
def document_sql(published, levels, rights, site, _language):
    """The JSON object of a row, and the joins it needs. Hidden values are absent."""
    lowest, *higher = sorted(levels)
    documents = {
        level: _object(published.columns_for(level=level, rights=rights), levels, site)
        for level in levels
    }
    document = documents[lowest]
    if higher:
        whens = " ".join(f"WHEN {int(level)} THEN {documents[level]}" for level in higher)
        document = f"CASE page.level {whens} ELSE {document} END"
    return document, published.joins


def _object(columns, levels, site):
    members = {}
    for column in columns:
        outer, _dot, inner = column.path.partition(".")
        members.setdefault(outer, []).append((inner, expression(column, levels, site)))
    parts = []
    for outer, inside in members.items():
        if inside[0][0]:
            value = _build(f"{literal(inner)}, {sql}" for inner, sql in inside)
        else:
            value = inside[0][1]
        parts.append(f"{literal(outer)}, {value}")
    return _build(parts)


def _build(parts):
    return f"json_build_object({', '.join(parts)})"


@lru_cache
def flat_sql(published, levels, rights, site, format_value, _language):
    """The columns of a file, and the joins they need. Hidden values are empty."""
    written = []
    for column in _columns_of(published, levels, rights):
        sql = format_value(expression(column, levels, site), column.kind)
        if column.level > min(levels):
            sql = f"CASE WHEN page.level >= {int(column.level)} THEN {sql} END"
        written.append(f'{sql} AS "{column.name}"')
    return ", ".join(written), published.joins


def expression(column, levels, site):
    """The SQL of a column's value; a label is spelled in the language of the moment."""
    reads = f"page.level >= {int(ReadingLevel.WORKING)}"
    if len(levels) == 1:
        reads = str(levels[0] is ReadingLevel.WORKING).upper()
    sql = column.sql.replace("{reads}", reads).replace("{site}", literal(site))
    if column.labels is None:
        return sql
    cases = " ".join(
        f"WHEN {literal(code)} THEN {literal(label)}" for code, label in column.labels.choices
    )
    return f"CASE {sql} {cases} END"


def literal(text):
    """Text of our own as an SQL literal inside a statement with parameters."""
    return "'" + str(text).replace("'", "''").replace("%", "%%") + "'"


TIME_ZONE_SQL = literal(settings.TIME_ZONE)


@dataclass(frozen=True)
class CsvValue:
    """How a value is written in a CSV file: for programs (UTC, true and false) or for people (local
    time, yes and no in their language), and with which decimal sign.
    """

    is_for_programs: bool
    decimal: str

    def __call__(self, sql, kind):
        if kind is ValueKind.NUMBER:
            return f"replace(({sql})::text, '.', {literal(self.decimal)})"
        if kind is ValueKind.MOMENT and self.is_for_programs:
            return f"to_char({sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        if kind is ValueKind.MOMENT:
            return f"to_char({sql} AT TIME ZONE {TIME_ZONE_SQL}, 'YYYY-MM-DD HH24:MI:SS')"
        if kind is ValueKind.FLAG and not self.is_for_programs:
            yes, no = literal(_("Yes")), literal(_("No"))
            return f"CASE WHEN {sql} THEN {yes} WHEN NOT {sql} THEN {no} END"
        return _plain(sql, kind)


def _plain(sql, kind):
    if kind is ValueKind.FLAG:
        return f"({sql})::text"
    if kind is ValueKind.LIST:
        return guarded_sql(f"nullif(array_to_string({sql}, ', '), '')")
    return guarded_sql(sql) if kind is ValueKind.TEXT else sql


def cell_value(sql, kind):
    """A value as a typed cell: moments in local time, lists as text."""
    if kind is ValueKind.MOMENT:
        return f"{sql} AT TIME ZONE {TIME_ZONE_SQL}"
    return f"array_to_string({sql}, ', ')" if kind is ValueKind.LIST else sql


def visibility_key(user):
    """Return a key that is equal for people who see the same."""
    return tuple(sorted(v.value for v in side) for side in visibilities_of(user))
