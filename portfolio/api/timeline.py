"""The events of one case, oldest first; working texts only for whoever reads them."""

from projects.fields import FieldClass, fields_of
from projects.phases import Phase
from projects.states import Health, State


def events(case, *, reads: bool) -> list[dict]:
    """Return phases, changes of state and status updates. Three queries."""
    classes = {FieldClass.OPEN, FieldClass.WORKING} if reads else {FieldClass.OPEN}
    found = [
        *_visits(case, fields_of("projects.PhaseVisit", classes)),
        *_changes(case, fields_of("projects.StateChange", classes)),
        *_updates(case, fields_of("projects.StatusUpdate", classes)),
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


def _changes(case, readable):
    for change in case.state_changes.all():
        yield {
            "type": "state_changed",
            "recorded_at": change.recorded_at.isoformat(),
            "on": change.changed_on.isoformat(),
            "from": _coded(change.origin, State) if change.origin else None,
            "to": _coded(change.target, State),
            **_texts(change, ("reason", "lesson"), readable),
        }


def _updates(case, readable):
    texts = ("summary", "next_step", "hindrance", "help_wanted")
    for update in case.status_updates.all():
        yield {
            "type": "status_reported",
            "recorded_at": update.recorded_at.isoformat(),
            "health": _coded(update.health, Health),
            **_texts(update, texts, readable),
        }


def _texts(row, names, readable):
    return {name: getattr(row, name) or None for name in names if name in readable}


def _coded(code, choices):
    return {"code": code, "label": str(choices(code).label)}
