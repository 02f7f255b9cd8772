"""One case as the board, the list and the overview show it to one person."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.access import policies
from projects.choices.phases import Phase
from projects.choices.reference import legal_bases_in_force
from projects.choices.states import IN_PHASE, State
from projects.models import Case
from projects.summaries.attention import AttentionReason, attention_reasons

ICONS = {
    AttentionReason.PROPOSAL_WAITING: "CheckmarkHeavy",
    AttentionReason.OWNER_LOST: "Person",
    AttentionReason.OFF_TRACK: "XMarkOctagon",
    AttentionReason.AT_RISK: "ExclamationmarkTriangle",
    AttentionReason.EXEMPTION_EXPIRED: "PadlockLocked",
    AttentionReason.PAUSE_OVERDUE: "Pause",
    AttentionReason.CONDITION_OVERDUE: "ClockDashed",
    AttentionReason.UNCONFIRMED: "ClockDashed",
}


@dataclass(frozen=True)
class Card:
    """What is shown of a case. Empty texts are not shown; ``days`` is None outside a phase, and
    ``owner`` to those who may not know who it is.
    """

    key: str
    title: str
    url: str
    unit: str
    phase: Phase
    health: str
    health_text: str
    state: str
    state_text: str
    days: int | None
    owner: str | None
    confirmed: str
    note: str
    reason_texts: tuple[str, ...]
    reason: str
    icon: str
    status_text: str
    move_url: str
    found_in: tuple[str, ...] = ()


def with_cards(cases, user):
    """Decorate cases with everything a card needs. Narrow to a page first."""
    cases = cases.defer("lexemes_all", "lexemes_open")  # large, and not shown
    return cases.select_related("unit", "current_status").with_people().with_gate_tasks(user)


def card(case: Case, *, user, now, found_in=()) -> Card:
    """Show a case, decorated by ``with_cards``, to a person. ``found_in`` says where it has the
    words of a search. No queries.
    """
    can_read_working, state = policies.can_read_working(user, case), State(case.state)
    found = attention_reasons(case, now=now, can_read_working=can_read_working)
    reason_texts = {reason: reason_text(reason, case, now) for reason in found}
    shown_as_health = {
        AttentionReason.OFF_TRACK,
        AttentionReason.AT_RISK,
    }  # the card shows health as it is
    movable = state is State.ACTIVE and policies.can_decide(user, case)
    status = case.current_status if can_read_working else None
    return Card(
        key=case.key,
        title=policies.shown_title(user, case),
        url=case.get_absolute_url(),
        unit=case.unit.name,
        phase=Phase(case.phase),
        health=case.health,
        health_text=case.get_health_display(),
        state=case.state,
        state_text=_state_text(case),
        days=(timezone.localdate(now) - case.phase_since).days if state in IN_PHASE else None,
        owner=(case.owner_name or "") if can_read_working else None,
        confirmed=days_ago(case.confirmed_at, now) if case.confirmed_at else _("Never"),
        note=". ".join(
            text for reason, text in reason_texts.items() if reason not in shown_as_health
        ),
        reason_texts=tuple(reason_texts.values()),
        reason=found[0].value if found else "",
        icon=ICONS[found[0]] if found else "",
        status_text=(status.hindrance or status.summary) if status else "",
        move_url=reverse("case_move", args=[case.key]) if movable else "",
        found_in=tuple(found_in),
    )


def reason_text(reason: AttentionReason, case: Case, now) -> str:
    """Say in words why the case needs attention."""
    today = timezone.localdate(now)
    if reason in {AttentionReason.OFF_TRACK, AttentionReason.AT_RISK}:
        return case.get_health_display()
    if reason is AttentionReason.PROPOSAL_WAITING:
        return _("A proposal waits for your decision")
    if reason is AttentionReason.OWNER_LOST:
        return _("The project owner has left")
    if reason is AttentionReason.CONDITION_OVERDUE:
        n = (today - case.condition_due_on).days
        text = ngettext(
            "A condition was due %(n)d day ago", "A condition was due %(n)d days ago", n
        )
        return text % {"n": n}
    if reason is AttentionReason.UNCONFIRMED and case.confirmed_at is None:
        return _("Never confirmed")
    if reason is AttentionReason.UNCONFIRMED:
        n = (today - timezone.localdate(case.confirmed_at)).days
        return ngettext("Not confirmed for %(n)d day", "Not confirmed for %(n)d days", n) % {"n": n}
    if reason is AttentionReason.PAUSE_OVERDUE:
        n = (today - case.paused_until).days
        text = ngettext(
            "The pause was to end %(n)d day ago", "The pause was to end %(n)d days ago", n
        )
        return text % {"n": n}
    if case.legal_basis not in legal_bases_in_force(today):
        return _("Choose another legal basis: the one it names does not exempt a case")
    return _("The exemption from public access expired on %s") % formats.date_format(
        case.exempt_until
    )


def days_ago(moment: datetime, now: datetime) -> str:
    """Say how many days ago something happened."""
    n = (timezone.localdate(now) - timezone.localdate(moment)).days
    if n <= 0:
        return _("Today")
    return ngettext("%(n)d day ago", "%(n)d days ago", n) % {"n": n}


def _state_text(case):
    if case.state == State.PAUSED:
        return _("Paused until %s") % formats.date_format(case.paused_until, "SHORT_DATE_FORMAT")
    return case.get_state_display()
