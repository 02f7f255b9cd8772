import pytest

from projects.choices.case_key import CASE_KEY
from projects.models import Case


@pytest.mark.parametrize("text", ["9901-2026-001", "9901-2026-999999", "9901-2026-480213"])
def test_a_key_has_three_to_six_digits_after_municipality_and_year(text):
    assert CASE_KEY.fullmatch(text)


@pytest.mark.parametrize(
    "text",
    ["", "9901-2026-01", "9901-2026-1000000", "990-2026-001", "9901-26-001", "9901-2026-٠٠١"],
)
def test_what_is_no_key_is_not_taken_for_one(text):
    assert not CASE_KEY.fullmatch(text)


def test_the_longest_key_fills_the_column():
    assert len("9901-2026-999999") == Case._meta.get_field("key").max_length
