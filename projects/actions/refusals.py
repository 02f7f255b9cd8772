"""What the database refused, in words."""

from django.db import DatabaseError

from accounts.models.rules_in_words import in_words


def rule_in_words(error: DatabaseError) -> str:
    """Return the sentence of the rule that a row broke; what the database says of others."""
    worded = in_words(error)
    return " ".join(worded.messages) if worded else str(error)
