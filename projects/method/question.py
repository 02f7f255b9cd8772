"""Advice on the wording of the innovation question. Pure."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

RECOMMENDED_LENGTH = 200  # characters


def remarks(text: str) -> list:
    """Return sentences on what could be better in a question. Advice, never a refusal."""
    found = []
    if len(text) > RECOMMENDED_LENGTH:
        wish = _("It has {number} characters. At most {most} are easier to remember.")
        found.append(format_lazy(wish, number=len(text), most=RECOMMENDED_LENGTH))
    if not text.rstrip().endswith("?"):
        found.append(_("It does not end with a question mark. An open question invites answers."))
    return found
