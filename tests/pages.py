"""Pages as the tests read them, however their templates are broken into lines."""

import re


def on_one_line(answer):
    """Return the page with white space taken out beside its tags, and single within them."""
    html = re.sub(r"\s+", " ", answer.content.decode())
    return re.sub(r" ?(<[^>]*?) ?(>) ?", r"\1\2", html)
