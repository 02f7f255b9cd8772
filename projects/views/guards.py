"""What every page of a case checks first: may this person see the case, and do this?"""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.views.guards import posted_from, seen_version, whole_number
from projects.access import policies
from projects.choices.states import CLOSED, State
from projects.models import Case
from projects.records import rendering
from projects.records.kinds import RECORD_KINDS
from projects.views.conflicts import with_changes

NOT_TYPED = ("csrfmiddlewaretoken", "once", "version", "seen", "held", "of", "corrects")

__all__ = [
    "case_context",
    "keeps_text",
    "posted_from",
    "require",
    "require_in_its_state",
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


class CaseMovedOn(PermissionDenied):
    """The person may not do this any longer: the case has been started, or closed."""

    def __init__(self, text, case):
        super().__init__(text)
        self.case = case


def require_in_its_state(user, case, policy):
    """Answer 403 unless the policy allows it; say so where it did before the case got its state."""
    if policy(user, case):
        return
    earlier = (with_changes(case, {"state": state}) for state in (State.DRAFT, State.ACTIVE))
    require(any(policy(user, one) for one in earlier))
    if case.state in CLOSED:
        raise CaseMovedOn(_("The case has been closed. Nothing was saved."), case)
    raise CaseMovedOn(
        _(
            "The case has been started. From now on its lead and its owner edit it, and not whoever"
            " suggested it. Nothing was saved."
        ),
        case,
    )


def keeps_text(view):
    """Show what was typed, to be copied, where the case has moved on since the form was shown."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except CaseMovedOn as refused:
            if request.method != "POST":
                raise
            context = case_context(request, refused.case) | {
                "refused": str(refused),
                "texts": _typed_texts(request, kwargs.get("code")),
            }
            return render(request, "projects/moved_on.html", context, status=409)

    return checked


def _typed_texts(request, code):
    """The texts that were typed, each with the label of its field."""
    model = RECORD_KINDS[code].model if code in RECORD_KINDS else Case
    fields = {field.name: field for field in model._meta.concrete_fields}
    texts = []
    for name, text in request.POST.items():
        field = fields.get(name)
        is_chosen = field is not None and (
            field.choices or not isinstance(field, models.CharField | models.TextField)
        )
        if text.strip() and name not in NOT_TYPED and not is_chosen:
            texts.append((rendering.label_of(field) if field else "", text))
    return texts
