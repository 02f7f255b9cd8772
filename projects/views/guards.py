"""What every page of a case checks first: may this person see the case, and do this?"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.views.guards import posted_from, seen_version, whole_number
from projects.access import policies
from projects.models import Case

__all__ = [
    "case_context",
    "posted_from",
    "require",
    "seen_version",
    "visible_case",
    "whole_number",
]


def visible_case(request, key) -> Case:
    """Fetch a case this person may see, with what every page shows of it; else 404. One query."""
    cases = Case.objects.visible_to(request.user)
    return get_object_or_404(
        cases.select_related("unit", "contact", "municipality", "current_status__by"), key=key
    )


def working_case(request, key) -> Case:
    """Fetch a case whose working texts this person may read; else 404. One query."""
    case = visible_case(request, key)
    if not policies.can_read_working(request.user, case):
        raise Http404
    return case


def case_context(request, case) -> dict:
    """The context that every page of a case needs."""
    return {"case": case, "shown_title": policies.shown_title(request.user, case)}


def require(allowed):
    """Answer 403 unless the policy allows it."""
    if not allowed:
        raise PermissionDenied(
            _("Your role does not give you this right. Ask the project owner or the leader.")
        )
