"""Constraints that many models need, named as the rule they hold."""

from django.db.models import CheckConstraint, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual


def valid_choice(model: str, **choices) -> list[CheckConstraint]:
    """Each field holds one of its choices."""
    return [
        CheckConstraint(
            name=f"projects_{model}_{field}_is_known",
            condition=Q(**{f"{field}__in": values.values}),
        )
        for field, values in choices.items()
    ]


def valid_or_blank_choice(model: str, **choices) -> list[CheckConstraint]:
    """Each field holds one of its choices, or nothing."""
    return [
        CheckConstraint(
            name=f"projects_{model}_{field}_is_known",
            condition=Q(**{f"{field}__in": ["", *values.values]}),
        )
        for field, values in choices.items()
    ]


def valid_choices(model: str, **choices) -> list[CheckConstraint]:
    """Each array holds nothing but its choices."""
    return [
        CheckConstraint(
            name=f"projects_{model}_{field}_are_known",
            condition=Q(**{f"{field}__contained_by": values.values}),
        )
        for field, values in choices.items()
    ]


def length_limit(model: str, **longest: int) -> list[CheckConstraint]:
    """Each long text has at most this many characters."""
    return [
        CheckConstraint(
            name=f"projects_{model}_{field}_at_most_{most}",
            condition=LessThanOrEqual(Length(field), most),
        )
        for field, most in longest.items()
    ]


def not_blank(model: str, *fields: str) -> list[CheckConstraint]:
    """None of the texts is empty."""
    return [
        CheckConstraint(
            name=f"projects_{model}_{field}_is_written", condition=Q(**{f"{field}__regex": r"\S"})
        )
        for field in fields
    ]
