"""Who has which role in a case."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access.roles import CaseRole
from projects.access import policies
from projects.actions.people import assign, end_assignment
from projects.forms.people import GiveRoleForm
from projects.summaries import roles_of_a_person
from projects.summaries.deciders import deciders, join_names
from projects.views import guards
from projects.views.outcomes import NO_ATTEMPT, attempt, attempt_once, respond


@require_http_methods(["GET", "HEAD", "POST"])
def case_people(request, key):
    """Give a role, or end the one named by ``end``."""
    case = guards.visible_case(request, key)
    roles = policies.assignable_roles(request.user, case)
    guards.require(roles)
    if request.method == "POST" and "end" in request.POST:
        return _end(request, case)
    typed = request.POST if request.method == "POST" else None
    first = {"role": request.GET.get("role", "")}
    form = GiveRoleForm(typed, by=request.user, roles=roles, initial=first)
    if not form.is_bound:
        return _people_page(request, case, form)
    outcome = attempt_once(request, form, partial(assign, case, by=request.user))
    if not outcome.is_done:
        return _people_page(request, case, form, outcome)
    person, role = form.cleaned_data["user"], form.cleaned_data["role"]
    messages.success(
        request,
        _("%(name)s is now %(role)s.") % {"name": person.name, "role": role.label.lower()},
    )
    _warn_of_workload(request, person, role)
    return redirect("case_people", case.key)


def _warn_of_workload(request, person, role):
    """Warn that one person drives many cases; nothing is refused."""
    if role != CaseRole.CHAMPION:
        return
    number = roles_of_a_person.count_championed_cases(person, request.user)
    if number > roles_of_a_person.MAX_CHAMPIONED_CASES:
        words = {"name": person.name, "number": number}
        warning = _("%(name)s now drives %(number)d active cases. Is there time for all of them?")
        messages.warning(request, warning % words)


def _end(request, case):
    pk = guards.whole_number(request.POST["end"]) or 0
    assignment = get_object_or_404(case.assignments.select_related("user"), pk=pk)
    outcome = attempt(lambda: end_assignment(assignment, by=request.user))
    if outcome.is_done:
        words = {"name": assignment.user.name, "role": CaseRole(assignment.role).label.lower()}
        messages.success(request, _("%(name)s is no longer %(role)s.") % words)
    else:
        messages.error(request, outcome.message)
    return redirect("case_people", case.key)


def _people_page(request, case, form, outcome=NO_ATTEMPT):
    roles = policies.assignable_roles(request.user, case)
    people = list(case.assignments.in_force().in_order().select_related("user__unit"))
    has_owner = any(assignment.role == CaseRole.OWNER for assignment in people)
    namers = deciders(case).everywhere if not has_owner and CaseRole.OWNER not in roles else []
    context = guards.case_context(request, case) | {
        "form": form,
        "people": [(assignment, assignment.role in roles) for assignment in people],
        "owner_by": join_names(namers) if namers else "",
    }
    return respond(request, "projects/people.html", context, outcome)
