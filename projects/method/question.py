"""What is derived about the innovation question: what may make it shorter and clearer. Pure."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

RECOMMENDED_LENGTH = 200  # characters: what can be said in one breath


def remarks(text: str) -> list:
    """What somebody may want to mend in a question, in words. Advice, never a refusal."""
    found = []
    if len(text) > RECOMMENDED_LENGTH:
        wish = _("It has {number} characters. At most {most} are easier to remember.")
        found.append(format_lazy(wish, number=len(text), most=RECOMMENDED_LENGTH))
    if not text.rstrip().endswith("?"):
        found.append(_("It does not end with a question mark. An open question invites answers."))
    return found
