"""Roles in the municipality: giving and ending them, and the rights of each role."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import policies
from accounts.access.roles import (
    ACCESS_LEVEL_LABELS,
    ACCESS_LEVEL_MEANINGS,
    PERMISSION_TABLE,
    AccessRole,
)
from accounts.actions.roles import end_role, grant_role
from accounts.forms.roles import GiveRoleForm
from accounts.views.guards import (
    require,
    require_fresh_sign_in,
    tabs,
    visible_grant,
    visible_person,
)
from accounts.views.outcomes import NO_ATTEMPT, attempt, attempt_once, respond


@require_http_methods(["GET", "HEAD", "POST"])
def role_give(request, pk):
    """Give a person a role in the municipality."""
    person = visible_person(request, pk)
    roles = policies.grantable_roles(request.user, person)
    require(roles)
    require_fresh_sign_in(request)
    form = GiveRoleForm(request.POST if request.method == "POST" else None, roles=roles)
    outcome = NO_ATTEMPT
    if form.is_bound:
        outcome = attempt_once(request, form, partial(grant_role, user=person, by=request.user))
        if outcome.is_done:
            messages.success(
                request,
                _("%(name)s has the role “%(role)s”.")
                % {"name": person.name, "role": form.cleaned_data["role"].label},
            )
            return redirect("person", pk)
    return respond(request, "accounts/role_give.html", {"form": form, "person": person}, outcome)


@require_http_methods(["GET", "HEAD", "POST"])
def role_end(request, pk, grant_pk):
    """Ask whether to end a role now, then do it."""
    person = visible_person(request, pk)
    grant = visible_grant(request, person, grant_pk)
    require(grant.role in policies.grantable_roles(request.user, person))
    require_fresh_sign_in(request)
    outcome = NO_ATTEMPT
    if request.method == "POST":
        outcome = attempt(lambda: end_role(grant, by=request.user))
        if outcome.is_done:
            messages.success(
                request,
                _("%(name)s no longer has the role “%(role)s”.")
                % {"name": person.name, "role": grant.get_role_display()},
            )
            return redirect("person", pk)
    return respond(request, "accounts/role_end.html", {"grant": grant, "person": person}, outcome)


@require_safe
def who_may_what(request, held_roles_of):
    """Show the table of rights. ``held_roles_of(user)`` returns the roles of a person."""
    roles = held_roles_of(request.user).roles
    access_roles = [
        (access_role, access_role in roles)
        for access_role in AccessRole
        if access_role != AccessRole.ANONYMOUS
    ]
    rows = [
        (
            permission.label,
            [
                (row[access_role].name, ACCESS_LEVEL_LABELS[row[access_role]], own)
                for access_role, own in access_roles
            ],
        )
        for permission, row in PERMISSION_TABLE.items()
    ]
    selected_role = next(
        (access_role for access_role in AccessRole if access_role.value == request.GET.get("hat")),
        None,
    )
    context = {
        "tabs": tabs(request.user),
        "access_roles": access_roles,
        "rows": rows,
        "own_roles": [access_role.label for access_role, own in access_roles if own],
        "legend": [
            (grant.name, label, ACCESS_LEVEL_MEANINGS[grant])
            for grant, label in ACCESS_LEVEL_LABELS.items()
        ],
        "selected_role": selected_role,
        "permissions_by_level": _permissions_by_level(selected_role) if selected_role else [],
    }
    return render(request, "accounts/who_may_what.html", context)


def _permissions_by_level(access_role):
    """Return what one role gives, strongest first: code, label and permissions."""
    return [
        (
            grant.name,
            ACCESS_LEVEL_LABELS[grant],
            [p.label for p, row in PERMISSION_TABLE.items() if row[access_role] is grant],
        )
        for grant in ACCESS_LEVEL_LABELS
    ]
