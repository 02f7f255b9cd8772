"""A person's roles in cases, as far as somebody else may see the cases."""

from dataclasses import dataclass

from accounts.access.roles import CaseRole
from projects.access import policies
from projects.choices.states import State
from projects.models import Assignment, Case


@dataclass(frozen=True)
class RoleInCase:
    """A role in a case, from a moment on."""

    key: str
    title: str
    role: str
    since: object
    url: str


def roles_in_cases_of(viewer, person) -> list[RoleInCase]:
    """Return the person's roles in cases that the viewer may see, in force now. Two queries, and
    those for the viewer's roles.
    """
    assignments = (
        Assignment.objects.in_force()
        .filter(user=person, case__in=Case.objects.visible_to(viewer))
        .select_related("case")
        .in_order()
    )
    return [
        RoleInCase(
            key=assignment.case.key,
            title=policies.shown_title(viewer, assignment.case),
            role=assignment.get_role_display(),
            since=assignment.valid_from,
            url=assignment.case.get_absolute_url(),
        )
        for assignment in assignments
    ]


MAX_CHAMPIONED_CASES = 3  # active cases that one champion has time for


def count_championed_cases(person, reader) -> int:
    """Return how many active cases this person is the champion of, among those the reader may
    see. One query.
    """
    assignments = Assignment.objects.in_force().filter(user=person, role=CaseRole.CHAMPION)
    seen = Case.objects.visible_to(reader).order_by()
    return seen.filter(state=State.ACTIVE, pk__in=assignments.values("case")).count()
