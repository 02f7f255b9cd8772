"""People: adding them, changing what is known of them, and letting them out."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import policies
from accounts.errors import NotAllowed
from accounts.models import User

EDITABLE = ("name", "email", "unit", "language")


@transaction.atomic
def add_person(*, by: User, name: str, email: str, unit=None, language: str = "") -> User:
    """Add a person to the author's municipality, without a password: they choose one by mail.

    Raises NotAllowed, and ValidationError when the e-mail is taken.
    """
    if not policies.can_manage_people(by):
        raise NotAllowed(_("You may not add people."))
    person = User(
        municipality=by.municipality,
        name=name.strip(),
        email=email.strip().lower(),
        unit=unit,
        language=language,
    )
    person.set_unusable_password()
    person.full_clean()
    person.save()
    return person


@transaction.atomic
def edit_person(person: User, *, by: User, changes: dict) -> User:
    """Change the named fields of ``EDITABLE``. Locks the person.

    Raises NotAllowed, and ValidationError naming every field that breaks a rule.
    """
    person.refresh_from_db(from_queryset=User.objects.select_for_update())
    if not policies.can_edit_person(by, person):
        raise NotAllowed(_("You may not change this person."))
    for name in EDITABLE:
        if name in changes:
            setattr(person, name, changes[name])
    person.email = person.email.strip().lower()
    person.full_clean()
    person.save(update_fields=[name for name in EDITABLE if name in changes])
    return person


@transaction.atomic
def set_active(person: User, *, by: User, active: bool) -> User:
    """Let a person sign in, or no longer. They remain as the author of what they did.

    Raises NotAllowed, also when the person is oneself.
    """
    person.refresh_from_db(from_queryset=User.objects.select_for_update())
    if not policies.can_edit_person(by, person) or person == by:
        raise NotAllowed(_("You may not change whether this person can sign in."))
    person.is_active = active
    person.save(update_fields=["is_active"])
    return person


@transaction.atomic
def choose_language(*, by: User, language: str) -> None:
    """Let a person choose the language of their own screen."""
    person = User.objects.select_for_update().get(pk=by.pk)
    person.language = language
    person.save(update_fields=["language"])
    by.language = language
