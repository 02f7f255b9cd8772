"""What the leader sees first: key figures, each with the search that lists its very rows, and
the cases that need attention.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portfolio.reports.cards import Card, card, with_cards
from projects.choices.phases import Phase
from projects.choices.states import CLOSED, IN_PHASE, Health, State
from projects.querysets.cases import (
    ACTIVE,
    AT_RISK,
    STALE_DAYS,
    overdue_pause_q,
    unconfirmed_q,
)

MAX_NEEDING_ATTENTION = 6


@dataclass(frozen=True)
class Figure:
    """A count of cases; ``query`` is the search that finds exactly them."""

    code: str
    label: Promise
    value: int
    query: str
    tone: str = ""


@dataclass(frozen=True)
class Overview:
    """The counts of a portfolio at one moment."""

    total: int
    in_phase: int
    needing_attention: int
    drafts: int
    by_phase: dict[str, int]
    by_state: list[Figure]
    figures: list[Figure]


# Code, label, the search that lists the rows, and the tone when there are any.
FIGURES = (
    ("active", _("Active cases"), {"state": "active"}, ""),
    (
        "at_risk",
        _("At risk or off track"),
        {"state": "active", "health": ["off_track", "at_risk"]},
        "danger",
    ),
    (
        "unconfirmed",
        _("Not confirmed for 30 days"),
        {"state": "active", "unconfirmed_days": STALE_DAYS},
        "warning",
    ),
    ("owner_lost", _("The project owner has left"), {"owner_lost": "true"}, "warning"),
    (
        "overdue_pause",
        _("Paused past the date"),
        {"state": "paused", "pause_overdue": "true"},
        "warning",
    ),
    ("not_assessed", _("Not assessed yet"), {"state": "active", "health": "not_assessed"}, ""),
)
SHOWN_WHEN_ANY = {"owner_lost"}
NEEDING_ATTENTION_QUERY = urlencode({"attention": "true", "state": State.values}, doseq=True)
DRAFTS_QUERY = urlencode({"state": "draft"})


def overview(cases, *, user, now) -> Overview:
    """Count the cases of a portfolio. One query."""
    today = timezone.localdate(now)
    conditions = {
        "active": ACTIVE,
        "at_risk": AT_RISK,
        "unconfirmed": unconfirmed_q(STALE_DAYS, today),
        "owner_lost": cases.lost_owner_q(user),
        "overdue_pause": overdue_pause_q(today),
        "not_assessed": ACTIVE & Q(health=Health.NOT_ASSESSED),
        "needing": cases.attention_q(user, now),
    }
    phases = {phase: Q(phase=phase, state__in=IN_PHASE) for phase in Phase.values}
    states = {f"state_{state}": Q(state=state) for state in State.values}
    found = cases.order_by().aggregate(
        total=Count("pk"),
        **{name: Count("pk", filter=q) for name, q in (conditions | phases | states).items()},
    )
    by_phase = {phase: found[phase] for phase in phases}
    return Overview(
        total=found["total"],
        in_phase=sum(by_phase.values()),
        needing_attention=found["needing"],
        drafts=found["state_draft"],
        by_phase=by_phase,
        by_state=[
            Figure(state.value, state.label, found[f"state_{state}"], urlencode({"state": state}))
            for state in (*IN_PHASE, *CLOSED, State.DRAFT)
        ],
        figures=[
            Figure(
                code, label, found[code], urlencode(query, doseq=True), tone if found[code] else ""
            )
            for code, label, query, tone in FIGURES
            if found[code] or code not in SHOWN_WHEN_ANY
        ],
    )


def cases_needing_attention(cases, *, user, now) -> list[Card]:
    """List the cases that need attention most, at most MAX_NEEDING_ATTENTION. One query."""
    found = cases.needing_attention(user, now).by_urgency(user, now)[:MAX_NEEDING_ATTENTION]
    return [card(case, user=user, now=now) for case in with_cards(found, user)]
