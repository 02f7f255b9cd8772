"""A person's parts in cases, as somebody else may read of them."""

from dataclasses import dataclass

from projects import policies
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
