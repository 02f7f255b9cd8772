"""Adding and editing people, and allowing or stopping their sign-in."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import policies
from accounts.access.roles import Role
from accounts.actions.addresses import change_address, refuse_taken
from accounts.actions.roles import grant_role, lock_roles, refuse_last_administrator
from accounts.actions.security import end_sessions_and_links
from accounts.database.row_versions import refuse_overwriting
from accounts.errors import Invalid, NotAllowed
from accounts.models import Unit, User

EDITABLE = ("name", "email", "unit", "language")
OWN_EDITABLE = ("name", "language")


@transaction.atomic
def add_person(
    *,
    by: User,
    name: str,
    email: str,
    unit: Unit | None = None,
    language: str = "",
    role: Role | None = None,
) -> User:
    """Add a person to the author's municipality, with a role from now on, and without a
    password: they choose their own.

    Raises NotAllowed, and Invalid or ValidationError naming every field that breaks a rule.
    """
    if not policies.can_manage_people(by):
        raise NotAllowed(_("You may not add people."))
    person = User(municipality=by.municipality)
    person.set_unusable_password()
    _set(person, {"name": name, "email": email, "unit": unit, "language": language})
    person.save()
    if role:
        grant_role(user=person, role=role, by=by)
    return person


@transaction.atomic
def edit_person(person: User, *, by: User, seen, changes: dict) -> User:
    """Change the named fields of ``EDITABLE``. A new address waits until the person has confirmed
    it: see ``addresses``. Locks the person.

    Raises NotAllowed, Conflict when somebody changed one of them since the version ``seen``, and
    Invalid or ValidationError naming every field that breaks a rule.
    """
    person.refresh_from_db(from_queryset=User.objects.select_for_update(no_key=True))
    if not policies.can_edit_person(by, person):
        raise NotAllowed(_("You may not change this person."))
    changes = {name: changes[name] for name in EDITABLE if name in changes}
    refuse_overwriting(person, seen=seen, changes=changes)
    old_email = person.email
    _set(person, changes)
    new_email, person.email = person.email, old_email
    person.save(update_fields=[name for name in changes if name != "email"])
    if new_email != old_email:
        change_address(person, by=by, email=new_email)
    return person


@transaction.atomic
def edit_self(*, by: User, changes: dict) -> User:
    """Change a person's own fields, those of ``OWN_EDITABLE``. Locks the person.

    Raises ValidationError naming every field that breaks a rule.
    """
    by.refresh_from_db(from_queryset=User.objects.select_for_update(no_key=True))
    _set(by, {name: changes[name] for name in OWN_EDITABLE if name in changes})
    by.save(update_fields=[name for name in OWN_EDITABLE if name in changes])
    return by


@transaction.atomic
def choose_language(*, by: User, language: str) -> None:
    """Let a person choose the language of their own screen."""
    edit_self(by=by, changes={"language": language})


@transaction.atomic
def set_active(person: User, *, by: User, active: bool) -> User:
    """Allow or stop a person's sign-in. They remain the author of what they did.
    Locks the municipality's roles.

    Raises NotAllowed, also when the person is oneself, and Invalid when nobody would be
    left to run the municipality.
    """
    by = lock_roles(by)
    person.refresh_from_db(from_queryset=User.objects.select_for_update(no_key=True))
    if not policies.can_change_access(by, person):
        raise NotAllowed(_("You may not change whether this person can sign in."))
    if not active and Role.ADMINISTRATOR in person.current_and_future_roles:
        refuse_last_administrator(person)
    person.is_active = active
    person.save(update_fields=["is_active"])
    end_sessions_and_links(person)  # so that none of them comes back with the sign-in
    return person


def _set(person, changes):
    for name, value in changes.items():
        setattr(person, name, value)
    person.name, person.email = person.name.strip(), person.email.strip().lower()
    person.clean_fields()
    if person.unit_id and not Unit.objects.visible_to(person).filter(pk=person.unit_id).exists():
        raise Invalid(_("Choose a unit of this municipality."), field="unit")
    refuse_taken(person, person.email)
    person.full_clean()
