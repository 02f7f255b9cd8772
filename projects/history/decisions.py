"""The decisions in one case: moves, changes of state, gates. Sources of the timeline."""

from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from projects.access.field_register import FieldClass, fields_of
from projects.choices.phases import Phase, is_back
from projects.choices.states import TRANSITIONS, State
from projects.history.entries import TimelineEntry, format_day, happened_note, limit_plus_one
from projects.readiness import requirements
from projects.records import rendering
from projects.summaries import pause_and_stop


def moves(case, reader, limit):
    if not reader.reads_decisions:
        return
    visits = case.visits.select_related("entered_by").order_by("-pk")
    visits = list(visits if limit is None else visits[: limit + 2])
    for visit, before in zip_longest(visits, visits[1:]):
        phase = Phase(visit.phase)
        if before is None:
            what = _("In phase %(number)d %(phase)s")
        elif is_back(Phase(before.phase), phase):
            what = _("Moved back to %(number)d %(phase)s")
        elif before.phase == visit.phase:
            what = _("Again in %(number)d %(phase)s")
        else:
            what = _("Moved to %(number)d %(phase)s")
        yield TimelineEntry(
            at=visit.entered_at,
            what=what % {"number": phase.number, "phase": phase.label},
            tone="info",
            who=visit.entered_by.name if reader.reads_names else "",
            # The reason of a gate is shown by its decision.
            text=visit.reason if reader.reads_names and not visit.decision_id else "",
            note=happened_note(visit.entered_on, visit.entered_at),
        )


def states(case, reader, limit):
    if not reader.reads_decisions:
        return
    changes = case.state_changes.select_related("by", "pause", "stop__formal_decision")
    changes = changes.order_by("-pk")
    for change in limit_plus_one(changes, limit):
        notes = [happened_note(change.changed_on, change.recorded_at)]
        if change.review_on:
            notes.append(_("Next look at the case: %s.") % format_day(change.review_on))
        yield TimelineEntry(
            at=change.recorded_at,
            what=_state_words(change),
            tone="plain",
            who=change.by.name if reader.reads_names else "",
            text="\n".join(filter(None, _why(change, reader.classes))),
            note=" ".join(filter(None, notes)),
        )


def _why(change, classes):
    """The cause, the reason, what was learnt, and what else a pause or a stop recorded."""
    readable = pause_and_stop.readable_of(change, classes)
    record, names = pause_and_stop.record_of(change)
    causes = (
        rendering.lines_of(record, ("cause",), classes)
        if record and record.cause != "other"
        else []
    )
    yield from (_("Main cause: %s") % cause.value for cause in causes)
    if "reason" in readable:
        yield change.reason
    if change.lesson and "lesson" in readable:
        yield _("What we learnt: %s") % change.lesson
    yield from rendering.as_text(rendering.lines_of(record, names, classes) if record else [])


TRANSITION_LABELS = {
    "start": pgettext_lazy("happened", "Started"),
    "pause": pgettext_lazy("happened", "Paused"),
    "resume": pgettext_lazy("happened", "Resumed"),
    "stop": pgettext_lazy("happened", "Stopped"),
    "complete": pgettext_lazy("happened", "Completed"),
    "reopen": pgettext_lazy("happened", "Reopened"),
}


def _state_words(change):
    if not change.origin:
        return _("Registered: %s") % State(change.target).label
    for transition in TRANSITIONS.values():
        if change.origin in transition.origins and change.target == transition.target:
            return str(TRANSITION_LABELS[transition.name])
    return State(change.target).label


def gates(case, reader, _limit):
    """Proposals, what was decided on them, and the conditions that were met since."""
    if not reader.reads_decisions:
        return
    proposals = case.gate_proposals.select_related("by", "decision__by").order_by("-pk")
    for proposal in proposals.prefetch_related("decision__conditions__met_by"):
        decision = getattr(proposal, "decision", None)
        if reader.reads_names:
            yield from _proposal(proposal, decision)
        if decision:
            yield _decision(decision, reader)
            yield from (_met(one, reader) for one in decision.conditions.all() if one.met_at)


# The fields of a formal decision that are shown below its title.
FORMAL_DECISION_FIELDS = (
    "level", "body", "number", "kind", "outcome", "recommendation", "text", "due_on", "follow_up",
    "follow_up_note", "archive_reference",
)  # fmt: skip


def formal(case, reader, limit):
    """Decisions by the council and others outside the case that are not withdrawn."""
    if not reader.reads_decisions:
        return
    formal_decisions = (
        case.formal_decisions.not_withdrawn().select_related("by").order_by("-recorded_at", "-pk")
    )
    for decision in limit_plus_one(formal_decisions, limit):
        lines = rendering.lines_of(decision, FORMAL_DECISION_FIELDS, reader.classes)
        yield TimelineEntry(
            at=decision.recorded_at,
            what=_("Formal decision"),
            tone="info",
            who=decision.by.name if reader.reads_names else "",
            text="\n".join([decision.title, *rendering.as_text(lines)]),
            note=happened_note(decision.met_on, decision.recorded_at),
        )


def _proposal(proposal, decision):
    gate = _short(proposal)
    yield TimelineEntry(
        at=proposal.recorded_at,
        what=_("Proposed: %s") % gate,
        tone="plain",
        who=proposal.by.name,
        text=proposal.reason,
    )
    if proposal.closed_at and decision is None:
        what = _("Proposal no longer stands: %s") % gate
        yield TimelineEntry(at=proposal.closed_at, what=what, tone="plain")


def _short(row):
    """Return the name of the gate without its phases, as in "Gate 1"."""
    return row.get_gate_display().partition(":")[0]


def _decision(decision, reader):
    readable = fields_of("projects.GateDecision", reader.classes)
    conditions = [f"– {_condition(one, reader)}" for one in decision.conditions.all()]
    notes = [happened_note(decision.decided_on, decision.recorded_at)]
    if decision.single_handed:
        notes.append(_("Proposed and decided by one person."))
    return TimelineEntry(
        at=decision.recorded_at,
        what=f"{_short(decision)}: {decision.outcome_label}",
        tone="info",
        who=decision.by.name if reader.reads_names else "",
        text="\n".join([decision.reason] * ("reason" in readable) + conditions),
        note=" ".join(filter(None, notes)),
    )


def _condition(condition, reader):
    """Return a condition with its deadline: what is to be done, or the requirement not met."""
    requirement = requirements.REQUIREMENT_BY_CODE.get(condition.code)
    if FieldClass.JUDGEMENT not in reader.classes and condition.code in requirements.JUDGED_CODES:
        requirement = None
    words = condition.action if reader.reads_names or requirement is None else str(requirement.text)
    if requirement is None and not reader.reads_names:
        words = _("A condition")
    return _("%(what)s (by %(day)s)") % {"what": words, "day": format_day(condition.due_on)}


def _met(condition, reader):
    words = [_condition(condition, reader), condition.met_note if reader.reads_names else ""]
    return TimelineEntry(
        at=condition.met_at,
        what=_("Condition met"),
        tone="good",
        who=condition.met_by.name if reader.reads_names else "",
        text="\n".join(filter(None, words)),
    )
