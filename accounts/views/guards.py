"""Checks that views about people and units begin with."""

from functools import wraps

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.access import policies
from accounts.database.row_versions import newest_version, row_at
from accounts.models import RoleGrant, Unit, User


def require(allowed):
    """Answer 403 unless the policy allows it."""
    if not allowed:
        raise PermissionDenied(_("Your roles do not give you this right. Ask an administrator."))


@reauthentication_required
def require_fresh_sign_in(request):
    """Ask for the password again, unless it was given just now; then go on with the request."""


def tabs(user) -> list[tuple[str, str]]:
    """Return the pages for managing people and settings: name of the URL, and text."""
    if not policies.can_manage_people(user):
        return []
    found = [("people", _("People")), ("units", _("Units")), ("who_may_what", _("Who may what"))]
    if policies.can_manage_municipality(user):
        found.append(("municipality", _("Municipality")))
    return found


def visible_person(request, pk) -> User:
    """Fetch a person of one's own municipality; else 404. One query."""
    people = User.objects.visible_to(request.user).select_related("unit", "municipality")
    return get_object_or_404(people, pk=pk)


def visible_grant(request, person, pk) -> RoleGrant:
    """Fetch a role of this person; else 404. One query."""
    return get_object_or_404(RoleGrant.objects.visible_to(request.user), user=person, pk=pk)


def visible_unit(request, code) -> Unit:
    """Fetch a unit of one's own municipality; else 404. One query."""
    if not code.isprintable():  # the database takes no NUL, and no code has such signs
        raise Http404
    return get_object_or_404(Unit.objects.visible_to(request.user), code=code)


def seen_version(row, post=None):
    """Return the version of the row that a form begins with, or that a posted form began with;
    None when it names none. One query.
    """
    if post is None:
        return newest_version(row)
    return row_at(row, whole_number(post.get("version")))


def whole_number(text) -> int | None:
    """Read a number that came from a browser; None for anything else."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def posted_from(page, *names):
    """Answer POST only; lead whoever comes by another method, as after sign-in, to the page where
    the form is: the address ``page`` with those parts of this one that ``names`` lists.
    """

    def decorate(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            if request.method != "POST":
                return redirect(page, **{name: kwargs[name] for name in names})
            return view(request, *args, **kwargs)

        return answer

    return decorate
