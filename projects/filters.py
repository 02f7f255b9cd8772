"""How cases are searched: one strict FilterSet for pages, files and the API.

What it does not know, cannot read or is given twice is refused, and then nothing is found:
a search is never widened. A code may be repeated and then means "or". Parameters of the
caller's own (paging, view, format) are named in ``extra_names``.
"""

from copy import copy
from dataclasses import dataclass
from functools import cached_property

from django.core.validators import EMPTY_VALUES
from django.db.models import Case as Choose
from django.db.models import F, Value, When
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from django_filters.filters import ChoiceFilter, Filter, MultipleChoiceFilter

from accounts.access.roles import Permission, has_everywhere
from accounts.models import Unit
from accounts.querysets.ordering import NorwegianOrder
from accounts.text.cleaning import compared
from projects.access.held_roles import held_roles_of
from projects.access.reading_levels import ReadingLevel, highest_level_of, levels_of
from projects.choices.phases import Phase
from projects.choices.states import Health, State, Visibility
from projects.forms.search import (
    CodesField,
    DaysField,
    MomentField,
    OrderingField,
    OwnersField,
    SearchField,
    TagsField,
    nearest,
)
from projects.querysets.cases import working_readable_q
from projects.querysets.key_order import KeyOrder
from projects.querysets.search_text import SearchTerm
from projects.summaries.search_choices import SearchChoices, search_choices_for
from projects.summaries.search_terms import search_terms


def _in_order(field, codes):
    return Choose(*(When(**{field: code}, then=Value(n)) for n, code in enumerate(codes)))


# What may be sorted by. The order reveals nothing that the row itself does not.
ORDERINGS = {
    "key": KeyOrder("key"),
    "title": NorwegianOrder("shown_title"),
    "unit": NorwegianOrder("unit__name"),
    "phase": _in_order("phase", Phase),
    "state": _in_order("state", State),
    "health": _in_order("health", [Health.OFF_TRACK, Health.AT_RISK, Health.ON_TRACK]),
    "days_in_phase": F("phase_since"),
    "confirmed": F("confirmed_at"),
    "updated": F("updated_at"),
}
# What moves with working texts as well: not offered to whoever reads none, and no date of a case
# whose working texts a person does not read.
MOVED_BY_WORKING_TEXTS = frozenset({"updated"})
REVERSED_ORDERINGS = frozenset({"days_in_phase"})  # many days mean an early date
# Empty values come last. To say so of a field that is never empty would keep the database from
# using its index.
MAY_BE_EMPTY = frozenset({"days_in_phase", "confirmed"})

# The filters that ask for a right besides that of seeing the case.
RIGHTS = {"has_open_condition": Permission.READ_DECISIONS}
# The filters by people: who owns a case is among its working texts.
BY_WORKING_TEXTS = frozenset({"owner", "without_owner", "owner_lost"})
# The filters whose codes come from the database, and the fields of SearchChoices that have them.
CHOICE_SOURCES = {"unit": "units", "unit__tree": "units", "owner": "owners", "tag": "tags"}


@dataclass(frozen=True)
class RefusedParameter:
    """Why a parameter is refused, and the name or value that may have been meant."""

    name: str
    value: str
    message: str
    suggestion: str = ""
    label: str = ""


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force, in words."""

    name: str
    value: str
    text: str


class ShallowCopyMixin:
    """Each search has filters of its own; what they are made of is shared, not copied."""

    def __deepcopy__(self, memo):
        copied = copy(self)
        copied.extra = dict(self.extra)
        return copied


class CallableFilterMixin(ShallowCopyMixin):
    """A filter that narrows by ``narrow(cases, value, search)``."""

    def __init__(self, *, narrow, **kwargs):
        self.narrow = narrow
        super().__init__(**kwargs)

    def filter(self, qs, value):
        return qs if value in EMPTY_VALUES else self.narrow(qs, value, self.parent)


class CodesFilter(CallableFilterMixin, MultipleChoiceFilter):
    """A code; repeated it means "or"."""

    field_class = CodesField


class OwnersFilter(CodesFilter):
    """A person who owns cases."""

    field_class = OwnersField


class TagsFilter(CodesFilter):
    """A tag, in any spelling."""

    field_class = TagsField


def _among(field):
    return lambda cases, codes, _s: cases.filter(**{f"{field}__in": codes})


class DaysFilter(CallableFilterMixin, Filter):
    """A number of days."""

    field_class = DaysField


class MomentFilter(CallableFilterMixin, Filter):
    """A date or a moment."""

    field_class = MomentField


class SearchFilter(CallableFilterMixin, Filter):
    """Words to search for."""

    field_class = SearchField


class TrueFilter(CallableFilterMixin, ChoiceFilter):
    """A filter that is ``true`` or left out."""

    field_class = CodesField

    def __init__(self, **kwargs):
        super().__init__(choices=[("true", _("Yes"))], **kwargs)


class CaseOrderingFilter(ShallowCopyMixin, Filter):
    """What to sort by; the FilterSet sorts when all is narrowed."""

    field_class = OrderingField

    def filter(self, qs, value):  # noqa: ARG002 - see above
        return qs


class CaseFilterSet(FilterSet):
    """A search among the cases of a queryset that is already ``visible_to`` the person."""

    q = SearchFilter(
        label=_("Search"), narrow=lambda cases, _text, s: cases.search(s.terms, s.user)
    )
    phase = CodesFilter(narrow=_among("phase"), label=_("Phase"), choices=Phase.choices)
    state = CodesFilter(narrow=_among("state"), label=_("State"), choices=State.choices)
    health = CodesFilter(narrow=_among("health"), label=_("Health"), choices=Health.choices)
    unit__tree = CodesFilter(
        label=_("Unit and those below it"),
        choices=(),
        narrow=lambda cases, codes, s: cases.filter(unit__in=s.units().in_subtrees(codes)),
    )
    unit = CodesFilter(
        label=_("Unit"),
        choices=(),
        narrow=lambda cases, codes, s: cases.filter(unit__in=s.units().filter(code__in=codes)),
    )
    owner = OwnersFilter(
        label=_("Project owner"),
        choices=(),
        narrow=lambda cases, people, s: cases.owned_by(people, s.user),
    )
    without_owner = TrueFilter(
        label=_("Without project owner"), narrow=lambda cases, _yes, s: cases.without_owner(s.user)
    )
    owner_lost = TrueFilter(
        label=_("The project owner has left"),
        narrow=lambda cases, _yes, s: cases.having_lost_owner(s.user),
    )
    tag = TagsFilter(
        label=_("Tag"),
        choices=(),
        narrow=lambda cases, tags, s: cases.filter(tags__overlap=s.spellings(tags)),
    )
    visibility = CodesFilter(
        narrow=_among("visibility"), label=_("Visibility"), choices=Visibility.choices
    )
    days_in_phase__gte = DaysFilter(
        label=_("Days in the phase, at least"),
        narrow=lambda cases, days, s: cases.days_in_phase(today=s.today, at_least=days),
    )
    days_in_phase__lte = DaysFilter(
        label=_("Days in the phase, at most"),
        narrow=lambda cases, days, s: cases.days_in_phase(today=s.today, at_most=days),
    )
    confirmed_before = MomentFilter(
        label=_("Last confirmed before"),
        narrow=lambda cases, moment, _s: cases.filter(confirmed_at__lt=moment),
    )
    unconfirmed_days = DaysFilter(
        label=_("Days without confirmation"),
        least=1,
        narrow=lambda cases, days, s: cases.unconfirmed(days=days, today=s.today),
    )
    pause_overdue = TrueFilter(
        label=_("Paused past its date"), narrow=lambda cases, _yes, s: cases.overdue_pause(s.today)
    )
    attention = TrueFilter(
        label=_("Needs attention"),
        narrow=lambda cases, _yes, s: cases.needing_attention(s.user, s.now),
    )
    has_open_condition = TrueFilter(
        label=_("Has an open condition"),
        narrow=lambda cases, _yes, s: cases.having_open_condition(s.user),
    )
    has_lesson = TrueFilter(
        label=_("Has a lesson"), narrow=lambda cases, _yes, s: cases.having_lesson(s.user)
    )
    ordering = CaseOrderingFilter(label=_("Sort by"), names=ORDERINGS)

    def __init__(self, data, queryset, *, user, extra_names=(), now=None):
        given = MultiValueDict(
            {name: kept for name in data if (kept := [v for v in data.getlist(name) if v != ""])}
        )
        super().__init__(given, queryset)
        self.user, self.extra_names, self.now = user, tuple(extra_names), now or timezone.now()
        self.today = timezone.localdate(self.now)
        self.filters["ordering"].extra["names"] = orderings_of(user)
        for name, attribute in CHOICE_SOURCES.items():
            self.filters[name].extra["choices"] = lambda attribute=attribute: getattr(
                self.search_choices, attribute
            )

    @cached_property
    def search_choices(self) -> SearchChoices:
        """The units, owners and tags that may be chosen. One query, when first asked."""
        return search_choices_for(self.user)

    @cached_property
    def withheld(self) -> frozenset[str]:
        """The filters by what this person reads of no case. No query besides the roles."""
        held_roles = held_roles_of(self.user)
        names = {name for name, right in RIGHTS.items() if not has_everywhere(held_roles, right)}
        if highest_level_of(self.user) < ReadingLevel.WORKING:
            names |= BY_WORKING_TEXTS
        return frozenset(names)

    @cached_property
    def terms(self) -> list[SearchTerm]:
        """The words that are searched for. One query, when first asked."""
        text = self.form.cleaned_data["q"] if self.is_valid() else ""
        return search_terms(text, self.user) if text else []

    @cached_property
    def refusals(self) -> list[RefusedParameter]:
        """Everything that is wrong with the search, in the order it was given."""
        return [refusal for name in self.data for refusal in self._refusals_of(name)]

    def is_valid(self):
        """Nothing is refused."""
        return self.form.is_valid() and not self.refusals

    @cached_property
    def qs(self):
        """The cases found, sorted, the key last of all; none when something is refused."""
        if not self.is_valid():
            return self.queryset.none()
        return self._sorted(self.filter_queryset(self.queryset.all()))

    @cached_property
    def active(self) -> list[ActiveFilter]:
        """The filters in force, one for each value."""
        return [
            ActiveFilter(name, value, self._text(name, value))
            for name in self.filters
            if name != "ordering"
            for value in self.data.getlist(name)
        ]

    def spellings(self, tags):
        """Every spelling of these tags."""
        found = self.search_choices.spellings
        return [spelling for tag in tags for spelling in found[compared(tag)]]

    def units(self):
        """The units this person may search by."""
        return Unit.objects.visible_to(self.user)

    def _refusals_of(self, name):
        values, shown = self.data.getlist(name), name[:100]
        if name not in self.filters and name not in self.extra_names:
            names = [*self.filters, *self.extra_names]
            text = str(_("There is no filter called “%s”.") % shown)
            yield RefusedParameter(shown, values[0], text, nearest(shown, names))
        elif len(values) > 1 and not isinstance(self.filters.get(name), CodesFilter):
            text = str(
                _("Give “%(name)s” once, not %(n)d times.") % {"name": name, "n": len(values)}
            )
            yield RefusedParameter(name, values[0], text, label=self._label(name))
        elif name in self.withheld:
            # Nothing found would say that there is nothing.
            text = str(_("Your role does not read this."))
            yield RefusedParameter(name, values[0], text, label=self._label(name))
        elif name in self.form.errors:
            for error in self.form.errors.as_data()[name]:
                params = error.params or {}
                value, suggestion = params.get("value", values[0]), params.get("suggestion", "")
                yield RefusedParameter(
                    name, value, error.messages[0], suggestion, self._label(name)
                )

    def _label(self, name):
        return str(self.filters[name].label or "") if name in self.filters else ""

    def _sorted(self, cases):
        terms = self.form.cleaned_data["ordering"]
        if not terms:
            return cases.by_urgency(self.user, self.now)
        if not {"title", "-title"}.isdisjoint(terms):
            cases = cases.with_shown_title(self.user)
        orders = (_order_by(term, self.user) for term in terms)
        return cases.order_by(*orders, KeyOrder("key"))

    def _text(self, name, value):
        label, field = self.filters[name].label, self.form.fields[name]
        if isinstance(self.filters[name], TrueFilter):
            return str(label)
        if isinstance(self.filters[name], CodesFilter):
            value = str(dict(field.choices).get(value, value)).lstrip("– ")
        return f"{label}: {value}"


def orderings_of(user) -> tuple[str, ...]:
    """The names that this person may sort by."""
    if highest_level_of(user) is ReadingLevel.WORKING:
        return tuple(ORDERINGS)
    return tuple(name for name in ORDERINGS if name not in MOVED_BY_WORKING_TEXTS)


def _order_by(term, user):
    name = term.removeprefix("-")
    is_descending = term.startswith("-") != (name in REVERSED_ORDERINGS)
    by, may_be_empty = ORDERINGS[name], name in MAY_BE_EMPTY
    if name in MOVED_BY_WORKING_TEXTS and min(levels_of(user)) < ReadingLevel.WORKING:
        by, may_be_empty = Choose(When(working_readable_q(user), then=by)), True
    nulls_last = True if may_be_empty else None
    return by.desc(nulls_last=nulls_last) if is_descending else by.asc(nulls_last=nulls_last)
