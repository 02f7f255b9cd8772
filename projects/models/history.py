"""What happened to a case: phase visits and changes of state. Append-only."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.models.clean_rows import KeepsClean
from accounts.models.cleaned_model import CleanedModel
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.states import TRANSITIONS, State
from projects.choices.vocabulary import DecisionLevel, PauseCause, StopCause
from projects.models.case import Case, refuse_wrong_stops
from projects.models.formal import FormalDecision
from projects.models.gates import CLOSINGS, GO, completions
from projects.models.record import Immutable, never_changed, of_its_case
from projects.models.refine import Lesson
from projects.models.rules import length_limit, valid_choice, valid_choices
from projects.models.triggers import After, AtCommit, Before, listed, refuse_if, steps

# A phase is entered only while the case is active. The first visit says where the case stood when
# it was started or registered.
VISIT_BEGINS = steps(
    """
    SELECT target INTO last FROM projects_statechange
    WHERE case_id = NEW.case_id ORDER BY id DESC LIMIT 1;
    """,
    refuse_if(
        f"""
        coalesce(last, '{State.DRAFT}') = '{State.DRAFT}' OR (last <> '{State.ACTIVE}'
            AND EXISTS (SELECT FROM projects_phasevisit WHERE case_id = NEW.case_id))
        """,
        "a phase is entered only while the case is active",
    ),
)
# One phase on goes through the gate between the two, and nothing goes further on.
VISIT_PASSES = steps(
    """
    SELECT array_position(phases, phase::text) INTO place FROM projects_phasevisit
    WHERE case_id = NEW.case_id ORDER BY id DESC LIMIT 1;
    step := coalesce(array_position(phases, NEW.phase::text) - place, 0);
    """,
    refuse_if("step <= 0 AND NEW.decision_id IS NOT NULL", "only a step forward passes a gate"),
    refuse_if(
        f"""
        step > 1 OR (step = 1 AND NOT EXISTS (
            SELECT FROM projects_gatedecision WHERE id = NEW.decision_id
            AND case_id = NEW.case_id AND outcome IN {listed(GO)} AND gate = gates[place]
        ))
        """,
        "a step forward passes the gate between the two",
    ),
)
# Each change of state begins where the last one ended, by an allowed step, and a case at work is
# completed by its last gate. The first row says where a case stood when it was registered, and an
# import may register a draft anew.
STATE_FOLLOWS = steps(
    """
    SELECT target INTO last FROM projects_statechange
    WHERE case_id = NEW.case_id AND id < NEW.id ORDER BY id DESC LIMIT 1;
    """,
    refuse_if(
        "NEW.origin <> coalesce(last, '')", "a change of state begins where the last one ended"
    ),
    refuse_if(
        f"NEW.origin NOT IN {listed(['', State.DRAFT])} AND NEW.origin || '-' || NEW.target"
        f" NOT IN {listed(f'{o}-{t.target}' for t in TRANSITIONS.values() for o in t.origins)}",
        "a case does not go from %s to %s",
        *("NEW.origin", "NEW.target"),
    ),
    refuse_if(
        f"NEW.origin = '{State.ACTIVE}' AND NEW.target = '{State.COMPLETED}'"
        f" AND {CLOSINGS} <= {completions('AND id < NEW.id')}",
        "a case is completed by its last gate",
    ),
)
# A stop is of a change that stops the case, and closed by one that takes the same case up again.
STOP_IS_OF_ITS_CHANGES = steps(
    """
    SELECT * INTO stopped FROM projects_statechange WHERE id = NEW.change_id;
    SELECT * INTO reopened FROM projects_statechange WHERE id = NEW.closed_by_change_id;
    """,
    refuse_if(
        f"""
        stopped.target <> '{State.STOPPED}' OR reopened.origin <> '{State.STOPPED}'
        OR reopened.case_id <> stopped.case_id OR reopened.id < stopped.id
        """,
        "a stop is of the changes that stop and reopen its case",
    ),
)


class PhaseVisit(CleanedModel):
    """One stay of a case in one phase. A visit one phase on points at the decision of the gate.

    ``entered_on`` and ``left_on`` are the days it happened (Oslo time); ``entered_at``
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
            KeepsClean(name="visit_keeps_clean"),
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
            AtCommit(
                name="visit_agrees",
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="PERFORM projects_case_agrees(NEW.case_id);",
            ),
            Before(
                name="visit_begins_at_work",
                operation=pgtrigger.Insert,
                declare=[("last", "text")],
                func=VISIT_BEGINS,
            ),
            Before(
                name="visit_passes_the_gate",
                operation=pgtrigger.Insert,
                declare=[
                    ("phases", f"text[] := '{{{','.join(Phase)}}}'"),
                    ("gates", f"text[] := '{{{','.join(Gate)}}}'"),
                    ("place", "integer"),
                    ("step", "integer"),
                ],
                func=VISIT_PASSES,
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
            KeepsClean(name="statechange_keeps_clean"),
            pgtrigger.Protect(
                name="statechange_is_immutable", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            AtCommit(
                name="statechange_agrees",
                operation=pgtrigger.Insert,
                func="PERFORM projects_case_agrees(NEW.case_id);",
            ),
            After(
                name="state_follows",
                operation=pgtrigger.Insert,
                declare=[("last", "text")],
                func=STATE_FOLLOWS,
            ),
            AtCommit(
                name="stop_is_recorded",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__target=State.STOPPED),
                func=refuse_if(
                    "NOT EXISTS (SELECT FROM projects_stop WHERE change_id = NEW.id)",
                    "a stopped case has a record of its stop",
                ),
            ),
        ]

    def __str__(self):
        return f"{self.case_id}: {self.origin} → {self.target}"


class Pause(Immutable):
    """Why the case is paused and what must happen before it resumes."""

    change = models.OneToOneField(StateChange, models.PROTECT, related_name="pause")
    cause = models.CharField(_("cause"), max_length=9, choices=PauseCause)
    what_must_happen = models.CharField(_("what must happen first"), max_length=500, blank=True)
    informed = models.CharField(_("who has been told"), max_length=300, blank=True)

    class Meta(Immutable.Meta):
        constraints = [*valid_choice("pause", cause=PauseCause)]
        triggers = [*never_changed("pause"), *of_its_case("pause", through="change")]

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
            *of_its_case("stop", through="change", besides=["closed_by_change"]),
            Before(
                name="stop_is_of_its_changes",
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[
                    ("stopped", "projects_statechange"),
                    ("reopened", "projects_statechange"),
                ],
                func=STOP_IS_OF_ITS_CHANGES,
            ),
            AtCommit(
                name="stop_agrees",
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=refuse_wrong_stops(
                    "(SELECT case_id FROM projects_statechange WHERE id = NEW.change_id)"
                ),
            ),
        ]

    def __str__(self):
        return self.cause
