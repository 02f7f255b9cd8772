"""Norwegian alphabetical order, the same in PostgreSQL, in Python and in a browser's
``Intl.Collator("nb", {numeric: true})``, whatever the locale of the database.

A text is turned into a key, and keys are compared by code point: signs before digits before
letters, an accented letter as its base, numbers by their value, and æ, ø, å after z.
"""

import re
import unicodedata

# Signs in the order of Unicode's collation; those of one group as one.
SIGNS = [
    " \u00a0\u202f\n\t", "_", "-–—‐‑", ",", ";", ":", "!¡", "?¿", ".…", "'‘’‚", '"“”„«»', "(", ")",
    "[", "]", "{", "}", "§", "@", "*", "/", "\\", "&", "#", "%", "`", "^", "+", "<", "=", ">", "|",
    "~", "$", "€",
]  # fmt: skip
LETTERS = {"{": "æä", "|": "øöőœ", "}": "åǻ", "y": "üű", "d": "đð", "l": "ł", "i": "ı", "σ": "ς"}
SEVERAL = {"aa": "}", "þ": "th", "ß": "ss", "ŋ": "n~", "ŧ": "t~"}
FROM = "".join(SIGNS) + "".join(LETTERS.values())
TO = "".join(chr(n) * len(group) for n, group in enumerate(SIGNS, start=1)) + "".join(
    letter * len(group) for letter, group in LETTERS.items()
)
DIGITS = 12  # a longer number is compared by its digits
FIRST_MARK, LAST_MARK = "\u0300", "\u036f"


TRANSLATION = str.maketrans(FROM, TO)
MARKS = re.compile(f"[{FIRST_MARK}-{LAST_MARK}]")
NUMBER = re.compile(r"[0-9]+")


def sort_key(text: str) -> str:
    """Return the key by which a text is sorted; in SQL it is ``SORT_KEY``."""
    text = "".join(letter.lower() for letter in unicodedata.normalize("NFC", text))
    text = text.translate(TRANSLATION)
    for letters, key in SEVERAL.items():
        text = text.replace(letters, key)
    text = MARKS.sub("", unicodedata.normalize("NFD", text))
    return NUMBER.sub(lambda found: found[0].lstrip("0").zfill(DIGITS), text)


def _literal(text):
    return "E'" + "".join(f"\\u{ord(sign):04x}" for sign in text) + "'"


def _replaced(sql):
    for letters, key in SEVERAL.items():
        sql = f"replace({sql}, {_literal(letters)}, {_literal(key)})"
    return sql


LOWER = 'lower(normalize($1, NFC) COLLATE "pg_c_utf8")'
BASE = f"normalize({_replaced(f'translate({LOWER}, {_literal(FROM)}, {_literal(TO)})')}, NFD)"
NO_MARKS = f"regexp_replace({BASE}, {_literal(f'[{FIRST_MARK}-{LAST_MARK}]')}, '', 'g')"
PADDED = f"regexp_replace({NO_MARKS}, '([0-9]+)', '{'0' * (DIGITS - 1)}\\1', 'g')"
SORT_KEY = f"""
CREATE OR REPLACE FUNCTION accounts_sort_key(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace({PADDED}, '0*([0-9]{{{DIGITS},}})', '\\1', 'g')
$$;
"""
DROP = "DROP FUNCTION accounts_sort_key(text);"
