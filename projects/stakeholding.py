"""What is derived about stakeholders: the strategy towards each, and who may be missing. Pure."""

from projects.vocabulary import Degree, Strategy

HIGH = {Degree.MEDIUM, Degree.GREAT}


def strategy_of(interest, influence) -> Strategy:
    """The two-by-two: medium and great count as high."""
    if influence in HIGH:
        return Strategy.ENGAGE if interest in HIGH else Strategy.SATISFY
    return Strategy.INFORM if interest in HIGH else Strategy.MONITOR
