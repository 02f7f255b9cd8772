"""Signs that cannot be seen. Pure, without Django: what reads files needs it too."""

import re

# What leaves no mark on the page: spaces, signs that only direct or join others, blank letters,
# and accents, which are a text only upon a letter. In brackets of a regular expression, which
# Python and PostgreSQL read alike.
INVISIBLE = (
    r"\u0001-\u0020\u007f-\u00a0\u00ad\u0300-\u036f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891"
    r"\u08e2\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u20d0-\u20ff\u2800\u3000\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
    r"\uffa0\ufff0-\ufffc\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    r"\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Those of them that take no room, and tell no letter from another: two texts that differ in these
# alone look the same.
WIDTHLESS = (
    r"\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufe00-\ufe0f\ufeff\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff"
)
# Those that look like a space.
BLANK = (
    r"\u0009-\u000d\u001c-\u0020\u0085\u00a0\u115f\u1160\u1680\u2000-\u200a\u2028\u2029\u202f"
    r"\u205f\u2800\u3000\u3164\uffa0"
)
NOTHING_VISIBLE = re.compile(f"[{INVISIBLE}]+")
ANY_WIDTHLESS = re.compile(f"[{WIDTHLESS}]+")
BLANKS = re.compile(f"[{BLANK}]+")
