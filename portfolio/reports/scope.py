"""Among which cases a person's figures are counted, and when that changed.

Past figures are counted among the cases that a person sees today: a case that comes into view, or
is no longer shown, changes them. So it is listed, and a case that is hidden now is never named.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Window
from django.db.models.functions import Lag
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.access import policies
from projects.access.audiences import SHOWN_TO, Audience, audience_of
from projects.access.held_roles import held_roles_of
from projects.models import Case

LISTED_DAYS = 400  # more than the year that charts show
LABELS = {
    Audience.PUBLIC: gettext_lazy("public cases"),
    Audience.COUNCIL: gettext_lazy("public cases and those shared with the council"),
    Audience.ADMINISTRATION: gettext_lazy("every case but those exempt from public access"),
    Audience.STAFF: gettext_lazy("every case but those exempt from public access"),
    Audience.FULL: gettext_lazy("every case"),
}


@dataclass(frozen=True)
class Scope:
    """Among which cases a person's figures are counted."""

    code: str
    label: Promise
    has_own_cases: bool

    @property
    def text(self) -> str:
        """The scope as a part of a sentence."""
        if self.has_own_cases:
            return _("%s, and the cases you have a part in") % self.label
        return str(self.label)


@dataclass(frozen=True)
class ScopeChange:
    """On one day a case came into view, or is no longer shown. ``case`` is None where this person
    does not see it now.
    """

    on: date
    is_shown: bool
    case: Case | None
    title: str

    @property
    def text(self) -> str:
        """The change in words."""
        day = formats.date_format(self.on, "DATE_FORMAT")
        if self.case is None:
            came = _("a case came into view that is no longer shown")
            return f"{day}: {came if self.is_shown else _('a case is no longer shown')}"
        return f"{day}: {self.case.key} {self.title} {_('came into view')}"

    def as_data(self) -> dict:
        """The change as the API tells it."""
        return {
            "on": self.on.isoformat(),
            "type": "came_into_view" if self.is_shown else "no_longer_shown",
            "key": self.case.key if self.case else None,
        }


def scope_of(user) -> Scope:
    """Return among which cases this person's figures are counted. No query besides the roles."""
    audience = audience_of(user)
    own = audience is not Audience.FULL and bool(held_roles_of(user).by_case)
    return Scope(audience.value, LABELS[audience], own)


def scope_changes(user, *, today: date) -> list[ScopeChange]:
    """Return how the visibility of cases changed what this person's audience sees, newest first.
    At most two queries; none for whoever sees every case.
    """
    shown = SHOWN_TO[audience_of(user)]
    if len(shown) == len(SHOWN_TO[Audience.FULL]):
        return []
    was_shown, is_shown = Q(before__in=shown), Q(visibility__in=shown)
    before = Window(Lag("visibility"), partition_by="pgh_obj_id", order_by="pgh_id")
    # A condition on the day would leave out the version before: it is asked afterwards.
    versions = (
        Case.pgh_event_model.objects.filter(municipality=user.municipality_id)
        .exclude(pgh_obj_id__in=list(held_roles_of(user).by_case))
        .annotate(before=before)
        .filter((was_shown & ~is_shown) | (~was_shown & is_shown), before__isnull=False)
        .values_list("pgh_obj_id", "pgh_created_at", "visibility")
    )
    since = today - timedelta(days=LISTED_DAYS)
    found = [
        (timezone.localdate(at), pk, visibility in shown)
        for pk, at, visibility in versions
        if timezone.localdate(at) >= since
    ]
    visible = Case.objects.visible_to(user).in_bulk({pk for _on, pk, _is_shown in found})
    changes = [
        ScopeChange(on, now_shown, visible.get(pk), _title(user, visible.get(pk)))
        for on, pk, now_shown in found
    ]
    # Where several have the same day, in an order that says nothing of what is hidden.
    return sorted(
        changes,
        key=lambda one: (-one.on.toordinal(), one.is_shown, one.case.key if one.case else ""),
    )


def _title(user, case):
    return policies.shown_title(user, case) if case else ""
