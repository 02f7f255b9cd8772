"""The texts that a search looks in, and how a word is looked for in them."""

import re
import unicodedata
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func, Q, TextField, Value

from accounts.text.cleaning import without_widthless
from projects.access.field_register import REGISTER

# The arguments of the SQL function, in its order.
SEARCHED = ("key", "title", "public_title", "summary", "tags")
LESSON_TEXTS = ("title", "happened", "learnt", "advice", "applies_to", "conditions")
SHARED_LESSON_TEXTS = ("title", "learnt", "advice")
QUESTION_TEXTS = ("text", "reason")
CHALLENGE_TEXTS = (
    "title",
    "description",
    "who_is_affected",
    "causes",
    "consequences",
    "expected_development",
)


class SearchText(Func):
    """Texts joined into one lower-case string; our own immutable SQL function."""

    function = "projects_search_text"
    output_field = TextField()


def search_text(*classes) -> SearchText:
    """The text made of those fields of a case that the register has in these classes."""
    held = REGISTER["projects.Case"]
    return text_of_fields(*(name for name in SEARCHED if held[name] in classes))


def text_of_fields(*names) -> SearchText:
    """The text made of these fields of a case."""
    empty = {"tags": "{}"}
    return SearchText(*(name if name in names else Value(empty.get(name, "")) for name in SEARCHED))


class JoinedText(Func):
    """The fields of a record joined into one lower-case string."""

    function = "lower"
    arg_joiner = " || ' ' || "
    output_field = TextField()


class Lexemes(Func):
    """The words of a text, and their Norwegian stems."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = SearchVectorField()

    def __init__(self, text, **extra):
        super().__init__(_Vector(text, config="norwegian"), _Vector(text, config="simple"), **extra)


class _Vector(Func):
    template = "to_tsvector('%(config)s', %(expressions)s)"
    output_field = SearchVectorField()


@dataclass(frozen=True)
class SearchTerm:
    """A word to look for. ``near`` is a tsquery of the words one typing error away; ``parts`` are
    the words it is made of, when it holds a hyphen or the like. ``typed`` is the word with signs in
    it that nobody sees, which a text may have as well.
    """

    word: str
    near: str = ""
    parts: tuple["SearchTerm", ...] = ()
    typed: str = ""


def search_words(text: str) -> list[str]:
    """Return the words of a text: composed, in lower case, each once, without the signs around
    them and those in them that nobody sees. Signs that stand alone are no words.
    """
    return list(words_as_typed(text))


def words_as_typed(text: str) -> dict[str, str]:
    """Return the ``search_words`` of a text, each with all the signs that are in it."""
    words = unicodedata.normalize("NFC", text).lower().split()
    stripped = (re.sub(r"^[\W_]+|[\W_]+$", "", word) for word in words)
    found = {without_widthless(word): word for word in stripped}
    found.pop("", None)
    return found


def parts_of(word: str) -> list[str]:
    """Return the words that a compound with signs is made of. Numbers stand as they are: keys are
    near each other.
    """
    parts = re.findall(r"[^\W_]+", word)
    return parts if len(parts) > 1 and not re.search(r"\d", word) else []


def term_q(term: SearchTerm, *, lexemes: str) -> Q:
    """The word is found: as a Norwegian stem, as part of a word, or with one typing error.
    ``lexemes`` is the column with the words of ``searched_text``.
    """
    found = Q(**{lexemes: SearchQuery(term.word, config="norwegian")})
    if len(term.word) > 2:
        found |= Q(searched_text__contains=term.word)
    elif term.word.isalnum():  # too short for the index over parts of words: the beginning of one
        begins = SearchQuery(f"'{term.word}':*", config="simple", search_type="raw")
        found |= Q(**{lexemes: begins})
    if term.typed:
        found |= Q(searched_text__contains=term.typed)
    if term.near:
        near = SearchQuery(term.near, config="simple", search_type="raw")
        found |= Q(**{lexemes: near})
    if term.parts:
        every = Q()
        for part in term.parts:
            every &= term_q(part, lexemes=lexemes)
        found |= every
    return found
