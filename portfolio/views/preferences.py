"""What a browser remembers for its person: light or dark. Language is Django's own view."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from portfolio.context import SCHEMES

YEAR = 365 * 24 * 60 * 60

set_language = login_not_required(require_POST(django_set_language))


@login_not_required
@require_POST
def set_scheme(request):
    """Remember light, dark or auto for a year, and go back to where one was."""
    scheme = request.POST.get("scheme")
    if scheme not in SCHEMES:
        return HttpResponseBadRequest("scheme is auto, light or dark.")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    ):
        back = "overview"
    response = redirect(back)
    # Not HttpOnly: app.js writes it too, so that the page changes at once.
    response.set_cookie(
        "scheme", scheme, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response
