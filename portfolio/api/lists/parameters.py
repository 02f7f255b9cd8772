"""The parameters of a query: the filters of the pages, and the API's own.

One table feeds the check, ``meta/filters/`` and the OpenAPI document. A parameter that is
unknown, empty, repeated where one is allowed, or of the wrong kind is refused by name.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, F
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portfolio.api.problems import Problem
from projects.choices import case_key
from projects.filters import CaseFilterSet
from projects.forms.search import OrderingField, nearest
from projects.querysets.key_order import KeyOrder

PAGE_SIZE, LARGEST_PAGE = 50, 500
FIRST_CURSOR = "*"  # the cursor that begins a pull
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
DECIMALS = {"comma": ",", "point": "."}
HEADERS = ("labels", "keys")
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


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


def _day(text):
    if re.fullmatch(r"(19|20|21)\d\d-\d\d-\d\d", text, re.ASCII):
        with suppress(ValueError):  # like 30 February
            return date.fromisoformat(text)
    raise ValueError(_("Write a date as %s.") % date.today().isoformat())  # noqa: DTZ011 - any day


def _case_key(text):
    if not case_key.CASE_KEY.fullmatch(text):
        raise ValueError(_("Write the key of a case, like 9901-2026-480213."))
    return text


@dataclass(frozen=True)
class Parameter:
    """A parameter of the API's own, how it is read, and how OpenAPI describes it.

    ``read`` raises ValueError with a text for people. ``narrow`` narrows rows by what was read: by
    a list where the parameter may be repeated.
    """

    name: str
    read: Callable
    schema: dict
    description: str
    narrow: Callable | None = None
    is_repeatable: bool = False


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
    str,
    {"type": "string"},
    gettext_lazy("Pull everything: begin with * and follow “next”. Rows come as registered."),
)
LANG = Parameter(
    "lang",
    one_of(*LANGUAGES),
    {"type": "string", "enum": list(LANGUAGES)},
    gettext_lazy("The language of labels and messages."),
)


def format_parameter(*formats):
    """The parameter of a view that answers in these formats."""
    return Parameter(
        "format",
        one_of(*formats),
        {"type": "string", "enum": list(formats)},
        gettext_lazy("The format; it goes before the Accept header, which works too."),
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
JSON_PARAMETERS = (LANG, format_parameter("json"))
REPORT_PARAMETERS = (format_parameter("json", "csv", "xlsx"), LANG, *CSV_ONLY)
LIST_PARAMETERS = (PAGE, SIZE, CURSOR, *REPORT_PARAMETERS)
# What makes a list no other: a cursor is good with any of these.
OF_THE_PAGE = {"cursor", "page_size", "lang", "format"}
DAY = {"type": "string", "format": "date"}


def list_parameters(published):
    """The parameters of a list beside the filters on its case: which case, which rows of it by
    their codes, flags and days, and in which order.
    """
    yield Parameter(
        "case",
        _case_key,
        {"type": "string", "pattern": f"^{case_key.PATTERN}$"},
        gettext_lazy("The key of one case."),
        lambda rows, key: rows.filter(**{f"{published.case_path}__key": key}),
    )
    for name, code_filter in published.offered_code_filters.items():
        yield _code_parameter(name, code_filter)
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
    names = "|".join(published.orderings)
    yield Parameter(
        "ordering",
        OrderingField(names=published.orderings, required=False).clean,
        {"type": "string", "pattern": f"^-?({names})(,-?({names}))*$"},
        gettext_lazy("Sort by; a minus is for descending order."),
    )


def _code_parameter(name, code_filter):
    codes = [code for code, _label in code_filter.choices]
    return Parameter(
        name,
        one_of(*codes),
        {"type": "array", "items": {"type": "string", "enum": codes}, "minItems": 1},
        format_lazy("{}: {}", gettext_lazy("Of the row itself"), code_filter.label),
        code_filter.narrow,
        is_repeatable=True,
    )


RANGE_ENDS = {
    "gte": gettext_lazy("{}: this day or later."),
    "lte": gettext_lazy("{}: this day or before."),
}


def _filter_by_flag(condition, rows, answer):
    return rows.filter(condition) if answer == "true" else rows.exclude(condition)


def _filter_by_day(path, rows, day):
    return rows.filter(**{path: day})


def _order_by(term, by):
    name = term.removeprefix("-")
    expression = by.get(name) or F(name)
    is_descending = term.startswith("-")
    return expression.desc(nulls_last=True) if is_descending else expression.asc(nulls_last=True)


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

    def __init__(self, data, *, path, own_parameters, user=None, cases=None, ordered=True):
        self.data, self.path = data, path
        self.own_parameters = {parameter.name: parameter for parameter in own_parameters}
        self.values, self.errors = {}, []
        self.filters = None
        if cases is not None:
            parameters = data.copy()
            for name in self.own_parameters:
                parameters.pop(name, None)
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
        filters = self.filters.filters if self.filters is not None else ()
        return list(dict.fromkeys((*self.own_parameters, *filters)))

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

    def order(self, queryset, published):
        """Order rows of another kind as asked; by case and registration when nothing is."""
        by = {"key": KeyOrder(f"{published.case_path}__key"), "id": F("pk")}
        terms = self["ordering"] or ["key"]
        return queryset.order_by(*(_order_by(term, by) for term in terms), by["key"], by["id"])

    def cursor(self, last):
        """Return a cursor that goes on after the row with this id, in this very list."""
        return self._cursor_signer.sign(last)

    @cached_property
    def _cursor_signer(self):
        asked = [pair for pair in self.canonical() if pair[0] not in OF_THE_PAGE]
        return signing.Signer(salt=f"portfolio.api.cursor {self.path} {asked}")

    def canonical(self):
        """Return the query in one spelling, whatever the order of its parameters."""
        return sorted((name, sorted(self.data.getlist(name))) for name in self.data)

    def active_filters(self):
        """Return the filters in force, of cases and of rows: name and values."""
        return {
            name: self.data.getlist(name)
            for name in self.data
            if name not in self.own_parameters or self.own_parameters[name].narrow
        }

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
        parameter = self.own_parameters[name]
        if len(values) > 1 and not parameter.is_repeatable:
            self._refuse(name, "repeated_parameter", _("Give “%s” once.") % name)
            return
        try:
            read = [self._read_value(parameter, value) for value in values]
        except (ValueError, ValidationError) as error:
            message = " ".join(error.messages) if hasattr(error, "messages") else str(error)
            self._refuse(name, "invalid_parameter", message)
            return
        self.values[name] = read if parameter.is_repeatable else read[0]

    def _read_value(self, parameter, text):
        return self._read_cursor(text) if parameter is CURSOR else parameter.read(text)

    def _read_cursor(self, text):
        if text == FIRST_CURSOR:
            return 0
        try:
            return int(self._cursor_signer.unsign(text))
        except (signing.BadSignature, ValueError):
            raise ValueError(
                _("This is no cursor of this list and search. Begin with %s and follow “next”.")
                % FIRST_CURSOR
            ) from None

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
