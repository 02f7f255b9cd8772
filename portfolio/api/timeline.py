"""The events of one case, oldest first, as far as this person may read them."""

from datetime import date

from portfolio.api.lists.model_columns import PATH_NAMES
from projects.access.field_register import FieldClass, fields_of
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.states import Health, State
from projects.choices.vocabulary import Factor, GateOutcome
from projects.history import case_versions, record_changes, record_log, timeline
from projects.history.decisions import FORMAL_DECISION_FIELDS
from projects.models import Challenge
from projects.readiness.requirements import JUDGED_CODES
from projects.summaries import pause_and_stop

READABLE_CLASSES = frozenset({FieldClass.OPEN, FieldClass.REPORTED, FieldClass.WORKING})


def events(case, user) -> list[dict]:
    """Return phases, changes of state, status updates, gates and what was written of the method.
    At most fifteen queries, whatever the length.
    """
    reader = timeline.reader_of(user, case)
    classes = READABLE_CLASSES & reader.classes
    found = [
        *_updates(case, reader),
        *_comments(case, reader),
        *_lessons(case, reader),
        *_engagements(case, reader),
        *_records(case, reader, classes),
    ]
    if reader.reads_decisions:
        found += [
            *_visits(case, fields_of("projects.PhaseVisit", classes)),
            *_changes(case, classes),
            *_gates(case, classes),
            *_formal(case, fields_of("projects.FormalDecision", classes)),
        ]
    if reader.reads_records:
        found += [
            *_assessments(case),
            *_rounds(case),
            *_challenge(case, classes),
        ]
    return sorted(found, key=lambda event: event["recorded_at"])


def _visits(case, readable):
    for visit in case.visits.all():
        yield {
            "type": "phase_entered",
            "recorded_at": visit.entered_at.isoformat(),
            "on": visit.entered_on.isoformat(),
            "phase": _coded(visit.phase, Phase),
            "visit": visit.number,
            **_texts(visit, ("reason",), readable),
        }
        if visit.left_at:
            yield {
                "type": "phase_left",
                "recorded_at": visit.left_at.isoformat(),
                "on": visit.left_on.isoformat(),
                "phase": _coded(visit.phase, Phase),
                "visit": visit.number,
            }


def _changes(case, classes):
    for change in case.state_changes.select_related("pause", "stop__formal_decision"):
        record, names = pause_and_stop.record_of(change)
        readable_details = fields_of(record._meta.label, classes) if record else ()
        yield {
            "type": "state_changed",
            "recorded_at": change.recorded_at.isoformat(),
            "on": change.changed_on.isoformat(),
            "from": _coded(change.origin, State) if change.origin else None,
            "to": _coded(change.target, State),
            **_texts(change, ("reason", "lesson"), pause_and_stop.readable_of(change, classes)),
            **_fields(record, ("cause", *names), readable_details),
        }


def _updates(case, reader):
    texts = ("summary", "next_step", "hindrance", "help_wanted")
    for update in reader.updates_of(case):
        yield {
            "type": "status_reported",
            "recorded_at": update.recorded_at.isoformat(),
            "health": _coded(update.health, Health),
            **_texts(update, texts, texts if reader.reads(update) else ()),
        }


def _gates(case, classes):
    """Proposals, decisions, and conditions that are met."""
    of_decision = fields_of("projects.GateDecision", classes)
    of_condition = fields_of("projects.Condition", classes)
    proposals = case.gate_proposals.select_related("decision")
    for proposal in proposals.prefetch_related("decision__conditions"):
        gate, decision = _coded(proposal.gate, Gate), getattr(proposal, "decision", None)
        if FieldClass.WORKING in classes:
            proposal_fields = {
                "recorded_at": proposal.recorded_at.isoformat(),
                "reason": proposal.reason,
            }
            yield {"type": "gate_proposed", "gate": gate} | proposal_fields
            if proposal.closed_at and decision is None:
                at = proposal.closed_at.isoformat()
                yield {"type": "proposal_closed", "gate": gate, "recorded_at": at}
        if decision is None:
            continue
        conditions = list(decision.conditions.all())
        yield {
            "type": "gate_decided",
            "recorded_at": decision.recorded_at.isoformat(),
            "on": decision.decided_on.isoformat(),
            "gate": gate,
            "outcome": _coded(decision.outcome, GateOutcome),
            "conditions": [_condition(one, of_condition) for one in conditions],
            **_texts(decision, ("reason",), of_decision),
        }
        for one in conditions:
            if one.met_at:
                yield {
                    "type": "condition_met",
                    "recorded_at": one.met_at.isoformat(),
                    **_condition(one, of_condition),
                    **_texts(one, ("met_note",), of_condition),
                }


def _formal(case, readable):
    """Yield the decisions outside the case that are not withdrawn."""
    for decision in case.formal_decisions.not_withdrawn():
        yield {
            "type": "formally_decided",
            "recorded_at": decision.recorded_at.isoformat(),
            "on": decision.met_on.isoformat(),
            "id": decision.pk,
            **_fields(decision, ("title", *FORMAL_DECISION_FIELDS), readable),
        }


def _condition(condition, readable):
    return {
        "id": condition.pk,
        "requirement": None if condition.code in JUDGED_CODES else condition.code or None,
        "due_on": condition.due_on.isoformat(),
        **_texts(condition, ("action",), readable),
    }


def _comments(case, reader):
    for comment in reader.comments_of(case):
        yield {
            "type": "commented",
            "recorded_at": comment.recorded_at.isoformat(),
            "text": comment.text,
        }


def _engagements(case, reader):
    """Yield what was done with what people said, for the stakeholder it is shared with."""
    for engagement in reader.engagements_of(case):
        yield {
            "type": "engagement_shared",
            "recorded_at": engagement.recorded_at.isoformat(),
            "on": engagement.held_on.isoformat(),
            "id": engagement.pk,
            "form": _value(engagement, "form"),
            "what_we_did": engagement.what_we_did,
        }


def _records(case, reader, classes):
    for log_entry in record_log.readable_entries(case, reader, classes, None):
        yield {
            "type": f"record_{log_entry.action}",
            "recorded_at": log_entry.at.isoformat(),
            "kind": {"code": log_entry.kind.code, "label": str(log_entry.kind.title)},
            "id": log_entry.pk,
            "name": log_entry.name or None,
            **({"changed": [one.name for one in log_entry.changes]} if log_entry.changes else {}),
        }


def _assessments(case):
    for snapshot in case.assessments.agreed().prefetch_related("factors"):
        scores = snapshot.scores
        yield {
            "type": "formula_assessed",
            "recorded_at": snapshot.recorded_at.isoformat(),
            "on": snapshot.assessed_on.isoformat(),
            "scores": {factor.value: scores.of(factor) for factor in Factor},
            "product": scores.product,
            "weakest": [factor.value for factor in scores.weakest],
        }


def _lessons(case, reader):
    for lesson in reader.lessons_of(case):
        yield {
            "type": "lesson_shared",
            "recorded_at": lesson.recorded_at.isoformat(),
            "id": lesson.pk,
            "name": lesson.title,
            "learnt": lesson.learnt,
            "advice": lesson.advice or None,
        }


def _rounds(case):
    for assessment_round in case.assessment_rounds.all():
        shared_fields = {
            "occasion": _value(assessment_round, "occasion"),
            "due_on": assessment_round.due_on.isoformat(),
        }
        at = assessment_round.recorded_at.isoformat()
        yield {
            "type": "assessment_round_begun",
            "recorded_at": at,
            "id": assessment_round.pk,
        } | shared_fields
        if assessment_round.closed_at:
            at = assessment_round.closed_at.isoformat()
            yield {"type": "assessment_round_ended", "recorded_at": at, "id": assessment_round.pk}


def _challenge(case, classes):
    """Changes of the challenge since the case took it up."""
    for before, after in case_versions.challenge_changes(case) if case.challenge_id else ():
        if changed := record_changes.between(before, after, Challenge, classes):
            yield {
                "type": "challenge_changed",
                "recorded_at": after.pgh_created_at.isoformat(),
                "changed": [one.name for one in changed],
            }


def _texts(row, names, readable):
    return {name: getattr(row, name) or None for name in names if name in readable}


def _fields(row, names, readable):
    """Those of the named fields that may be read, as the lists have them."""
    return {PATH_NAMES.get(name, name): _value(row, name) for name in names if name in readable}


def _value(row, name):
    field, value = row._meta.get_field(name), getattr(row, name)
    if value is None or value == "":
        return None
    if field.choices:
        return {"code": value, "label": str(dict(field.flatchoices)[value])}
    if field.remote_field:
        return {"id": value.pk, "name": str(value)}
    return value.isoformat() if isinstance(value, date) else value


def _coded(code, choices):
    return {"code": code, "label": str(choices(code).label)}
