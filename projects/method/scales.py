"""What the numbers of a scale mean. A number that people choose has its scale here. Pure."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Scale:
    """The meaning of each number, lowest first, and what is asked."""

    meanings: dict[int, Promise]
    question: Promise | str = ""

    @property
    def choices(self):
        """Return each number with "number – meaning"."""
        return [(number, self.in_words(number)) for number in self.meanings]

    def in_words(self, number: int) -> str:
        return f"{number} – {self.meanings[number]}"


FULFILMENT = {
    0: _("Not at all"),
    1: _("To a very small degree"),
    2: _("To a small degree"),
    3: _("To some degree"),
    4: _("To a large degree"),
    5: _("Fully"),
}
DEGREE = {
    1: _("To a very small degree"),
    2: _("To a small degree"),
    3: _("To some degree"),
    4: _("To a large degree"),
    5: _("To a very large degree"),
}
WEIGHT = {1: _("Counts once"), 2: _("Counts twice"), 3: _("Counts three times")}

# By model and field.
SCALES: dict[tuple[str, str], Scale] = {
    ("projects.Criterion", "weight"): Scale(WEIGHT),
    ("projects.Rating", "score"): Scale(FULFILMENT, _("How far does the option meet this?")),
    ("projects.DiffusionAssessment", "relative_advantage"): Scale(
        DEGREE, _("Do they find it better than what they have today?")
    ),
    ("projects.DiffusionAssessment", "compatibility"): Scale(
        DEGREE, _("Does it fit in with their values, experience and needs?")
    ),
    ("projects.DiffusionAssessment", "complexity"): Scale(
        DEGREE, _("Do they find it hard to understand and use? A high number counts against it.")
    ),
    ("projects.DiffusionAssessment", "trialability"): Scale(
        DEGREE, _("Can they try it on a small scale first?")
    ),
    ("projects.DiffusionAssessment", "observability"): Scale(
        DEGREE, _("Can they see that it works for others?")
    ),
}


def scale_of(field) -> Scale | None:
    """Return the scale of a model field, None for a field without one."""
    return SCALES.get((field.model._meta.label, field.name))
