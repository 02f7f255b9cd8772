"""Addresses of web pages that people write down."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def refuse_sign_in_in(address: str) -> None:
    """Refuse an address with a user name or password in it: everybody who sees the link would have
    them. A backslash, which only some programs read as a slash, hides none. Raises ValidationError.
    """
    address = address.strip()
    try:
        read = [urlsplit(text).netloc for text in (address, address.replace("\\", "/"))]
    except ValueError:  # no address at all: other checks say so
        return
    if any("@" in authority for authority in read):
        raise ValidationError(
            _("Leave user name and password out of the link."), code="sign_in_in_link"
        )
