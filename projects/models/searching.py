"""The words that a search with a typing error is compared with."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F

from accounts.models import Municipality
from accounts.models.cleaned_model import CleanedModel


class SearchWord(CleanedModel):
    """A word that is, or was, in the texts of some case. Never shown: a search that is one
    typing error away finds the cases with the word among those the person may see.

    A database trigger writes it. Two writers at once may write a word twice, which does no
    harm; a rule against it would make them wait for each other.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="search_words", db_index=False
    )
    word = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "word"], name="searchword_of_municipality"),
            GinIndex(OpClass(F("word"), name="gin_trgm_ops"), name="searchword_near"),
        ]

    def __str__(self):
        return self.word
