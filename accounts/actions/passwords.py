"""Choosing a password, and what follows."""

from django.db import transaction

from accounts.actions.security import end_sessions_and_links, record_event
from accounts.actions.tokens import revoke_own_tokens
from accounts.models import SecurityEventKind, User


@transaction.atomic
def choose_password(user: User, password: str, *, by: User | None, ends_tokens: bool) -> None:
    """Save a new password that was found strong enough, and revoke the person's tokens if they ask
    for it. ``by`` is None when it was chosen by link.

    The caller keeps the session at hand; every other one ends, and every link.
    """
    user.set_password(password)
    user.save(update_fields=["password"])
    record_new_password(user, by=by)
    if ends_tokens:
        revoke_own_tokens(by=user)


@transaction.atomic
def record_new_password(user: User, *, by: User | None = None) -> None:
    """Write down that the person's password was changed, and end every session and link. ``by`` is
    None on the server's own command line.
    """
    end_sessions_and_links(user)
    record_event(user, SecurityEventKind.PASSWORD_CHANGED, by=by)
