from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.text import numbers
from accounts.text.numbers import AmbiguousNumber, UnreadableNumber


def read(text, decimals=3, digits=13):
    return numbers.read_number(text, decimals=decimals, digits=digits)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", None),
        (" ", None),
        ("0", "0"),
        ("-0", "0"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1234,567", "1234.567"),
        ("1 234.567", "1234.567"),
        ("12.345.678", "12345678"),
        ("12,345,678", "12345678"),
        ("12 345 678", "12345678"),
        ("0,123", "0.123"),
        ("0.500", "0.5"),
        ("1,2340", "1.234"),
        ("−3,5", "-3.5"),
        ("-1 000", "-1000"),
        ("9999999999999,999", "9999999999999.999"),
    ],
)
def test_norwegian_and_english_numbers_are_read(text, number):
    assert read(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize("text", ["1.234", "1,234", "-12.345", "999,000"])
@pytest.mark.parametrize("decimals", [0, 3])
def test_a_number_that_may_be_two_is_refused(text, decimals):
    with pytest.raises(AmbiguousNumber):
        read(text, decimals=decimals)


@pytest.mark.parametrize(
    "text",
    [
        "mange", "1e5", "1,5 kr", "1 23", "12 34,5", "1,23,456", "1.5.2", "1,5,", ",5", "5,", "--5",
        "٣", "１２", "1_000", "+5", "0x1f", "NaN", "Infinity", "1,2345", "99999999999999",
    ],
)  # fmt: skip
def test_what_is_no_number_we_can_keep_is_refused(text):
    with pytest.raises(UnreadableNumber):
        read(text)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nb", "«1.234» kan leses på to måter. Skriv 1234 eller 1,2340."),
        ("nn", "«1.234» kan lesast på to måtar. Skriv 1234 eller 1,2340."),
        ("en", "“1.234” can be read in two ways. Write 1234 or 1.2340."),
    ],
)
def test_the_refusal_says_what_to_write(language, sentence):
    with translation.override(language), pytest.raises(AmbiguousNumber) as refused:
        read("1.234")

    assert str(refused.value) == sentence
    with translation.override(language):
        assert {read("1234"), read("1,2340"), read("1.2340")} == {Decimal(1234), Decimal("1.234")}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@given(st.decimals(min_value=-(10**13) + 1, max_value=10**13 - 1, places=3))
def test_what_a_field_shows_is_read_as_the_same_number(language, number):
    with translation.override(language):
        assert read(numbers.write_number(number)) == number
