"""What happened to a case: phase visits and changes of state. Append-only."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.cleaned import CleanedModel
from projects.choices.phases import Phase
from projects.choices.states import State
from projects.choices.vocabulary import DecisionLevel, PauseCause, StopCause
from projects.models.case import Case
from projects.models.formal import FormalDecision
from projects.models.record import Immutable, never_changed
from projects.models.refine import Lesson
from projects.models.rules import length_limit, valid_choice, valid_choices


class PhaseVisit(CleanedModel):
    """One stay of a case in one phase. A visit one phase on points at the decision of the gate.

    ``entered_on`` and ``left_on`` are the days it truly happened (Oslo time); ``entered_at``
    and ``left_at`` are when it was recorded. A visit is closed once and never changed again.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="visits")
    phase = models.CharField(_("phase"), max_length=6, choices=Phase)
    number = models.PositiveSmallIntegerField(_("visit number"))
    entered_on = models.DateField(_("entered on"))
    entered_at = models.DateTimeField(_("recorded"), db_default=Now())
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.OneToOneField(
        "projects.GateDecision", models.PROTECT, null=True, blank=True, related_name="visit"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="projects_phasevisit_one_open_per_case",
                fields=["case"],
                condition=Q(left_at=None),
            ),
            models.UniqueConstraint(
                name="projects_phasevisit_is_numbered_per_phase", fields=["case", "phase", "number"]
            ),
            models.CheckConstraint(
                name="projects_phasevisit_phase_is_known", condition=Q(phase__in=Phase.values)
            ),
            models.CheckConstraint(
                name="projects_phasevisit_number_begins_at_one", condition=Q(number__gte=1)
            ),
            models.CheckConstraint(
                name="projects_phasevisit_leaving_says_when_and_by_whom",
                condition=Q(left_on=None, left_at=None, left_by=None)
                | Q(left_on__isnull=False, left_at__isnull=False, left_by__isnull=False),
            ),
            models.CheckConstraint(
                name="projects_phasevisit_left_after_it_was_entered",
                condition=Q(left_on=None) | Q(left_on__gte=F("entered_on")),
            ),
            models.CheckConstraint(
                name="projects_phasevisit_reason_is_at_most_2000_characters",
                condition=LessThanOrEqual(Length("reason"), 2000),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="visit_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="visit_entry_is_fixed",
                fields=[
                    "case", "phase", "number", "entered_on", "entered_at", "entered_by", "reason",
                    "decision",
                ],
            ),
            pgtrigger.Protect(
                name="visit_is_closed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__left_at__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.case_id} {self.phase} {self.number}"


class StateChange(CleanedModel):
    """A change of a case's state; the first one registers the case. Immutable.

    ``changed_on`` is the day it happened (Oslo time), ``recorded_at`` when it was written.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="state_changes")
    origin = models.CharField(max_length=9, choices=State, blank=True)
    target = models.CharField(max_length=9, choices=State)
    changed_on = models.DateField(_("date"))
    recorded_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    review_on = models.DateField(_("review on"), null=True, blank=True)
    lesson = models.TextField(_("lesson"), max_length=4000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="projects_statechange_states_are_known",
                condition=Q(origin__in=["", *State.values], target__in=State.values),
            ),
            models.CheckConstraint(
                name="projects_statechange_goes_somewhere", condition=~Q(target=F("origin"))
            ),
            models.CheckConstraint(
                name="projects_statechange_pause_says_why_and_until_when",
                condition=~Q(target=State.PAUSED) | Q(review_on__isnull=False, reason__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="projects_statechange_stop_has_reason_and_lesson",
                condition=~Q(target=State.STOPPED) | Q(reason__regex=r"\S", lesson__regex=r"\S"),
            ),
            models.CheckConstraint(
                name="projects_statechange_reason_is_at_most_2000_characters",
                condition=LessThanOrEqual(Length("reason"), 2000),
            ),
            models.CheckConstraint(
                name="projects_statechange_lesson_is_at_most_4000_characters",
                condition=LessThanOrEqual(Length("lesson"), 4000),
            ),
        ]
        indexes = [models.Index(fields=["case", "id"], name="statechange_case")]
        triggers = [
            pgtrigger.Protect(
                name="statechange_is_immutable", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self):
        return f"{self.case_id}: {self.origin} → {self.target}"


class Pause(Immutable):
    """Why the case rests and what has to happen before it goes on."""

    change = models.OneToOneField(StateChange, models.PROTECT, related_name="pause")
    cause = models.CharField(_("cause"), max_length=9, choices=PauseCause)
    what_must_happen = models.CharField(_("what must happen first"), max_length=500, blank=True)
    informed = models.CharField(_("who has been told"), max_length=300, blank=True)

    class Meta(Immutable.Meta):
        constraints = [*valid_choice("pause", cause=PauseCause)]
        triggers = never_changed("pause")

    def __str__(self):
        return self.cause


class Stop(Immutable):
    """What is written down when a case stops. Closed, not deleted, when the case is reopened.

    ``spent`` is in whole kroner.
    """

    change = models.OneToOneField(StateChange, models.PROTECT, related_name="stop")
    phase = models.CharField(_("phase at the stop"), max_length=6, choices=Phase)
    level = models.CharField(
        _("level"), max_length=14, choices=DecisionLevel, default=DecisionLevel.ADMINISTRATIVE
    )
    formal_decision = models.ForeignKey(
        FormalDecision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stops",
        verbose_name=_("formal decision it rests on"),
    )
    cause = models.CharField(_("main cause"), max_length=16, choices=StopCause)
    side_causes = ArrayField(
        models.CharField(max_length=16, choices=StopCause),
        verbose_name=_("other causes"),
        default=list,
        blank=True,
    )
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="stops")
    achieved = models.TextField(_("what was achieved"), max_length=2000, blank=True)
    resistance = models.TextField(
        _("resistance that was voiced on the way"), max_length=2000, blank=True
    )
    spent = models.PositiveBigIntegerField(_("spent (kroner)"), null=True, blank=True)
    hours = models.PositiveIntegerField(_("hours spent"), null=True, blank=True)
    people_afterwards = models.TextField(
        _("what happens to users and participants"), max_length=1000, blank=True
    )
    data_and_equipment = models.TextField(
        _("what happens to data and equipment"), max_length=1000, blank=True
    )
    may_resume_if = models.CharField(_("may be taken up again if"), max_length=500, blank=True)
    open_decisions = models.TextField(
        _("what becomes of decisions still open"), max_length=1000, blank=True
    )
    informed = models.CharField(_("who has been told"), max_length=300, blank=True)
    closed_by_change = models.OneToOneField(
        StateChange, models.PROTECT, null=True, blank=True, related_name="reopened_stop"
    )

    class Meta(Immutable.Meta):
        constraints = [
            *valid_choice("stop", phase=Phase, level=DecisionLevel, cause=StopCause),
            *valid_choices("stop", side_causes=StopCause),
            *length_limit(
                "stop",
                achieved=2000,
                resistance=2000,
                people_afterwards=1000,
                data_and_equipment=1000,
                open_decisions=1000,
            ),
            models.CheckConstraint(
                name="projects_stop_political_names_its_decision",
                condition=~Q(level=DecisionLevel.POLITICAL) | Q(formal_decision__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="stop_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="stop_is_closed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_by_change__isnull=False),
            ),
            pgtrigger.ReadOnly(name="stop_is_fixed", exclude=["closed_by_change"]),
        ]

    def __str__(self):
        return self.cause
