"""Fields of models as columns of a published list, by the register of fields: what is open and
working is published. Names, contact details and judgements never are.
"""

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from portfolio.api.lists.columns import (
    CODE,
    DATE,
    FLAG,
    INTEGER,
    KEY,
    LIST,
    MOMENT,
    NUMBER,
    TEXT,
    TITLE,
    URL,
    CodeFilter,
    PublishedColumn,
    PublishedList,
    coded_columns,
)
from projects.access.field_register import REGISTER, FieldClass
from projects.filters import CaseFilterSet
from projects.records.kinds import KIND_BY_MODEL
from projects.records.rendering import OWNING

PUBLISHED_CLASSES = {FieldClass.OPEN, FieldClass.REPORTED, FieldClass.WORKING}
LABEL_FIELDS = ("title", "text", "number")  # the field whose text names a related record
PATH_NAMES = {"title": "name"}  # “title” is the case's
HEADINGS = {  # of fields that have no name of their own
    "by": _("By"),
    "recorded_at": _("Recorded"),
    "met_at": _("Met"),
    "met_by": _("Met by"),
    "proposed_by": _("Proposed by"),
    "formal_decision": _("Formal decision"),
    "decision": _("Gate decision"),
    "benefit": _("Benefit"),
    "id": _("Id"),
}


@dataclass(frozen=True)
class CodedChoices:
    """Codes and their labels, as a vocabulary has them."""

    choices: list


def columns_of_field(model, name, alias="r", path=""):
    """The columns of a field, if its class is published; those of what it points at as well."""
    if REGISTER[model._meta.label][name] not in PUBLISHED_CLASSES:
        return ()
    field, path = model._meta.get_field(name), path or PATH_NAMES.get(name, name)
    sql, heading = f'{alias}."{field.column}"', heading_of(field)
    sources = (f"{model._meta.label}.{name}",)
    if isinstance(field, models.ForeignKey):
        return _foreign_key_columns(field, path, heading, sources)
    if field.choices:
        headings = (format_lazy(_("{} (code)"), heading), heading)
        return coded_columns(
            path, f"nullif({sql}, '')", CodedChoices(field.flatchoices), headings, sources
        )
    kind = _kind_of(field)
    if kind in {CODE, TEXT}:
        sql = f"nullif({sql}, '')"
    if kind is NUMBER:
        sql = f"trim_scale({sql})"
    return (PublishedColumn(path, sql, kind, heading, sources),)


def heading_of(field):
    """What a field is called above its column, so that no two columns are called the same."""
    if isinstance(field.verbose_name, str):  # no form shows it, so nobody has named it
        return HEADINGS[field.name]
    heading = capfirst(field.verbose_name)
    if field.name == "title" and field.model in KIND_BY_MODEL:
        return format_lazy("{}: {}", KIND_BY_MODEL[field.model].title, field.verbose_name)
    return heading


def _kind_of(field):
    for types, kind in KIND_OF.items():
        if isinstance(field, types):
            return kind
    raise TypeError(field)


KIND_OF = {
    ArrayField: LIST,
    models.URLField: CODE,
    models.CharField | models.TextField: TEXT,
    models.DateTimeField: MOMENT,
    models.DateField: DATE,
    models.BooleanField: FLAG,
    models.DecimalField: NUMBER,
    models.IntegerField | models.BigAutoField: INTEGER,
}


def _foreign_key_columns(field, path, heading, sources):
    """A person's name, of an owner only while they may sign in; or a record's id and what it is
    called.
    """
    target, alias = field.related_model, f"to_{field.name}"
    if target is User:
        name = f"{alias}.name"
        if field.name in OWNING:
            name = f"CASE WHEN {alias}.is_active THEN {name} END"
        return (PublishedColumn(path, name, TEXT, heading, sources),)
    columns = [
        PublishedColumn(
            f"{path}.id", f"{alias}.id", INTEGER, format_lazy(_("{} (id)"), heading), sources
        )
    ]
    label_field = next(
        (name for name in LABEL_FIELDS if name in REGISTER[target._meta.label]), None
    )
    if label_field:
        sources = (*sources, f"{target._meta.label}.{label_field}")
        kind = INTEGER if label_field == "number" else TEXT
        columns.append(
            PublishedColumn(
                f"{path}.{PATH_NAMES.get(label_field, label_field)}",
                f"{alias}.{label_field}",
                kind,
                heading,
                sources,
            )
        )
    return tuple(columns)


def joins_of(model, names, case_path):
    """The joins that the columns of these fields ask for, and the one to the case."""
    parts = [f"JOIN {model._meta.db_table} r ON r.id = page.id"]
    for name in names:
        field = model._meta.get_field(name)
        if isinstance(field, models.ForeignKey):
            table, alias = field.related_model._meta.db_table, f"to_{name}"
            parts.append(f"LEFT JOIN {table} {alias} ON {alias}.id = r.{field.column}")
    parent = case_path.removesuffix("case").removesuffix("__")
    parts.append(f"JOIN projects_case c ON c.id = {f'to_{parent}' if parent else 'r'}.case_id")
    return "\n".join(parts)


def published_list(
    name, title, model, fields, *, description, case_path="case", extra_columns=(), **kwargs
):
    """A list of a model's rows: the case, the fields, what is worked out, and who wrote it."""
    parent = case_path.removesuffix("case").removesuffix("__")
    names = ["id", *filter(None, [parent]), *fields, "by", "recorded_at"]
    columns = [column for field_name in names for column in columns_of_field(model, field_name)]
    code_filters = dict(_code_filters(model, fields)) | kwargs.pop("code_filters", {})
    return PublishedList(
        name=name,
        title=title,
        description=description,
        model=model,
        columns=(KEY, URL, TITLE, *columns, *extra_columns),
        joins=joins_of(model, names[1:], case_path) + kwargs.pop("joins", ""),
        case_path=case_path,
        code_filters=code_filters,
        **kwargs,
    )


def _code_filters(model, names):
    """Yield the filters by coded fields. ``row_`` parts them from the filters of the case."""
    for name in names:
        field = model._meta.get_field(name)
        is_published = REGISTER[model._meta.label][name] in PUBLISHED_CLASSES
        if is_published and field.choices and not isinstance(field, ArrayField):
            own_name = f"row_{name}" if name in CaseFilterSet.base_filters else name
            path = f"{PATH_NAMES.get(name, name)}.code"
            yield own_name, CodeFilter(path, name, field.flatchoices, heading_of(field))
