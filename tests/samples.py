"""One record of every kind, with a mark of its own in every text, which shows what leaks."""

from datetime import timedelta
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.models import User
from projects.actions.challenges import describe
from projects.actions.records import add
from projects.records.kinds import RECORD_KINDS

DAY = timedelta(days=1)
CHALLENGE = {
    "title": "Flere eldre, færre hender",
    "description": "Vi mangler hver tredje hjelper",
    "entry_point": "renewal",
    "who_is_affected": "Eldre som bor hjemme",
    "causes": "",
    "consequences": "",
    "expected_development": "",
    "horizon": "",
    "extent": "",
    "open_for_cocreation": False,
}


def mark_of(code, name):
    """Return the mark of a text: no word and no other mark contains it."""
    return f"zq{code.replace('_', '')}x{name.replace('_', '')}qz"


def own_values(code, today):
    """Return what a rule requires, besides a value of its kind in every field."""
    return {
        "contact": {"delete_by": today + 30 * DAY},
        "stakeholder": {"left_on": None},
        "engagement": {"is_shared": False},
        "option": {"state": "candidate"},
        "round": {"start_on": today - DAY, "end_on": today},
        "trial": {
            "planned_end_on": today + DAY,
            "started_on": today - DAY,
            "ended_on": today,
            "real_users": True,
        },
        "benefit": {
            "baseline": Decimal(40),
            "baseline_on": today - 30 * DAY,
            "target": Decimal(10),
            "target_on": today + 30 * DAY,
            "state": "expected",
        },
        "measurement": {"value": Decimal(25)},
        "decision": {"number": "PS 61/26", "archive_reference": "2026/1234"},
        "archive": {"reference": "2026/5678", "is_restricted": False, "legal_basis": ""},
    }.get(code, {})


def values_of(kind, case, person):
    """A value for every field of the kind: marks for texts, and what was written before."""
    today = timezone.localdate()
    found = {}
    for name in kind.fields:
        field = kind.model._meta.get_field(name)
        found[name] = _value(kind, field, case, person, today)
    return found | own_values(kind.code, today)


def _value(kind, field, case, person, today):
    if isinstance(field, ArrayField):
        choices = field.base_field.choices
        return [choices[0][0]] if choices else [mark_of(kind.code, field.name)]
    if isinstance(field, models.ForeignKey):
        return person if field.related_model is User else newest(field.related_model, case)
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.URLField):
        return f"https://{mark_of(kind.code, field.name)}.example/"
    if holds_text(field):
        return mark_of(kind.code, field.name)[: field.max_length]
    plain = {models.DateField: today, models.BooleanField: False, models.DecimalField: Decimal(3)}
    return plain.get(type(field), 3)


def newest(model, case):
    """The newest record of the model that was written of the case."""
    kind = next(kind for kind in RECORD_KINDS.values() if kind.model is model)
    return model.objects.of(case, kind.case_path).last()


def parent_of(kind, case):
    """Return the parent of a new record of the kind."""
    return (
        newest(kind.model._meta.get_field(kind.parent).related_model, case) if kind.parent else None
    )


def write(kind, case, *, by, person, **changes):
    """Write a record of the kind through its action."""
    said = values_of(kind, case, person) | changes
    return add(kind, case, by=by, parent=parent_of(kind, case), **said)


def write_everything(case, *, by, person, but=()):
    """Write a record of every kind; return them by their code."""
    return {
        code: write(kind, case, by=by, person=person)
        for code, kind in RECORD_KINDS.items()
        if code not in but
    }


def describe_challenge(case, *, by):
    """Write the challenge of the case."""
    return describe(case, by=by, seen=None, seen_version=0, fields=CHALLENGE)


def marks(codes, classes, register):
    """The marks of every text whose field is in one of the classes."""
    return {
        mark_of(code, name)
        for code in codes
        for name in RECORD_KINDS[code].fields
        if register[RECORD_KINDS[code].model._meta.label][name] in classes
        and holds_text(RECORD_KINDS[code].model._meta.get_field(name))
    }


def holds_text(field):
    """People write what they like in it."""
    return isinstance(field, models.CharField | models.TextField) and not field.choices
