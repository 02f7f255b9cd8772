"""All cases: one search, shown as a list or as a board."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from portfolio.reports import board
from portfolio.search import BOARD, LIST, Search
from projects.access import policies


@require_safe
def case_list(request):
    """Show the cases that a search finds; the key of a case leads straight to it."""
    user, now = request.user, timezone.now()
    search = Search(request.GET, user=user, now=now)
    if case := search.direct_hit():
        redirect_to = HttpResponseClientRedirect if request.htmx else redirect
        return redirect_to(case.get_absolute_url())
    context = {
        "search": search,
        "may_open": policies.can_open(user),
        "refusals": search.refusals,
        "form": search.filters.form,
    }
    template = "portfolio/_results.html" if request.htmx else "portfolio/cases.html"
    if search.refusals:
        return render(request, template, context, status=422)
    if search.view == BOARD:
        phase_counts = board.counts(search.found)
        columns = board.board(
            search.found,
            phase_counts=phase_counts,
            list_url=lambda phase: search.url(view=LIST, phase=phase),
            user=user,
            now=now,
            places_of=search.places_of,
        )
        context |= {"columns": columns, "count": sum(phase_counts.values())}
    else:
        page = board.page(
            search.found, number=search.page, user=user, now=now, places_of=search.places_of
        )
        if page is None:
            raise Http404
        shows_owners = any(card.owner is not None for card in page)
        context |= {"page": page, "count": page.paginator.count, "shows_owners": shows_owners}
    return render(request, template, context)
