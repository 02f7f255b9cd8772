"""The success formula: snapshots of its five factors, and rounds in which several assess."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from projects.choices.vocabulary import Factor, Occasion
from projects.method.formula import Scores
from projects.models.case import Case
from projects.models.record import Immutable, never_changed, of_its_case
from projects.models.rules import length_limit, valid_choice
from projects.models.triggers import AtCommit, Before, BelongsTogether, refuse, refuse_if
from projects.querysets.records import AssessmentRoundQuerySet, SuccessAssessmentQuerySet


class AssessmentRound(Immutable):
    """Several people rate the five factors, each alone, until all have or the deadline is past.

    Closed once, with or without an agreed snapshot.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="assessment_rounds")
    occasion = models.CharField(_("occasion"), max_length=11, choices=Occasion)
    due_on = models.DateField(_("deadline"))
    assessors = models.ManyToManyField(
        User, related_name="assessment_rounds", verbose_name=_("assessors")
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = AssessmentRoundQuerySet.as_manager()

    class Meta(Immutable.Meta):
        constraints = [
            *valid_choice("assessmentround", occasion=Occasion),
            models.UniqueConstraint(
                name="projects_assessmentround_one_open_per_case",
                fields=["case"],
                condition=Q(closed_at=None),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="assessmentround_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="assessmentround_is_closed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
            pgtrigger.ReadOnly(
                name="assessmentround_is_fixed",
                fields=["case", "occasion", "due_on", "by", "recorded_at"],
            ),
            *of_its_case("assessmentround"),
        ]

    def __str__(self):
        return f"{self.case_id}: {self.occasion}"


class Assessor(AssessmentRound.assessors.through):
    """A person who is asked in a round."""

    class Meta:
        proxy = True
        triggers = [
            BelongsTogether(name="assessor_is_of_the_municipality", through="assessmentround")
        ]


class SuccessAssessment(Immutable):
    """A dated snapshot of the five factors: the case's, or one person's in a round.

    A deferred database trigger refuses a snapshot without exactly one score for each factor.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments")
    assessed_on = models.DateField(_("date"))
    occasion = models.CharField(_("occasion"), max_length=11, choices=Occasion)
    round = models.ForeignKey(
        AssessmentRound, models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    is_individual = models.BooleanField(default=False)
    note = models.TextField(_("what was said"), max_length=2000, blank=True)
    participants = models.ManyToManyField(
        User, related_name="+", blank=True, verbose_name=_("who took part")
    )

    objects = SuccessAssessmentQuerySet.as_manager()

    class Meta(Immutable.Meta):
        constraints = [
            *valid_choice("successassessment", occasion=Occasion),
            *length_limit("successassessment", note=2000),
            models.CheckConstraint(
                name="projects_successassessment_individual_belongs_to_a_round",
                condition=Q(is_individual=False) | Q(round__isnull=False),
            ),
            models.UniqueConstraint(
                name="projects_successassessment_one_per_person_and_round",
                fields=["round", "by"],
                condition=Q(is_individual=True),
            ),
            models.UniqueConstraint(
                name="projects_successassessment_one_agreed_per_round",
                fields=["round"],
                condition=Q(is_individual=False),
            ),
        ]
        indexes = [models.Index(fields=["case", "-assessed_on", "-id"], name="success_case")]
        triggers = [
            *never_changed("successassessment"),
            *of_its_case("successassessment", hidden="NEW.is_individual"),
            AtCommit(
                name="assessment_is_whole",
                operation=pgtrigger.Insert,
                func=refuse_if(
                    "(SELECT count(*) FROM projects_factorscore WHERE assessment_id = NEW.id)"
                    f" <> {len(Factor)}",
                    "an assessment says something of each factor",
                ),
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.assessed_on}"

    @property
    def scores(self) -> Scores:
        """Its scores by factor, from the loaded rows."""
        by_factor = {score.factor: score.score for score in self.factors.all()}
        return Scores(*(by_factor.get(factor) for factor in Factor))


class Participant(SuccessAssessment.participants.through):
    """A person who took part in an assessment. It stands as it was written."""

    class Meta:
        proxy = True
        triggers = [
            Before(
                name="participants_stand",
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=refuse("who took part in an assessment stands as written"),
            ),
            BelongsTogether(name="participant_is_of_the_municipality", through="successassessment"),
        ]


class FactorScore(Immutable):
    """One factor's score, 0 to 5, or None where it was not assessed.

    0, 1 and 5 have a reason; 0 and 1 also the next measure, who does it and by when.
    """

    assessment = models.ForeignKey(SuccessAssessment, models.PROTECT, related_name="factors")
    factor = models.CharField(_("factor"), max_length=9, choices=Factor)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    reason = models.TextField(_("why"), max_length=1000, blank=True)
    measure = models.CharField(_("next measure"), max_length=300, blank=True)
    responsible = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
    )
    due_on = models.DateField(_("deadline"), null=True, blank=True)

    class Meta(Immutable.Meta):
        constraints = [
            *valid_choice("factorscore", factor=Factor),
            *length_limit("factorscore", reason=1000),
            models.UniqueConstraint(
                name="projects_factorscore_one_per_factor", fields=["assessment", "factor"]
            ),
            models.CheckConstraint(
                name="projects_factorscore_is_0_to_5",
                condition=Q(score=None) | Q(score__range=(0, 5)),
                violation_error_message=_("Choose a score from 0 to 5, or not assessed."),
            ),
            models.CheckConstraint(
                name="projects_factorscore_extremes_have_a_reason",
                condition=Q(score=None) | ~Q(score__in=[0, 1, 5]) | Q(reason__regex=r"\S"),
                violation_error_message=_("Write why: 0, 1 and 5 need a reason."),
            ),
            models.CheckConstraint(
                name="projects_factorscore_low_names_the_next_measure",
                condition=Q(score=None)
                | Q(score__gte=2)
                | Q(
                    measure__regex=r"\S",
                    responsible__isnull=False,
                    due_on__isnull=False,
                ),
                violation_error_message=_(
                    "0 and 1 need a next measure, somebody responsible and a deadline."
                ),
            ),
            models.CheckConstraint(
                name="projects_factorscore_deadline_is_of_a_measure",
                condition=Q(due_on=None) | ~Q(measure=""),
                violation_error_message=_("Write the measure the deadline is for."),
            ),
        ]
        triggers = [
            *never_changed("factorscore"),
            *of_its_case(
                "factorscore",
                through="assessment",
                hidden="(SELECT is_individual FROM projects_successassessment"
                " WHERE id = NEW.assessment_id)",
            ),
        ]

    def __str__(self):
        return f"{self.assessment_id} {self.factor}: {self.score}"
