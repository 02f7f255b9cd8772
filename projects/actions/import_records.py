"""What the rows of an import say of challenges, benefits and decisions, written down."""

from projects.actions.records import change
from projects.choices.imports import RECORDS, Line, folded
from projects.models import Benefit, Case, Challenge, FormalDecision

OF_CASES = {"benefit": Benefit, "decision": FormalDecision}


def challenges_of(lines: list[Line], *, by) -> dict[int, Challenge]:
    """Write and correct the challenges that these rows tell of; return those that cases take
    up, by row. A challenge is known by its title.
    """
    telling = [(line, said) for line in lines if (said := _said(line, "challenge"))]
    if not telling:
        return {}
    known = {folded(row.title): row for row in _challenges(by)}
    taken_up = {}
    for line, said in telling:
        title = said.get("challenge") or line.values["challenge"]
        held = known.get(folded(title))
        if held is None and "challenge" not in said:
            continue  # somebody chose to keep the case's own challenge
        if held is None:
            held = known[folded(title)] = _new_challenge(title, said, by)
        else:
            _correct(held, _fields(Challenge, "challenge", said))
        if "challenge" in said:
            taken_up[line.row] = held
    return taken_up


def write_records(lines: list[Line], cases: dict[int, Case], *, by):
    """Write the benefits and decisions that these rows tell of. ``cases`` is by row."""
    for kind, model in OF_CASES.items():
        telling = [(line, said) for line in lines if (said := _said(line, kind))]
        new = [
            model(case=cases[line.row], by=by, **_fields(model, kind, said))
            for line, said in telling
            if kind in said
        ]
        model.objects.bulk_create(new)
        _correct_known(model, kind, [pair for pair in telling if kind not in pair[1]], cases, by)


def _said(line, kind):
    """What the row changes of a record, by the names of the import."""
    return {name: line.changes[name][1] for name in RECORDS[kind] if name in line.changes}


def _fields(model, kind, said):
    """The same by the record's own fields; empty is what the field has for it."""
    found = {}
    for name, value in said.items():
        field = model._meta.get_field(RECORDS[kind][name])
        found[field.name] = None if value == "" and field.null else field.to_python(value)
    return found


def _challenges(by):
    return Challenge.objects.visible_to(by).standing().order_by("-pk").select_for_update()


def _new_challenge(title, said, by):
    fields = {"description": title} | {
        name: value for name, value in _fields(Challenge, "challenge", said).items() if value
    }
    challenge = Challenge(municipality=by.municipality, by=by, **fields | {"title": title})
    challenge.full_clean(exclude=["municipality", "by"])
    challenge.save()
    return challenge


def _correct(challenge, fields):
    changed = [
        name
        for name, value in fields.items()
        if name != "title" and getattr(challenge, name) != value
    ]
    if changed:
        for name in changed:
            setattr(challenge, name, fields[name])
        challenge.version += 1
        challenge.full_clean(exclude=["municipality", "by"])
        challenge.save(update_fields=[*changed, "version"])


def _correct_known(model, kind, telling, cases, by):
    if not telling:
        return
    rows = model.objects.filter(case__in=[cases[line.row].pk for line, _said in telling])
    known = {(row.case_id, folded(row.title)): row for row in rows.standing().order_by("-pk")}
    for line, said in telling:
        held = known[cases[line.row].pk, folded(line.values[kind])]
        change(held, by=by, seen_version=held.version, changes=_fields(model, kind, said))
