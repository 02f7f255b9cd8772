"""Permissions and content negotiation of the API."""

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

    def select_renderer(self, request, renderers, format_suffix=None):
        asked = request.query_params.get(self.settings.URL_FORMAT_OVERRIDE)
        if asked is None:
            return super().select_renderer(request, renderers, format_suffix)
        renderer = self.filter_renderers(renderers, asked)[0]
        return renderer, renderer.media_type

    def filter_renderers(self, renderers, format):  # noqa: A002 - REST framework's signature
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            raise NotAcceptable(available_renderers=renderers)
        return found


class CSVRenderer(BaseRenderer):
    """Names the format; the body is made by portfolio.files.csv."""

    media_type, format, charset = "text/csv", "csv", "utf-8"


class XLSXRenderer(BaseRenderer):
    """Names the format; the body is made by portfolio.files.csv."""

    media_type = MEDIA_TYPE
    format, charset = "xlsx", None
