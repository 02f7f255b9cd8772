"""Where a request comes from."""

from allauth.core.internal import ratelimit
from django.core.exceptions import PermissionDenied


def network_of(request) -> str:
    """Return the address of the caller (of IPv6 its /64 network), as allauth's limits count it;
    empty when there is none.
    """
    try:
        return ratelimit.get_ip(request)
    except PermissionDenied:
        return ""
