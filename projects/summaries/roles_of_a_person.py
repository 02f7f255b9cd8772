"""A person's roles in cases, and how many they drive, as somebody else may read of them."""

from dataclasses import dataclass

from accounts.access.roles import CaseRole
from projects.access import policies
from projects.choices.states import State
from projects.models import Assignment, Case


@dataclass(frozen=True)
class Part:
    """A role in a case, from a moment on."""

    key: str
    title: str
    role: str
    since: object
    url: str


def parts_of(viewer, person) -> list[Part]:
    """The person's roles in cases that the viewer sees, in force now. Two queries and the
    viewer's hats.
    """
    held = (
        Assignment.objects.in_force()
        .filter(user=person, case__in=Case.objects.visible_to(viewer))
        .select_related("case")
        .in_order()
    )
    return [
        Part(
            key=part.case.key,
            title=policies.shown_title(viewer, part.case),
            role=part.get_role_display(),
            since=part.valid_from,
            url=part.case.get_absolute_url(),
        )
        for part in held
    ]


MOST_DRIVEN = 3  # active cases that one champion can be expected to drive


def driven(person, reader) -> int:
    """How many active cases this person is the champion of, among those the reader may see. One
    query.
    """
    held = Assignment.objects.in_force().filter(user=person, role=CaseRole.CHAMPION)
    seen = Case.objects.visible_to(reader).order_by()
    return seen.filter(state=State.ACTIVE, pk__in=held.values("case")).count()
