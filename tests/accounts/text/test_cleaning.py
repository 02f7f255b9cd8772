"""Texts that show nothing, and texts that look alike, the same in Python and PostgreSQL."""

import sys
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts.text.cleaning import clean_text, compared
from accounts.text.invisible import ANY_WIDTHLESS, NOTHING_VISIBLE

# What Unicode says is not drawn: signs of format and room, and those that a font without them
# leaves out.
LEFT_OUT = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x3164, 0xFFA0, 0xFFFC}
LEFT_OUT |= {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xFFF0, 0xFFFD)}
LEFT_OUT |= set(range(0xE0000, 0xE1000))
SIGNS = [
    chr(code)
    for code in range(1, sys.maxunicode + 1)
    if code in LEFT_OUT or unicodedata.category(chr(code)) in {"Cf", "Zs", "Zl", "Zp"}
]
LETTERS = st.sampled_from("aAåÅiIİıeéßſσς -") | st.sampled_from(
    "\u00ad\u200b\u2060\u3164\u00a0\u030a"
)


def is_clean(cursor, texts):
    cursor.execute("SELECT accounts_is_clean(t) FROM unnest(%s::text[]) AS t", [texts])
    return [found for (found,) in cursor.fetchall()]


def compared_in_sql(cursor, texts):
    cursor.execute("SELECT accounts_compared(t) FROM unnest(%s::text[]) AS t", [texts])
    return [found for (found,) in cursor.fetchall()]


@pytest.mark.django_db
def test_sign_that_shows_nothing_is_no_text():
    assert [ascii(sign) for sign in SIGNS if not NOTHING_VISIBLE.fullmatch(sign)] == []
    for sign in ("\ufffc", "\u200b\ufffc \u00ad"):
        with pytest.raises(ValidationError, match="cannot be seen"):
            clean_text(sign)
    composed = [sign for sign in SIGNS if unicodedata.is_normalized("NFC", sign) and sign.strip()]
    with connection.cursor() as cursor:
        assert set(is_clean(cursor, composed)) == {False}
        assert is_clean(cursor, ["a", "å\u00adb", "\ufffca"]) == [True] * 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("R1 dobbe\u00adl", "r1  Dobbel"), ("a\u200db", "AB"), ("a\u3164b", "a b"),
        ("\ufeffidé", "ide\u0301"),
        ("e\u200b\u0301", "é"), ("İstanbul", "istanbul"), ("Straße", "STRASSE"), ("a\ufffcb", "ab"),
    ],
)  # fmt: skip
def test_texts_that_look_alike_are_one(one, other):
    assert compared(one) == compared(other)


def test_accents_and_spaces_still_tell_texts_apart():
    assert len({compared(text) for text in ("ide", "idé", "id e", "a", "å", "o", "ø")}) == 7
    assert [sign for sign in map(chr, range(0x300, 0x34F)) if ANY_WIDTHLESS.search(sign)] == []


@pytest.mark.django_db(transaction=True)
@given(st.lists(st.text(LETTERS, max_size=4), min_size=2, max_size=12))
def test_what_the_database_takes_for_one_text_is_one_in_python(texts):
    with connection.cursor() as cursor:
        found = compared_in_sql(cursor, texts)

    spellings = {}
    for text, key in zip(texts, found, strict=True):
        spellings.setdefault(key, set()).add(compared(text))
    assert [one for one in spellings.values() if len(one) > 1] == []


@pytest.mark.django_db
def test_every_letter_that_is_one_to_the_database_is_one_in_python():
    letters = [
        chr(code)
        for code in range(0xA0, sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in {"Lu", "Ll", "Lt"}
    ]
    with connection.cursor() as cursor:
        found = compared_in_sql(cursor, letters)

    wrong = [
        letter
        for letter, key in zip(letters, found, strict=True)
        if compared(letter) != compared(key)
    ]
    assert wrong == []
