"""What a text may hold: signs that people write, and none that only break things. Pure."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Control signs but tab and line breaks (NUL, which PostgreSQL refuses, is one), and halves of
# surrogate pairs, which cannot be written as UTF-8.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return the text in Unicode's composed form. Raises ValidationError naming the sign that
    cannot be kept and where it stands.
    """
    if found := UNWRITABLE.search(text):
        raise ValidationError(
            _("Character %(place)d is an invisible control sign (U+%(sign)04X). Remove it."),
            code="unwritable",
            params={"place": found.start() + 1, "sign": ord(found[0])},
        )
    return unicodedata.normalize("NFC", text)
