"""Gates: proposals, decisions, and the conditions that follow the case until they are met.

A gate is proposed by one person and decided by another. The decision keeps a snapshot of the
criteria as they stood.
"""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import AccessRole
from accounts.models import User
from projects.choices.gates import Gate, outcome_label
from projects.choices.vocabulary import GateOutcome
from projects.models.case import Case
from projects.models.formal import FormalDecision
from projects.models.formula import SuccessAssessment
from projects.models.record import Immutable, never_changed
from projects.models.rules import length_limit, not_blank, valid_choice
from projects.querysets.records import ConditionQuerySet, GateProposalQuerySet


class GateProposal(Immutable):
    """Somebody says that the case is ready to pass a gate. One at a time."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="gate_proposals")
    gate = models.CharField(_("gate"), max_length=5, choices=Gate)
    reason = models.TextField(_("why now"), max_length=2000)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = GateProposalQuerySet.as_manager()

    class Meta(Immutable.Meta):
        constraints = [
            *not_blank("gateproposal", "reason"),
            *valid_choice("gateproposal", gate=Gate),
            *length_limit("gateproposal", reason=2000),
            models.UniqueConstraint(
                name="projects_gateproposal_one_open_per_case",
                fields=["case"],
                condition=Q(closed_at=None),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="gateproposal_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="gateproposal_is_closed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
            pgtrigger.ReadOnly(
                name="gateproposal_is_fixed", fields=["case", "gate", "reason", "by", "recorded_at"]
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.gate}"


class GateDecision(Immutable):
    """What was decided at a gate, by whom, and how every criterion stood.

    ``criteria`` is a list of ``{"code", "is_hard", "is_met"}`` in the order of the table.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="gate_decisions")
    proposal = models.OneToOneField(GateProposal, models.PROTECT, related_name="decision")
    gate = models.CharField(_("gate"), max_length=5, choices=Gate)
    outcome = models.CharField(_("decision"), max_length=18, choices=GateOutcome)
    reason = models.TextField(_("why"), max_length=2000)
    decided_on = models.DateField(_("date"))
    role = models.CharField(_("decided as"), max_length=13)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    single_handed = models.BooleanField(_("proposed and decided by one person"), default=False)
    criteria = models.JSONField()
    assessment = models.ForeignKey(
        SuccessAssessment, models.PROTECT, null=True, blank=True, related_name="gate_decisions"
    )
    formal_decision = models.ForeignKey(
        FormalDecision, models.PROTECT, null=True, blank=True, related_name="gate_decisions"
    )

    class Meta(Immutable.Meta):
        constraints = [
            *not_blank("gatedecision", "reason"),
            *valid_choice("gatedecision", gate=Gate, outcome=GateOutcome),
            *length_limit("gatedecision", reason=2000),
            models.CheckConstraint(
                name="projects_gatedecision_role_is_known",
                condition=Q(role__in=[AccessRole.OWNER.value, AccessRole.LEADER.value]),
            ),
            models.CheckConstraint(
                name="projects_gatedecision_takes_two_people",
                condition=Q(single_handed=True, by=F("proposed_by"))
                | (Q(single_handed=False) & ~Q(by=F("proposed_by"))),
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="gatedecision_case")]
        triggers = never_changed("gatedecision")

    def __str__(self):
        return f"{self.case_id} {self.gate}: {self.outcome}"

    @property
    def outcome_label(self) -> str:
        """What the outcome is called at this gate."""
        return outcome_label(self.gate, self.outcome)

    @property
    def is_go(self):
        """The case passed."""
        return self.outcome in {GateOutcome.GO, GateOutcome.GO_WITH_EXCEPTIONS}


class Condition(Immutable):
    """What must still be done after a gate, by whom and by when. Met once.

    ``code`` names the requirement it excepts from; it is empty for a condition of the
    decider's own.
    """

    decision = models.ForeignKey(GateDecision, models.PROTECT, related_name="conditions")
    code = models.CharField(max_length=30, blank=True)
    reason = models.TextField(_("why it is accepted"), max_length=1000)
    action = models.CharField(_("what is done"), max_length=300)
    responsible = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("responsible")
    )
    due_on = models.DateField(_("deadline"))
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    met_note = models.CharField(_("how it was met"), max_length=500, blank=True)

    objects = ConditionQuerySet.as_manager()

    class Meta(Immutable.Meta):
        constraints = [
            *not_blank("condition", "reason", "action"),
            *length_limit("condition", reason=1000),
            models.CheckConstraint(
                name="projects_condition_met_says_when_how_and_by_whom",
                condition=Q(met_at=None, met_by=None, met_note="")
                | Q(met_at__isnull=False, met_by__isnull=False, met_note__regex=r"\S"),
            ),
        ]
        indexes = [models.Index(fields=["decision", "id"], name="condition_decision")]
        triggers = [
            pgtrigger.Protect(name="condition_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="condition_is_met_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__met_at__isnull=False),
            ),
            pgtrigger.ReadOnly(
                name="condition_is_fixed",
                fields=[
                    "decision",
                    "code",
                    "reason",
                    "action",
                    "responsible",
                    "due_on",
                    "by",
                    "recorded_at",
                ],
            ),
        ]

    def __str__(self):
        return self.action
