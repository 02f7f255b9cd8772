"""Norwegian alphabetical order in queries."""

from django.db import models
from django.db.models import Func


class NorwegianOrder(Func):
    """A text's place in Norwegian alphabetical order, the same on every PostgreSQL; the function
    is ``accounts.text.alphabet.SORT_KEY``.
    """

    template = '(accounts_sort_key(%(expressions)s) COLLATE "C")'
    arity = 1
    output_field = models.TextField()
