"""Norwegian alphabetical order, the same in PostgreSQL, in Python and in a browser's
``Intl.Collator("nb", {numeric: true})``, whatever the locale of the database.

A text is turned into a key, and keys are compared by code point: signs before digits before
letters, an accented letter as its base, numbers by their value, and æ, ø, å after z.
"""

import re
import unicodedata

NORWEGIAN = {"æ": "{", "ø": "|", "å": "}", "aa": "}"}
# Letters that Unicode does not take apart, or that are Norwegian ones in another alphabet, and
# signs that word processors put in place of plain ones.
OTHERS = {
    "{": "ä", "|": "öőœ", "}": "ǻ", "y": "üű", "d": "đð", "l": "ł", "i": "ı", "σ": "ς",
    " ": "\u00a0\u202f", "-": "–—‐‑", "'": "‘’‚", '"': "“”„«»", ".": "…",
}  # fmt: skip
FROM = "".join(OTHERS.values())
TO = "".join(letter * len(group) for letter, group in OTHERS.items())
SEVERAL = {"þ": "th", "ß": "ss", "ŋ": "n~", "ŧ": "t~"}
DIGITS = 12  # a longer number is compared by its digits
FIRST_MARK, LAST_MARK = "\u0300", "\u036f"

TRANSLATION = str.maketrans(FROM, TO)
MARKS = re.compile(f"[{FIRST_MARK}-{LAST_MARK}]")
NUMBER = re.compile(r"[0-9]+")


def sort_key(text: str) -> str:
    """Return the key by which a text is sorted; in SQL it is ``SORT_KEY``."""
    text = "".join(letter.lower() for letter in unicodedata.normalize("NFC", text))
    text = text.translate(TRANSLATION)
    for letters, key in (NORWEGIAN | SEVERAL).items():
        text = text.replace(letters, key)
    text = MARKS.sub("", unicodedata.normalize("NFD", text))
    return NUMBER.sub(lambda found: found[0].lstrip("0").zfill(DIGITS), text)


def _literal(text):
    return "E'" + "".join(f"\\u{ord(sign):04x}" for sign in text) + "'"


def _replaced(letters_to_keys):
    sql = "k"
    for letters, key in letters_to_keys.items():
        sql = f"replace({sql}, {_literal(letters)}, {_literal(key)})"
    return sql


# Most texts have no other letters than the Norwegian ones, and many no digits: they cost least.
SORT_KEY = f"""
CREATE OR REPLACE FUNCTION accounts_sort_key(written text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    k text := lower(written COLLATE "pg_c_utf8");
BEGIN
    k := {_replaced(NORWEGIAN)};
    IF octet_length(k) > length(k) THEN
        k := lower(normalize(written, NFC) COLLATE "pg_c_utf8");
        k := translate(k, {_literal(FROM)}, {_literal(TO)});
        k := {_replaced(NORWEGIAN | SEVERAL)};
        k := regexp_replace(normalize(k, NFD), {_literal(f"[{FIRST_MARK}-{LAST_MARK}]")}, '', 'g');
    END IF;
    IF k ~ '[0-9]' THEN
        k := regexp_replace(k, '([0-9]+)', '{"0" * (DIGITS - 1)}\\1', 'g');
        k := regexp_replace(k, '0*([0-9]{{{DIGITS},}})', '\\1', 'g');
    END IF;
    RETURN k;
END $$;
"""
DROP = "DROP FUNCTION accounts_sort_key(text);"
