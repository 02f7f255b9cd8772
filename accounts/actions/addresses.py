"""Changing the address a person signs in with."""

from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import policies
from accounts.actions.mail import compose, deliver_or_tell, mail_is_set_up
from accounts.actions.security import end_sessions_and_links, record_event
from accounts.errors import Invalid, NotAllowed
from accounts.models import SecurityEventKind, User

SALT = "accounts.address"


def address_waits(person: User, *, by: User) -> bool:
    """Return whether a new address has to be confirmed: always when the account is in use, but not
    when the person asks and no mail can reach the new address.
    """
    if not person.has_usable_password():
        return False
    return by.pk != person.pk or mail_is_set_up()


def change_address(person: User, *, by: User, email: str) -> None:
    """Change the address of a person whom the caller has locked and may edit, or let the new one
    wait until the person confirms it. The old address is told. ``email`` is lower case and new.

    Raises NotAllowed.
    """
    if not policies.can_change_address(by, person):
        raise NotAllowed(_("You may not change this person's e-mail address."))
    if not address_waits(person, by=by):
        _use_address(person, email, by=by)
        return
    person.new_email = email
    person.full_clean()
    person.save(update_fields=["new_email"])
    if by.pk != person.pk:
        end_sessions_and_links(person)
    record_event(person, SecurityEventKind.ADDRESS_ASKED, by=by, detail=person.new_email)


def send_address_link(person: User, *, by: User, site: str = "") -> None:
    """Mail the link that confirms the new address to it, if one waits and there is a mail server.
    Call it when the address is stored.

    Raises NotAllowed, and MailNotDelivered when the mail server refuses.
    """
    if not policies.can_change_address(by, person):
        raise NotAllowed(_("You may not make a link for this person."))
    if not person.new_email or not mail_is_set_up():
        return
    context = {"person": person, "link": link_of(person, site=site), "days": link_days()}
    language = person.written_language
    deliver_or_tell(
        compose("accounts/mail/new_address", context, to=person.new_email, language=language)
    )


def link_days() -> int:
    """Return how many days a link works."""
    return settings.PASSWORD_RESET_TIMEOUT // 86_400


def link_of(person: User, *, site: str = "") -> str:
    """Return the link by which the person confirms the address that waits. It works only while
    they are signed in themselves, and for ``settings.PASSWORD_RESET_TIMEOUT`` seconds. ``site`` is
    where Slik is reached, ``settings.BASE_URL`` when left out.
    """
    key = signing.dumps([person.pk, person.new_email], salt=SALT)
    return urljoin(site or settings.BASE_URL, reverse("address_confirm", args=[key]))


def confirmation_link(person: User, *, by: User, site: str = "") -> str:
    """Return the link that confirms the address, to hand over where no mail can be sent.

    Raises NotAllowed.
    """
    if not person.new_email or mail_is_set_up() or not policies.can_change_address(by, person):
        raise NotAllowed(_("You may not make a link for this person."))
    return link_of(person, site=site)


def is_key_of(person: User, key: str) -> bool:
    """Return whether the key confirms the address that waits for this person."""
    try:
        named = signing.loads(key, salt=SALT, max_age=settings.PASSWORD_RESET_TIMEOUT)
    except signing.BadSignature:
        return False
    return bool(person.new_email) and named == [person.pk, person.new_email]


@transaction.atomic
def confirm_address(*, by: User, key: str) -> User:
    """Use the address that waits from now on. Locks the person.

    Raises Invalid when the key is old or another's, and when somebody else has the address now.
    """
    by.refresh_from_db(from_queryset=User.objects.select_for_update())
    if not is_key_of(by, key):
        raise Invalid(_("The link does not work. It may be too old, or be another person's."))
    refuse_taken(by, by.new_email)
    _use_address(by, by.new_email, by=by)
    return by


@transaction.atomic
def ask_for_own_address(*, by: User, email: str) -> User:
    """Ask for a new address of one's own. Locks the person.

    Raises Invalid, and ValidationError when it is no address.
    """
    by.refresh_from_db(from_queryset=User.objects.select_for_update())
    email = email.strip().lower()
    if email == by.email:
        raise Invalid(_("This is the address you have."), field="email")
    refuse_taken(by, email)
    change_address(by, by=by, email=email)
    return by


@transaction.atomic
def keep_address(person: User, *, by: User) -> User:
    """Call a new address off. Locks the person.

    Raises NotAllowed.
    """
    person.refresh_from_db(from_queryset=User.objects.select_for_update())
    if by.pk != person.pk and not policies.can_change_address(by, person):
        raise NotAllowed(_("You may not change this person's e-mail address."))
    if person.new_email:
        called_off, person.new_email = person.new_email, ""
        person.save(update_fields=["new_email"])
        record_event(person, SecurityEventKind.ADDRESS_KEPT, by=by, detail=called_off)
    return person


def refuse_taken(person: User, email: str) -> None:
    """Raise Invalid when somebody else has this address."""
    if User.objects.filter(email=email).exclude(pk=person.pk).exists():
        raise Invalid(_("Somebody has this e-mail address already."), field="email")


def _use_address(person, email, *, by):
    old, person.email, person.new_email = person.email, email, ""
    person.full_clean()
    person.save(update_fields=["email", "new_email"])
    end_sessions_and_links(person)
    record_event(person, SecurityEventKind.ADDRESS_CHANGED, by=by, detail=person.email, address=old)
