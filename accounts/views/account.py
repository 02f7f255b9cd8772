"""The page of one's own account."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import policies
from accounts.actions.addresses import (
    ask_for_own_address,
    confirm_address,
    is_key_of,
    keep_address,
    send_address_link,
)
from accounts.actions.mail import MailNotDelivered
from accounts.actions.people import edit_self
from accounts.forms.people import AddressForm, OwnForm
from accounts.signing_in.addresses import site_of
from accounts.views.guards import posted_from, require_fresh_sign_in
from accounts.views.outcomes import INVALID, NO_ATTEMPT, attempt, respond

NEWEST_EVENTS = 20


@require_http_methods(["GET", "HEAD", "POST"])
def account(request, roles_in_cases_of):
    """Show one's own roles, also in cases; change one's name and language."""
    user = request.user
    current_values = {"name": user.name, "language": user.language}
    form = OwnForm(request.POST if request.method == "POST" else None, initial=current_values)
    outcome = NO_ATTEMPT
    if form.is_bound:
        outcome = INVALID
        if form.is_valid():
            outcome = attempt(lambda: edit_self(by=user, changes=form.cleaned_data), form)
        if outcome.is_done:
            with translation.override(user.language or user.municipality.language):
                messages.success(request, _("Your choices are saved."))
            return redirect("account")
    context = {
        "form": form,
        "grants": user.role_grants.not_ended().newest_first(),
        "roles_in_cases": roles_in_cases_of(user, user),
        "may_make_tokens": policies.can_make_token(user, user),
        "events": user.security_events.newest_first().select_related("by")[:NEWEST_EVENTS],
    }
    return respond(request, "accounts/account.html", context, outcome)


@require_http_methods(["GET", "HEAD", "POST"])
def address(request):
    """Ask for a new address of one's own."""
    user = request.user
    require_fresh_sign_in(request)
    form = AddressForm(request.POST if request.method == "POST" else None)
    outcome = NO_ATTEMPT
    if form.is_bound:
        outcome = INVALID
        if form.is_valid():
            email = form.cleaned_data["email"]
            outcome = attempt(lambda: ask_for_own_address(by=user, email=email), form)
        if outcome.is_done:
            update_session_auth_hash(request, user)
            _tell_own_address(request, user)
            return redirect("account")
    return respond(request, "accounts/address.html", {"form": form}, outcome)


def _tell_own_address(request, user):
    if not user.new_email:
        messages.success(request, _("From now on you sign in with %s.") % user.email)
        return
    try:
        send_address_link(user, by=user, site=site_of(request))
    except MailNotDelivered as error:
        way_out = _("Send the link again later, or discard the new address.")
        messages.warning(request, f"{error} {way_out}")
    else:
        text = _("Open the link we sent to %s, and the address is yours.") % user.new_email
        messages.success(request, text)


@require_http_methods(["GET", "HEAD", "POST"])
def address_confirm(request, key):
    """Ask the person who is signed in whether to use their new address from now on."""
    user = request.user
    outcome = NO_ATTEMPT
    if request.method == "POST":
        outcome = attempt(lambda: confirm_address(by=user, key=key))
        if outcome.is_done:
            update_session_auth_hash(request, user)
            messages.success(request, _("From now on you sign in with %s.") % user.email)
            return redirect("account")
    context = {"works": is_key_of(user, key)}
    return respond(request, "accounts/address_confirm.html", context, outcome)


@posted_from("account")
@require_POST
def address_keep(request):
    """Call one's new address off."""
    attempt(lambda: keep_address(request.user, by=request.user))
    messages.success(request, _("The address stays %s.") % request.user.email)
    return redirect("account")
