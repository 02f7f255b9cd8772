"""Permissions and content negotiation of the API."""

import re

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.renderers import BaseRenderer, JSONRenderer

from accounts.models import Scope
from portfolio.api.problems import Problem
from portfolio.files.xlsx import MEDIA_TYPE

__all__ = ["CSVRenderer", "HasScope", "JSONRenderer", "Negotiation", "XLSXRenderer"]


class HasScope(BasePermission):
    """Signed in; and a token that writes has the scope for it."""

    def has_permission(self, request, view):  # noqa: ARG002 - REST framework's signature
        if not request.user.is_authenticated:
            return False
        if request.auth is None or request.method in SAFE_METHODS:
            return True
        if Scope.WRITE not in request.auth.scopes:
            raise Problem(403, "scope_missing", _("This token may only read."))
        return True


class Negotiation(DefaultContentNegotiation):
    """What the address says goes before the Accept header, which a browser or a library often
    sends by itself. A format that is not offered is 406, however it was asked for.
    """

    def select_renderer(self, request, renderers, format_suffix=None):  # noqa: ARG002 - the same
        asked = request.query_params.get(self.settings.URL_FORMAT_OVERRIDE)
        if asked is None:
            return self._wanted_most(request, renderers)
        renderer = self.filter_renderers(renderers, asked)[0]
        return renderer, renderer.media_type

    def _wanted_most(self, request, renderers):
        """What Accept weighs highest, the first of several. REST framework knows no weights."""
        accept = ",".join(self.get_accept_list(request))
        weights = [_weight(accept, renderer.media_type) for renderer in renderers]
        if not any(weights):
            raise NotAcceptable(available_renderers=renderers)
        renderer = renderers[weights.index(max(weights))]
        return renderer, renderer.media_type

    def filter_renderers(self, renderers, format):  # noqa: A002 - REST framework's signature
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            raise NotAcceptable(available_renderers=renderers)
        return found


def _weight(accept, media_type) -> float:
    """The weight that Accept gives a media type: that of the range which names it most closely."""
    main = media_type.partition("/")[0]
    ranges = ("*/*", f"{main}/*", media_type)
    found = {}
    for part in accept.lower().split(","):
        name, *parameters = (one.strip() for one in part.split(";"))
        weight = next((one[2:] for one in parameters if one.startswith("q=")), "1")
        if name in ranges:
            is_weight = re.fullmatch(r"[01](\.\d{0,3})?", weight, re.ASCII)
            found[name] = min(float(weight), 1.0) if is_weight else 1.0
    return next((found[name] for name in reversed(ranges) if name in found), 0.0)


class CSVRenderer(BaseRenderer):
    """Names the format; the body is made by portfolio.files.csv."""

    media_type, format, charset = "text/csv", "csv", "utf-8"


class XLSXRenderer(BaseRenderer):
    """Names the format; the body is made by portfolio.files.csv."""

    media_type = MEDIA_TYPE
    format, charset = "xlsx", None
