"""Making, collecting and revoking API tokens: one's own, and for people who manage roles those of
everybody, whose secrets they never see.
"""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import policies
from accounts.actions.tokens import collect_token, make_token, revoke_token
from accounts.forms.tokens import TokenForm
from accounts.models import ApiToken
from accounts.views.guards import posted_from, require, require_fresh_sign_in
from accounts.views.outcomes import NO_ATTEMPT, attempt, attempt_once, respond


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request):
    """Show the tokens and make one. Only the answer to making it shows its secret."""
    user = request.user
    require(policies.can_make_token(user, user))
    require_fresh_sign_in(request)
    form = TokenForm(request.POST if request.method == "POST" else None, by=user)
    outcome, secret = NO_ATTEMPT, None
    if form.is_bound:
        outcome = attempt_once(request, form, partial(make_token, by=user))
        if outcome.is_done:
            token, secret = outcome.result or (None, None)
            form = TokenForm(by=user)
            if token and secret is None:
                text = _("The token is prepared. %s is told, and collects it on this page.")
                messages.success(request, text % token.user.name)
    return _token_page(request, form, outcome, secret)


@posted_from("tokens")
@require_POST
def token_collect(request, pk):
    """Show the secret of a token that was prepared for oneself, here and never again."""
    user = request.user
    token = get_object_or_404(ApiToken.objects.visible_to(user), pk=pk)
    require(token.user_id == user.pk)
    require_fresh_sign_in(request)
    outcome = attempt(lambda: collect_token(token, by=user))
    return _token_page(request, TokenForm(by=user), outcome, outcome.result)


def _token_page(request, form, outcome, secret):
    found = ApiToken.objects.visible_to(request.user).select_related("user", "created_by")
    context = {"form": form, "secret": secret, "tokens": found, "now": timezone.now()}
    context["was_made_before"] = outcome.is_repeat
    return respond(request, "accounts/tokens.html", context, outcome)


@require_http_methods(["GET", "HEAD", "POST"])
def token_revoke(request, pk):
    """Ask whether to revoke a token, then do it."""
    tokens = ApiToken.objects.visible_to(request.user).select_related("user")
    token = get_object_or_404(tokens, pk=pk)
    outcome = NO_ATTEMPT
    if request.method == "POST":
        outcome = attempt(lambda: revoke_token(token, by=request.user))
        if outcome.is_done:
            messages.success(request, _("“%s” is revoked.") % token.name)
            return redirect("tokens")
    context = {"token": token, "now": timezone.now()}
    return respond(request, "accounts/token_revoke.html", context, outcome)
