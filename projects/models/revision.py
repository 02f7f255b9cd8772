"""The revision numbers of what each audience of a municipality sees."""

from django.db import models
from django.db.models import Q

from accounts.models import Municipality
from accounts.models.cleaned import CleanedModel
from projects.access.audiences import Audience


class Revision(CleanedModel):
    """How many commits have changed what an audience sees. Database triggers count, at the
    end of each transaction and under the row's lock: numbers follow the order of commits.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="revisions")
    audience = models.CharField(max_length=7, choices=Audience)
    number = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="projects_revision_one_per_audience", fields=["municipality", "audience"]
            ),
            models.CheckConstraint(
                name="projects_revision_audience_is_known",
                condition=Q(audience__in=Audience.values),
            ),
        ]

    def __str__(self):
        return f"{self.municipality_id} {self.audience}: {self.number}"
