"""The words that a search with a typing error is compared with."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F

from accounts.models import Municipality
from accounts.models.cleaned_model import CleanedModel
from projects.models.triggers import After, steps
from projects.querysets.search_text import JoinedText, Lexemes


class RemembersWords(After):
    """The words of a row are kept as search words. ``columns`` hold them, made of ``fields``;
    ``tenant`` is SQL of the municipality.
    """

    def __init__(self, *, fields, columns, tenant, **more):
        self.columns, self.tenant = columns, tenant
        more["operation"] = pgtrigger.Insert | pgtrigger.UpdateOf(*fields)
        super().__init__(**more)

    def get_func(self, model):  # noqa: ARG002 - every trigger is asked so
        """Remember the words of each column."""
        return steps(
            *(
                f"PERFORM projects_remember_words({self.tenant}, NEW.{column});"
                for column in self.columns
            )
        )


TENANT_OF_CASE = "(SELECT municipality_id FROM projects_case WHERE id = NEW.case_id)"


def lexemes_of(names) -> models.GeneratedField:
    """A column with the words of these fields, kept by the database."""
    return models.GeneratedField(
        expression=Lexemes(JoinedText(*names)),
        output_field=SearchVectorField(),
        db_persist=True,
    )


def text_indexes(model: str, **texts) -> list:
    """The indexes of the texts of a record that are searched: each a column with its words, and
    its fields.
    """
    return [
        index
        for column, fields in texts.items()
        for index in (
            GinIndex(fields=[column], name=f"{model}_{column}"),
            GinIndex(
                OpClass(JoinedText(*fields), name="gin_trgm_ops"),
                name=f"{model}_{column.replace('lexemes', 'text')}",
            ),
        )
    ]


class SearchWord(CleanedModel):
    """A word, or the stem of one, that is or was in the texts of some case. Never shown, and never
    an answer: a case is found by a word near the one that was typed when it holds that very word.

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
