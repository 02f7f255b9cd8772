"""Phase 3, system: options and how they are chosen among, rounds and trials."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from projects.choices.vocabulary import OptionState, TrialKind, TrialNext, TrialResult
from projects.models.case import Case
from projects.models.record import (
    Immutable,
    Revisable,
    never_changed,
    never_deleted,
    of_its_case,
    withdrawing_says_by_whom,
)
from projects.models.rules import length_limit, not_blank, valid_choice, valid_or_blank_choice
from projects.models.triggers import NumberedWithoutGaps


@pghistory.track()
class Option(Revisable):
    """A possible solution, described by need, approach, benefit, cost and alternatives (NABC)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="options")
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    need = models.TextField(_("the need it meets"), max_length=1000, blank=True)
    approach = models.TextField(_("approach"), max_length=1000, blank=True)
    benefit = models.TextField(_("benefit"), max_length=1000, blank=True)
    cost = models.TextField(_("what it costs"), max_length=1000, blank=True)
    alternatives = models.TextField(_("alternatives to it"), max_length=1000, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=OptionState, default=OptionState.CANDIDATE
    )
    reason = models.TextField(_("why"), max_length=2000, blank=True)

    class Meta(Revisable.Meta):
        verbose_name = _("option")
        constraints = [
            *not_blank("option", "title"),
            *valid_choice("option", state=OptionState),
            *length_limit(
                "option",
                description=4000,
                need=1000,
                approach=1000,
                benefit=1000,
                cost=1000,
                alternatives=1000,
                reason=2000,
            ),
            models.CheckConstraint(
                name="projects_option_choice_has_a_reason",
                condition=Q(state=OptionState.CANDIDATE) | Q(reason__regex=r"\S"),
                violation_error_message=_("Write why."),
            ),
            models.UniqueConstraint(
                name="projects_option_one_is_chosen",
                fields=["case"],
                condition=Q(state=OptionState.CHOSEN, withdrawn_at=None),
                violation_error_message=_(
                    "Another option is chosen already: say first what becomes of that one."
                ),
            ),
            *withdrawing_says_by_whom("option"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="option_case")]
        triggers = [*never_deleted("option"), *of_its_case("option")]

    def __str__(self):
        return self.title


@pghistory.track()
class Criterion(Revisable):
    """What the case's options are rated by. Weight 1 to 3."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="criteria")
    text = models.CharField(_("criterion"), max_length=200)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)

    class Meta(Revisable.Meta):
        verbose_name = _("criterion")
        constraints = [
            *not_blank("criterion", "text"),
            models.CheckConstraint(
                name="projects_criterion_weight_is_1_to_3",
                condition=Q(weight__range=(1, 3)),
                violation_error_message=_("Choose a weight from 1 to 3."),
            ),
            *withdrawing_says_by_whom("criterion"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="criterion_case")]
        triggers = [*never_deleted("criterion"), *of_its_case("criterion")]

    def __str__(self):
        return self.text


class Rating(Immutable):
    """The score of an option by a criterion, 0 to 5, and why. The newest of a pair counts."""

    option = models.ForeignKey(Option, models.PROTECT, related_name="ratings")
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="ratings", verbose_name=_("criterion")
    )
    score = models.PositiveSmallIntegerField(_("score"))
    reason = models.CharField(_("why"), max_length=300)

    class Meta(Immutable.Meta):
        verbose_name = _("rating")
        constraints = [
            *not_blank("rating", "reason"),
            models.CheckConstraint(
                name="projects_rating_score_is_0_to_5",
                condition=Q(score__range=(0, 5)),
                violation_error_message=_("Choose a score from 0 to 5."),
            ),
        ]
        indexes = [models.Index(fields=["option", "criterion", "-id"], name="rating_option")]
        triggers = [*never_changed("rating"), *of_its_case("rating", through="option")]

    def __str__(self):
        return f"{self.option_id} {self.criterion_id}: {self.score}"


@pghistory.track()
class Round(Revisable):
    """One turn of need, solution and test. Numbered without gaps."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("number"))
    hypothesis = models.TextField(_("what we believe about the need"), max_length=1000)
    option = models.ForeignKey(
        Option,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("the option it tries"),
    )
    question = models.TextField(_("what we want to know"), max_length=1000)
    start_on = models.DateField(_("start"))
    end_on = models.DateField(_("end"), null=True, blank=True)
    conclusion = models.TextField(_("conclusion"), max_length=2000, blank=True)
    new_insight = models.TextField(_("what is new about the need"), max_length=2000, blank=True)

    class Meta(Revisable.Meta):
        verbose_name = _("round")
        constraints = [
            *not_blank("round", "hypothesis", "question"),
            *length_limit(
                "round", hypothesis=1000, question=1000, conclusion=2000, new_insight=2000
            ),
            models.UniqueConstraint(name="projects_round_is_numbered", fields=["case", "number"]),
            models.CheckConstraint(
                name="projects_round_ends_after_it_starts",
                condition=Q(end_on=None) | Q(end_on__gte=F("start_on")),
                violation_error_message=_("The end cannot be before the start."),
            ),
            models.CheckConstraint(
                name="projects_round_concludes_when_it_ends",
                condition=Q(end_on=None, conclusion="")
                | Q(end_on__isnull=False, conclusion__regex=r"\S"),
                violation_error_message=_("A finished round has both an end and a conclusion."),
            ),
            *withdrawing_says_by_whom("round"),
        ]
        triggers = [
            *never_deleted("round"),
            *of_its_case("round"),
            pgtrigger.ReadOnly(name="round_number_is_fixed", fields=["case", "number"]),
            NumberedWithoutGaps(name="round_has_no_gaps"),
        ]

    def __str__(self):
        return f"{self.number}"


@pghistory.track()
class Trial(Revisable):
    """A prototype, test, pilot or formal trial, in a round or by itself.

    ``started_on`` locks hypothesis and success criterion; the result needs an end and
    findings, and is then fixed. Amounts are whole kroner.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="trials")
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="trials",
        verbose_name=_("round"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=TrialKind)
    title = models.CharField(_("title"), max_length=200)
    hypothesis = models.TextField(_("hypothesis"), max_length=1000)
    success_criterion = models.TextField(_("success criterion"), max_length=1000, blank=True)
    who_tests = models.CharField(_("who tests"), max_length=300, blank=True)
    real_users = models.BooleanField(_("real users take part"), default=False)
    place = models.CharField(_("place"), max_length=200, blank=True)
    participants = models.PositiveIntegerField(_("number of participants"), null=True, blank=True)
    planned_start_on = models.DateField(_("planned start"), null=True, blank=True)
    planned_end_on = models.DateField(_("planned end"), null=True, blank=True)
    people = models.CharField(_("who is set aside for it"), max_length=300, blank=True)
    budget = models.PositiveBigIntegerField(_("money set aside (kroner)"), null=True, blank=True)
    evaluation = models.CharField(
        _("control group or accompanying evaluation"), max_length=300, blank=True
    )
    # The day the hypothesis and the criterion were last written, while that is not later than the
    # start: None for a trial that was registered after it began.
    criterion_on = models.DateField(null=True, blank=True, editable=False)
    started_on = models.DateField(_("started"), null=True, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=12, choices=TrialResult, blank=True)
    findings = models.TextField(_("findings"), max_length=4000, blank=True)
    afterwards = models.CharField(
        _("decision afterwards"), max_length=15, choices=TrialNext, blank=True
    )

    criterion_fields = ("hypothesis", "success_criterion")

    class Meta(Revisable.Meta):
        verbose_name = _("trial")
        constraints = [
            *not_blank("trial", "title", "hypothesis"),
            *valid_choice("trial", kind=TrialKind),
            *valid_or_blank_choice("trial", result=TrialResult, afterwards=TrialNext),
            *length_limit("trial", hypothesis=1000, success_criterion=1000, findings=4000),
            models.CheckConstraint(
                name="projects_trial_planned_end_is_not_before_planned_start",
                condition=Q(planned_start_on=None)
                | Q(planned_end_on=None)
                | Q(planned_end_on__gte=F("planned_start_on")),
                violation_error_message=_("The planned end cannot be before the planned start."),
            ),
            models.CheckConstraint(
                name="projects_trial_starts_with_a_criterion",
                condition=Q(started_on=None) | Q(success_criterion__regex=r"\S"),
                violation_error_message=_("Write the success criterion before the trial starts."),
            ),
            models.CheckConstraint(
                name="projects_trial_criterion_predates_the_start",
                condition=Q(criterion_on=None)
                | Q(started_on=None)
                | Q(criterion_on__lte=F("started_on")),
            ),
            models.CheckConstraint(
                name="projects_trial_result_has_an_end_and_findings",
                condition=Q(result="", ended_on=None, findings="", afterwards="")
                | Q(
                    started_on__isnull=False,
                    ended_on__gte=F("started_on"),
                    findings__regex=r"\S",
                )
                & ~Q(result="")
                & ~Q(afterwards=""),
                violation_error_message=_(
                    "A result needs the day the trial ended, findings and what is done next."
                ),
            ),
            *withdrawing_says_by_whom("trial"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="trial_case")]
        triggers = [
            *never_deleted("trial"),
            *of_its_case("trial"),
            pgtrigger.Trigger(
                name="trial_is_locked_when_started",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition(
                    "OLD.started_on IS NOT NULL AND (NEW.hypothesis, NEW.success_criterion,"
                    " NEW.started_on, NEW.criterion_on) IS DISTINCT FROM (OLD.hypothesis,"
                    " OLD.success_criterion, OLD.started_on, OLD.criterion_on)"
                ),
                func="RAISE check_violation USING MESSAGE = 'a started trial keeps its criterion';",
            ),
            pgtrigger.Trigger(
                name="trial_keeps_its_result",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition(
                    "OLD.result <> '' AND (NEW.result, NEW.ended_on, NEW.findings, NEW.afterwards)"
                    " IS DISTINCT FROM (OLD.result, OLD.ended_on, OLD.findings, OLD.afterwards)"
                ),
                func="RAISE check_violation USING MESSAGE = 'a trial keeps its result';",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_started(self):
        """Its hypothesis and success criterion are locked."""
        return self.started_on is not None

    @property
    def locked_fields(self):
        """The fields that can no longer be changed."""
        locked = (*self.criterion_fields, "started_on") if self.is_started else ()
        results = ("result", "ended_on", "findings", "afterwards") if self.is_finished else ()
        return locked + results

    @property
    def is_finished(self):
        """It has a result."""
        return bool(self.result)
