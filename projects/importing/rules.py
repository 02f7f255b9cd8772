"""The rules between the fields of one case, checked before the database checks them. Pure."""

from projects.choices.imports import IMPORTED_RECORD_FIELDS, REQUIRED_RECORD_FIELDS, parse_standing
from projects.choices.states import State, Visibility


def violations(case: dict):
    """Yield (code, field, params) for every rule that the values of a case break."""
    for name in ("title", "unit"):
        if not case.get(name):
            yield "missing", name, {}
    start = case.get("start_on", "")
    for name in ("planned_end_on", "actual_end_on"):
        end = case.get(name, "")
        if start and end and end < start and not start.startswith(end):
            yield "end_before_start", name, {"start": start, "end": end}
    yield from _visibility(case)
    yield from _standing(case)
    yield from _records(case)


def _visibility(case):
    visibility = case.get("visibility") or Visibility.INTERNAL
    basis = case.get("legal_basis", "")
    if visibility == Visibility.RESTRICTED and not basis:
        yield "needs_legal_basis", "legal_basis", {}
    if visibility != Visibility.RESTRICTED and basis:
        yield "basis_without_exemption", "legal_basis", {"basis": basis}
    shown_outside = visibility in {Visibility.COUNCIL, Visibility.PUBLIC}
    if shown_outside and not case.get("public_title"):
        yield "needs_public_title", "public_title", {}


def _standing(case):
    state, _phase = parse_standing(case.get("standing") or "unknown")
    if state in {State.PAUSED, State.STOPPED} and not case.get("standing_reason"):
        yield "needs_reason", "standing_reason", {}
    if state == State.PAUSED and not case.get("paused_until"):
        yield "needs_paused_until", "paused_until", {}
    if state == State.STOPPED and not case.get("lesson"):
        yield "needs_lesson", "lesson", {}


def _records(case):
    """The required fields of records, and a baseline and a target that fit together."""
    for kind, fields in IMPORTED_RECORD_FIELDS.items():
        key = next(iter(fields))
        for name in REQUIRED_RECORD_FIELDS[kind]:
            if case.get(key) and not case.get(name):
                yield "needs_part", name, {"record": case[key]}
    if case.get("benefit"):
        yield from _benefit(case)


def _benefit(case):
    whole = ("benefit_baseline", "benefit_baseline_on", "benefit_baseline_source")
    baseline, baseline_on, _source = (case.get(name, "") for name in whole)
    target, target_on = case.get("benefit_target", ""), case.get("benefit_target_on", "")
    for names in (whole, ("benefit_target", "benefit_target_on")):
        if any(case.get(name) for name in names):
            for name in names:
                if not case.get(name):
                    yield "needs_rest", name, {}
    if target and target == baseline:
        yield "target_is_baseline", "benefit_target", {}
    if target_on and baseline_on and target_on <= baseline_on:
        yield "target_before_baseline", "benefit_target_on", {"baseline_on": baseline_on}
