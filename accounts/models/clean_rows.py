"""The database's own part of ``CleanedModel``: whatever writes a row, its texts and days hold."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.text.invisible import INVISIBLE
from accounts.text.partial_dates import FIRST_DAY, FIRST_YEAR, LAST_DAY, MAX_YEAR

# Spaces alone are left to the constraints of the texts that have to be written.
IS_CLEAN = rf"""
CREATE OR REPLACE FUNCTION accounts_is_clean(written text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT written IS NFC NORMALIZED
           AND (written !~ '^[{INVISIBLE}]+$' OR btrim(written, E' \t\n\r') = '')
$$;
"""
DROP = "DROP FUNCTION accounts_is_clean(text);"


class KeepsClean(pgtrigger.Trigger):
    """Refuses texts that are not in Unicode's composed form or that show nothing, and days outside
    1900 to 2199. Only what is new is looked at: rows of an earlier version stay.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update

    def get_func(self, model):
        """Ask for each column of a text or a day."""
        checks = [
            f"IF NEW.{field.column} IS DISTINCT FROM OLD.{field.column} AND ({condition}) THEN\n"
            f"    RAISE check_violation USING MESSAGE ="
            f" '{model._meta.db_table}.{field.column} {why}';\nEND IF;"
            for field in model._meta.concrete_fields
            for condition, why in refusals_of(field)
        ]
        return "\n".join([*checks, "RETURN NEW;"])


def refusals_of(field):
    """Yield what a column refuses, as a condition in SQL, and what is wrong then."""
    new = f"NEW.{field.column}"
    if isinstance(field, models.DateField) and not is_written_by_code(field):
        end = f"{LAST_DAY} 24:00" if isinstance(field, models.DateTimeField) else f"{LAST_DAY}"
        yield (
            f"{new} < '{FIRST_DAY}' OR {new} > '{end}'",
            f"is not between {FIRST_YEAR} and {MAX_YEAR}",
        )
    elif is_free_text(field):
        yield f"NOT accounts_is_clean({new})", "is not composed, or shows nothing"
    elif isinstance(field, ArrayField) and is_free_text(field.base_field):
        some = f"SELECT FROM unnest({new}) one WHERE one = '' OR NOT accounts_is_clean(one)"
        yield f"EXISTS ({some})", "is not composed, or shows nothing"


def is_free_text(field) -> bool:
    """Return whether people, not code, decide what the column holds."""
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def is_written_by_code(field) -> bool:
    """Return whether a moment is of the clock and not of a person."""
    return field.has_db_default() or getattr(field, "auto_now_add", False) or field.auto_now
