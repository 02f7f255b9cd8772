"""A phase of a case for a big screen: the questions, what is written and what is missing."""

from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone
from django.views.decorators.http import require_safe

from projects.access import policies
from projects.access.field_register import FieldClass
from projects.choices.gates import gate_of
from projects.choices.phases import ORDER, Phase
from projects.method import guidance
from projects.models import InnovationQuestion
from projects.readiness import requirements
from projects.records import rendering
from projects.records.kinds import RECORD_KINDS
from projects.views import guards, outcomes
from projects.views.record_panels import PanelReader, levels, stakeholder_overview
from projects.views.sections import facts, is_readable, newest

MAX_HEADLINES = 3  # headlines of a kind are enough to talk from


@dataclass(frozen=True)
class WrittenSummary:
    """What is written of something: how much, and the newest in one line each."""

    title: str
    number: int
    headlines: list[str]

    @property
    def more(self):
        """How many come after those shown."""
        return self.number - len(self.headlines)


@require_safe
def case_screen(request, key, phase):
    """Show one phase of a case on a big screen. Others read it than the person who is signed in:
    assessments of stakeholders are never shown.
    """
    if phase not in Phase.values:
        raise Http404
    case = guards.working_case(request, key)
    phase = Phase(phase)
    classes = policies.readable_classes(request.user, case) - {FieldClass.JUDGEMENT}
    all_checks = requirements.checks(case, gate_of(phase))
    checks = requirements.readable(all_checks, classes)
    reader = PanelReader(request.user, case, classes, timezone.localdate())
    summaries = written_in_phase(reader, phase)
    context = guards.case_context(request, case) | {
        "phase": phase,
        "guide": guidance.GUIDE_BY_PHASE[phase],
        "question": InnovationQuestion.objects.of(case).newest_first().first(),
        "written": [one for one in summaries if one.number],
        "hints": stakeholder_overview(reader, ()).hints if phase == Phase.WHO else [],
        "empty": [one.title for one in summaries if not one.number],
        "missing": [check.requirement for check in checks if not check.is_met],
        "met": sum(check.is_met for check in checks),
        "number": len(checks),
        "withheld": len(all_checks) - len(checks),
        "phases": [(one, one == phase) for one in ORDER],
        "previous": ORDER[phase.number - 2] if phase.number > 1 else None,
        "following": phase.following,
        "scheme": "light",
    }
    return outcomes.respond(request, "projects/phase_screen.html", context)


def written_in_phase(reader, phase) -> list[WrittenSummary]:
    """What is written in the phase: its facts, and the kinds of it. One query for each kind, two
    for anchoring.
    """
    summaries = [
        WrittenSummary(one.title, min(len(one.lines), 1), [line.value for line in one.lines[:1]])
        for one in facts(reader.user, reader.case, phase)
    ]
    for kind in RECORD_KINDS.values():
        is_listed = kind.is_shown_in(phase) and kind.code != "question"
        if is_listed and is_readable(kind, reader.classes):
            summaries.append(SUMMARY_BY_KIND.get(kind.code, _newest_summary)(reader, kind))
    return summaries


def _newest_summary(reader, kind):
    rows, number = newest(reader.case, kind, MAX_HEADLINES)
    return WrittenSummary(
        kind.title, number, [rendering.headline(row, reader.classes) for row in rows]
    )


def _levels_summary(reader, kind):
    levels_in_words = [
        f"{one.level.label}: {one.coverage.label.lower()}" for one in levels(reader, ())
    ]
    return WrittenSummary(kind.title, len(levels_in_words), levels_in_words)


SUMMARY_BY_KIND = {"anchoring": _levels_summary}
