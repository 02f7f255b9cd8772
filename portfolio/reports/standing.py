"""Where cases stood at the end of a day, by the days on which things happened."""

from django.db.models import OuterRef, Q, Subquery

from projects.choices.states import State
from projects.models import PhaseVisit, StateChange


def was_open_q(day):
    """The visit was going on at the end of the day."""
    return Q(entered_on__lte=day) & (Q(left_on=None) | Q(left_on__gt=day))


def visits_on(cases, day):
    """The visits of these cases that were going on at the end of the day: one for each case that
    was active or paused then. Decorated with ``last_target``, of its last change of state by then;
    a case that was registered later has none, and was active.
    """
    changes = StateChange.objects.filter(case=OuterRef("case"), changed_on__lte=day)
    last = Subquery(changes.order_by("-changed_on", "-pk").values("target")[:1])
    visits = PhaseVisit.objects.filter(was_open_q(day), case__in=cases.order_by().values("pk"))
    return visits.annotate(last_target=last).order_by()


def state_of(last_target: str | None) -> State:
    """The state of a case that stood in a phase, by its last change of state."""
    return State.PAUSED if last_target == State.PAUSED else State.ACTIVE
