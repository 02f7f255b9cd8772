"""The people of the municipality, and whether they may sign in."""

from functools import partial

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import policies
from accounts.actions.addresses import confirmation_link, keep_address, send_address_link
from accounts.actions.invitations import one_time_link, send_invitation
from accounts.actions.mail import MailNotDelivered, mail_is_set_up
from accounts.actions.people import add_person, edit_person, set_active
from accounts.errors import Invalid
from accounts.forms.people import EditPersonForm, NewPersonForm, PeopleFilterForm
from accounts.models import User
from accounts.signing_in.addresses import site_of
from accounts.views.conflicts import form_conflict
from accounts.views.guards import (
    posted_from,
    require,
    require_fresh_sign_in,
    seen_version,
    tabs,
    visible_person,
)
from accounts.views.outcomes import INVALID, NO_ATTEMPT, attempt, attempt_once, respond

PAGE_SIZE = 25
NEWEST_EVENTS = 20


@require_safe
def people(request):
    """List the people of the municipality, filtered by the query string."""
    require(policies.can_manage_people(request.user))
    form = PeopleFilterForm(request.GET)
    found = _filtered_people(request.user, form)
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


def _filtered_people(user, form):
    all_people = User.objects.visible_to(user)
    if not form.is_valid():
        return all_people.none()
    filters = form.cleaned_data
    found = all_people.named(filters["q"])
    if filters["role"]:
        found = found.holding(None if filters["role"] == "none" else filters["role"])
    if filters["active"]:
        found = found.active() if filters["active"] == "yes" else found.inactive()
    return found.select_related("unit").with_current_and_future_grants().alphabetical()


def _active_filters(request, form):
    active = []
    for name, field in form.fields.items():
        if value := request.GET.get(name):
            query = request.GET.copy()
            query.pop(name)
            query.pop("page", None)
            text = dict(getattr(field, "choices", ())).get(value, value)
            active.append((f"{field.label}: {text}", f"{request.path}?{query.urlencode()}"))
    return active


@require_safe
def person(request, pk, roles_in_cases_of):
    """Show a person. ``roles_in_cases_of(viewer, person)`` lists their roles in cases."""
    target_person = visible_person(request, pk)
    require(policies.can_manage_people(request.user))
    context = _person_context(request, target_person) | {
        "grants": target_person.role_grants.newest_first().select_related("granted_by"),
        "roles_in_cases": roles_in_cases_of(request.user, target_person),
    }
    if context["can_edit"]:
        events = target_person.security_events.newest_first().select_related("by")
        context["events"] = events[:NEWEST_EVENTS]
    return render(request, "accounts/person.html", context)


def _person_context(request, target_person):
    user = request.user
    return {
        "person": target_person,
        "grantable": policies.grantable_roles(user, target_person),
        "can_edit": policies.can_edit_person(user, target_person),
        "can_change_access": policies.can_change_access(user, target_person),
        "can_invite": policies.can_invite(user, target_person),
        "can_make_link": policies.can_make_link(user, target_person),
        "can_change_address": policies.can_change_address(user, target_person),
        "mail_is_set_up": mail_is_set_up(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request):
    """Add a person, and mail them an invitation."""
    require(policies.can_manage_people(request.user))
    require_fresh_sign_in(request)
    form = NewPersonForm(request.POST if request.method == "POST" else None, by=request.user)
    outcome = NO_ATTEMPT
    if form.is_bound:
        outcome = attempt_once(request, form, partial(add_person, by=request.user))
        if outcome.is_done:
            added = _("%s is added.") % form.cleaned_data["name"]
            if outcome.is_repeat:
                messages.success(request, added)
            else:
                _invite(request, outcome.result, added)
            return redirect("person", outcome.result_id)
    context = {"form": form, "mail_is_set_up": mail_is_set_up()}
    return respond(request, "accounts/person_new.html", context, outcome)


def _invite(request, invited, done=""):
    try:
        send_invitation(invited, by=request.user, site=site_of(request))
    except Invalid as error:
        messages.warning(request, f"{done} {error}".strip())
    except MailNotDelivered as error:
        way_out = _("Make a one-time link below and hand it over yourself.")
        messages.warning(request, " ".join(filter(None, [done, str(error), way_out])))
    else:
        sent = _("An invitation is sent to %s.") % invited.email
        messages.success(request, f"{done} {sent}".strip())


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request, pk):
    """Edit a person: only the fields that differ from what the form was shown with are saved."""
    target_person = visible_person(request, pk)
    require(policies.can_edit_person(request.user, target_person))
    post = request.POST if request.method == "POST" else None
    form = _edit_form(request, target_person, post)
    context, outcome = {"person": target_person, "name": target_person.name}, NO_ATTEMPT
    if form.is_bound:
        outcome = INVALID
        if form.is_valid():
            if "email" in form.changes:
                require_fresh_sign_in(request)
            outcome = attempt(
                lambda: edit_person(
                    target_person,
                    by=request.user,
                    seen=form.seen,
                    changes=form.changes,
                ),
                form,
            )
        if outcome.is_done:
            if target_person == request.user:
                update_session_auth_hash(request, target_person)
            _tell_edited(request, target_person, is_new_email="email" in form.changes)
            return redirect("person", pk)
        if outcome.is_conflict:
            context |= form_conflict(form, target_person)
            form = _edit_form(request, target_person, initial=form.changes)
    return respond(request, "accounts/person_edit.html", context | {"form": form}, outcome)


def _tell_edited(request, target_person, *, is_new_email):
    messages.success(request, _("%s is saved.") % target_person.name)
    if is_new_email and target_person.new_email:
        waiting = _("%(email)s is used when %(name)s has confirmed it.")
        messages.info(
            request, waiting % {"email": target_person.new_email, "name": target_person.name}
        )
        try:
            send_address_link(target_person, by=request.user, site=site_of(request))
        except MailNotDelivered as error:
            way_out = _("Save the new address again later, and the link is sent again.")
            messages.warning(request, f"{error} {way_out}")


def _edit_form(request, target_person, post=None, **kwargs):
    return EditPersonForm(
        post,
        by=request.user,
        seen=seen_version(target_person, post),
        current_unit_id=target_person.unit_id,
        may_change_address=policies.can_change_address(request.user, target_person),
        **kwargs,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def person_active(request, pk, roles_in_cases_of):
    """Ask whether a person may sign in from now on, or no longer; then save it."""
    target_person = visible_person(request, pk)
    require(policies.can_change_access(request.user, target_person))
    active = not target_person.is_active
    outcome = NO_ATTEMPT
    if request.method == "POST":
        active = request.POST.get("active") == "yes"
        outcome = attempt(lambda: set_active(target_person, by=request.user, active=active))
        if outcome.is_done:
            text = _("%s may sign in.") if active else _("%s may no longer sign in.")
            messages.success(request, text % target_person.name)
            return redirect("person", pk)
    context = {
        "person": target_person,
        "active": active,
        "roles_in_cases": roles_in_cases_of(request.user, target_person),
    }
    return respond(request, "accounts/person_active.html", context, outcome)


@posted_from("person", "pk")
@require_POST
def person_invite(request, pk):
    """Mail a person their invitation once more."""
    target_person = visible_person(request, pk)
    require(policies.can_invite(request.user, target_person))
    _invite(request, target_person)
    return redirect("person", pk)


@posted_from("person", "pk")
@require_POST
def person_link(request, pk):
    """Show a one-time link, here and never again, for a person whom mail does not reach."""
    target_person = visible_person(request, pk)
    require(policies.can_make_link(request.user, target_person))
    require_fresh_sign_in(request)
    outcome = attempt(lambda: one_time_link(target_person, by=request.user, site=site_of(request)))
    context = {"person": target_person, "link": outcome.result}
    return respond(request, "accounts/person_link.html", context, outcome)


@posted_from("person", "pk")
@require_POST
def person_address_link(request, pk):
    """Show the link by which a person confirms their new address, where no mail can be sent."""
    target_person = visible_person(request, pk)
    require(policies.can_change_address(request.user, target_person))
    outcome = attempt(
        lambda: confirmation_link(target_person, by=request.user, site=site_of(request))
    )
    context = {"person": target_person, "link": outcome.result, "is_for_address": True}
    return respond(request, "accounts/person_link.html", context, outcome)


@posted_from("person", "pk")
@require_POST
def person_address_keep(request, pk):
    """Call a person's new address off."""
    target_person = visible_person(request, pk)
    require(policies.can_change_address(request.user, target_person))
    attempt(lambda: keep_address(target_person, by=request.user))
    messages.success(request, _("The address stays %s.") % target_person.email)
    return redirect("person", pk)
