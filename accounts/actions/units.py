"""The tree of units."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import policies
from accounts.errors import Invalid, NotAllowed
from accounts.models import Municipality, Sector, Unit, User

NORWEGIAN = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


@transaction.atomic
def add_unit(
    *, by: User, name: str, parent: Unit | None = None, sector: Sector = Sector.OTHER
) -> Unit:
    """Add a unit to the author's municipality; its code is made from its name.

    Raises NotAllowed, and Invalid when an open unit has the name already.
    """
    if not policies.can_manage_people(by):
        raise NotAllowed(_("You may not change units."))
    Municipality.objects.select_for_update().get(pk=by.municipality_id)
    units = Unit.objects.visible_to(by)
    name = " ".join(name.split())
    if units.open().filter(name__iexact=name).exists():
        raise Invalid(_("There is a unit named “%s” already.") % name, field="name")
    unit = Unit(
        municipality=by.municipality,
        code=_free_code(units, name),
        name=name,
        parent=parent,
        sector=sector,
    )
    unit.full_clean()
    unit.save()
    return unit


@transaction.atomic
def edit_unit(unit: Unit, *, by: User, name: str, parent: Unit | None, sector: Sector) -> Unit:
    """Rename or move a unit. Its code stays. Locks the municipality's tree.

    Raises NotAllowed, and Invalid when the unit would come below itself.
    """
    if not policies.can_manage_people(by) or unit.municipality_id != by.municipality_id:
        raise NotAllowed(_("You may not change units."))
    Municipality.objects.select_for_update().get(pk=by.municipality_id)
    below = Unit.objects.visible_to(by).with_descendants([unit.code])
    if parent and below.filter(pk=parent.pk).exists():
        raise Invalid(_("A unit cannot be part of itself."), field="parent")
    unit.name, unit.parent, unit.sector = " ".join(name.split()), parent, sector
    unit.full_clean()
    unit.save(update_fields=["name", "parent", "sector"])
    return unit


@transaction.atomic
def close_unit(unit: Unit, *, by: User) -> Unit:
    """Take a unit out of use; its cases and people keep it. Raises NotAllowed."""
    if not policies.can_manage_people(by) or unit.municipality_id != by.municipality_id:
        raise NotAllowed(_("You may not change units."))
    unit.closed_at = timezone.now()
    unit.save(update_fields=["closed_at"])
    return unit


def _free_code(units, name):
    base = slugify(name.lower().translate(NORWEGIAN))[:50] or "unit"
    taken = set(units.filter(code__startswith=base).values_list("code", flat=True))
    number, code = 1, base
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code
