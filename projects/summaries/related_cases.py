"""The cases that take up one challenge."""

from dataclasses import dataclass

from django.db.models import Count, Window

from projects.models import Case

FEW = 10


@dataclass(frozen=True)
class RelatedCases:
    """Some of the cases, in alphabetical order, and how many there are in all."""

    cases: list[Case]
    number: int

    @property
    def is_truncated(self):
        """Not all of them are among the cases."""
        return len(self.cases) < self.number


def cases_with_same_challenge(case: Case, user) -> RelatedCases:
    """Return the other cases that take up the challenge of this one, among those whose working
    texts this person may read. One query; none where the case has no challenge.
    """
    if case.challenge_id is None:
        return RelatedCases([], 0)
    others = (
        Case.objects.working_readable_by(user)
        .filter(challenge=case.challenge_id)
        .exclude(pk=case.pk)
    )
    counted = others.annotate(total_count=Window(Count("*")))
    found = list(counted.alphabetical(user)[:FEW])
    return RelatedCases(found, found[0].total_count if found else 0)
