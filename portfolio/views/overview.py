"""The first page: what needs attention, and the phase of every case."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access.roles import Permission
from portfolio.reports import board, overview
from portfolio.reports.scope import scope_changes, scope_of
from portfolio.reports.trend import trend
from projects.access import policies
from projects.access.held_roles import held_roles_of
from projects.choices.phases import Phase
from projects.models import Case
from projects.summaries import conditions_due

MAX_DUE_CONDITIONS = 5


@require_safe
def overview_page(request):
    """Show a person the portfolio as they may see it, or how to begin one."""
    user, now = request.user, timezone.now()
    cases = Case.objects.visible_to(user)
    counted = overview.overview(cases, user=user, now=now)
    context = {
        "overview": counted,
        "phases": list(Phase),
        "may_open": policies.can_open(user),
        "may_import": policies.can(user, Permission.IMPORT),
        "can_decide": policies.can(user, Permission.DECIDE),
        **_scope(user, timezone.localdate(now)),
        "has_case_roles": bool(held_roles_of(user).by_case),
    }
    if counted.total:
        ongoing = cases.ongoing()
        cases_needing_attention = overview.cases_needing_attention(cases, user=user, now=now)
        height = max(220, 72 * len(cases_needing_attention) - 20)  # as tall as the list beside it
        context |= {
            "cases_needing_attention": cases_needing_attention,
            "due_conditions": conditions_due.of_cases(
                cases.working_readable_by(user),
                user,
                timezone.localdate(now),
                only_own=not policies.can(user, Permission.DECIDE),
                most=MAX_DUE_CONDITIONS,
            ),
            "has_more": counted.needing_attention > len(cases_needing_attention),
            "needing_query": overview.NEEDING_ATTENTION_QUERY,
            "drafts_query": overview.DRAFTS_QUERY,
            "columns": board.board(
                ongoing,
                phase_counts=counted.by_phase,
                list_url=lambda phase: f"{reverse('case_list')}?phase={phase}",
                user=user,
                now=now,
            ),
            "trend": trend(cases, today=timezone.localdate(now), height=height),
        }
    template = "portfolio/_overview.html" if request.htmx else "portfolio/overview.html"
    return render(request, template, context)


def _scope(user, today):
    """Among which cases all is counted; for whoever reads no working texts, how that changed."""
    reads_working = policies.can(user, Permission.READ_WORKING)
    changes = [] if reads_working else scope_changes(user, today=today)
    return {"scope": scope_of(user), "scope_changes": changes}
