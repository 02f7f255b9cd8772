"""Norwegian alphabetical order."""

from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Lower

# Letters after z, as characters that sort after z everywhere.
SORT_REPLACEMENTS = str.maketrans("æøåäö", "{|}{|")


class NorwegianOrder(Func):
    """A sort key in Norwegian alphabetical order, the same on every PostgreSQL."""

    function = "translate"
    output_field = models.TextField()

    def __init__(self, expression):
        super().__init__(Lower(expression), Value("æøåäö"), Value("{|}{|"))
