"""The OpenAPI document, built from what the views declare, and the page that shows it.

Parameters come from the filters that check them, rows from the published columns, and bodies from
the serializers that read them.
"""

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe
from rest_framework import serializers

from accounts.signing_in.addresses import site_of
from portfolio.api.lists import responses
from portfolio.api.lists.cases import CASE_RELATED_LISTS, CASES
from portfolio.api.lists.columns import ValueKind
from portfolio.api.meta import AuthCheck, Filters, Meta
from portfolio.api.reports import HEADINGS, PortfolioSummary, ReportView
from portfolio.api.views import ApiView, CaseDetail, CaseList, CaseRelatedList, CaseTimeline
from portfolio.api.writing import (
    IDEMPOTENCY_KEY,
    REPLAYED,
    MoveBody,
    MoveCase,
    ReportStatus,
    StatusUpdateBody,
)
from portfolio.reports.catalogue import REPORTS
from projects.choices import case_key
from projects.filters import CaseFilterSet, CaseOrderingFilter, CodesFilter, DaysFilter

PROBLEM = "#/components/schemas/Problem"
KEY = {
    "name": "key",
    "in": "path",
    "required": True,
    "description": "The key of a case.",
    "schema": {"type": "string", "pattern": f"^{case_key.PATTERN}$"},
    "example": "9901-2026-480213",
}
WRITE_HEADERS = [
    {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": "The ETag of the case as the caller saw it; * only with Idempotency-Key.",
        "schema": {"type": "string"},
    },
    {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "A name of this very write: sent again within 24 hours, it is not repeated.",
        "schema": {"type": "string", "pattern": IDEMPOTENCY_KEY.pattern},
    },
]
TYPES = {
    ValueKind.CODE: {"type": ["string", "null"]},
    ValueKind.TEXT: {"type": ["string", "null"]},
    ValueKind.LIST: {"type": "array", "items": {"type": ["string", "integer"]}},
    ValueKind.INTEGER: {"type": ["integer", "null"]},
    ValueKind.NUMBER: {"type": ["number", "null"]},
    ValueKind.DATE: {"type": ["string", "null"], "format": "date"},
    ValueKind.MOMENT: {"type": ["string", "null"], "format": "date-time"},
    ValueKind.FLAG: {"type": ["boolean", "null"]},
}
TEXT = {"type": "string"}
DAY = {"type": ["string", "null"], "format": "date"}
ROUTES = (
    ("api_cases", CaseList, "cases"),
    ("api_case", CaseDetail, "case"),
    ("api_timeline", CaseTimeline, "timeline"),
    ("api_report", ReportStatus, "report_status"),
    ("api_move", MoveCase, "move_case"),
    *(
        (
            published.route,
            CaseRelatedList(published=published),
            published.route.removeprefix("api_"),
        )
        for published in CASE_RELATED_LISTS
    ),
    ("api_summary", PortfolioSummary, "portfolio_summary"),
    *(
        (f"api_report_{code}", ReportView(kind=kind), f"report_{code}")
        for code, kind in REPORTS.items()
    ),
    ("api_meta", Meta, "meta"),
    ("api_filters", Filters, "filters"),
    ("api_auth_check", AuthCheck, "auth_check"),
)


class Document(ApiView):
    """The OpenAPI document. Open to everybody: it describes the API and contains no case."""

    permission_classes = ()

    def get(self, request):
        self.query()
        return JsonResponse(document(site_of(request)), json_dumps_params={"ensure_ascii": False})


class Index(ApiView):
    """Every address of the API. Open to everybody, like the document."""

    permission_classes = ()

    def get(self, request):
        self.query()
        site = site_of(request)
        addresses = {
            operation_id: {
                "url": site + _address(name),
                "methods": ["POST" if _writes(view) else "GET"],
            }
            for name, view, operation_id in ROUTES
        }
        return self.answer(
            {
                "api_version": responses.VERSION,
                "documentation": site + reverse("api_docs"),
                "openapi": site + reverse("api_schema"),
                "addresses": addresses,
            }
        )


@require_safe
def docs(request):
    """Render the page that shows the OpenAPI document, from files of our own."""
    return render(request, "portfolio/api_docs.html", {"schema_url": reverse("api_schema")})


@translation.override("en")
def document(site: str) -> dict:
    """Return the OpenAPI 3.1 document of the API at ``site``, in English."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Slik",
            "version": responses.VERSION,
            "description": "Pull the innovation portfolio as JSON, CSV or XLSX.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": site}],
        "security": [{"token": []}],
        "tags": [{"name": "pull"}, {"name": "write"}, {"name": "about"}],
        "paths": dict(_path(*route) for route in ROUTES),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
            "responses": {
                "Problem": {
                    "description": "A refusal.",
                    "content": {"application/problem+json": {"schema": {"$ref": PROBLEM}}},
                }
            },
        },
    }


def _path(name, view, operation_id):
    address = _address(name)
    has_key, method = "{key}" in address, "post" if _writes(view) else "get"
    operation = {
        "operationId": operation_id,
        "summary": _summary(view),
        "tags": ["write" if method == "post" else "pull" if has_rows(view) else "about"],
        "parameters": [*([KEY] if has_key else []), *_parameters(view)],
        "responses": _responses(view, operation_id),
    }
    if method == "post":
        operation["parameters"] += WRITE_HEADERS
        operation["requestBody"] = {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"$ref": f"#/components/schemas/{view.body.__name__}"}
                }
            },
        }
    return address, {method: operation}


def _address(name):
    has_key = name in {"api_case", "api_timeline", "api_report", "api_move"}
    return reverse(name, args=["KEY"] if has_key else []).replace("KEY", "{key}")


def _writes(view):
    return hasattr(view, "post")


def _summary(view):
    if isinstance(view, CaseRelatedList):
        return f"{view.published.description} Filters are about the case, or say that they are not."
    return view.__doc__.split("\n")[0]


def has_rows(view):
    """The view answers with rows in several formats."""
    return view in {CaseList, PortfolioSummary} or isinstance(view, CaseRelatedList | ReportView)


def _parameters(view):
    if has_rows(view):
        left_out = set() if view is CaseList else {"ordering"}  # rows have orders of their own
        yield from (
            _filter(name, case_filter)
            for name, case_filter in CaseFilterSet.base_filters.items()
            if name not in left_out
        )
    for parameter in view.own_parameters:
        yield {
            "name": parameter.name,
            "in": "query",
            "description": str(parameter.description),
            "schema": parameter.schema,
            "style": "form",
            "explode": True,
        }


def _filter(name, case_filter):
    schema = {"type": "string", "minLength": 1}
    choices = case_filter.extra.get("choices")
    if isinstance(case_filter, DaysFilter):
        schema = {
            "type": "integer",
            "minimum": case_filter.extra.get("least", 0),
            "maximum": 36_500,
        }
    elif isinstance(case_filter, CaseOrderingFilter):
        names = "|".join(case_filter.extra["names"])
        schema = {"type": "string", "pattern": f"^-?({names})(,-?({names}))*$"}
    elif choices and not callable(choices):
        schema = {"type": "string", "enum": [code for code, _label in choices]}
    if isinstance(case_filter, CodesFilter):
        schema = {"type": "array", "items": schema, "minItems": 1}
    return {
        "name": name,
        "in": "query",
        "description": str(case_filter.label),
        "schema": schema,
        "style": "form",
        "explode": True,
    }


def _responses(view, operation_id):
    schema = {"$ref": f"#/components/schemas/{operation_id}"}
    if _writes(view):
        schema = {"$ref": "#/components/schemas/case"}
    content = {"application/json": {"schema": schema}}
    if has_rows(view):
        content["text/csv"] = {"schema": TEXT}
        content[responses.XLSX_TYPE] = {"schema": {"type": "string", "format": "binary"}}
    done = str(getattr(view, "status", 200))
    found = {done: {"description": "The answer.", "content": content}}
    if _writes(view):
        found[done]["headers"] = {REPLAYED: {"description": "true for a repeat.", "schema": TEXT}}
    if not _writes(view):
        found["304"] = {"description": "Nothing is new."}
    refusals = ["400", "401", "404", "406", "429"]
    if _writes(view):
        refusals += ["403", "409", "412", "413", "415", "422", "428"]
    elif has_rows(view):
        refusals += ["422"]
    return found | {code: {"$ref": "#/components/responses/Problem"} for code in sorted(refusals)}


def _schemas():
    meta = {"type": "object"}
    lists = {
        published.route.removeprefix("api_"): {
            "type": "object",
            "required": ["results", "meta"],
            "properties": {
                "count": {"type": "integer"},
                "next": {"type": ["string", "null"]},
                "previous": {"type": ["string", "null"]},
                "results": {"type": "array", "items": _row(published)},
                "meta": meta,
            },
        }
        for published in (CASES, *CASE_RELATED_LISTS)
    }
    group = {
        "type": "object",
        "properties": {
            name: {"type": ["integer", "number", "string", "null"]} for name, _text in HEADINGS
        },
    }
    listed = {"type": "array", "items": {"type": "object"}}
    return (
        lists
        | {body.__name__: _body(body) for body in (StatusUpdateBody, MoveBody)}
        | {
            "case": _row(CASES),
            "timeline": {
                "type": "object",
                "required": ["key", "results"],
                "properties": {"key": TEXT, "results": listed},
            },
            "portfolio_summary": {
                "type": "object",
                "required": ["group_by", "count", "results", "total"],
                "properties": {
                    "group_by": TEXT,
                    "count": {"type": "integer"},
                    "results": {"type": "array", "items": group},
                    "total": group,
                    "meta": meta,
                },
            },
            **{f"report_{code}": _report(kind) for code, kind in REPORTS.items()},
            "meta": {"type": "object", "additionalProperties": listed},
            "filters": {
                "type": "object",
                "required": ["filters", "parameters", "lists"],
                "properties": {
                    "filters": listed,
                    "parameters": listed,
                    "lists": {"type": "object", "additionalProperties": listed},
                },
            },
            "auth_check": {"type": "object", "required": ["name", "roles"]},
            "Problem": {
                "type": "object",
                "required": ["type", "title", "status", "detail", "instance", "code"],
                "properties": {
                    "type": TEXT,
                    "title": TEXT,
                    "status": {"type": "integer"},
                    "detail": TEXT,
                    "instance": TEXT,
                    "code": TEXT,
                    "request_id": TEXT,
                    "errors": listed,
                },
            },
        }
    )


def _report(kind):
    """Return the JSON object of a report: its tables by their codes."""
    table = {
        "type": "object",
        "required": ["title", "columns", "rows", "notes", "withheld"],
        "properties": {
            "title": TEXT,
            "columns": {"type": "array", "items": {"type": "object"}},
            "rows": {"type": "array", "items": {"type": "object"}},
            "total": {"type": "object"},
            "notes": {"type": "array", "items": TEXT},
            "withheld": {"type": "array", "items": TEXT},
        },
    }
    return {
        "type": "object",
        "required": ["code", "title", "municipality", "period", "scope", "notes", "tables", "meta"],
        "properties": {
            "code": {"const": kind.code},
            "title": TEXT,
            "municipality": TEXT,
            "period": {
                "type": "object",
                "properties": {"code": TEXT, "label": TEXT, "from": DAY, "to": DAY},
            },
            "scope": {"type": "object"},
            "notes": {"type": "array", "items": TEXT},
            "tables": {
                "type": "object",
                "required": list(kind.tables),
                "properties": dict.fromkeys(kind.tables, table),
            },
            "meta": {"type": "object"},
        },
    }


def _row(published):
    """Return the JSON object of a row. Columns that not every caller gets are not required."""
    properties, required = {}, []
    for column in published.columns:
        outer, _dot, inner = column.path.partition(".")
        column_schema = TYPES[column.kind] | {"description": str(column.heading)}
        if inner:
            group_schema = properties.setdefault(outer, {"type": "object", "properties": {}})
            group_schema["properties"][inner] = column_schema
        else:
            properties[outer] = column_schema
        if not (column.level or column.permission) and outer not in required:
            required.append(outer)
    return {"type": "object", "properties": properties, "required": required}


def _body(serializer):
    """Return the JSON object that a serializer reads."""
    fields = serializer().fields
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, field in fields.items() if field.required],
        "properties": {name: _body_field(field) for name, field in fields.items()},
    }


def _body_field(field):
    match field:
        case serializers.ChoiceField():
            return TEXT | {"enum": list(field.choices)}
        case serializers.CharField():
            least = {} if field.allow_blank else {"minLength": 1}
            return TEXT | least | {"maxLength": field.max_length}
        case serializers.DateField():
            return DAY
        case serializers.BooleanField():
            return {"type": "boolean"}
