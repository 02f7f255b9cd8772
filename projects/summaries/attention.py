"""Why one loaded case needs the leader's attention. Pure.

``CaseQuerySet.attention_q`` has the same rules as a condition on rows.
"""

from enum import Enum

from django.utils import timezone

from projects.choices.reference import legal_bases_in_force
from projects.choices.states import Health, State, Visibility
from projects.querysets.cases import STALE_DAYS


class AttentionReason(Enum):
    """A reason to look at a case, most urgent first."""

    PROPOSAL_WAITING = "proposal_waiting"
    OFF_TRACK = "off_track"
    AT_RISK = "at_risk"
    EXEMPTION_EXPIRED = "exemption_expired"
    PAUSE_OVERDUE = "pause_overdue"
    CONDITION_OVERDUE = "condition_overdue"
    UNCONFIRMED = "unconfirmed"


def attention_reasons(case, *, now, can_read_working) -> list[AttentionReason]:
    """Return every reason that applies to the case, most urgent first. The case is decorated
    ``with_gate_tasks``.
    """
    today, is_active = timezone.localdate(now), case.state == State.ACTIVE
    last_confirmed_on = timezone.localdate(case.confirmed_at or case.created_at)
    applies = {
        AttentionReason.PROPOSAL_WAITING: case.proposal_waits,
        AttentionReason.OFF_TRACK: is_active and case.health == Health.OFF_TRACK,
        AttentionReason.AT_RISK: is_active and case.health == Health.AT_RISK,
        AttentionReason.EXEMPTION_EXPIRED: can_read_working
        and case.visibility == Visibility.RESTRICTED
        and is_exemption_over(case, today),
        AttentionReason.PAUSE_OVERDUE: case.state == State.PAUSED and case.paused_until < today,
        AttentionReason.CONDITION_OVERDUE: can_read_working
        and bool(case.condition_due_on and case.condition_due_on < today),
        AttentionReason.UNCONFIRMED: is_active and (today - last_confirmed_on).days >= STALE_DAYS,
    }
    return [reason for reason in AttentionReason if applies[reason]]


def is_exemption_over(case, today) -> bool:
    """The exemption has run out, or its legal basis is no longer in force."""
    has_run_out = bool(case.exempt_until and case.exempt_until < today)
    return has_run_out or case.legal_basis not in legal_bases_in_force(today)
