"""Where Slik is reached, for addresses that leave it."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.http import url_has_allowed_host_and_scheme


def site_of(request) -> str:
    """Return scheme and host, without a slash at the end: ``BASE_URL``, or where the request came
    in while it is not set. ``ALLOWED_HOSTS`` says which hosts are believed.
    """
    return settings.BASE_URL or f"{request.scheme}://{request.get_host()}"


def is_page_here(text: str) -> bool:
    """The text is the address of a page of Slik, beginning with its path: nothing else is gone to
    because a form or a link says so.
    """
    return text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)


def network_of(request) -> str:
    """Return the network that a request comes from: the address, of IPv6 its first 64 bits, which
    one subscriber has. Empty when it is unknown.
    """
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return ""
    if address.version == 6 and address.ipv4_mapped:
        address = address.ipv4_mapped
    length = 64 if address.version == 6 else 32
    return str(ipaddress.ip_network((address, length), strict=False))
