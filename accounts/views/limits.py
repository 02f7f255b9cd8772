"""What somebody sees who tries too often."""

from django.shortcuts import render

RETRY_AFTER = 300  # seconds: as long as failed sign-ins count


def too_many_requests(request):
    """Answer 429: when to come back, and the way in by mail."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
