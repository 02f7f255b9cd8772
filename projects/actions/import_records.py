"""Writing the challenges, benefits and formal decisions of an import."""

from projects.actions.records import change
from projects.choices.imports import IMPORTED_RECORD_FIELDS, PlannedRow, normalise_text
from projects.models import Benefit, Case, Challenge, FormalDecision

CASE_RECORD_MODELS = {"benefit": Benefit, "decision": FormalDecision}


def write_challenges(lines: list[PlannedRow], *, by) -> dict[int, Challenge]:
    """Create and correct the challenges in these rows, found by their titles. Return those that
    are new to the case of their row: row → challenge.
    """
    rows_with_values = [
        (line, values) for line in lines if (values := _record_values(line, "challenge"))
    ]
    if not rows_with_values:
        return {}
    existing = {normalise_text(row.title): row for row in _challenges(by)}
    chosen = {}
    for line, values in rows_with_values:
        title = values.get("challenge") or line.values["challenge"]
        challenge = existing.get(normalise_text(title))
        if challenge is None and "challenge" not in values:
            continue  # somebody chose to keep the case's own challenge
        if challenge is None:
            challenge = existing[normalise_text(title)] = _new_challenge(title, values, by)
        else:
            _update_challenge(challenge, _model_values(Challenge, "challenge", values))
        if "challenge" in values:
            chosen[line.row] = challenge
    return chosen


def write_records(lines: list[PlannedRow], cases: dict[int, Case], *, by):
    """Create and correct the benefits and formal decisions in these rows. ``cases`` is by row."""
    for kind, model in CASE_RECORD_MODELS.items():
        rows_with_values = [
            (line, values) for line in lines if (values := _record_values(line, kind))
        ]
        new = [
            model(case=cases[line.row], by=by, **_model_values(model, kind, values))
            for line, values in rows_with_values
            if kind in values
        ]
        model.objects.bulk_create(new)
        _update_records(
            model, kind, [pair for pair in rows_with_values if kind not in pair[1]], cases, by
        )


def _record_values(line, kind):
    """Return what the row changes of a record: field of the import → value."""
    return {
        name: line.changes[name][1] for name in IMPORTED_RECORD_FIELDS[kind] if name in line.changes
    }


def _model_values(model, kind, values):
    """Return the values by the fields of the model, with None or "" for empty ones."""
    found = {}
    for name, value in values.items():
        field = model._meta.get_field(IMPORTED_RECORD_FIELDS[kind][name])
        found[field.name] = None if value == "" and field.null else field.to_python(value)
    return found


def _challenges(by):
    return Challenge.objects.visible_to(by).not_withdrawn().order_by("-pk")


def _new_challenge(title, values, by):
    fields = {"description": title} | {
        name: value
        for name, value in _model_values(Challenge, "challenge", values).items()
        if value
    }
    challenge = Challenge(municipality=by.municipality, by=by, **fields | {"title": title})
    challenge.full_clean(exclude=["municipality", "by"])
    challenge.save()
    return challenge


def _update_challenge(challenge, fields):
    """Correct a challenge; it is locked only if something of it changes."""
    fields = {name: value for name, value in fields.items() if name != "title"}
    if not _differing(challenge, fields):
        return
    locked = Challenge.objects.select_for_update(no_key=True)
    challenge.refresh_from_db(from_queryset=locked)
    changed = _differing(challenge, fields)
    for name in changed:
        setattr(challenge, name, fields[name])
    challenge.version += 1
    challenge.full_clean(exclude=["municipality", "by"])
    challenge.save(update_fields=[*changed, "version"])


def _differing(challenge, fields):
    return [name for name, value in fields.items() if getattr(challenge, name) != value]


def _update_records(model, kind, rows_with_values, cases, by):
    if not rows_with_values:
        return
    rows = model.objects.filter(case__in=[cases[line.row].pk for line, _values in rows_with_values])
    existing = {
        (row.case_id, normalise_text(row.title)): row
        for row in rows.not_withdrawn().order_by("-pk")
    }
    for line, values in rows_with_values:
        record = existing[cases[line.row].pk, normalise_text(line.values[kind])]
        changes = _model_values(model, kind, values)
        change(record, by=by, seen_version=record.version, changes=changes)
