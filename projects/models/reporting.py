"""What people say about a case: status updates and comments. Immutable."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.clean_rows import KeepsClean
from accounts.models.cleaned_model import CleanedModel
from projects.choices.states import Health
from projects.models.case import Case
from projects.models.triggers import AtCommit
from projects.querysets.records import CommentQuerySet, StatusUpdateQuerySet


class StatusUpdate(CleanedModel):
    """How the case is doing, in the words of its team.

    A correction is a new row that points at the one it corrects. A confirmation ("nothing
    has changed, still right") repeats what it confirms and points at it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="status_updates")
    health = models.CharField(_("health"), max_length=12, choices=Health)
    summary = models.TextField(_("summary"), max_length=500)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_on = models.DateField(_("date of the next step"), null=True, blank=True)
    hindrance = models.TextField(_("hindrance"), max_length=500, blank=True)
    help_wanted = models.TextField(_("help wanted"), max_length=500, blank=True)
    is_shared = models.BooleanField(_("shared with stakeholders"), default=False)
    confirms = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="confirmations"
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    recorded_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(User, models.PROTECT, related_name="status_updates")

    objects = StatusUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="projects_statusupdate_health_is_known", condition=Q(health__in=Health.values)
            ),
            models.CheckConstraint(
                name="projects_statusupdate_has_a_summary_of_at_most_500_characters",
                condition=Q(summary__regex=r"\S") & Q(LessThanOrEqual(Length("summary"), 500)),
            ),
            models.CheckConstraint(
                name="projects_statusupdate_dated_next_step_says_what",
                condition=Q(next_step_on=None) | Q(next_step__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="projects_statusupdate_does_not_both_confirm_and_correct",
                condition=Q(confirms=None) | Q(corrects=None),
            ),
            models.CheckConstraint(
                name="projects_statusupdate_hindrance_is_at_most_500_characters",
                condition=LessThanOrEqual(Length("hindrance"), 500),
            ),
            models.CheckConstraint(
                name="projects_statusupdate_help_wanted_is_at_most_500_characters",
                condition=LessThanOrEqual(Length("help_wanted"), 500),
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="statusupdate_case")]
        triggers = [
            KeepsClean(name="statusupdate_keeps_clean"),
            pgtrigger.Protect(
                name="statusupdate_is_immutable", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            AtCommit(
                name="status_agrees",
                operation=pgtrigger.Insert,
                func="PERFORM projects_case_agrees(NEW.case_id);",
            ),
        ]

    def __str__(self):
        return f"{self.case_id}: {self.health}"


class Comment(CleanedModel):
    """A remark on a case. Stakeholders' own are always shared with the case's stakeholders."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="comments")
    text = models.TextField(_("comment"), max_length=2000)
    is_shared = models.BooleanField(_("shared with stakeholders"), default=False)
    recorded_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(User, models.PROTECT, related_name="comments")

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="projects_comment_is_not_empty", condition=Q(text__regex=r"\S")
            ),
            models.CheckConstraint(
                name="projects_comment_text_is_at_most_2000_characters",
                condition=LessThanOrEqual(Length("text"), 2000),
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="comment_case")]
        triggers = [
            KeepsClean(name="comment_keeps_clean"),
            pgtrigger.Protect(
                name="comment_is_immutable", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self):
        return f"{self.case_id}: {self.text[:40]}"
