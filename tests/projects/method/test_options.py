from types import SimpleNamespace

import pytest

from projects.method.options import RatedOption, compare


def option(pk):
    return SimpleNamespace(pk=pk)


def criterion(pk, weight=1):
    return SimpleNamespace(pk=pk, weight=weight)


def rating(option_id, criterion_id, score):
    return SimpleNamespace(option_id=option_id, criterion_id=criterion_id, score=score)


@pytest.mark.parametrize(("weights", "mean"), [((1, 1), 3), ((3, 1), 4), ((1, 3), 2)])
def test_mean_of_an_option_follows_the_weights_of_the_criteria(weights, mean):
    criteria = [criterion(1, weights[0]), criterion(2, weights[1])]

    [rated] = compare([option(7)], criteria, [rating(7, 1, 5), rating(7, 2, 1)])

    assert (rated.scores, rated.mean) == ([5, 1], mean)


def test_option_has_no_mean_until_every_criterion_is_rated():
    [rated] = compare([option(7)], [criterion(1), criterion(2)], [rating(7, 2, 4)])

    assert (rated.scores, rated.mean) == ([None, 4], None)


def test_score_of_zero_counts_as_rated():
    [rated] = compare([option(7)], [criterion(1), criterion(2)], [rating(7, 1, 0), rating(7, 2, 4)])

    assert (rated.scores, rated.mean) == ([0, 4], 2)


def test_newest_rating_of_an_option_by_a_criterion_counts():
    [rated] = compare([option(7)], [criterion(1)], [rating(7, 1, 5), rating(7, 1, 2)])

    assert (rated.scores, rated.mean) == ([2], 2)


def test_options_keep_their_order_and_their_own_ratings():
    first, second = option(7), option(8)

    rated = compare([first, second], [criterion(1)], [rating(8, 1, 5), rating(7, 1, 1)])

    assert rated == [RatedOption(first, [1], 1), RatedOption(second, [5], 5)]


def test_option_without_criteria_has_no_scores_and_no_mean():
    only = option(7)

    assert compare([only], [], []) == [RatedOption(only, [], None)]
