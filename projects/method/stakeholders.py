"""What is derived about stakeholders: the strategy towards each, and who may be missing. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.choices.vocabulary import Attitude, Degree, StakeholderCategory, Strategy

HIGH = {Degree.MEDIUM, Degree.GREAT}


def strategy_of(interest, influence) -> Strategy:
    """The two-by-two: medium and great count as high."""
    if influence in HIGH:
        return Strategy.ENGAGE if interest in HIGH else Strategy.SATISFY
    return Strategy.INFORM if interest in HIGH else Strategy.MONITOR


MEANING = {
    Strategy.ENGAGE: _("High influence, high interest"),
    Strategy.SATISFY: _("High influence, low interest"),
    Strategy.INFORM: _("Low influence, high interest"),
    Strategy.MONITOR: _("Low influence, low interest"),
}


@dataclass(frozen=True)
class Hint:
    """A question about somebody who may be missing. ``applies`` gets the stakeholders, or their
    assessments where ``is_judging``.
    """

    code: str
    text: Promise
    applies: Callable[[list], bool]
    is_judging: bool = False


# SLIK's six points for whom to invite, as far as they follow from the rows.
# Advice, never a refusal.
HINTS = (
    Hint(
        "user",
        _("No user is named. Who lives with the need every day?"),
        lambda them: not any(one.category == StakeholderCategory.USER for one in them),
    ),
    Hint(
        "problem_owner",
        _("Nobody is marked as owner of the problem. Who in the municipality answers for it?"),
        lambda them: not any(one.is_problem_owner for one in them),
    ),
    Hint(
        "external",
        _("Nobody from outside the municipality is named. Who else could carry a part of this?"),
        lambda them: not any(one.is_external for one in them),
    ),
    Hint(
        "management",
        _("Nobody from management is named. Who has power to decide, and knows the subject?"),
        lambda them: not any(one.category == StakeholderCategory.MANAGEMENT for one in them),
    ),
    Hint(
        "one_sided",
        _("All belong to one category. Who sees it from another side?"),
        lambda them: len(them) > 1 and len({one.category for one in them}) == 1,
    ),
    Hint(
        "interest",
        _("Nobody is said to have much interest. Who has a reason of their own to take part?"),
        lambda assessments: (
            bool(assessments) and not any(one.interest in HIGH for one in assessments)
        ),
        is_judging=True,
    ),
    Hint(
        "agreeing",
        _("Everybody is said to support this. Who thinks differently, and dares to say so?"),
        lambda assessments: (
            len(assessments) > 1 and all(one.attitude == Attitude.SUPPORTS for one in assessments)
        ),
        is_judging=True,
    ),
)


def hints(stakeholders, assessments=()) -> list[Hint]:
    """Return the hints that apply to the current stakeholders. ``assessments`` are the newest of
    each, and none for a person who may not read them.
    """
    assessments, them = list(assessments), list(stakeholders)
    return [hint for hint in HINTS if hint.applies(assessments if hint.is_judging else them)]
