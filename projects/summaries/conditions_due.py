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
class Duty:
    """A condition as people read it. ``url`` is empty for who may not say that it is met."""

    what: str
    who: str
    due_on: date
    when: str
    tone: str
    title: str
    url: str


def of_case(case, user, today: date) -> list[Duty]:
    """What the case still owes, the nearest deadline first, for whoever reads working texts. At
    most one query.
    """
    if not policies.reads_working(user, case) or case.state == State.DRAFT:
        return []
    owed = Condition.objects.of(case, "decision__case").owed().told()
    return [told(condition, case, user, today) for condition in owed]


def of_cases(cases, user, today: date, *, only_own: bool, most: int) -> list[Duty]:
    """The nearest things that these cases still owe, or that this person does, at most ``most``.
    One query.
    """
    owed = Condition.objects.owed_in(cases).told()
    owed = owed.owed_by(user) if only_own else owed
    owed = owed.select_related("decision__case__municipality")
    return [told(one, one.decision.case, user, today) for one in owed[:most]]


def told(condition: Condition, case, user, today: date) -> Duty:
    """One condition in words."""
    left = (condition.due_on - today).days
    may = policies.can_meet(user, case, condition)
    return Duty(
        what=condition.action,
        who=condition.responsible.name,
        due_on=condition.due_on,
        when=in_words(left),
        tone="danger" if left < 0 else "warning" if left <= SOON else "plain",
        title=policies.shown_title(user, case),
        url=reverse("condition_meet", args=[case.key, condition.pk]) if may else "",
    )


def in_words(left: int) -> str:
    """How many days are left, or how many have passed."""
    if left < 0:
        return ngettext("%(n)d day overdue", "%(n)d days overdue", -left) % {"n": -left}
    if left == 0:
        return _("Due today")
    return ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
