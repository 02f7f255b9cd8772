import pytest

from projects.choices.vocabulary import Factor
from projects.method.formula import HIGHEST, SCORE_MEANINGS, Scores, ScoreSummary, summarise_scores


def test_product_of_five_scores_is_what_they_multiply_to():
    assert Scores(5, 4, 3, 2, 1).product == 120
    assert Scores(*[HIGHEST] * 5).product == 3125


@pytest.mark.parametrize("factor", Factor)
def test_zero_on_any_factor_makes_the_product_zero(factor):
    scores = Scores(5, 5, 5, 5, 5)._replace(**{factor.value: 0})

    assert (scores.product, scores.zeros) == (0, (factor,))


@pytest.mark.parametrize("factor", Factor)
def test_there_is_no_product_while_a_factor_is_not_assessed(factor):
    scores = Scores(5, 0, 5, 5, 0)._replace(**{factor.value: None})

    assert (scores.is_complete, scores.product) == (False, None)


@pytest.mark.parametrize(
    ("scores", "weakest"),
    [
        (Scores(3, 4, 2, 5, 4), (Factor.TEAM,)),
        (Scores(3, 4, 5, 5, 3), (Factor.NEED, Factor.ANCHORING)),
        (Scores(None, 4, None, 1, 4), (Factor.CHAMPION,)),
        (Scores(0, 1, 0, 1, 1), (Factor.NEED, Factor.TEAM)),
        (Scores(), ()),
    ],
)
def test_weakest_are_all_that_share_the_lowest_of_the_scores_given(scores, weakest):
    assert scores.weakest == weakest


@pytest.mark.parametrize(
    ("scores", "summary"),
    [
        ([4], ScoreSummary(4, 0, 1)),
        ([1, 4, 4], ScoreSummary(3, 3, 3)),
        ([None, 2, 5], ScoreSummary(3.5, 3, 2)),
        ([0, None, 0], ScoreSummary(0, 0, 2)),
        ([None, None], ScoreSummary(None, None, 0)),
        ([], ScoreSummary(None, None, 0)),
    ],
)
def test_scores_of_several_are_their_mean_and_spread_without_those_not_given(scores, summary):
    assert summarise_scores(scores) == summary


def test_scores_by_factor_are_in_the_order_of_the_formula():
    assert [Scores(1, 2, 3, 4, 5).of(factor) for factor in Factor] == [1, 2, 3, 4, 5]


def test_every_score_from_zero_to_five_has_a_meaning():
    assert list(SCORE_MEANINGS) == [0, 1, 2, 3, 4, 5]
