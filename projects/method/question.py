"""What is derived about the innovation question: what may make it shorter and clearer. Pure."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

SHORT = 200  # characters: what can be said in one breath


def remarks(text: str) -> list:
    """What somebody may want to mend in a question, in words. Advice, never a refusal."""
    said = []
    if len(text) > SHORT:
        wish = _("It has {number} characters. At most {most} are easier to remember.")
        said.append(format_lazy(wish, number=len(text), most=SHORT))
    if not text.rstrip().endswith("?"):
        said.append(_("It does not end with a question mark. An open question invites answers."))
    return said
