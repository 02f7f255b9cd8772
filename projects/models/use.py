"""Phase 4, put to use: benefits and measurements, the eight elements, spreading, decisions."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from projects.choices.vocabulary import (
    Beneficiary,
    BenefitKind,
    BenefitState,
    BudgetEffect,
    Direction,
    ImplementationElement,
    StepState,
)
from projects.models.case import Case
from projects.models.record import (
    Immutable,
    Revisable,
    never_changed,
    never_deleted,
    of_its_case,
    withdrawing_says_by_whom,
)
from projects.models.rules import (
    length_limit,
    not_blank,
    valid_choice,
    valid_choices,
    valid_or_blank_choice,
)
from projects.models.triggers import AtCommit, Before, listed, refuse_if
from projects.models.who import Stakeholder
from projects.querysets.records import MeasurementQuerySet

REALISED = (BenefitState.REALISED, BenefitState.PARTLY)


def refuse_unmeasured(benefit: str) -> str:
    """PL/pgSQL that refuses a benefit said to be realised that no measurement after its baseline
    shows. A measurement that a later one corrects counts for nothing.
    """
    return refuse_if(
        f"""
        EXISTS (
            SELECT FROM projects_benefit b
            WHERE b.id = {benefit} AND b.state IN {listed(REALISED)}
            AND NOT EXISTS (
                SELECT FROM projects_measurement m WHERE m.benefit_id = b.id
                AND (b.baseline_on IS NULL OR m.measured_on > b.baseline_on)
                AND NOT EXISTS (SELECT FROM projects_measurement n WHERE n.corrects_id = m.id)
            )
        )
        """,
        "a realised benefit has been measured",
    )


@pghistory.track()
class Benefit(Revisable):
    """A benefit the case is for: who has it, by what indicator, from what and to what.

    A value is a number in the indicator's own unit.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="benefits")
    title = models.CharField(_("benefit"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=BenefitKind)
    budget_effect = models.CharField(
        _("effect on the budget"), max_length=8, choices=BudgetEffect, blank=True
    )
    for_whom = ArrayField(
        models.CharField(max_length=12, choices=Beneficiary), verbose_name=_("for whom")
    )
    description = models.TextField(_("description"), max_length=2000, blank=True)
    preconditions = models.TextField(_("preconditions"), max_length=2000, blank=True)
    owner = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_benefits",
        verbose_name=_("benefit owner"),
    )
    indicator = models.CharField(_("indicator"), max_length=200, blank=True)
    measured_in = models.CharField(_("unit of measurement"), max_length=40, blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction, blank=True)
    baseline = models.DecimalField(
        _("baseline"), max_digits=16, decimal_places=3, null=True, blank=True
    )
    baseline_on = models.DateField(_("date of the baseline"), null=True, blank=True)
    baseline_source = models.CharField(_("source of the baseline"), max_length=200, blank=True)
    target = models.DecimalField(
        _("target"), max_digits=16, decimal_places=3, null=True, blank=True
    )
    target_on = models.DateField(_("date of the target"), null=True, blank=True)
    is_planned = models.BooleanField(_("planned from the start"), default=True)
    state = models.CharField(
        _("state"), max_length=12, choices=BenefitState, default=BenefitState.EXPECTED
    )
    state_reason = models.CharField(_("why that state"), max_length=500, blank=True)

    class Meta(Revisable.Meta):
        verbose_name = _("benefit")
        constraints = [
            *not_blank("benefit", "title"),
            *valid_choice("benefit", kind=BenefitKind, state=BenefitState),
            *valid_or_blank_choice("benefit", budget_effect=BudgetEffect, direction=Direction),
            *valid_choices("benefit", for_whom=Beneficiary),
            *length_limit("benefit", description=2000, preconditions=2000),
            models.CheckConstraint(
                name="projects_benefit_is_for_somebody",
                condition=Q(for_whom__len__gte=1),
                violation_error_message=_("Say whom the benefit is for."),
            ),
            models.CheckConstraint(
                name="projects_benefit_baseline_has_date_and_source",
                condition=Q(baseline=None, baseline_on=None, baseline_source="")
                | Q(
                    baseline__isnull=False,
                    baseline_on__isnull=False,
                    baseline_source__regex=r"\S",
                ),
                violation_error_message=_("A baseline needs a value, a date and a source."),
            ),
            models.CheckConstraint(
                name="projects_benefit_target_has_a_date",
                condition=Q(target=None, target_on=None)
                | Q(target__isnull=False, target_on__isnull=False),
                violation_error_message=_("A target needs a value and a date."),
            ),
            models.CheckConstraint(
                name="projects_benefit_target_differs_from_baseline",
                condition=Q(target=None) | Q(baseline=None) | ~Q(target=F("baseline")),
                violation_error_message=_(
                    "The target is the same as the baseline: write what is to change."
                ),
            ),
            models.CheckConstraint(
                name="projects_benefit_target_comes_after_baseline",
                condition=Q(target_on=None)
                | Q(baseline_on=None)
                | Q(target_on__gt=F("baseline_on")),
                violation_error_message=_("The target’s date comes after the baseline’s."),
            ),
            models.CheckConstraint(
                name="projects_benefit_dropped_says_why",
                condition=~Q(state=BenefitState.DROPPED) | Q(state_reason__regex=r"\S"),
                violation_error_message=_("Write why the benefit is no longer pursued."),
            ),
            *withdrawing_says_by_whom("benefit"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="benefit_case")]
        triggers = [
            *never_deleted("benefit"),
            *of_its_case("benefit"),
            AtCommit(
                name="benefit_is_measured",
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__state__in=REALISED),
                func=refuse_unmeasured("NEW.id"),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_measured(self):
        """It has a measurement after its baseline that nothing corrects. One query, unless
        measurements are loaded.
        """
        measurements = list(self.measurements.all()) if self.pk else []
        corrected = {measurement.corrects_id for measurement in measurements}
        return any(
            self.is_after_baseline(measurement)
            for measurement in measurements
            if measurement.pk not in corrected
        )

    def is_after_baseline(self, measurement):
        """The measurement is of a day after the baseline."""
        return self.baseline_on is None or measurement.measured_on > self.baseline_on

    def realised_share(self, value):
        """How much of the way from baseline to target a value is: 1 is all of it; it may be
        more, or less than 0. None while baseline or target is missing.
        """
        if self.baseline is None or self.target is None or value is None:
            return None
        return (value - self.baseline) / (self.target - self.baseline)


class Measurement(Immutable):
    """A value of a benefit's indicator on a day. A correction points at what it corrects."""

    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="measurements")
    measured_on = models.DateField(_("date"))
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=3)
    source = models.CharField(_("source"), max_length=200)
    method = models.CharField(_("method"), max_length=200, blank=True)
    note = models.CharField(_("comment"), max_length=500, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    objects = MeasurementQuerySet.as_manager()

    class Meta(Immutable.Meta):
        verbose_name = _("measurement")
        constraints = [*not_blank("measurement", "source")]
        indexes = [models.Index(fields=["benefit", "measured_on"], name="measurement_benefit")]
        triggers = [
            *never_changed("measurement"),
            *of_its_case("measurement", through="benefit"),
            AtCommit(
                name="benefit_stays_measured",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__corrects__isnull=False),
                func=refuse_unmeasured("NEW.benefit_id"),
            ),
            Before(
                name="measurement_corrects_its_own",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__corrects__isnull=False),
                func=refuse_if(
                    "NEW.benefit_id <> (SELECT benefit_id FROM projects_measurement"
                    " WHERE id = NEW.corrects_id)",
                    "a measurement corrects one of its own benefit",
                ),
            ),
        ]

    def __str__(self):
        return f"{self.benefit_id}: {self.value}"


@pghistory.track()
class ImplementationStep(Revisable):
    """The state of one of the eight elements of putting the case into use."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    element = models.CharField(_("element"), max_length=12, choices=ImplementationElement)
    state = models.CharField(_("state"), max_length=12, choices=StepState)
    responsible = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible"),
    )
    due_on = models.DateField(_("deadline"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=1000, blank=True)

    class Meta(Revisable.Meta):
        verbose_name = _("implementation step")
        constraints = [
            *valid_choice("implementationstep", element=ImplementationElement, state=StepState),
            models.UniqueConstraint(
                name="projects_implementationstep_one_per_element",
                fields=["case", "element"],
                condition=Q(withdrawn_at=None),
                violation_error_message=_("This element is settled already: change that instead."),
            ),
            models.CheckConstraint(
                name="projects_implementationstep_not_relevant_says_why",
                condition=~Q(state=StepState.NOT_RELEVANT) | Q(note__regex=r"\S"),
                violation_error_message=_("Write why it is not relevant here."),
            ),
            *withdrawing_says_by_whom("implementationstep"),
        ]
        triggers = [*never_deleted("implementationstep"), *of_its_case("implementationstep")]

    def __str__(self):
        return f"{self.element}: {self.state}"


class DiffusionAssessment(Immutable):
    """Rogers' five attributes as one target group sees them, 1 to 5, with the reason.

    Complexity counts against the case. The newest of a target group is current.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="diffusion_assessments")
    target_group = models.CharField(_("target group"), max_length=200)
    stakeholder = models.ForeignKey(
        Stakeholder,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="diffusion_assessments",
        verbose_name=_("stakeholder"),
    )
    is_main = models.BooleanField(_("the main target group"), default=False)
    relative_advantage = models.PositiveSmallIntegerField(_("relative advantage"))
    compatibility = models.PositiveSmallIntegerField(_("fits in"))
    complexity = models.PositiveSmallIntegerField(_("complexity"))
    trialability = models.PositiveSmallIntegerField(_("can be tried"))
    observability = models.PositiveSmallIntegerField(_("can be seen to work"))
    reason = models.TextField(_("why"), max_length=2000)

    class Meta(Immutable.Meta):
        verbose_name = _("diffusion assessment")
        constraints = [
            *not_blank("diffusionassessment", "target_group", "reason"),
            *length_limit("diffusionassessment", reason=2000),
            models.CheckConstraint(
                name="projects_diffusionassessment_scores_are_1_to_5",
                condition=Q(
                    relative_advantage__range=(1, 5),
                    compatibility__range=(1, 5),
                    complexity__range=(1, 5),
                    trialability__range=(1, 5),
                    observability__range=(1, 5),
                ),
                violation_error_message=_("Choose scores from 1 to 5."),
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="diffusion_case")]
        triggers = [*never_changed("diffusionassessment"), *of_its_case("diffusionassessment")]

    def __str__(self):
        return self.target_group
