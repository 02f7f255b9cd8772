"""Who plays which part in a case."""

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import CaseRole
from accounts.models import TimeRange, User
from accounts.models.cleaned_model import CleanedModel
from projects.models.case import Case
from projects.models.record import of_its_case
from projects.querysets.records import AssignmentQuerySet


@pghistory.track()
class Assignment(CleanedModel):
    """A role in a case, from one moment to another. Never deleted, only ended."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    role = models.CharField(_("role"), max_length=13, choices=CaseRole)
    valid_from = models.DateTimeField(_("from"))
    valid_to = models.DateTimeField(_("to"), null=True, blank=True)
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="projects_assignment_role_is_known", condition=Q(role__in=CaseRole.values)
            ),
            models.CheckConstraint(
                name="projects_assignment_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            ExclusionConstraint(
                name="projects_assignment_does_not_overlap_itself",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (TimeRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="projects_assignment_one_owner_and_one_lead_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (TimeRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=[CaseRole.OWNER, CaseRole.LEAD]),
            ),
            ExclusionConstraint(
                name="projects_assignment_owner_and_lead_are_two_people",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (TimeRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=[CaseRole.OWNER, CaseRole.LEAD]),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="assignment_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="assignment_only_ends", fields=["case", "user", "role", "valid_from"]
            ),
            pgtrigger.Protect(
                name="assignment_ended_stays_ended",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.valid_to <= now()"),
            ),
            *of_its_case("assignment"),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"
