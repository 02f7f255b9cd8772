"""A page for each phase: what the team writes down there, and what the gate still asks for."""

from django.http import Http404
from django.views.decorators.http import require_safe

from projects import guidance, readiness
from projects.gates import gate_of
from projects.phases import ORDER, Phase
from projects.views import guards, refusals
from projects.views.sections import facts, sections


@require_safe
def case_phase(request, key, phase):
    """Show what is written down in one phase of a case."""
    if phase not in Phase.values:
        raise Http404
    case = guards.working_case(request, key)
    phase = Phase(phase)
    gate = gate_of(phase)
    answers = readiness.answers(case, gate)
    lacking = [answer.requirement for answer in answers if not answer.is_met]
    context = guards.frame(request, case) | {
        "phase": phase,
        "guide": guidance.OF_PHASE[phase],
        "gate": gate,
        "pages": [(one, one == phase) for one in ORDER],
        "facts": facts(request.user, case, phase),
        "sections": sections(request.user, case, phase, whole=request.GET.get("all", "")),
        "missing": refusals.places(request.user, case, lacking),
        "met": len(answers) - len(lacking),
        "number": len(answers),
    }
    return refusals.answer(request, "projects/phase.html", context)
