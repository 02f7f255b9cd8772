from types import SimpleNamespace

import pytest

from projects.choices.vocabulary import Degree, Strategy
from projects.method import stakeholders


def party(category="user", *, external=False, owner=False):
    return SimpleNamespace(category=category, is_external=external, is_problem_owner=owner)


def judged(interest="great", attitude="supports"):
    return SimpleNamespace(interest=interest, attitude=attitude)


def codes(parties, assessments=()):
    return [hint.code for hint in stakeholders.hints(parties, assessments)]


FULL = [party(external=True), party("management", owner=True), party("supplier")]


def test_nobody_named_asks_for_everybody():
    assert codes([]) == ["user", "problem_owner", "external", "management"]


def test_full_set_of_stakeholders_gives_no_hint():
    assert codes(FULL, [judged(), judged(attitude="sceptical")]) == []


@pytest.mark.parametrize(
    ("them", "hint"),
    [
        ([party("other", external=True), party("management", owner=True)], "user"),
        ([party(external=True), party("management")], "problem_owner"),
        ([party(), party("management", owner=True)], "external"),
        ([party(external=True, owner=True), party("other")], "management"),
    ],
)
def test_each_hint_comes_when_that_alone_is_missing(them, hint):
    assert codes(them) == [hint]


def test_stakeholders_of_one_category_are_one_sided():
    assert codes([party(external=True), party(owner=True)]) == ["management", "one_sided"]


def test_hints_that_build_on_judgements_are_only_for_who_reads_them():
    low = [judged("little"), judged("none")]

    assert codes(FULL) == []
    assert codes(FULL, low) == ["interest", "agreeing"]
    assert codes(FULL, [judged(), judged(attitude="unknown")]) == []
    assert codes(FULL, [judged()]) == []


@pytest.mark.parametrize("interest", Degree)
@pytest.mark.parametrize("influence", Degree)
def test_strategy_is_the_two_by_two(interest, influence):
    high = {Degree.MEDIUM, Degree.GREAT}
    expected = {
        (True, True): Strategy.ENGAGE,
        (False, True): Strategy.SATISFY,
        (True, False): Strategy.INFORM,
        (False, False): Strategy.MONITOR,
    }

    assert (
        stakeholders.strategy_of(interest, influence)
        == expected[interest in high, influence in high]
    )
