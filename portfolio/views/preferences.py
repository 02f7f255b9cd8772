"""What a person chooses for their own screen: its language, and light or dark."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.actions.people import choose_language
from accounts.signing_in.addresses import is_page_here
from accounts.views.guards import posted_from
from portfolio.context import SCHEMES

YEAR = 365 * 24 * 60 * 60


@login_not_required
@posted_from("overview")
@require_POST
def set_language(request):
    """Remember the language, with the person when signed in, and go back to where one was."""
    language = request.POST.get("language")
    if language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest("language is nb, nn or en.")
    if request.user.is_authenticated:
        choose_language(by=request.user, language=language)
    return back_with_cookie(request, settings.LANGUAGE_COOKIE_NAME, language)


@login_not_required
@posted_from("overview")
@require_POST
def set_scheme(request):
    """Remember light, dark or auto, and go back to where one was."""
    scheme = request.POST.get("scheme")
    if scheme not in SCHEMES:
        return HttpResponseBadRequest("scheme is auto, light or dark.")
    return back_with_cookie(request, "scheme", scheme)


def back_with_cookie(request, name, value):
    """Go to the form's ``next``, never out of the site, with a choice kept for a year."""
    back = request.POST.get("next", "")
    response = redirect(back if is_page_here(back) else settings.LOGIN_REDIRECT_URL)
    # Not HttpOnly: app.js writes the scheme too, so that the page changes at once.
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response
