"""Gates: proposals, decisions, and the conditions that follow the case until they are met.

A gate is proposed by one person and decided by another. The decision keeps a snapshot of
which criteria were met.
"""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import AccessRole
from accounts.models import User
from projects.choices.gates import Gate, outcome_label
from projects.choices.states import State
from projects.choices.vocabulary import GateOutcome
from projects.models.case import Case
from projects.models.formal import FormalDecision
from projects.models.formula import SuccessAssessment
from projects.models.record import Immutable, never_changed, of_its_case
from projects.models.rules import length_limit, not_blank, valid_choice
from projects.models.triggers import AtCommit, Before, listed, refuse_if, steps
from projects.querysets.records import ConditionQuerySet, GateProposalQuerySet

GO = (GateOutcome.GO, GateOutcome.GO_WITH_EXCEPTIONS)
# SQL of how many decisions there are to complete the case of a row.
CLOSINGS = f"""(SELECT count(*) FROM projects_gatedecision WHERE case_id = NEW.case_id
    AND gate = '{Gate.CLOSE}' AND outcome IN {listed(GO)})"""


def completions(where="") -> str:
    """SQL of how many times the case of a row was completed."""
    return f"""(SELECT count(*) FROM projects_statechange WHERE case_id = NEW.case_id {where}
    AND origin = '{State.ACTIVE}' AND target = '{State.COMPLETED}')"""


class GateProposal(Immutable):
    """A proposal that the case passes a gate. At most one is open."""

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
            *of_its_case("gateproposal"),
        ]

    def __str__(self):
        return f"{self.case_id} {self.gate}"


class GateDecision(Immutable):
    """What was decided at a gate, by whom, and which criteria were met.

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
        triggers = [
            *never_changed("gatedecision"),
            *of_its_case("gatedecision"),
            Before(
                name="decision_is_of_its_proposal",
                operation=pgtrigger.Insert,
                func=refuse_if(
                    """
                    NOT EXISTS (SELECT FROM projects_gateproposal p WHERE p.id = NEW.proposal_id
                                AND p.case_id = NEW.case_id AND p.gate = NEW.gate
                                AND p.by_id = NEW.proposed_by_id)
                    """,
                    "a decision is of its proposal",
                ),
            ),
            AtCommit(
                name="decision_is_carried_out",
                operation=pgtrigger.Insert,
                func=steps(
                    refuse_if(
                        "EXISTS (SELECT FROM projects_gateproposal"
                        " WHERE id = NEW.proposal_id AND closed_at IS NULL)",
                        "a decision closes its proposal",
                    ),
                    refuse_if(
                        f"NEW.outcome IN {listed(GO)} AND NEW.gate <> '{Gate.CLOSE}' AND NOT EXISTS"
                        " (SELECT FROM projects_phasevisit WHERE decision_id = NEW.id)",
                        "a decision to go on is carried out",
                    ),
                ),
            ),
            AtCommit(
                name="close_is_carried_out",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__gate=Gate.CLOSE, new__outcome__in=GO),
                func=refuse_if(
                    f"{CLOSINGS} <> {completions()}", "a decision to complete is carried out"
                ),
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.gate}: {self.outcome}"

    @property
    def outcome_label(self) -> str:
        """What the outcome is called at this gate."""
        return outcome_label(self.gate, self.outcome)

    @property
    def is_go(self):
        """The case passed."""
        return self.outcome in GO


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
            *of_its_case("condition", through="decision"),
        ]

    def __str__(self):
        return self.action
