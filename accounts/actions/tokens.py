"""Making and revoking tokens."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import policies
from accounts.access.token_format import digest_of, new_secret
from accounts.errors import Invalid, NotAllowed
from accounts.models import ApiToken, Scope, User

LONGEST_DAYS = 365
RECORD_USE_INTERVAL = timedelta(minutes=5)


@transaction.atomic
def make_token(
    *, user: User, by: User | None, name: str, scopes: list[Scope], days: int
) -> tuple[ApiToken, str]:
    """Make a token for a person; the secret is returned here and never again.

    ``by`` is None on the server's own command line.

    Raises NotAllowed; Invalid when the name is missing, the days are not 1 to 365, or the
    person cannot sign in.
    """
    if by is not None and not policies.can_make_token(by, user):
        raise NotAllowed(_("You may not make a token for this person."))
    if not user.is_active:
        raise Invalid(_("%s may not sign in.") % user.name, field="user")
    if not name.strip():
        raise Invalid(_("Say what the token is for."), field="name")
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid(_("A token lasts from 1 to %d days.") % LONGEST_DAYS, field="days")
    secret, now = new_secret(), timezone.now()
    token = ApiToken(
        user=user,
        name=name.strip(),
        prefix=secret[:12],
        digest=digest_of(secret),
        scopes=sorted({Scope(scope) for scope in scopes} | {Scope.READ}),
        created_at=now,
        created_by=by,
        expires_at=now + timedelta(days=days),
    )
    token.clean_fields(exclude=["user", "created_by"])
    token.save()
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> ApiToken:
    """Revoke a token now; revoking a revoked one changes nothing. Locks the token.

    Raises NotAllowed.
    """
    token.refresh_from_db(from_queryset=ApiToken.objects.select_for_update())
    if not policies.can_revoke_token(by, token):
        raise NotAllowed(_("You may not revoke this token."))
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
    return token


def record_token_use(token: ApiToken) -> None:
    """Write down that the token was used, at most every five minutes."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > RECORD_USE_INTERVAL:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - RECORD_USE_INTERVAL)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
