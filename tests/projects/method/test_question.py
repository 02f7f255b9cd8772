import pytest

from projects.method.question import remarks

NO_QUESTION = "It does not end with a question mark. An open question invites answers."


@pytest.mark.parametrize(
    "text",
    ["Hvordan kan natten bli trygg?", "Hvordan kan natten bli trygg? ", "x" * 199 + "?"],
)
def test_question_of_at_most_200_characters_gets_no_remark(text):
    assert remarks(text) == []


def test_text_that_asks_nothing_gets_a_remark():
    assert remarks("Natten skal bli trygg.") == [NO_QUESTION]


def test_long_question_gets_a_remark_with_its_length():
    assert remarks("x" * 200 + "?") == [
        "It has 201 characters. At most 200 are easier to remember."
    ]


def test_long_text_that_asks_nothing_gets_both_remarks():
    assert remarks("x" * 201) == [
        "It has 201 characters. At most 200 are easier to remember.",
        NO_QUESTION,
    ]
