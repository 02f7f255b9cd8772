"""The address of the case list: the search in it, and the addresses one step away."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from projects.choices.case_key import CASE_KEY
from projects.choices.states import IN_PHASE, State
from projects.filters import CaseFilterSet, RefusedParameter
from projects.forms.search import nearest
from projects.models import Case
from projects.summaries.search_places import search_places

LIST, BOARD = "list", "board"
OWN_PARAMETERS = ("view", "page")
MENUS = {
    "phase": gettext_lazy("Phase"),
    "state": gettext_lazy("State"),
    "health": gettext_lazy("Health"),
    "unit__tree": gettext_lazy("Unit"),
    "owner": gettext_lazy("Project owner"),
    "tag": gettext_lazy("Tag"),
}
MORE_GROUPS = ("visibility",)
MORE_FIELDS = (
    "days_in_phase__gte",
    "days_in_phase__lte",
    "unconfirmed_days",
    "confirmed_before",
)
MORE_TICKS = (
    "attention",
    "without_owner",
    "owner_lost",
    "pause_overdue",
    "has_open_condition",
    "has_lesson",
)


@dataclass(frozen=True)
class FilterMenu:
    """A filter of codes as a menu: its field, and what is chosen in words."""

    name: str
    label: str
    field: BoundField
    selection_text: str


@dataclass(frozen=True)
class MoreFilters:
    """The filters that are asked for less often, together in one menu."""

    name: str
    selection_text: str
    groups: list[BoundField]
    fields: list[BoundField]
    ticks: list[BoundField]


@dataclass(frozen=True)
class SearchLink:
    """A link to a search near this one."""

    text: str
    url: str


class Search:
    """What a person asks the case list for. Without a state it means active and paused."""

    def __init__(self, query, *, user, now):
        self.parameters = query.copy()
        for name in query:
            self.parameters.setlist(name, [value for value in query.getlist(name) if value])
            if not self.parameters.getlist(name):
                del self.parameters[name]
        effective = self.parameters.copy()
        self.has_no_state = "state" not in effective
        if self.has_no_state:
            effective.setlist("state", IN_PHASE)
        states = effective.getlist("state")
        self.has_default_state = sorted(states) == sorted(IN_PHASE)
        self.effective, self.cases = effective, Case.objects.visible_to(user)
        self.filters = CaseFilterSet(
            effective, self.cases, user=user, extra_names=OWN_PARAMETERS, now=now
        )
        self._own_refusals = []
        self.view, self.page = self._view(), self._page()

    @cached_property
    def refusals(self) -> list[tuple[RefusedParameter, SearchLink | None]]:
        """What is wrong with the address, each with what may have been meant."""
        return [
            (refusal, self._suggested_link(refusal))
            for refusal in [*self.filters.refusals, *self._own_refusals]
        ]

    @property
    def found(self):
        """The cases found; none when anything is refused."""
        return self.cases.none() if self.refusals else self.filters.qs

    def places_of(self, case_ids) -> dict[int, list[str]]:
        """Where these cases have the words that were searched for. One query, if there are any."""
        return search_places(case_ids, self.filters.terms, self.filters.user)

    def direct_hit(self) -> Case | None:
        """The case whose key was searched for. One query, only for what looks like a key."""
        text = self.parameters.get("q", "").strip()
        if self.refusals or not CASE_KEY.fullmatch(text):
            return None
        return self.cases.filter(key=text).first()

    # --- Links ---

    @cached_property
    def active(self) -> list[tuple[str, str]]:
        """The filters in force: what each says, and the address without it."""
        others = [self._without(f) for f in self.filters.active if f.name != "state"]
        if self.has_default_state:
            return others
        if set(self.parameters.getlist("state")) == set(State.values):
            return [(_("All states"), self.url(state=None)), *others]
        return [self._without(f) for f in self.filters.active]

    @property
    def clear_url(self):
        """The address of the list without any filter."""
        return f"{reverse('case_list')}?view={self.view}"

    @property
    def all_states_url(self):
        """The address of the same search in every state."""
        return self.url(state=State.values)

    @property
    def views(self) -> list[tuple[str, bool, SearchLink]]:
        """The two ways to show the result."""
        return [
            (LIST, self.view == LIST, SearchLink(_("List"), self.url(view=LIST))),
            (BOARD, self.view == BOARD, SearchLink(_("Board"), self.url(view=BOARD))),
        ]

    @property
    def files(self) -> list[SearchLink]:
        """The whole result as files, by the API: in the order asked for, else by key."""
        query = self.effective.copy()
        for name in OWN_PARAMETERS:
            query.pop(name, None)
        query["lang"] = get_language()
        address = f"{reverse('api_cases')}?{query.urlencode()}"
        return [
            SearchLink(text, f"{address}&format={extension}")
            for extension, text in (("xlsx", _("Excel")), ("csv", _("CSV")))
        ]

    def url(self, **changes):
        """The address with other values; None takes a name out. Begins at the first page."""
        query = self.parameters.copy()
        for name, value in ({"page": None} | changes).items():
            query.pop(name, None)
            if isinstance(value, (list, tuple)):
                query.setlist(name, value)
            elif value is not None:
                query[name] = value
        return f"{reverse('case_list')}?{query.urlencode()}"

    # --- The form ---

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """What the form carries along beside its own fields."""
        carried = ("view", "ordering", "unit")
        return [(name, value) for name in carried for value in self.parameters.getlist(name)]

    @cached_property
    def menus(self) -> list[FilterMenu]:
        """The menus of codes that have anything to choose."""
        form = self.filters.form
        return [
            FilterMenu(name, str(label), form[name], self._selection_text(form[name]))
            for name, label in MENUS.items()
            if name not in self.filters.withheld and form[name].field.choices
        ]

    @cached_property
    def more(self) -> MoreFilters:
        """The menu of other filters."""
        form, withheld = self.filters.form, self.filters.withheld
        names = [
            [name for name in group if name not in withheld]
            for group in (MORE_GROUPS, MORE_FIELDS, MORE_TICKS)
        ]
        n = sum(name in self.parameters for group in names for name in group)
        selection_text = ngettext("%(n)d chosen", "%(n)d chosen", n) % {"n": n} if n else _("None")
        return MoreFilters(
            "more", selection_text, *([form[name] for name in group] for group in names)
        )

    def _selection_text(self, field):
        labels = dict(field.field.choices)
        return ", ".join(
            str(labels[code]).lstrip("– ") for code in field.value() or () if code in labels
        )

    # --- Nearby addresses ---

    @property
    def current_url(self):
        """This very address."""
        return self.url(page=self.page if self.page > 1 else None)

    def _without(self, active):
        rest = [value for value in self.parameters.getlist(active.name) if value != active.value]
        return active.text, self.url(**{active.name: rest or None})

    def _suggested_link(self, refusal):
        if not refusal.suggestion:
            return None
        if refusal.name in {*self.filters.filters, *OWN_PARAMETERS}:
            values = self.parameters.getlist(refusal.name)
            corrected = [refusal.suggestion if v == refusal.value else v for v in values]
            return SearchLink(refusal.suggestion, self.url(**{refusal.name: corrected}))
        values = self.parameters.getlist(refusal.name)
        step = self.url(**{refusal.name: None, refusal.suggestion: values})
        return SearchLink(refusal.suggestion, step)

    # --- The list's own parameters ---

    def _view(self):
        value = self.parameters.get("view", LIST)
        if value not in {LIST, BOARD}:
            self._refuse(
                "view", value, _("Choose among: list, board."), nearest(value, [LIST, BOARD])
            )
            return LIST
        return value

    def _page(self):
        value = self.parameters.get("page", "1")
        if not re.fullmatch(r"[1-9][0-9]{0,5}", value):
            self._refuse("page", value, _("Write a whole number from 1."))
            return 1
        return int(value)

    def _refuse(self, name, value, message, suggestion=""):
        self._own_refusals.append(RefusedParameter(name, value, message, suggestion))
