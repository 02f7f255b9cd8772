"""One-time links by which people without a password choose one."""

from smtplib import SMTPException
from urllib.parse import urljoin

import structlog
from allauth.account import app_settings
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import int_to_base36
from django.utils.translation import gettext as _

from accounts.access import policies
from accounts.errors import DomainError, NotAllowed
from accounts.models import User

log = structlog.get_logger(__name__)


class MailNotDelivered(DomainError):
    """The mail could not be handed to the mail server."""

    code = "undelivered"


def mail_is_set_up() -> bool:
    """Return whether a mail server is configured."""
    return bool(settings.EMAIL_HOST)


def one_time_link(person: User, *, by: User, site: str = "") -> str:
    """Return a link by which the person chooses a password. It works once, and for
    ``settings.PASSWORD_RESET_TIMEOUT`` seconds; that it was made is logged, the link is not.
    ``site`` is where Slik is reached, ``settings.BASE_URL`` when left out.

    Raises NotAllowed.
    """
    if not policies.can_make_link(by, person):
        raise NotAllowed(_("You may not make a link for this person."))
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    path = reverse("account_reset_password_from_key", args=[int_to_base36(person.pk), token])
    log.info("one_time_link_made", person_id=person.pk, by_id=by.pk)
    return urljoin(site or settings.BASE_URL, path)


def send_invitation(person: User, *, by: User, site: str = "") -> None:
    """Mail the person a one-time link, in their language. Call it when they are stored.

    Raises NotAllowed, and MailNotDelivered when there is no mail server, or it refuses.
    """
    link = one_time_link(person, by=by, site=site)
    if not mail_is_set_up():
        raise MailNotDelivered(_("No mail server is set up."))
    with translation.override(person.language or person.municipality.language):
        context = {
            "person": person,
            "municipality": person.municipality,
            "link": link,
            "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        }
        subject = render_to_string("accounts/mail/invitation_subject.txt", context)
        body = render_to_string("accounts/mail/invitation.txt", context)
    try:
        send_mail(" ".join(subject.split()), body, None, [person.email])
    except (SMTPException, OSError) as error:
        log.warning("invitation_undelivered", person_id=person.pk, error=type(error).__name__)
        raise MailNotDelivered(_("The mail server did not take the mail.")) from error
