"""What the database refused, in words."""

from django.apps import apps
from django.db import DatabaseError
from django.utils.translation import gettext as _
from psycopg.errors import NumericValueOutOfRange, StringDataRightTruncation


def rule_in_words(error: DatabaseError) -> str:
    """Return the sentence of the constraint that a row broke, or what its trigger says."""
    cause = error.__cause__
    if isinstance(cause, StringDataRightTruncation):
        return _("A text is longer than its field holds.")
    if isinstance(cause, NumericValueOutOfRange):
        return _("A number is larger than its field holds.")
    diagnostics = getattr(cause, "diag", None)
    if diagnostics is None:
        return str(error)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == diagnostics.constraint_name:
                return str(constraint.get_violation_error_message())
    return diagnostics.message_primary or str(error)
