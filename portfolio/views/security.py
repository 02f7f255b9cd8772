"""Whom to tell of a weakness: RFC 9116."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.signing_in.addresses import site_of

VALID_FOR = timedelta(days=180)  # the RFC asks for less than a year


@login_not_required
@require_safe
def security_txt(request):
    """Answer with the contact in the settings."""
    expires = timezone.now() + VALID_FOR
    fields = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Preferred-Languages": "nb, nn, en",
        "Canonical": site_of(request) + reverse("security_txt"),
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
