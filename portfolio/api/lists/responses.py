"""From rows to an HTTP answer: pages of JSON, and files of everything."""

import hashlib
import json
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.database.snapshots import one_snapshot
from accounts.signing_in.addresses import site_of
from portfolio.api.lists import sql
from portfolio.api.lists.parameters import (
    DECIMALS,
    DELIMITERS,
    FIRST_CURSOR,
    PAGE_SIZE,
)
from portfolio.api.problems import Problem
from portfolio.files import csv
from portfolio.files.xlsx import MEDIA_TYPE as XLSX_TYPE
from portfolio.files.xlsx import MOST_ROWS, workbook
from portfolio.reports.scope import scope_of
from projects.access.audiences import sees_as_audience
from projects.access.reading_levels import ReadingLevel
from projects.models import Lesson

VERSION = "1.0"
JSON_TYPE = "application/json"
# What these find depends on the moment, not only on the day.
TIME_DEPENDENT_FILTERS = frozenset({"unconfirmed_days", "attention"})


def json_page(request, query, rows, *, revision) -> HttpResponse:
    """Answer with one page: numbered, or the next of a pull. One query."""
    size = query["page_size"] or PAGE_SIZE
    if query["cursor"] is None:
        number = query["page"] or 1
        total, results, count, _last = sql.page_of(
            rows, start=(number - 1) * size, size=size, counted=True
        )
        if number > 1 and not count:
            raise Problem(404, "no_such_page", _("There are not that many pages."))
        links = {
            "next": _link(request, page=number + 1) if number * size < total else None,
            "previous": _link(request, page=number - 1) if number > 1 else None,
        }
        envelope = {"count": total} | links
    else:
        envelope, results = _next_of_pull(request, query, rows, size)
    meta = {
        "generated_at": timezone.now().isoformat(),
        "revision": revision,
        "filters": query.active_filters(),
        "scope": scope_of(request.user).code,
        "schema": VERSION,
    } | ({"withheld": rows.withheld} if rows.withheld else {})
    head, tail = (json.dumps(part, ensure_ascii=False) for part in (envelope, meta))
    body = f'{head[:-1]}, "results": [{results or ""}], "meta": {tail}}}'
    return HttpResponse(body, content_type=JSON_TYPE)


def _next_of_pull(request, query, rows, size):
    """Only the first page of a pull has the total: counting costs more than a page."""
    for name in ("page", "ordering"):
        if name in query.data:
            error = {
                "parameter": name,
                "code": "invalid_parameter",
                "message": _("A pull has its own order: leave out “%s”.") % name,
            }
            raise Problem(400, error["code"], error["message"], errors=(error,))
    pull = replace(rows, queryset=rows.queryset.order_by("pk").filter(pk__gt=query["cursor"]))
    first = query.data["cursor"] == FIRST_CURSOR
    total, results, count, last = sql.page_of(pull, start=0, size=size, counted=first)
    more = count == size
    link = _link(request, cursor=query.cursor(last)) if more else None
    return ({"count": total} if first else {}) | {"next": link, "previous": None}, results


def _link(request, **changes):
    pairs = [(n, v) for n in request.GET for v in request.GET.getlist(n) if n not in changes]
    return f"{site_of(request)}{request.path}?{urlencode([*pairs, *changes.items()])}"


# --- Tags ---------------------------------------------------------------------------------


def etag_of_list(request, query, rows, *, revision):
    """Return a weak tag that changes when the list may have changed, without querying the list.

    None for people who see more than their audience, for what changes by the minute, and for
    shared lessons: the revision for people who read no working texts does not change with them.
    Their tag is made of the body.
    """
    if not sees_as_audience(rows.user) or TIME_DEPENDENT_FILTERS & set(request.GET):
        return None
    is_of_lessons = rows.published.model is Lesson or "has_lesson" in request.GET
    if is_of_lessons and min(rows.levels) < ReadingLevel.WORKING:
        return None
    parts = (
        rows.site,
        request.path,
        query.canonical(),
        request.accepted_renderer.format,
        get_language(),
        timezone.localdate().isoformat(),
        VERSION,
        sql.visibility_key(rows.user),
        [column.name for column in rows.columns],
    )
    return f'W/"{revision}-{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'


def etag_of_body(body: bytes) -> str:
    """Return a weak tag of the body, without the moment it was made."""
    body = body[: body.rindex(b'"meta": ')] if b'"meta": ' in body else body
    return f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'


# --- Files --------------------------------------------------------------------------------


def dialect_of(query) -> csv.Dialect:
    """The CSV dialect the query asks for, whatever the language."""
    dialect = csv.MACHINE if query["headers"] == "keys" else csv.NORWEGIAN
    return replace(
        dialect,
        delimiter=DELIMITERS.get(query["delimiter"], dialect.delimiter),
        decimal=DECIMALS.get(query["decimal"], dialect.decimal),
    )


def file_of_rows(request, query, rows, *, extension) -> StreamingHttpResponse:
    """Answer with every row as a file, streamed from one snapshot. Two queries for CSV."""
    if extension == "csv":
        stream, media_type = _csv(query, rows), "text/csv; charset=utf-8"
    else:
        stream, media_type = _xlsx(request, query, rows), XLSX_TYPE
    total = next(stream)
    return attachment(request, stream, media_type, extension, rows.published.name, total)


def _csv(query, rows):
    dialect = dialect_of(query)
    headings = [c.name if dialect.uses_keys else str(c.heading) for c in rows.columns]
    format_value = sql.CsvValue(is_for_programs=dialect.uses_keys, decimal=dialect.decimal)
    query_text, parameters = sql.export_sql(rows, format_value)
    with one_snapshot():
        yield rows.count()
        yield from csv.csv_of_query(headings, query_text, parameters, dialect)


def _xlsx(request, query, rows):
    query_text, parameters = sql.export_sql(rows, sql.cell_value)
    title = str(rows.published.title)
    headings = [str(column.heading) for column in rows.columns]
    about = about_rows(request, query)
    if rows.withheld:
        about.append((_("Withheld from your role"), ", ".join(rows.withheld)))
    with one_snapshot():
        total = rows.count()
        if total > MOST_ROWS:
            raise Problem(
                422,
                "too_many_rows",
                _("A workbook holds at most %d rows. Narrow the search, or take CSV.") % MOST_ROWS,
            )
        sheets = [
            (title, headings, csv.rows_of_query(query_text, parameters)),
            about_sheet(about, total),
        ]
        yield total
        yield from workbook(sheets)


def file_of_table(
    request, query, *, name, title, headings, rows, extension, about=(), headers=None
):
    """Answer with a few rows that are at hand, as a file. ``headings`` are (name, text). ``about``
    are more rows of the "About" sheet, ``headers`` more headers of the answer.
    """
    if extension == "csv":
        dialect = dialect_of(query)
        heads = [key if dialect.uses_keys else str(text) for key, text in headings]
        stream, media_type = csv.csv_of_rows(heads, rows, dialect), "text/csv; charset=utf-8"
    else:
        about = about_sheet([*about_rows(request, query), *about], len(rows))
        sheets = [(title, [str(text) for _key, text in headings], rows), about]
        stream, media_type = workbook(sheets), XLSX_TYPE
    total = len(rows)
    return attachment(request, stream, media_type, extension, name, total, headers)


def about_rows(request, query):
    """What the “About” sheet says: of whom, for whom, when, and by which search."""
    filters = [(active.name, active.text) for active in query.filters.active]
    filters += [
        (name, f"{parameter.description} {', '.join(query.data.getlist(name))}")
        for name, parameter in query.own_parameters.items()
        if parameter.narrow and name in query.data
    ]
    return [
        (_("Municipality"), f"{request.user.municipality} ({request.user.municipality.number})"),
        (_("Made for"), request.user.name),
        (_("Made"), timezone.localtime().replace(tzinfo=None, microsecond=0)),
        (_("Counted among"), scope_of(request.user).text),
        (_("Address"), request.path),
        *(filters or [(_("Filter"), _("None"))]),
    ]


def about_sheet(about, total):
    """The last sheet of a workbook."""
    return str(_("About")), (str(_("About")), ""), [*about, (_("Rows"), total)]


def attachment(request, stream, media_type, extension, name, total, headers=None):
    """Answer with a file of ``total`` rows that is written while it is read."""
    stem = {"cases": _("portfolio")}.get(name, name)
    day = timezone.localdate().isoformat()
    filename = f"{stem}_{request.user.municipality.number}_{day}.{extension}"
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    return StreamingHttpResponse(
        stream,
        content_type=media_type,
        headers={
            "Content-Disposition": disposition,
            "Slik-Rows": str(total),
            "Slik-Scope": scope_of(request.user).code,
        }
        | (headers or {}),
    )
