"""What happens to people's way in: written down, logged, and told to the person by mail."""

from contextvars import ContextVar
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F

from accounts.actions.mail import compose, mail_is_set_up, post
from accounts.models import SecurityEvent, SecurityEventKind, User

log = structlog.get_logger(__name__)

# Where the request at hand comes from; empty on the server's own command line.
network: ContextVar[str] = ContextVar("network", default="")

MANY_FAILURES = 5
FAILURES_WITHIN = timedelta(days=1)


@transaction.atomic
def record_event(
    user: User | None,
    kind: SecurityEventKind,
    *,
    by: User | None = None,
    detail: str = "",
    address: str = "",
) -> SecurityEvent:
    """Write down what happened to a person's way in, and mail them when it matters. The mail goes
    out after the commit, to ``address`` if it is given and else to the person's own.
    """
    is_mailed = user is not None and _is_mailed(user, kind)
    event = SecurityEvent.objects.create(
        user=user, kind=kind, by=by, network=network.get(), detail=detail
    )
    log.info(
        "security_event",
        kind=str(kind),
        person_id=user and user.pk,
        by_id=by and by.pk,
        network=event.network,
    )
    if is_mailed:
        event.refresh_from_db(fields=["recorded_at"])
        context = {"person": user, "event": event, "by": by if by != user else None}
        message = compose(
            "accounts/mail/security_event",
            context,
            to=address or user.email,
            language=user.written_language,
        )
        transaction.on_commit(lambda: post(message))
    return event


def end_sessions_and_links(user: User) -> None:
    """End every session of the person and every link by which a password can be chosen."""
    User.objects.filter(pk=user.pk).update(access_version=F("access_version") + 1)
    user.refresh_from_db(fields=["access_version"])


def end_unused_link(user: User) -> None:
    """End the link that somebody else was given to hand over to the person, if it is not used yet:
    they get more rights now than whoever holds it was judged by. Their sessions end as well.
    """
    events = user.security_events
    lifetime = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    made = events.of_kind(SecurityEventKind.LINK_MADE).within(lifetime).newest_first().first()
    if made is None:
        return
    changes = events.of_kind(SecurityEventKind.PASSWORD_CHANGED)
    if not changes.filter(recorded_at__gt=made.recorded_at).exists():
        end_sessions_and_links(user)


def _is_mailed(user, kind):
    """Return whether the person is mailed: of a sign-in from a new network, of many wrong
    passwords, and of all else. An invitation speaks for itself, and a link that is handed to a
    newcomer where no mail is set up is all they get.
    """
    if kind == SecurityEventKind.INVITED:
        return False
    if kind == SecurityEventKind.LINK_MADE:
        return user.has_usable_password() or mail_is_set_up()
    if kind not in {SecurityEventKind.SIGNED_IN, SecurityEventKind.SIGN_IN_FAILED}:
        return True
    signed_in = user.security_events.of_kind(SecurityEventKind.SIGNED_IN)
    if kind == SecurityEventKind.SIGNED_IN:
        from_here = user.security_events.sign_ins_from(network.get())
        return signed_in.exists() and not from_here.exists()
    failed = user.security_events.of_kind(SecurityEventKind.SIGN_IN_FAILED).within(FAILURES_WITHIN)
    if last := signed_in.newest_first().first():
        failed = failed.filter(recorded_at__gt=last.recorded_at)
    return failed.count() == MANY_FAILURES - 1  # with the one at hand
