"""Texts in queries as they are compared: two spellings of one are equal."""

from django.db import models
from django.db.models import Func


class Compared(Func):
    """A text as it is compared; the function is ``accounts.text.cleaning.COMPARED``."""

    function = "accounts_compared"
    arity = 1
    output_field = models.TextField()
