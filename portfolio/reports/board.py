"""The result of a search as a board of five columns, or as a page of a list."""

from dataclasses import dataclass
from math import ceil

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Func, Subquery

from portfolio.reports.cards import Card, card, with_cards
from projects.choices.phases import Phase
from projects.models import Case

MAX_CARDS = 30
PAGE_SIZE = 50


@dataclass(frozen=True)
class BoardColumn:
    """A phase, the number of its cases, and the first of them."""

    phase: Phase
    count: int
    cards: list[Card]
    more_url: str

    number = property(lambda self: self.phase.number)
    code = property(lambda self: self.phase.value)
    name = property(lambda self: self.phase.label)
    question = property(lambda self: self.phase.work)


def no_places(_case_ids) -> dict[int, list[str]]:
    """Return that nothing was searched for."""
    return {}


def counts(cases) -> dict[str, int]:
    """Count the cases of each phase. One query."""
    found = cases.order_by().values_list("phase").annotate(Count("pk"))
    return dict.fromkeys(Phase.values, 0) | dict(found)


def board(
    cases, *, phase_counts: dict[str, int], list_url, user, now, places_of=no_places
) -> list[BoardColumn]:
    """Return the cases by phase, most urgent first, at most CARDS in each; ``list_url`` gives
    the address of a whole phase, ``places_of`` where cases have the words of a search. One query.
    """
    cases = cases.by_urgency(user, now)
    # One limit a phase, and not a window over all: so the database knows how few will come.
    first, *rest = (cases.filter(phase=phase).values("pk")[:MAX_CARDS] for phase in Phase)
    cut = Case.objects.filter(pk__in=first.union(*rest, all=True))
    rows = list(with_cards(cut.by_urgency(user, now), user))
    places = places_of([case.pk for case in rows])
    cards = {phase: [] for phase in Phase}
    for case in rows:
        found_in = places.get(case.pk, ())
        cards[Phase(case.phase)].append(card(case, user=user, now=now, found_in=found_in))
    return [
        BoardColumn(
            phase,
            phase_counts[phase],
            cards[phase],
            list_url(phase) if phase_counts[phase] > len(cards[phase]) else "",
        )
        for phase in Phase
    ]


class CountedPaginator(Paginator):
    """Pages of rows that the database has counted and cut."""

    def __init__(self, count):
        super().__init__([], PAGE_SIZE)
        self.count = count
        self.num_pages = max(1, ceil(count / PAGE_SIZE))


def page(cases, *, number: int, user, now, places_of=no_places) -> Page | None:
    """Cut a page of the list, in the order of the cases; None past the last. One query: the
    page is cut before anything is joined to it, and the total counted beside it. ``places_of``
    gives where cases have the words of a search.
    """
    start = (number - 1) * PAGE_SIZE
    total = cases.order_by().values(_=Func(F("pk"), function="COUNT"))
    cut = Case.objects.filter(pk__in=cases.values("pk")[start : start + PAGE_SIZE])
    ordered = cut.with_shown_title(user).order_by(*cases.query.order_by)
    rows = list(with_cards(ordered, user).annotate(total=Subquery(total)))
    if not rows and number > 1:
        return None
    places = places_of([case.pk for case in rows])
    cards = [card(case, user=user, now=now, found_in=places.get(case.pk, ())) for case in rows]
    return Page(cards, number, CountedPaginator(rows[0].total if rows else 0))
