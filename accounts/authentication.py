"""From a request's token to its person."""

import pghistory
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from accounts.actions.tokens import remember_use
from accounts.models import ApiToken
from accounts.roles import Role
from accounts.tokens import digest_of, is_well_formed


class TokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer slik_…``, in the header only. One query: token, owner, roles.

    Unknown, expired and revoked tokens get the same answer.
    """

    keyword = "Bearer"

    def authenticate(self, request):
        parts = get_authorization_header(request).split()
        if not parts:
            return None
        if len(parts) != 2 or parts[0].lower() != b"bearer":
            raise AuthenticationFailed(_("Send the token as “Authorization: Bearer …”."))
        token = self._token(parts[1].decode("latin-1"))
        remember_use(token)
        pghistory.context(user=token.user_id, token=token.pk)
        return token.user, token

    def authenticate_header(self, request):  # noqa: ARG002 - REST framework's signature
        return self.keyword

    @staticmethod
    def _token(secret):
        tokens = ApiToken.objects.in_force().with_roles().select_related("user__municipality")
        token = None
        if is_well_formed(secret):
            token = tokens.filter(digest=digest_of(secret)).first()
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, expired or revoked."))
        token.user.__dict__["roles"] = frozenset(Role(role) for role in token.owner_roles)
        return token
