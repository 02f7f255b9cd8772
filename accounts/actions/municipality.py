"""Bringing a municipality into use."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import policies
from accounts.access.roles import Role
from accounts.appearance import theme
from accounts.errors import Invalid, NotAllowed
from accounts.models import County, Municipality, RoleGrant, User
from accounts.reference.municipalities import counties, municipalities

EDITABLE = ("language", "colour", "shows_exempt_count", "single_handed")


@transaction.atomic
def load_reference() -> tuple[int, int]:
    """Load the counties and municipalities of 2024; return how many of each there are.
    A municipality's own settings stay as they are.
    """
    County.objects.bulk_create(
        [County(**row) for row in counties()],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["name"],
    )
    Municipality.objects.bulk_create(
        [
            Municipality(number=row["number"], name=row["name"], county_id=row["county"])
            for row in municipalities()
        ],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["name", "county"],
    )
    return len(counties()), len(municipalities())


@transaction.atomic
def edit_municipality(*, by: User, changes: dict) -> Municipality:
    """Change the named fields of ``EDITABLE``. Locks the municipality.

    Raises NotAllowed, Invalid when text would be hard to read on the colour, and
    ValidationError naming every field that breaks a rule.
    """
    if not policies.can_manage_municipality(by):
        raise NotAllowed(_("Only an administrator changes this."))
    locked = Municipality.objects.select_for_update(no_key=True)
    municipality = locked.get(pk=by.municipality_id)
    names = [name for name in EDITABLE if name in changes]
    for name in names:
        setattr(municipality, name, changes[name])
    municipality.full_clean()
    if theme.problems(municipality.colour):
        raise Invalid(_("Text would be hard to read. Choose another colour."), field="colour")
    municipality.save(update_fields=names)
    return municipality


@transaction.atomic
def open_municipality(
    *, number: str, admin_email: str, admin_password: str, admin_name: str
) -> User:
    """Bring a municipality into use with its first administrator, who is returned.

    Raises Invalid when the number is unknown or the municipality is in use already, and
    ValidationError when the password is too weak or the e-mail is taken.
    """
    municipality = Municipality.objects.select_for_update(no_key=True).filter(number=number).first()
    if municipality is None:
        raise Invalid(f"There is no municipality with the number {number}.", field="number")
    if municipality.opened_at:
        raise Invalid(f"{municipality.name} is in use already.", field="number")
    municipality.opened_at = timezone.now()
    municipality.save(update_fields=["opened_at"])
    admin = User(municipality=municipality, email=admin_email.strip().lower(), name=admin_name)
    validate_password(admin_password, admin)
    admin.set_password(admin_password)
    admin.full_clean()
    admin.save()
    RoleGrant.objects.create(user=admin, role=Role.ADMINISTRATOR, valid_from=Now())
    return admin
