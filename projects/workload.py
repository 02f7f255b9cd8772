"""How much one person carries across cases."""

from accounts.roles import CaseRole
from projects.models import Assignment, Case
from projects.states import State

MOST_DRIVEN = 3  # active cases that one champion can be expected to drive


def driven(person, reader) -> int:
    """How many active cases this person is the champion of, among those the reader may see. One
    query.
    """
    held = Assignment.objects.in_force().filter(user=person, role=CaseRole.CHAMPION)
    seen = Case.objects.visible_to(reader).order_by()
    return seen.filter(state=State.ACTIVE, pk__in=held.values("case")).count()
