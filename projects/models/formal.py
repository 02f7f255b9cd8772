"""Decisions outside the case, its place in the archive, and its money."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.text.web_addresses import refuse_sign_in_in
from projects.choices.vocabulary import (
    CostKind,
    DecisionKind,
    DecisionLevel,
    DecisionOutcome,
    FollowUp,
    FundingSource,
)
from projects.models.case import ARCHIVE_REFERENCE, Case
from projects.models.record import Revisable, never_deleted, of_its_case, withdrawing_says_by_whom
from projects.models.rules import length_limit, not_blank, valid_choice
from projects.querysets.records import FormalDecisionQuerySet

POLITICAL_NUMBER = r"^([A-ZÆØÅa-zæøå]{1,6} )?\d{1,4}/\d{2}(\d{2})?$"


@pghistory.track()
class FormalDecision(Revisable):
    """A decision outside the case, by the council, a committee or the administration."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="formal_decisions")
    level = models.CharField(_("level"), max_length=14, choices=DecisionLevel)
    body = models.CharField(_("decided by"), max_length=200)
    met_on = models.DateField(_("date"))
    number = models.CharField(_("political case number"), max_length=20, blank=True)
    archive_reference = models.CharField(_("archive reference"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=14, choices=DecisionKind)
    recommendation = models.TextField(_("recommendation"), max_length=4000, blank=True)
    text = models.TextField(_("text of the decision"), max_length=4000, blank=True)
    outcome = models.CharField(_("outcome"), max_length=9, choices=DecisionOutcome)
    due_on = models.DateField(_("deadline"), null=True, blank=True)
    follow_up = models.CharField(
        _("follow-up"), max_length=9, choices=FollowUp, default=FollowUp.OPEN
    )
    follow_up_note = models.CharField(_("what is done"), max_length=500, blank=True)

    objects = FormalDecisionQuerySet.as_manager()

    class Meta(Revisable.Meta):
        verbose_name = _("formal decision")
        constraints = [
            *not_blank("formaldecision", "body", "title"),
            *valid_choice(
                "formaldecision",
                level=DecisionLevel,
                kind=DecisionKind,
                outcome=DecisionOutcome,
                follow_up=FollowUp,
            ),
            *length_limit("formaldecision", recommendation=4000, text=4000),
            models.CheckConstraint(
                name="projects_formaldecision_number_is_number_and_year",
                condition=Q(number="") | Q(number__regex=POLITICAL_NUMBER),
                violation_error_message=_("Write the number as PS 61/06 or 51/2019."),
            ),
            models.CheckConstraint(
                name="projects_formaldecision_archive_reference_is_year_and_number",
                condition=Q(archive_reference__regex=ARCHIVE_REFERENCE),
                violation_error_message=_("Write the archive reference as 2026/1234 or 12/572-2."),
            ),
            *withdrawing_says_by_whom("formaldecision"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="formaldecision_case")]
        triggers = [*never_deleted("formaldecision"), *of_its_case("formaldecision")]

    def __str__(self):
        return self.title

    @property
    def is_relied_on(self):
        """A gate was passed or a case was stopped by it. At most two queries."""
        return self.gate_decisions.exists() or self.stops.exists()


@pghistory.track()
class ArchiveReference(Revisable):
    """Where in the archive the case's documents are. The archive is the master."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="archive_references")
    system = models.CharField(_("archive system"), max_length=60, blank=True)
    reference = models.CharField(_("archive reference"), max_length=20)
    title = models.CharField(_("title"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True, validators=[refuse_sign_in_in])
    is_restricted = models.BooleanField(_("exempt from public access"), default=False)
    legal_basis = models.CharField(_("legal basis"), max_length=60, blank=True)

    class Meta(Revisable.Meta):
        verbose_name = _("archive reference")
        constraints = [
            *not_blank("archivereference", "reference"),
            models.CheckConstraint(
                name="projects_archivereference_is_year_and_number",
                condition=Q(reference__regex=ARCHIVE_REFERENCE),
                violation_error_message=_("Write the archive reference as 2026/1234 or 12/572-2."),
            ),
            models.CheckConstraint(
                name="projects_archivereference_restricted_names_its_basis",
                condition=Q(is_restricted=False, legal_basis="")
                | Q(is_restricted=True, legal_basis__regex=r"\S"),
                violation_error_message=_(
                    "A document exempt from public access names its legal basis; others have none."
                ),
            ),
            models.CheckConstraint(
                name="projects_archivereference_link_is_http",
                condition=Q(link__regex=r"^(https?://\S+)?$"),
            ),
            *withdrawing_says_by_whom("archivereference"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="archivereference_case")]
        triggers = [*never_deleted("archivereference"), *of_its_case("archivereference")]

    def __str__(self):
        return self.reference


@pghistory.track()
class Funding(Revisable):
    """Money for the case. Whole kroner; empty means not known, not zero."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="funding")
    source = models.CharField(_("source"), max_length=17, choices=FundingSource)
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    applied = models.PositiveBigIntegerField(_("applied for (kroner)"), null=True, blank=True)
    granted = models.PositiveBigIntegerField(_("granted (kroner)"), null=True, blank=True)
    paid = models.PositiveBigIntegerField(_("paid out (kroner)"), null=True, blank=True)
    report_due_on = models.DateField(_("report due"), null=True, blank=True)
    reported_on = models.DateField(_("reported"), null=True, blank=True)

    class Meta(Revisable.Meta):
        verbose_name = _("funding")
        constraints = [
            *valid_choice("funding", source=FundingSource),
            models.CheckConstraint(
                name="projects_funding_says_an_amount",
                condition=Q(applied__isnull=False)
                | Q(granted__isnull=False)
                | Q(paid__isnull=False),
                violation_error_message=_("Write how much is applied for, granted or paid out."),
            ),
            *withdrawing_says_by_whom("funding"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="funding_case")]
        triggers = [*never_deleted("funding"), *of_its_case("funding")]

    def __str__(self):
        return self.get_source_display()


@pghistory.track()
class Cost(Revisable):
    """What the case has cost. Whole kroner, hours where it is hours."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="costs")
    kind = models.CharField(_("kind"), max_length=10, choices=CostKind)
    on = models.DateField(_("date"))
    amount = models.PositiveBigIntegerField(_("amount (kroner)"), null=True, blank=True)
    hours = models.PositiveIntegerField(_("hours"), null=True, blank=True)
    what = models.CharField(_("what for"), max_length=200, blank=True)

    class Meta(Revisable.Meta):
        verbose_name = _("cost")
        constraints = [
            *valid_choice("cost", kind=CostKind),
            models.CheckConstraint(
                name="projects_cost_says_kroner_or_hours",
                condition=Q(amount__isnull=False) | Q(hours__isnull=False),
                violation_error_message=_("Write an amount or a number of hours."),
            ),
            *withdrawing_says_by_whom("cost"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="cost_case")]
        triggers = [*never_deleted("cost"), *of_its_case("cost")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.on}"
