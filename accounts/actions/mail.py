"""Handing mails to the mail server. A server that is away never stops what somebody was doing."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.errors import DomainError

log = structlog.get_logger(__name__)


class MailNotDelivered(DomainError):
    """The mail could not be handed to the mail server."""

    code = "undelivered"


def mail_is_set_up() -> bool:
    """Return whether a mail server is configured."""
    return bool(settings.EMAIL_HOST)


def compose(template: str, context: dict, *, to: str, language: str) -> EmailMessage:
    """Write a mail from ``TEMPLATE_subject.txt`` and ``TEMPLATE.txt``, in a language."""
    with translation.override(language):
        subject = render_to_string(f"{template}_subject.txt", context)
        body = render_to_string(f"{template}.txt", context)
    return EmailMessage(" ".join(subject.split()), body, None, [to])


def deliver(message: EmailMessage) -> bool:
    """Hand the mail to the mail server; return whether it took it. Never raises for a server that
    is away or refuses.
    """
    try:
        message.send()
    except (SMTPException, OSError) as error:
        log.warning("mail_undelivered", error=type(error).__name__)
        return False
    return True


def deliver_or_tell(message: EmailMessage) -> None:
    """Hand the mail to the mail server. Raises MailNotDelivered when it does not take it."""
    if not deliver(message):
        raise MailNotDelivered(_("The mail server did not take the mail."))


def post(message: EmailMessage) -> None:
    """Hand the mail over while the page is answered already: how long the mail server takes tells
    nobody whether an address is known here.
    """
    if settings.MAIL_IN_BACKGROUND:
        _postman().submit(deliver, message)
    else:
        deliver(message)


@cache
def _postman():
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")
