"""Which check constraints of a row hold, by one query where Django asks one for each, and which
fields a violated one is about.
"""

from contextlib import nullcontext
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections, transaction
from django.db.models import BooleanField, CheckConstraint, F, Q, Value
from django.db.models.constants import LOOKUP_SEP
from django.db.models.functions import Coalesce
from django.db.models.sql import Query
from django.db.models.sql.constants import SINGLE

EMPTY = (None, "", [])


def those_in_question(row, constraints, *, using):
    """Leave out the checks that hold for the row as it is. One query.

    None is left out when the database takes no such value.
    """
    checks = [one for one in constraints if isinstance(one, CheckConstraint)]
    held = _holding(row, checks, using) if checks else []
    return [one for one in constraints if one not in held]


def _holding(row, checks, using):
    query = Query(None)
    values = row._get_field_expression_map(meta=row._meta)  # noqa: SLF001 - as Django asks for each
    for name, value in values.items():
        query.add_annotation(value, name, select=False)
    for number, check in enumerate(checks):
        holds = Coalesce(Q(check.condition), Value(value=True), output_field=BooleanField())
        query.add_annotation(holds, f"check_{number}")
    is_inside = connections[using].in_atomic_block
    try:
        with transaction.atomic(using=using) if is_inside else nullcontext():
            answers = query.get_compiler(using=using).execute_sql(SINGLE)
    except (DatabaseError, ValidationError, TypeError, ValueError):
        return []
    return [check for check, holds in zip(checks, answers, strict=True) if holds]


def fields_in_question(row, constraint) -> list[str]:
    """Return the fields that a violated constraint asks for: those it wants filled in and the row
    lacks; where it lacks none, the one that is compared with another, else the first. Of what may
    be there once, the field that makes it so. Empty for a constraint that names no field.
    """
    if not isinstance(constraint, CheckConstraint):
        return _unique_field(row, constraint)
    leaves = list(_leaves(constraint.condition))
    named = [field.name for field in row._meta.concrete_fields]
    names = [name for name in named if any(leaf.name == name for leaf in leaves)]
    wanted = {leaf.name for leaf in leaves if leaf.wants_value}
    lacking = [name for name in names if name in wanted and getattr(row, name) in EMPTY]
    compared = [leaf.name for leaf in leaves if isinstance(leaf.value, F)]
    return lacking or compared[:1] or names[:1]


def _unique_field(row, constraint) -> list[str]:
    """Return the field of a unique constraint that a person writes: the case, or what else the row
    belongs to, comes first.
    """
    fields = list(getattr(constraint, "fields", ()))
    condition = getattr(constraint, "condition", None)
    chosen = (
        [leaf.name for leaf in _leaves(condition) if leaf.value is not None] if condition else []
    )
    written = [name for name in fields if not row._meta.get_field(name).remote_field]
    return (written or fields[1:] or chosen or fields)[-1:]


@dataclass(frozen=True)
class Leaf:
    """A condition of one field inside a condition; ``wants_value``: an empty field breaks it."""

    name: str
    lookup: str
    value: object
    is_negated: bool

    @property
    def wants_value(self):
        if self.lookup == "exact":
            return self.is_negated and self.value in EMPTY
        if self.lookup == "isnull":
            return self.value is self.is_negated
        return not self.is_negated


def _leaves(condition, *, is_negated=False):
    """Yield the conditions of single fields; others, of functions of fields, are passed over."""
    if not isinstance(condition, Q):
        return
    is_negated ^= condition.negated
    for child in condition.children:
        if isinstance(child, tuple):
            name, _separator, lookup = child[0].partition(LOOKUP_SEP)
            yield Leaf(name, lookup or "exact", child[1], is_negated)
        else:
            yield from _leaves(child, is_negated=is_negated)
