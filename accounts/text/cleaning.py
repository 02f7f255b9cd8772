"""Cleaning of texts: which characters they may have, and when two are the same. Pure."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.text.invisible import ANY_WIDTHLESS, BLANK, BLANKS, NOTHING_VISIBLE, WIDTHLESS

# Control characters but tab and line breaks (NUL, which PostgreSQL refuses), and halves of
# surrogate pairs, which cannot be written as UTF-8.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


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
            _("This has only signs that cannot be seen. Write a text that can be read."),
            code="invisible",
        )
    return unicodedata.normalize("NFC", text)


def without_widthless(text: str) -> str:
    """Return the text, composed, without the signs in it that nobody sees."""
    return unicodedata.normalize("NFC", ANY_WIDTHLESS.sub("", text))


def compared(text: str) -> str:
    """Return a text so that two spellings of it are equal: composed, lower case, single spaces,
    without signs that nobody sees. What is one text to SQL's ``COMPARED`` is one here.
    """
    spaced = BLANKS.sub(" ", without_widthless(text)).strip(" ")
    return unicodedata.normalize("NFC", spaced.casefold().replace("i\u0307", "i"))


# The same for the database's own guards: lower case is all it knows of case.
COMPARED = rf"""
CREATE OR REPLACE FUNCTION accounts_compared(written text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT lower(btrim(regexp_replace(
        normalize(regexp_replace(written, '[{WIDTHLESS}]+', '', 'g'), NFC),
        '[{BLANK}]+', ' ', 'g'), ' ') COLLATE "pg_c_utf8")
$$;
"""
DROP_COMPARED = "DROP FUNCTION accounts_compared(text);"


def each_once(texts) -> list[str]:
    """Return each text once, in the spelling that comes first."""
    spellings: dict[str, str] = {}
    for text in texts:
        spellings.setdefault(compared(text), text)
    return list(spellings.values())
