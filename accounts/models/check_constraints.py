"""Which check constraints of a row hold, by one query where Django asks one for each."""

from contextlib import nullcontext

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections, transaction
from django.db.models import BooleanField, CheckConstraint, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.sql import Query
from django.db.models.sql.constants import SINGLE


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
