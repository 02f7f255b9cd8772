"""The text that a case is searched by."""

from django.db.models import Func, TextField, Value

from projects.access.field_register import REGISTER

# The arguments of the SQL function, in its order.
SEARCHED = ("key", "title", "public_title", "summary", "tags")


class SearchText(Func):
    """Texts joined into one lower-case string; our own immutable SQL function."""

    function = "projects_search_text"
    output_field = TextField()


def search_text(*classes) -> SearchText:
    """The text made of those fields of a case that the register has in these classes."""
    held = REGISTER["projects.Case"]
    return SearchText(*(name if held[name] in classes else Value("") for name in SEARCHED))
