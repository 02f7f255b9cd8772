"""Cleaning of texts: which characters they may have. Pure."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Control characters but tab and line breaks (NUL, which PostgreSQL refuses), and halves of
# surrogate pairs, which cannot be written as UTF-8.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return the text in Unicode's composed form. Raises ValidationError naming the character
    that is refused and its position.
    """
    if found := UNWRITABLE.search(text):
        raise ValidationError(
            _("Character %(place)d is an invisible control sign (U+%(sign)04X). Remove it."),
            code="unwritable",
            params={"place": found.start() + 1, "sign": ord(found[0])},
        )
    return unicodedata.normalize("NFC", text)
