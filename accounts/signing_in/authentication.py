"""Authentication of API requests by token."""

from itertools import islice

import pghistory
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from accounts.access.roles import Role
from accounts.access.token_format import digest_of, is_well_formed
from accounts.actions.tokens import record_token_use
from accounts.database.prepared_statements import PreparedStatement
from accounts.models import ApiToken, Municipality, User


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
        record_token_use(token)
        pghistory.context(user=token.user_id, token=token.pk)
        return token.user, token

    def authenticate_header(self, request):  # noqa: ARG002 - REST framework's signature
        return self.keyword

    @staticmethod
    def _token(secret):
        token = None
        if is_well_formed(secret):
            token = token_of(digest_of(secret))
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, expired or revoked."))
        return token


def token_of(digest: bytes) -> ApiToken | None:
    """Return the token in force with its owner, the owner's municipality and roles. One query."""
    found = _ACTIVE_TOKEN.rows(digest)
    if not found:
        return None
    values = iter(found[0])
    token = _read_instance(ApiToken, values)
    roles = next(values)
    token.user = _read_instance(User, values)
    token.user.municipality = _read_instance(Municipality, values)
    token.user.__dict__["roles"] = frozenset(Role(role) for role in roles)
    return token


_ACTIVE_TOKEN = PreparedStatement(
    lambda digest: (
        ApiToken.objects.in_force()
        .with_roles()
        .select_related("user__municipality")
        .filter(digest=digest)
        .order_by()
    ),
    b"",
)


def _read_instance(model, values):
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db("default", names, list(islice(values, len(names))))
