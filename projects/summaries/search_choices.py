"""The units, owners and tags that a person may search by."""

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func
from django.db.models.functions import JSONObject

from accounts.access.roles import CaseRole
from accounts.models import Municipality, Unit, User
from accounts.text.alphabet import sort_key
from accounts.text.cleaning import compared, each_once
from projects.models import Assignment, Case


@dataclass(frozen=True)
class SearchChoices:
    """Codes and labels in the order people read them; units as a tree, written flat."""

    units: tuple[tuple[str, str], ...] = ()
    owners: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    spellings: dict[str, list[str]] = field(default_factory=dict)  # of a tag as it is compared


def search_choices_for(user) -> SearchChoices:
    """Return the units of the municipality, the owners of cases whose working texts this person
    reads, and the tags of the cases they see. One query.
    """
    assignments = Assignment.objects.in_force().filter(
        role=CaseRole.OWNER, case__in=Case.objects.working_readable_by(user)
    )
    owners = User.objects.visible_to(user).filter(pk__in=assignments.values("user")).alphabetical()
    units = Unit.objects.visible_to(user).alphabetical()
    tags = Case.objects.visible_to(user).values(tag=Func(F("tags"), function="unnest")).distinct()
    # A subquery that cannot find anything is None.
    found = Municipality.objects.values_list(
        ArraySubquery(units.values(_=JSONObject(pk="pk", code="code", name="name", up="parent"))),
        ArraySubquery(owners.values(_=JSONObject(pk="pk", name="name"))),
        ArraySubquery(tags),
    ).get(pk=user.municipality_id)
    return SearchChoices(
        units=tuple(_flat(found[0])),
        owners=tuple((str(owner["pk"]), owner["name"]) for owner in found[1] or ()),
        tags=tuple((tag, tag) for tag in shown_tags(found[2] or ())),
        spellings=_spellings(found[2] or ()),
    )


def shown_tags(tags) -> list[str]:
    """Return each tag in the spelling that is shown, in Norwegian order: of several spellings the
    one with most small letters comes last.
    """
    return each_once(sorted(tags, key=lambda tag: (sort_key(tag), tag)))


def _spellings(tags):
    found = {}
    for tag in tags:
        found.setdefault(compared(tag), []).append(tag)
    return found


def _flat(units, up=None, depth=0):
    for unit in (unit for unit in units if unit["up"] == up):
        yield unit["code"], "– " * depth + unit["name"]
        yield from _flat(units, unit["pk"], depth + 1)
