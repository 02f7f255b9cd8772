"""The parameters of a query: the filters of the pages, and the API's own.

One table feeds the check, ``meta/filters/`` and the OpenAPI document. A parameter that is
unknown, empty, repeated where one is allowed, or of the wrong kind is refused by name.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from django.conf import settings
from django.core import signing
from django.db.models import DateTimeField
from django.utils.dateparse import parse_date
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.api.problems import Problem
from projects.choices import case_key
from projects.filters import CaseFilterSet
from projects.forms.search import nearest

PAGE_SIZE, LARGEST_PAGE = 50, 500
FIRST_CURSOR = "*"  # the cursor that begins a pull
CURSOR_SIGNER = signing.Signer(salt="portfolio.api.cursor")
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
DECIMALS = {"comma": ",", "point": "."}
HEADERS = ("labels", "keys")
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
FORMATS = ("json", "csv", "xlsx")


def _whole_number(least, most):
    def read(text):
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(
                _("Write a whole number from %(least)d to %(most)d.")
                % {"least": least, "most": most}
            )
        return int(text)

    return read


def one_of(*names):
    """Read one of these names."""

    def read(text):
        if text not in names:
            raise ValueError(_("Choose among: %s.") % ", ".join(names))
        return text

    return read


def _cursor(text):
    if text == FIRST_CURSOR:
        return 0
    try:
        return int(CURSOR_SIGNER.unsign(text))
    except (signing.BadSignature, ValueError):
        raise ValueError(
            _("This is not a cursor of ours. Begin with %s and follow “next”.") % FIRST_CURSOR
        ) from None


def _day(text):
    day = parse_date(text) if re.fullmatch(r"(19|20|21)\d\d-\d\d-\d\d", text, re.ASCII) else None
    if day is None:
        raise ValueError(_("Write a date as %s.") % date.today().isoformat())  # noqa: DTZ011 - any day
    return day


def _case_key(text):
    if not case_key.CASE_KEY.fullmatch(text):
        raise ValueError(_("Write the key of a case, like 9901-2026-480213."))
    return text


@dataclass(frozen=True)
class Parameter:
    """A parameter of the API's own, how it is read, and how OpenAPI describes it."""

    name: str
    read: Callable
    schema: dict
    description: str
    narrow: Callable | None = None


PAGE = Parameter(
    "page",
    _whole_number(1, 1_000_000),
    {"type": "integer", "minimum": 1, "maximum": 1_000_000},
    gettext_lazy("The page, from 1."),
)
SIZE = Parameter(
    "page_size",
    _whole_number(1, LARGEST_PAGE),
    {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE},
    gettext_lazy("Rows on a page; 50 when left out."),
)
CURSOR = Parameter(
    "cursor",
    _cursor,
    {"type": "string"},
    gettext_lazy("Pull everything: begin with * and follow “next”. Rows come as registered."),
)
LANG = Parameter(
    "lang",
    one_of(*LANGUAGES),
    {"type": "string", "enum": list(LANGUAGES)},
    gettext_lazy("The language of labels and messages."),
)
FORMAT = Parameter(
    "format",
    one_of(*FORMATS),
    {"type": "string", "enum": list(FORMATS)},
    gettext_lazy("The format; the Accept header works too."),
)
CSV_ONLY = (
    Parameter(
        "headers",
        one_of(*HEADERS),
        {"type": "string", "enum": list(HEADERS)},
        gettext_lazy("CSV: “keys” is for programs, “labels” for a Norwegian spreadsheet."),
    ),
    Parameter(
        "delimiter",
        one_of(*DELIMITERS),
        {"type": "string", "enum": list(DELIMITERS)},
        gettext_lazy("CSV: what parts the columns."),
    ),
    Parameter(
        "decimal",
        one_of(*DECIMALS),
        {"type": "string", "enum": list(DECIMALS)},
        gettext_lazy("CSV: the decimal sign."),
    ),
)
LIST_PARAMETERS = (PAGE, SIZE, CURSOR, FORMAT, LANG, *CSV_ONLY)
REPORT_PARAMETERS = (FORMAT, LANG, *CSV_ONLY)
DAY = {"type": "string", "format": "date"}


def list_parameters(published):
    """The parameters of a list beside the filters on its case: which case, and which days."""
    yield Parameter(
        "case",
        _case_key,
        {"type": "string", "pattern": f"^{case_key.PATTERN}$"},
        gettext_lazy("The key of one case."),
        lambda rows, key: rows.filter(**{f"{published.case_path}__key": key}),
    )
    for name, condition in published.flag_conditions.items():
        yield Parameter(
            name,
            one_of("true", "false"),
            {"type": "string", "enum": ["true", "false"]},
            gettext_lazy("Only rows of which this is true, or false."),
            partial(_filter_by_flag, condition),
        )
    for name in published.date_fields:
        field = published.model._meta.get_field(name)
        path = f"{name}__date" if isinstance(field, DateTimeField) else name
        for end, text in RANGE_ENDS.items():
            yield Parameter(
                f"{name}__{end}",
                _day,
                DAY,
                format_lazy(text, capfirst(field.verbose_name)),
                partial(_filter_by_day, f"{path}__{end}"),
            )


RANGE_ENDS = {
    "gte": gettext_lazy("{}: this day or later."),
    "lte": gettext_lazy("{}: this day or before."),
}


def _filter_by_flag(condition, rows, answer):
    return rows.filter(condition) if answer == "true" else rows.exclude(condition)


def _filter_by_day(path, rows, day):
    return rows.filter(**{path: day})


class ApiCaseFilterSet(CaseFilterSet):
    """The search of a program: there is no form to show, so fields are made for what is asked."""

    def get_form_class(self):
        fields = {
            name: case_filter.field
            for name, case_filter in self.filters.items()
            if name in self.data
        }
        return type("AskedForm", (self._meta.form,), fields)


class Query:
    """The query of a request, read strictly. Raises Problem 400 naming everything refused."""

    def __init__(self, data, *, own_parameters, user=None, cases=None, ordered=True):
        self.data, self.own_parameters = (
            data,
            {parameter.name: parameter for parameter in own_parameters},
        )
        self.values, self.errors = {}, []
        self.filters = None
        if cases is not None:
            parameters = data.copy()
            parameters.setdefault("ordering", "key")
            self.filters = ApiCaseFilterSet(
                parameters, cases, user=user, extra_names=tuple(self.own_parameters)
            )
            if not ordered and "ordering" in data:
                self._refuse("ordering", "invalid_parameter", _("This answer has one order."))
        self._read()
        if self.errors:
            raise Problem(
                400, self.errors[0]["code"], self.errors[0]["message"], errors=tuple(self.errors)
            )

    def __getitem__(self, name):
        return self.values.get(name)

    @cached_property
    def known_names(self):
        """Return every name that the query may have."""
        return [*self.own_parameters, *(self.filters.filters if self.filters is not None else ())]

    @property
    def cases(self):
        """Return the cases found, in the requested order."""
        return self.filters.qs

    def filter_rows(self, queryset):
        """Narrow rows of another kind by the parameters that are about them."""
        for name, value in self.values.items():
            if narrow := self.own_parameters[name].narrow:
                queryset = narrow(queryset, value)
        return queryset

    def canonical(self):
        """Return the query in one spelling, whatever the order of its parameters."""
        return sorted((name, sorted(self.data.getlist(name))) for name in self.data)

    def active_filters(self):
        """Return the filters in force: name and values."""
        return {n: self.data.getlist(n) for n in self.data if n not in self.own_parameters}

    def _read(self):
        for name in self.data:
            values = self.data.getlist(name)
            if name not in self.known_names:
                self._refuse_unknown(name)
            elif not all(value.strip() for value in values):
                self._refuse(name, "invalid_parameter", _("“%s” is empty.") % name)
            elif name in self.own_parameters:
                self._read_own(name, values)
        if self.filters is None:
            return
        for refusal in self.filters.refusals:
            if refusal.name in self.known_names:
                self._refuse(refusal.name, "invalid_parameter", refusal.message, refusal.suggestion)

    def _read_own(self, name, values):
        if len(values) > 1:
            self._refuse(name, "repeated_parameter", _("Give “%s” once.") % name)
            return
        try:
            self.values[name] = self.own_parameters[name].read(values[0])
        except ValueError as error:
            self._refuse(name, "invalid_parameter", str(error))

    def _refuse_unknown(self, name):
        self._refuse(
            name[:100],
            "unknown_parameter",
            _("There is no parameter called “%s”.") % name[:100],
            nearest(name[:100], self.known_names),
        )

    def _refuse(self, name, code, message, suggestion=""):
        error = {"parameter": name, "code": code, "message": str(message)}
        if suggestion:
            error["did_you_mean"] = suggestion
        self.errors.append(error)
