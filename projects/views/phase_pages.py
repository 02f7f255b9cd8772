"""A page for each phase: what the team has written, and what the gate still asks for."""

from django.http import Http404
from django.views.decorators.http import require_safe

from projects.choices.gates import gate_of
from projects.choices.phases import ORDER, Phase
from projects.method import guidance
from projects.summaries.related_cases import cases_with_same_challenge
from projects.views import guards, outcomes
from projects.views.next_step import checklist
from projects.views.sections import facts, sections


@require_safe
def case_phase(request, key, phase):
    """Show what is written in one phase of a case."""
    if phase not in Phase.values:
        raise Http404
    case = guards.working_case(request, key)
    phase = Phase(phase)
    context = guards.case_context(request, case) | {
        "phase": phase,
        "here": f"{phase.number} {phase.label}",
        "lead": f"{phase.question} {phase.work}.",
        "guide": guidance.GUIDE_BY_PHASE[phase],
        "pages": [(one, one == phase) for one in ORDER],
        "facts": facts(request.user, case, phase),
        "related_cases": cases_with_same_challenge(case, request.user)
        if phase == Phase.WHAT
        else None,
        "sections": sections(request.user, case, phase, expanded=request.GET.get("all", "")),
        "checklist": checklist(request.user, case, gate_of(phase)),
    }
    return outcomes.respond(request, "projects/phase.html", context)
