"""Why a case needs the leader's attention, told of one loaded case.

The same rules as conditions over rows are in ``projects.querysets.cases``: ``attention_q``. Pure.
"""

from enum import Enum

from django.utils import timezone

from projects.choices.states import Health, State, Visibility
from projects.querysets.cases import STALE_DAYS


class Reason(Enum):
    """A reason to look at a case, most urgent first."""

    PROPOSAL_WAITING = "proposal_waiting"
    OFF_TRACK = "off_track"
    AT_RISK = "at_risk"
    EXEMPTION_EXPIRED = "exemption_expired"
    PAUSE_OVERDUE = "pause_overdue"
    CONDITION_OVERDUE = "condition_overdue"
    UNCONFIRMED = "unconfirmed"


def reasons(case, *, now, reads_working) -> list[Reason]:
    """Tell every reason that holds for the case, decorated ``with_gate_duties``, most urgent
    first.
    """
    today, is_active = timezone.localdate(now), case.state == State.ACTIVE
    last_known_right = timezone.localdate(case.confirmed_at or case.created_at)
    holds = {
        Reason.PROPOSAL_WAITING: case.proposal_waits,
        Reason.OFF_TRACK: is_active and case.health == Health.OFF_TRACK,
        Reason.AT_RISK: is_active and case.health == Health.AT_RISK,
        Reason.EXEMPTION_EXPIRED: reads_working
        and case.visibility == Visibility.RESTRICTED
        and bool(case.exempt_until and case.exempt_until < today),
        Reason.PAUSE_OVERDUE: case.state == State.PAUSED and case.paused_until < today,
        Reason.CONDITION_OVERDUE: reads_working
        and bool(case.condition_due_on and case.condition_due_on < today),
        Reason.UNCONFIRMED: is_active and (today - last_known_right).days >= STALE_DAYS,
    }
    return [reason for reason in Reason if holds[reason]]
