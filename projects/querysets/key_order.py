"""The order of case keys: the number by its value, so that 1000 comes after 999."""

from django.db import models
from django.db.models import Func

from projects.choices.case_key import LONGEST_NUMBER, PREFIX


class KeyOrder(Func):
    """A case key's place in the order of keys, the same on every PostgreSQL."""

    template = (
        f"((left(%(expressions)s, {PREFIX})"
        f" || lpad(substr(%(expressions)s, {PREFIX + 1}), {LONGEST_NUMBER}, '0'))"
        ' COLLATE "C")'
    )
    arity = 1
    output_field = models.TextField()
