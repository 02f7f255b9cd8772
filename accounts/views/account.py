"""The page of one's own account."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import policies
from accounts.actions.people import edit_self
from accounts.forms.people import OwnForm
from accounts.views.outcomes import INVALID, NO_ATTEMPT, attempt, respond


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
    }
    return respond(request, "accounts/account.html", context, outcome)
