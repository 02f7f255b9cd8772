"""The log of the records of the method in one case: added, corrected, withdrawn.

One query over the tables of all kinds: records that may be corrected are read from their
versions, the others from their own table.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.db import connection
from django.db.models import BigIntegerField, Case, F, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf

from accounts.models import User
from projects.access.field_register import FieldClass, fields_of
from projects.history import record_changes
from projects.history.record_changes import FieldChange
from projects.models import FormalDecision
from projects.records import rendering
from projects.records.kinds import KIND_BY_MODEL, RECORD_KINDS, RecordKind
from projects.records.rendering import HEADLINES

ADDED, CORRECTED, WITHDRAWN = "added", "corrected", "withdrawn"
CASE_PLACEHOLDER = -(2**62)  # is replaced by the id of the case
REPORTED_CLASSES = frozenset({FieldClass.OPEN, FieldClass.REPORTED})
COLUMNS = ("t_at", "t_code", "t_pk", "t_verb", "t_by", "t_version", "t_parent", "t_name")


@dataclass(frozen=True)
class RecordLogEntry:
    """A record was added, corrected or withdrawn. ``name`` is its name, after that of the record
    it belongs to; ``changes`` are what a correction changed.
    """

    at: datetime
    kind: RecordKind
    pk: int
    action: str
    who: str
    name: str
    changes: tuple[FieldChange, ...] = ()


def log_entries(case, classes: frozenset, limit: int | None) -> list[RecordLogEntry]:
    """Return the newest ``limit`` entries, or all, with what may be read in these classes. Two
    queries, and at most two more for what was corrected.
    """
    sql, parameters = _statement(classes)
    with connection.cursor() as cursor:
        cursor.execute(
            sql, [case.pk if value == CASE_PLACEHOLDER else value for value in parameters]
        )
        rows = cursor.fetchmany(limit) if limit else cursor.fetchall()
    people = {by for _at, _code, _pk, _verb, by, *_words in rows if by}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
    corrected = [
        (code, pk, n) for _at, code, pk, action, _by, n, *_w in rows if action == CORRECTED
    ]
    changes = record_changes.of(corrected, frozenset(FieldClass))
    entries = [
        RecordLogEntry(
            at=at,
            kind=RECORD_KINDS[code],
            pk=pk,
            action=action,
            who=names.get(by, ""),
            name=_full_name(RECORD_KINDS[code], classes, *words),
            changes=_readable(RECORD_KINDS[code], classes, found),
        )
        for at, code, pk, action, by, version, *words in rows
        if not _is_hidden(
            RECORD_KINDS[code], classes, found := changes.get((code, pk, version), ())
        )
    ]
    # So that what is hidden does not count in the limit.
    is_short = limit and len(entries) < len(rows)
    return log_entries(case, classes, None)[:limit] if is_short else entries


def readable_entries(case, reader, classes, limit) -> list[RecordLogEntry]:
    """Return what this reader may know of the log: all of it, or what was reported to the council,
    without names. Formal decisions are not in the latter: the decisions of a case have them.
    """
    if reader.reads_records:
        return log_entries(case, classes, limit)
    if FieldClass.REPORTED not in reader.classes:
        return []
    entries = log_entries(case, REPORTED_CLASSES, None)
    return [replace(one, who="") for one in entries if one.kind.model is not FormalDecision][:limit]


def _readable(kind, classes, changes):
    readable = fields_of(kind.model._meta.label, classes)
    return tuple(change for change in changes if change.name in readable)


def _is_hidden(kind, classes, changes):
    """A correction changed nothing that may be read."""
    return bool(changes) and not _readable(kind, classes, changes)


@lru_cache
def _statement(classes):
    """Return the SQL and its parameters, with a placeholder for the case. Cached: Django takes ten
    times as long to compile it as PostgreSQL to run it.
    """
    kinds = [kind for kind in RECORD_KINDS.values() if _is_readable(kind, classes)]
    first, *others = (_rows(CASE_PLACEHOLDER, kind, classes) for kind in kinds)
    rows = first.union(*others, all=True).order_by("-t_at", "t_code", "-t_pk", "t_verb")
    return rows.query.sql_with_params()


def _is_readable(kind, classes):
    """Some field of the kind may be read."""
    return bool(set(kind.fields) & fields_of(kind.model._meta.label, classes))


def _full_name(kind, classes, parent, name):
    words = (_name(_parent(kind), classes, parent) if kind.parent else "",)
    return ": ".join(filter(None, (*words, _name(kind.model, classes, name))))


def _rows(case, kind, classes):
    versions = getattr(kind.model, "pgh_event_model", None)
    rows = (versions or kind.model).objects.filter(**{kind.case_path: case}).order_by()
    rows = rows.annotate(
        t_code=Value(kind.code),
        t_name=_headline(kind.model, classes, ""),
        t_parent=_headline(_parent(kind), classes, f"{kind.parent}__"),
    )
    if versions is None:
        own = {"t_at": F("recorded_at"), "t_pk": F("pk"), "t_by": F("by_id"), "t_version": Value(1)}
        return rows.annotate(t_verb=Value(ADDED), **own).values_list(*COLUMNS)
    return rows.annotate(
        t_pk=F("pgh_obj_id"),
        t_version=F("version"),
        t_verb=_by_version(Value(ADDED), Value(WITHDRAWN), Value(CORRECTED)),
        t_at=_by_version(F("recorded_at"), F("withdrawn_at"), F("pgh_created_at")),
        t_by=_by_version(F("by_id"), F("withdrawn_by_id"), _writer()),
    ).values_list(*COLUMNS)


def _by_version(first, withdrawn, between):
    """Return the expression for the first version, the one that withdraws, or one between."""
    return Case(
        When(version=1, then=first),
        When(withdrawn_at__isnull=False, then=withdrawn),
        default=between,
    )


def _writer():
    """Return who made a version; null where its context does not say."""
    return Cast(KeyTextTransform("user", "pgh_context__metadata"), BigIntegerField())


def _parent(kind):
    return kind.model._meta.get_field(kind.parent).related_model if kind.parent else None


def _headline(model, classes, path):
    """Return the name of a record, if it may be read: the first of its texts that is written."""
    names = _name_fields(model, classes)
    empty = Value("", TextField())
    written = [NullIf(Cast(F(path + name), TextField()), empty) for name in names]
    return Coalesce(*written, empty) if written else Cast(empty, TextField())


def _name_fields(model, classes):
    """Return the names of the fields that may name a record and may be read: its headlines, or
    else what kind it is.
    """
    if model not in KIND_BY_MODEL:
        return []
    readable = fields_of(model._meta.label, classes)
    kind, first = KIND_BY_MODEL[model], KIND_BY_MODEL[model].fields[0]
    fallback = [first] if not kind.parent and model._meta.get_field(first).choices else []
    headlines = [name for name in HEADLINES if name in readable]
    return headlines or [name for name in fallback if name in readable]


def _name(model, classes, value):
    names = _name_fields(model, classes)
    return rendering.in_words(model._meta.get_field(names[0]), value) if names else value
