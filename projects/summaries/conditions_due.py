"""What was decided at a gate and must still be done: who does what, by when, in words."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.access import policies
from projects.choices.states import State
from projects.models import Condition

SOON = 7  # days


@dataclass(frozen=True)
class DueCondition:
    """A condition in words. ``url`` is empty for whoever may not say that it is met."""

    what: str
    who: str
    due_on: date
    when: str
    tone: str
    title: str
    url: str


def of_case(case, user, today: date) -> list[DueCondition]:
    """Return the outstanding conditions of the case, the nearest deadline first, for whoever reads
    working texts. At most one query.
    """
    if not policies.can_read_working(user, case) or case.state == State.DRAFT:
        return []
    outstanding = Condition.objects.of(case, "decision__case").outstanding().with_responsible()
    return [due_condition(condition, case, user, today) for condition in outstanding]


def of_cases(cases, user, today: date, *, only_own: bool, most: int) -> list[DueCondition]:
    """Return at most ``most`` outstanding conditions of these cases, the nearest deadline first;
    with ``only_own`` those that this person is responsible for. One query.
    """
    outstanding = Condition.objects.outstanding_in(cases).with_responsible()
    outstanding = outstanding.assigned_to(user) if only_own else outstanding
    outstanding = outstanding.select_related("decision__case__municipality")
    return [due_condition(one, one.decision.case, user, today) for one in outstanding[:most]]


def due_condition(condition: Condition, case, user, today: date) -> DueCondition:
    """Return a condition in words for this person."""
    days_left = (condition.due_on - today).days
    needs_care = days_left <= SOON or not condition.responsible.is_active
    may_meet = policies.can_meet_condition(user, case, condition)
    return DueCondition(
        what=condition.action,
        who=condition.responsible.marked_name,
        due_on=condition.due_on,
        when=days_left_in_words(days_left),
        tone="danger" if days_left < 0 else "warning" if needs_care else "plain",
        title=policies.shown_title(user, case),
        url=reverse("condition_meet", args=[case.key, condition.pk]) if may_meet else "",
    )


def days_left_in_words(days_left: int) -> str:
    """Return how many days are left, or how many have passed."""
    if days_left < 0:
        return ngettext("%(n)d day overdue", "%(n)d days overdue", -days_left) % {"n": -days_left}
    if days_left == 0:
        return _("Due today")
    return ngettext("%(n)d day left", "%(n)d days left", days_left) % {"n": days_left}
