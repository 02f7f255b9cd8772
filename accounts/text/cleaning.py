"""Cleaning of texts: which characters they may have, and when two are the same. Pure."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Control characters but tab and line breaks (NUL, which PostgreSQL refuses), and halves of
# surrogate pairs, which cannot be written as UTF-8.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

# What leaves no mark on the page: spaces, signs that only direct or join others, blank letters,
# and accents, which are a text only upon a letter. In brackets of a regular expression, which
# Python and PostgreSQL read alike.
INVISIBLE = (
    r"\u0001-\u0020\u007f-\u00a0\u00ad\u0300-\u036f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891"
    r"\u08e2\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u20d0-\u20ff\u2800\u3000\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
    r"\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    r"\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
NOTHING_VISIBLE = re.compile(f"[{INVISIBLE}]+")


def clean_text(text: str) -> str:
    """Return the text in Unicode's composed form.

    Raises ValidationError naming the character that is refused and its position, or saying that
    the text has no visible sign.
    """
    if found := UNWRITABLE.search(text):
        raise ValidationError(
            _("Character %(place)d is an invisible control sign (U+%(sign)04X). Remove it."),
            code="unwritable",
            params={"place": found.start() + 1, "sign": ord(found[0])},
        )
    if text.strip() and NOTHING_VISIBLE.fullmatch(text):
        raise ValidationError(
            _("This has only signs that cannot be seen. Write a text, or leave it empty."),
            code="invisible",
        )
    return unicodedata.normalize("NFC", text)


def compared(text: str) -> str:
    """Return a text so that two spellings of it are equal: composed, lower case, single spaces."""
    return unicodedata.normalize("NFC", " ".join(text.split()).casefold())


def each_once(texts) -> list[str]:
    """Return each text once, in the spelling that comes first."""
    spellings: dict[str, str] = {}
    for text in texts:
        spellings.setdefault(compared(text), text)
    return list(spellings.values())
