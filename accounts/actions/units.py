"""The tree of units."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.access import policies
from accounts.database.row_versions import refuse_overwriting
from accounts.errors import Conflict, Invalid, NotAllowed
from accounts.models import Municipality, Sector, Unit, User

EDITABLE = ("name", "parent", "sector")
NORWEGIAN = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


@transaction.atomic
def add_unit(
    *, by: User, name: str, parent: Unit | None = None, sector: Sector = Sector.OTHER
) -> Unit:
    """Add a unit to the author's municipality; its code is made from its name. Locks the tree.

    Raises NotAllowed, and Invalid or ValidationError naming every field that breaks a rule.
    """
    _lock_tree(by)
    return _add(by, name, parent, sector)


@transaction.atomic
def add_unit_unlocked(*, by: User, name: str) -> Unit:
    """Add a unit at the top of the tree without locking the tree, in a transaction that takes
    long: ``refuse_twins`` comes at its end. Raises as ``add_unit``.
    """
    if not policies.can_manage_people(by):
        raise NotAllowed(_("You may not change units."))
    return _add(by, name, None, Sector.OTHER)


def refuse_twins(units: list[Unit], *, by: User) -> None:
    """Raises Conflict when somebody has added a unit of the same name meanwhile.

    The tree is not locked: whoever adds a unit of the same code now holds it, and waits for us.
    """
    others = Unit.objects.visible_to(by).open().exclude(pk__in=[unit.pk for unit in units])
    for unit in units:
        if others.named(unit.name).exists():
            raise Conflict(_("There is a unit named “%s” already.") % unit.name)


@transaction.atomic
def edit_unit(unit: Unit, *, by: User, seen, changes: dict) -> Unit:
    """Rename or move a unit: change the named fields of ``EDITABLE``. Its code stays. Locks the
    tree.

    Raises NotAllowed, Conflict when somebody changed one of them since the version ``seen``, and
    Invalid or ValidationError naming every field that breaks a rule.
    """
    _lock_tree(by, unit)
    changes = {name: changes[name] for name in EDITABLE if name in changes}
    refuse_overwriting(unit, seen=seen, changes=changes)
    parent = changes.get("parent")
    descendants = Unit.objects.visible_to(by).in_subtrees([unit.code])
    if parent and descendants.filter(pk=parent.pk).exists():
        raise Invalid(_("A unit cannot be part of itself."), field="parent")
    _set(unit, **{name: getattr(unit, name) for name in EDITABLE} | changes)
    unit.full_clean()
    unit.save(update_fields=list(changes))
    return unit


@transaction.atomic
def set_closed(unit: Unit, *, by: User, closed: bool) -> Unit:
    """Take a unit out of use, or into use again; its cases and people keep it. Locks the tree.

    Raises NotAllowed, and Invalid when a unit below is open, or the one above is closed.
    """
    _lock_tree(by, unit)
    if closed and unit.children.open().exists():
        raise Invalid(_("Close the units below “%s” first, or move them.") % unit.name)
    if not closed:
        _set(unit, name=unit.name, parent=unit.parent, sector=unit.sector)
    unit.closed_at = timezone.now() if closed else None
    unit.save(update_fields=["closed_at"])
    return unit


def _add(by, name, parent, sector):
    unit = Unit(municipality=by.municipality)
    _set(unit, name=name, parent=parent, sector=sector)
    unit.code = _free_code(Unit.objects.visible_to(by), unit.name)
    unit.full_clean()
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as error:  # an import that does not lock the tree made it just now
        raise Invalid(_("There is a unit named “%s” already.") % unit.name, field="name") from error
    return unit


def _lock_tree(by, unit=None):
    Municipality.objects.select_for_update(no_key=True).get(pk=by.municipality_id)
    if unit:
        unit.refresh_from_db()
    if not policies.can_manage_people(by) or (unit and unit.municipality_id != by.municipality_id):
        raise NotAllowed(_("You may not change units."))


def _set(unit, *, name, parent, sector):
    unit.name, unit.parent, unit.sector = name, parent, sector
    unit.clean_fields(exclude=["code", "municipality", "parent"])
    unit.name = " ".join(unit.name.split())
    siblings = Unit.objects.visible_to(unit).open().exclude(pk=unit.pk)
    if parent and not siblings.filter(pk=parent.pk).exists():
        raise Invalid(_("Choose an open unit of this municipality."), field="parent")
    if siblings.named(unit.name).exists():
        raise Invalid(_("There is a unit named “%s” already.") % unit.name, field="name")


def _free_code(units, name):
    base = slugify(name.lower().translate(NORWEGIAN))[:50] or "unit"
    taken = set(units.filter(code__startswith=base).values_list("code", flat=True))
    number, code = 1, base
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code
