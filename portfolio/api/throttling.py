"""So many requests a minute for each token, for each person who is signed in, and for each
network that strangers come from.

Each server process counts for itself: with two, a token gets at most twice the number.
"""

import time
from threading import Lock

from django.conf import settings
from rest_framework.throttling import BaseThrottle

from accounts.signing_in.addresses import network_of

WINDOW = 60  # seconds


class TokenThrottle(BaseThrottle):
    """Counts in whole minutes, in memory. No query."""

    lock = Lock()
    minute = None
    counts: dict = {}

    def allow_request(self, request, view):  # noqa: ARG002 - REST framework's signature
        who = _caller_of(request)
        with self.lock:
            minute = int(time.time() // WINDOW)
            if minute != TokenThrottle.minute:
                TokenThrottle.minute, TokenThrottle.counts = minute, {}
            count = TokenThrottle.counts[who] = TokenThrottle.counts.get(who, 0) + 1
        return count <= settings.API_REQUESTS_PER_MINUTE

    def wait(self):
        return WINDOW - time.time() % WINDOW


def _caller_of(request):
    if request.auth:
        return "token", request.auth.pk
    if request.user.is_authenticated:
        return "person", request.user.pk
    return "network", network_of(request)
