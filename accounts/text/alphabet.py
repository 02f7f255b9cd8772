"""Norwegian alphabetical order, the same in PostgreSQL, in Python and in a browser's
``Intl.Collator("nb", {numeric: true})``, whatever the locale of the database.

A text is turned into a key, and keys are compared by code point: signs before digits before
letters, an accented letter as its base, numbers by their value, and æ, ø, å after z. Of two
texts that differ in accents only, the plain one comes first.
"""

import re
import unicodedata

NORWEGIAN = {"æ": "{", "ø": "|", "å": "}", "aa": "}"}
OWN_PLACE = {"ŋ": "n~", "ŧ": "t~", "ʒ": "z~"}  # after all words with the letter before it
# What Unicode takes apart: letters with marks that are not their base with an accent, and the bases
# of those that have two.
MARKED = {
    "a\u0308": "{", "o\u0308": "|", "o\u030b": "|", "a\u030a": "}", "u\u0308": "y", "u\u030b": "y",
    "æ": "{", "ø": "|",
}  # fmt: skip
# Letters that Unicode does not take apart, or that are Norwegian ones in another alphabet, and
# signs that word processors put in place of plain ones.
OTHERS = {
    "|": "œ", "d": "đð", "h": "ħ", "i": "ı", "l": "ł", "σ": "ς",
    "-": "–—‐‑", "'": "‘’‚", '"': "“”„«»",
}  # fmt: skip
FROM = "".join(OTHERS.values())
TO = "".join(letter * len(group) for letter, group in OTHERS.items())
SEVERAL = {"þ": "th", "ß": "ss", "l·": "l"}
DIGITS = 12  # a longer number is compared by its digits
FIRST_MARK, LAST_MARK = "\u0300", "\u036f"
BEFORE_ACCENTS = "\u0001"  # parts the key from what decides between texts that are else the same

TRANSLATION = str.maketrans(FROM, TO)
MARKS = re.compile(f"[{FIRST_MARK}-{LAST_MARK}]")
NUMBER = re.compile(r"[0-9]+")


def sort_key(text: str) -> str:
    """Return the key by which a text is sorted; in SQL it is ``SORT_KEY``."""
    text = unicodedata.normalize("NFKC", text)
    # One letter for one, as in SQL: Python makes two of İ.
    lower = "".join(letter.lower()[0] for letter in text)
    written = key = _replace(lower, NORWEGIAN | OWN_PLACE)
    if not written.isascii():
        key = _replace(unicodedata.normalize("NFD", written), MARKED | OWN_PLACE)
        key = MARKS.sub("", _replace(key.translate(TRANSLATION), SEVERAL))
        key += BEFORE_ACCENTS + written
    return NUMBER.sub(lambda found: found[0].lstrip("0").zfill(DIGITS), key)


def _replace(text, letters_to_keys):
    for letters, key in letters_to_keys.items():
        text = text.replace(letters, key)
    return text


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
    accented text;
BEGIN
    k := {_replaced(NORWEGIAN)};
    IF octet_length(k) > length(k) THEN
        k := lower(normalize(written, NFKC) COLLATE "pg_c_utf8");
        k := {_replaced(NORWEGIAN | OWN_PLACE)};
        accented := k;
        k := normalize(k, NFD);
        k := {_replaced(MARKED | OWN_PLACE)};
        k := translate(k, {_literal(FROM)}, {_literal(TO)});
        k := {_replaced(SEVERAL)};
        k := regexp_replace(k, {_literal(f"[{FIRST_MARK}-{LAST_MARK}]")}, '', 'g');
        IF octet_length(accented) > length(accented) THEN
            k := k || {_literal(BEFORE_ACCENTS)} || accented;
        END IF;
    END IF;
    IF k ~ '[0-9]' THEN
        k := regexp_replace(k, '([0-9]+)', '{"0" * (DIGITS - 1)}\\1', 'g');
        k := regexp_replace(k, '0*([0-9]{{{DIGITS},}})', '\\1', 'g');
    END IF;
    RETURN k;
END $$;
"""
DROP = "DROP FUNCTION accounts_sort_key(text);"
