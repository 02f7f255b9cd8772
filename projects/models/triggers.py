"""Triggers that many models need. The function of each is made from the model it stands in.

What a trigger refuses is a check violation, as what a constraint refuses is.
"""

from textwrap import dedent

import pgtrigger
from django.db.models import ForeignKey


def refuse(message: str, *values: str) -> str:
    """PL/pgSQL that refuses the row. Each ``%s`` of the message stands for a value in SQL."""
    text = f"'{message}'" if not values else f"format('{message}', {', '.join(values)})"
    return f"RAISE check_violation USING MESSAGE = {text};"


def refuse_if(condition: str, message: str, *values: str) -> str:
    """PL/pgSQL that refuses the row where a condition in SQL holds."""
    return f"IF {dedent(condition).strip()} THEN\n    {refuse(message, *values)}\nEND IF;"


def steps(*statements: str) -> str:
    """Statements one after the other."""
    return "\n".join(dedent(statement).strip() for statement in statements)


def listed(values) -> str:
    """SQL of a list of texts."""
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


class Before(pgtrigger.Trigger):
    """A rule that each row is checked by before it is written."""

    when = pgtrigger.Before
    result = "NEW"

    def render_func(self, model):
        """The function's body, ended by what it returns."""
        return steps(super().render_func(model), f"RETURN {self.result};")


class After(Before):
    """A rule that each row is checked by when the statement has ended."""

    when = pgtrigger.After
    result = "NULL"


class AtCommit(After):
    """A rule that each row is checked by at the end of the transaction."""

    timing = pgtrigger.Deferred


class BelongsTogether(Before):
    """What a record points at is of its own case, and whom it names of its municipality.

    ``through`` is the field that leads to the record's case, where it has none of its own; fields
    in ``besides`` have rules of their own.
    """

    operation = pgtrigger.Insert | pgtrigger.Update
    declare = [("own", "bigint"), ("tenant", "bigint")]

    def __init__(self, *, through="", besides=(), **more):
        super().__init__(**more)
        self.through, self.besides = through, {"case", through, *besides}

    def get_func(self, model):
        """Ask for the case, then for each of the pointers."""
        table = model._meta.db_table
        return steps(
            "SELECT id, municipality_id INTO own, tenant FROM projects_case"
            f" WHERE id = {case_of_row(model, self.through)};",
            *(
                refuse_if(
                    f"EXISTS (SELECT FROM {field.related_model._meta.db_table}"
                    f" WHERE id = NEW.{field.column} AND case_id <> own)",
                    f"{table} points at a {field.related_model._meta.model_name} of another case",
                )
                for field in pointers(model, to="case")
                if field.name not in self.besides
            ),
            refuse_if(
                leads_elsewhere(pointers(model, to="municipality"), "tenant"),
                f"{table} names a person of another municipality",
            ),
        )


class OfOneMunicipality(Before):
    """What a row of a municipality points at is of the same one."""

    operation = pgtrigger.Insert | pgtrigger.Update

    def get_func(self, model):
        """Ask only where a pointer has changed."""
        fields = pointers(model, to="municipality")
        return refuse_if(
            f"({differs([field.column for field in fields])}) AND"
            f" ({leads_elsewhere(fields, 'NEW.municipality_id')})",
            f"a {model._meta.model_name} points into another municipality",
        )


class NumberedWithoutGaps(Before):
    """Of each case the rows are numbered one by one."""

    operation = pgtrigger.Insert
    declare = [("last", "integer")]

    def get_func(self, model):
        """Compare with the highest number there is."""
        table = model._meta.db_table
        skips = "NEW.number <> last + 1"
        return steps(
            f"SELECT max(number) INTO last FROM {table} WHERE case_id = NEW.case_id;",
            "last := coalesce(last, 0);",
            refuse_if(skips, f"{table} %s does not follow %s", "NEW.number", "last"),
        )


def pointers(model, *, to: str) -> list:
    """The foreign keys of a model to models that have this field, the case itself left out."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and field.name != "case"
        and to in {target.name for target in field.related_model._meta.concrete_fields}
    ]


def case_of_row(model, through: str) -> str:
    """SQL of the id of the case that a row is of."""
    if not through:
        return "NEW.case_id"
    field = model._meta.get_field(through)
    table = field.related_model._meta.db_table
    return f"(SELECT case_id FROM {table} WHERE id = NEW.{field.column})"


def differs(columns) -> str:
    """SQL of the condition that one of the columns has changed; a new row differs from none."""
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
    return f"({new}) IS DISTINCT FROM ({old})"


def leads_elsewhere(fields, tenant: str) -> str:
    """SQL of the condition that one of the foreign keys leads into another municipality."""
    columns = {}
    for field in fields:
        columns.setdefault(field.related_model._meta.db_table, []).append(f"NEW.{field.column}")
    return " OR ".join(
        f"EXISTS (SELECT FROM {table} WHERE id IN ({', '.join(ids)})"
        f" AND municipality_id <> {tenant})"
        for table, ids in columns.items()
    )
