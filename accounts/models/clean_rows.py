"""The database's own part of ``CleanedModel``: whatever writes a row, its texts and days hold."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.text.cleaning import INVISIBLE
from accounts.text.partial_dates import FIRST_DAY, LAST_DAY


class KeepsClean(pgtrigger.Trigger):
    """Refuses texts that are not in Unicode's composed form or that show nothing, and days outside
    the years that people mean. Only what is new is looked at: rows of an earlier version stay.
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
        yield f"{new} < '{FIRST_DAY}' OR {new} > '{end}'", "is of a year that nobody means"
    elif is_free_text(field):
        yield _unclean(new), "is not composed, or shows nothing"
    elif isinstance(field, ArrayField) and is_free_text(field.base_field):
        some = f"SELECT FROM unnest({new}) one WHERE one = '' OR {_unclean('one')}"
        yield f"EXISTS ({some})", "is not composed, or shows nothing"


def is_free_text(field) -> bool:
    """Return whether people, not code, decide what the column holds."""
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def is_written_by_code(field) -> bool:
    """Return whether a moment is of the clock and not of a person."""
    return field.has_db_default() or getattr(field, "auto_now_add", False) or field.auto_now


def _unclean(text):
    """Spaces alone are left to the constraints of the texts that have to be written."""
    blank = rf"{text} ~ '^[{INVISIBLE}]+$' AND btrim({text}, E' \t\n\r') <> ''"
    return f"{text} IS NOT NFC NORMALIZED OR {blank}"
