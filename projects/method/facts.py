"""The fields of a case that the method asks for, in groups by phase."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.choices.phases import Phase


@dataclass(frozen=True)
class FactGroup:
    """Fields of the case that are written together; the form keeps ``folded`` below "More"."""

    code: str
    phase: Phase
    title: Promise
    fields: tuple[str, ...]
    folded: tuple[str, ...] = ()


FACT_GROUPS = {
    group.code: group
    for group in (
        FactGroup(
            "ground",
            Phase.WHAT,
            _("Why innovation"),
            (
                "why_innovation",
                "looked_around",
                "no_plan_because",
                "novelty",
                "facet",
                "responsibility",
            ),
            folded=("novelty", "facet", "responsibility"),
        ),
        FactGroup(
            "uncertainty",
            Phase.SYSTEM,
            _("What we do not know"),
            ("uncertainty", "needs_political_decision"),
        ),
        FactGroup("handover", Phase.USE, _("Into operation"), ("receiving_unit", "replaces")),
        FactGroup(
            "in_use", Phase.REFINE, _("In use"), ("in_use_on", "follow_up_by", "next_review_on")
        ),
    )
}
