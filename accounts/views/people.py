"""The people of the municipality: who they are and whether they may sign in."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import policies
from accounts.actions.invitations import (
    Undelivered,
    mail_is_set_up,
    one_time_link,
    send_invitation,
)
from accounts.actions.people import add_person, edit_person, set_active
from accounts.forms.people import EditPersonForm, NewPersonForm, PeopleFilterForm
from accounts.models import User
from accounts.views.guards import require, seen_version, tabs, visible_person
from accounts.views.outcomes import INVALID, SHOWN, answer, attempt, both_texts

PAGE_SIZE = 25


@require_safe
def people(request):
    """List the people of the municipality, narrowed by the address."""
    require(policies.can_manage_people(request.user))
    form = PeopleFilterForm(request.GET)
    found = _found(request.user, form)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    number = page.paginator.count
    context = {
        "tabs": tabs(request.user),
        "form": form,
        "page": page,
        "count": ngettext("%d person", "%d people", number) % number,
        "active": _active_filters(request, form),
    }
    template = "accounts/_people.html" if request.htmx else "accounts/people.html"
    return render(request, template, context, status=200 if form.is_valid() else 422)


def _found(user, form):
    everybody = User.objects.visible_to(user)
    if not form.is_valid():
        return everybody.none()
    asked = form.cleaned_data
    found = everybody.named(asked["q"])
    if asked["role"]:
        found = found.holding(None if asked["role"] == "none" else asked["role"])
    if asked["active"]:
        found = found.active() if asked["active"] == "yes" else found.inactive()
    return found.select_related("unit").with_kept_grants().alphabetical()


def _active_filters(request, form):
    active = []
    for name, field in form.fields.items():
        if value := request.GET.get(name):
            rest = request.GET.copy()
            rest.pop(name)
            rest.pop("page", None)
            text = dict(getattr(field, "choices", ())).get(value, value)
            active.append((f"{field.label}: {text}", f"{request.path}?{rest.urlencode()}"))
    return active


@require_safe
def person(request, pk, roles_in_cases_of):
    """Show a person. ``parts_of(viewer, person)`` lists their parts in cases."""
    shown = visible_person(request, pk)
    require(policies.can_manage_people(request.user))
    context = _frame(request, shown) | {
        "grants": shown.role_grants.newest_first().select_related("granted_by"),
        "roles_in_cases": roles_in_cases_of(request.user, shown),
    }
    return render(request, "accounts/person.html", context)


def _frame(request, shown):
    user = request.user
    return {
        "person": shown,
        "grantable": policies.grantable_roles(user, shown),
        "can_edit": policies.can_edit_person(user, shown),
        "can_change_access": policies.can_change_access(user, shown),
        "can_make_link": policies.can_make_link(user, shown),
        "mail_is_set_up": mail_is_set_up(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request):
    """Add a person, and mail them an invitation."""
    require(policies.can_manage_people(request.user))
    form = NewPersonForm(request.POST if request.method == "POST" else None, by=request.user)
    outcome = SHOWN
    if form.is_bound:
        outcome = INVALID
        if form.is_valid():
            outcome = attempt(lambda: add_person(by=request.user, **form.cleaned_data), form)
        if outcome.is_done:
            _invite(request, outcome.result, _("%s is added.") % outcome.result.name)
            return redirect("person", outcome.result.pk)
    context = {"form": form, "mail_is_set_up": mail_is_set_up()}
    return answer(request, "accounts/person_new.html", context, outcome)


def _invite(request, invited, done=""):
    try:
        send_invitation(invited, by=request.user)
    except Undelivered as no:
        way_out = _("Make a one-time link below and hand it over yourself.")
        messages.warning(request, " ".join(filter(None, [done, str(no), way_out])))
    else:
        sent = _("An invitation is sent to %s.") % invited.email
        messages.success(request, f"{done} {sent}".strip())


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request, pk):
    """Change what is known of a person; fields nobody touched stay as they are."""
    shown = visible_person(request, pk)
    require(policies.can_edit_person(request.user, shown))
    typed = request.POST if request.method == "POST" else None
    form = _edit_form(request, shown, typed)
    context, outcome = {"person": shown, "name": shown.name}, SHOWN
    if form.is_bound:
        outcome = INVALID
        if form.is_valid():
            outcome = attempt(
                lambda: edit_person(shown, by=request.user, seen=form.seen, changes=form.changes),
                form,
            )
        if outcome.is_done:
            messages.success(request, _("%s is saved.") % shown.name)
            return redirect("person", pk)
        if outcome.is_conflict:
            context |= both_texts(form, shown)
            form = _edit_form(request, shown, initial=form.changes)
    return answer(request, "accounts/person_edit.html", context | {"form": form}, outcome)


def _edit_form(request, shown, typed=None, **more):
    return EditPersonForm(
        typed, by=request.user, seen=seen_version(shown, typed), kept=shown.unit_id, **more
    )


@require_http_methods(["GET", "HEAD", "POST"])
def person_active(request, pk, roles_in_cases_of):
    """Ask whether to let a person in or out, then do it."""
    shown = visible_person(request, pk)
    require(policies.can_change_access(request.user, shown))
    active = not shown.is_active
    outcome = SHOWN
    if request.method == "POST":
        active = request.POST.get("active") == "yes"
        outcome = attempt(lambda: set_active(shown, by=request.user, active=active))
        if outcome.is_done:
            text = _("%s may sign in.") if active else _("%s may no longer sign in.")
            messages.success(request, text % shown.name)
            return redirect("person", pk)
    context = {
        "person": shown,
        "active": active,
        "roles_in_cases": roles_in_cases_of(request.user, shown),
    }
    return answer(request, "accounts/person_active.html", context, outcome)


@require_POST
def person_invite(request, pk):
    """Mail a person their invitation once more."""
    shown = visible_person(request, pk)
    require(policies.can_make_link(request.user, shown))
    _invite(request, shown)
    return redirect("person", pk)


@require_POST
def person_link(request, pk):
    """Show a one-time link, here and never again, for who cannot be reached by mail."""
    shown = visible_person(request, pk)
    require(policies.can_make_link(request.user, shown))
    context = {"person": shown, "link": one_time_link(shown, by=request.user)}
    return render(request, "accounts/person_link.html", context)
