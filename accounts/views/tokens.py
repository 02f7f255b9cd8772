"""Making and revoking API tokens: one's own, and everybody's for people who manage roles."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import policies
from accounts.actions.tokens import make_token, revoke_token
from accounts.forms.tokens import TokenForm
from accounts.models import ApiToken
from accounts.views.guards import posted_from, require
from accounts.views.outcomes import NO_ATTEMPT, attempt, attempt_once, respond


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request):
    """Show the tokens and make one. Only the answer to making it shows its secret."""
    user = request.user
    require(policies.can_make_token(user, user))
    form = TokenForm(request.POST if request.method == "POST" else None, by=user)
    outcome, secret = NO_ATTEMPT, None
    if form.is_bound:
        outcome = attempt_once(request, form, partial(make_token, by=user))
        if outcome.is_done:
            secret = outcome.result and outcome.result[1]
            form = TokenForm(by=user)
    found = ApiToken.objects.visible_to(user).select_related("user")
    context = {"form": form, "secret": secret, "tokens": found, "now": timezone.now()}
    context["was_made_before"] = outcome.is_repeat
    return respond(request, "accounts/tokens.html", context, outcome)


@posted_from("tokens")
@require_POST
def token_revoke(request, pk):
    """Revoke a token."""
    tokens = ApiToken.objects.visible_to(request.user).select_related("user")
    token = get_object_or_404(tokens, pk=pk)
    if attempt(lambda: revoke_token(token, by=request.user)).is_done:
        messages.success(request, _("“%s” is revoked.") % token.name)
    return redirect("tokens")
