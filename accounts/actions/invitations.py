"""One-time links by which people choose a password."""

from datetime import timedelta
from urllib.parse import urljoin

import structlog
from allauth.account import app_settings
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.http import int_to_base36
from django.utils.translation import gettext as _

from accounts.access import policies
from accounts.actions.mail import MailNotDelivered, compose, deliver_or_tell, mail_is_set_up
from accounts.actions.security import end_sessions_and_links, record_event
from accounts.errors import Invalid, NotAllowed
from accounts.models import SecurityEventKind, User

log = structlog.get_logger(__name__)

MOST_LINKS, LINKS_WITHIN = 10, timedelta(hours=1)


def one_time_link(person: User, *, by: User, site: str = "") -> str:
    """Return a link by which the person chooses a password, to hand over. It works once, and for
    ``settings.PASSWORD_RESET_TIMEOUT`` seconds; that it was made is written down, the link is
    not. It ends the person's sessions and older links. The person is told. ``site`` is
    where Slik is reached, ``settings.BASE_URL`` when left out. Locks the person.

    Raises NotAllowed, and Invalid after ten links within an hour.
    """
    kind = SecurityEventKind.LINK_MADE
    return _make_link(person, by=by, may=policies.can_make_link, kind=kind, site=site)


@transaction.atomic
def _make_link(person, *, by, may, kind, site):
    person.refresh_from_db(from_queryset=User.objects.select_for_update())
    if not may(by, person):
        raise NotAllowed(_("You may not make a link for this person."))
    made = person.security_events.of_kind(SecurityEventKind.LINK_MADE, SecurityEventKind.INVITED)
    if made.within(LINKS_WITHIN).count() >= MOST_LINKS:
        raise Invalid(_("Many links were made for this person just now. Wait an hour."))
    end_sessions_and_links(person)
    record_event(person, kind, by=by)
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    path = reverse("account_reset_password_from_key", args=[int_to_base36(person.pk), token])
    log.info("one_time_link_made", person_id=person.pk, by_id=by.pk)
    return urljoin(site or settings.BASE_URL, path)


def send_invitation(person: User, *, by: User, site: str = "") -> None:
    """Mail the person a one-time link, in their language. Call it when they are stored.

    Raises NotAllowed and Invalid, and MailNotDelivered when there is no mail server, or it
    refuses.
    """
    if not policies.can_invite(by, person):
        raise NotAllowed(_("You may not make a link for this person."))
    if not mail_is_set_up():
        raise MailNotDelivered(_("No mail server is set up."))
    kind = SecurityEventKind.INVITED
    link = _make_link(person, by=by, may=policies.can_invite, kind=kind, site=site)
    context = {
        "person": person,
        "municipality": person.municipality,
        "link": link,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    message = compose(
        "accounts/mail/invitation", context, to=person.email, language=person.written_language
    )
    deliver_or_tell(message)
