"""Making, collecting and revoking tokens."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import policies
from accounts.access.token_format import digest_of, new_secret
from accounts.actions.security import record_event
from accounts.errors import Invalid, NotAllowed
from accounts.models import ApiToken, Scope, SecurityEventKind, User

LONGEST_DAYS = 365
RECORD_USE_INTERVAL = timedelta(minutes=5)


@transaction.atomic
def make_token(
    *, user: User, by: User | None, name: str, scopes: list[Scope], days: int
) -> tuple[ApiToken, str | None]:
    """Make a token for a person; the secret is returned here and never again. The owner is told.
    A token for somebody else has no secret until the owner collects it: its maker never sees one.

    ``by`` is None on the server's own command line, which returns the secret.

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
    is_for_another = by is not None and by.pk != user.pk
    secret, now = None if is_for_another else new_secret(), timezone.now()
    token = ApiToken(
        user=user,
        name=name.strip(),
        scopes=sorted({Scope(scope) for scope in scopes} | {Scope.READ}),
        created_at=now,
        created_by=by,
        expires_at=now + timedelta(days=days),
    )
    if secret:
        _set_secret(token, secret)
    token.clean_fields(exclude=["user", "created_by", "digest"])
    token.save()
    kind = SecurityEventKind.TOKEN_OFFERED if is_for_another else SecurityEventKind.TOKEN_MADE
    record_event(user, kind, by=by, detail=token.name)
    return token, secret


@transaction.atomic
def collect_token(token: ApiToken, *, by: User) -> str:
    """Give a token that was prepared its secret, which is returned here and never again. Locks the
    token.

    Raises NotAllowed when it is somebody else's, and Invalid when it is collected, revoked or
    expired.
    """
    token.refresh_from_db(from_queryset=ApiToken.objects.select_for_update())
    if token.user_id != by.pk or not policies.can_make_token(by, by):
        raise NotAllowed(_("Only the owner collects a token."))
    if not token.is_to_be_collected or token.expires_at <= timezone.now():
        raise Invalid(_("This token is collected, revoked or expired already."))
    secret = new_secret()
    _set_secret(token, secret)
    token.save(update_fields=["prefix", "digest"])
    record_event(by, SecurityEventKind.TOKEN_MADE, by=by, detail=token.name)
    return secret


def _set_secret(token, secret):
    token.prefix, token.digest = secret[:12], digest_of(secret)


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
        record_event(token.user, SecurityEventKind.TOKEN_REVOKED, by=by, detail=token.name)
    return token


@transaction.atomic
def revoke_own_tokens(*, by: User) -> int:
    """Revoke every token of a person that is in force or waits; return how many."""
    tokens = list(by.tokens.not_ended())
    for token in tokens:
        revoke_token(token, by=by)
    return len(tokens)


def record_token_use(token: ApiToken) -> None:
    """Write down that the token was used, at most every five minutes; the first time its owner
    is told.
    """
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > RECORD_USE_INTERVAL:
        found = ApiToken.objects.filter(pk=token.pk, last_used_at=token.last_used_at)
        if found.update(last_used_at=now) and token.last_used_at is None:
            record_event(token.user, SecurityEventKind.TOKEN_USED, detail=token.name)
