"""The options of a case rated by its criteria. Pure: works on loaded rows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RatedOption:
    """An option with its score by each criterion, in their order; None where nobody has rated.

    ``mean`` is weighted and from 0 to 5, and None until every criterion is rated: missing is
    not zero.
    """

    option: object
    scores: list[int | None]
    mean: float | None


def compare(options, criteria, ratings) -> list[RatedOption]:
    """Rate each option. ``ratings`` are in the order they were recorded: the newest of an option
    and a criterion counts.
    """
    newest = {(one.option_id, one.criterion_id): one.score for one in ratings}
    return [
        _rated(option, criteria, [newest.get((option.pk, one.pk)) for one in criteria])
        for option in options
    ]


def _rated(option, criteria, scores):
    if not scores or None in scores:
        return RatedOption(option, scores, None)
    weights = [one.weight for one in criteria]
    total = sum(weight * score for weight, score in zip(weights, scores, strict=True))
    return RatedOption(option, scores, total / sum(weights))
