"""One's own cases, each three steps from a saved status update."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access.roles import CaseRole
from projects.access import policies
from projects.choices.states import Health
from projects.history import timeline
from projects.models import AssessmentRound, Case

PAGE = 50
CHOICES = [Health.ON_TRACK, Health.AT_RISK, Health.OFF_TRACK]


@dataclass(frozen=True)
class MyCase:
    """One of one's cases, and what one may do about it."""

    case: Case
    title: str
    roles: str
    may_report: bool
    status: object
    confirmed: str


@require_safe
def my_cases(request):
    """List the cases one has a role in: those that have waited longest for news come first. Then
    the drafts one has suggested.
    """
    user = request.user
    rows = Case.objects.visible_to(user).assigned_to(user).least_recently_confirmed()
    page = Paginator(rows.select_related("unit", "current_status__by"), PAGE).get_page(
        request.GET.get("page")
    )
    roles = defaultdict(list)
    for assignment in user.assignments.in_force().in_order():
        roles[assignment.case_id].append(str(CaseRole(assignment.role).label))
    cases = [_my_case(user, case, roles[case.pk]) for case in page]
    open_rounds = AssessmentRound.objects.awaiting_assessment_by(
        user, timezone.localdate()
    ).of_cases(rows)
    context = {
        "page": page,
        "suggestions": list(Case.objects.visible_to(user).suggested_by(user)[:PAGE]),
        "open_rounds": [(policies.shown_title(user, one.case), one) for one in open_rounds],
        "reporting": [my_case for my_case in cases if my_case.may_report],
        "others": [my_case for my_case in cases if not my_case.may_report],
        "choices": [(health.value, health.label) for health in CHOICES],
    }
    return render(request, "projects/my_cases.html", context)


def _my_case(user, case, roles):
    return MyCase(
        case=case,
        title=policies.shown_title(user, case),
        roles=", ".join(roles),
        may_report=policies.can_write_status(user, case),
        status=case.current_status if policies.can_read_working(user, case) else None,
        confirmed=timeline.ago(case.confirmed_at) if case.confirmed_at else "",
    )
