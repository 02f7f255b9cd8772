"""Writing what the demo's stories left behind, chapter by chapter.

A gate is judged by what stood in the database when it was decided: each chapter is written
before its decisions take their snapshots.
"""

from collections import defaultdict
from contextlib import contextmanager
from itertools import zip_longest
from operator import attrgetter

import pgtrigger
from django.apps import apps
from django.db import connection
from pghistory.models import Context

from portfolio.demo.keeping import Past
from projects.choices.gates import Gate
from projects.models import (
    Assignment,
    Case,
    Challenge,
    Comment,
    Condition,
    GateDecision,
    GateProposal,
    Pause,
    PhaseVisit,
    StateChange,
    StatusUpdate,
    Stop,
)
from projects.readiness import requirements

FIRST = (Case, Challenge)
# Written when everything else is: a visit points at a decision, which needs its snapshot. Each
# step of a case is judged by those before it: they are written in turns, a change before a visit.
DECIDED = (StatusUpdate, GateProposal, GateDecision, Condition)
COURSE = (StateChange, PhaseVisit)
AFTERWARDS = (Pause, Stop, Comment)
LAST = (*DECIDED, *COURSE, *AFTERWARDS)
TRACKED = [m for m in apps.get_app_config("projects").get_models() if hasattr(m, "pgh_event_model")]
# The history triggers stamp the present moment; the demo writes the history rows itself.
STAMPED = [
    f"{model._meta.label}:{trigger}"
    for model in TRACKED
    for trigger in ("insert_insert", "update_update")
]
MOMENT = {Case: "created_at", Assignment: "created_at", PhaseVisit: "entered_at"}


def write(past: Past) -> None:
    """Write all of it. The rows are numbered in the order in which they came."""
    chapters = [chapter for _, chapter in sorted(past.chapters.items())]
    rows = _of_all(chapters)
    for model, found in rows.items():
        found.sort(key=_moment)
        for row, pk in zip(found, _next_ids(model, len(found)), strict=True):
            row.pk = pk
    with pgtrigger.ignore(*STAMPED), _moments_as_told():
        for chapter in chapters:
            _write_chapter(chapter)
            for decision in chapter.decisions:
                decision.criteria = _criteria(decision)
        _write_history([s for chapter in chapters for s in chapter.snapshots])
    for model in DECIDED:
        model.objects.bulk_create(rows[model])
    _write_course([step for model in COURSE for step in rows[model]])
    for model in AFTERWARDS:
        model.objects.bulk_create(rows[model])
    _write_takers(past.taking_part)


def _of_all(chapters):
    """Every row by its model, each once."""
    rows = defaultdict(list)
    for chapter in chapters:
        for row in chapter.rows:
            rows[type(row)].append(row)
        for snapshot in chapter.snapshots:
            if snapshot.label == "insert":
                rows[type(snapshot.row)].append(snapshot.row)
    return rows


def _write_chapter(chapter):
    """Write what is new, and what tracked rows came to hold."""
    held = defaultdict(dict)
    for snapshot in chapter.snapshots:
        held[type(snapshot.row)][snapshot.row.pk] = snapshot
    for model in sorted(held, key=lambda model: model not in FIRST):
        columns = [f for f in model._meta.concrete_fields if not f.generated]
        model.objects.bulk_create(
            [_as_held(snapshot) for _, snapshot in sorted(held[model].items())],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[column.name for column in columns if not column.primary_key],
        )
    new = defaultdict(list)
    for row in chapter.rows:
        if type(row) not in LAST:
            new[type(row)].append(row)
    for model, rows in new.items():
        model.objects.bulk_create(sorted(rows, key=attrgetter("pk")))


def _as_held(snapshot):
    """The row as the snapshot says it was."""
    row = type(snapshot.row)(**_values(snapshot))
    row.pk = snapshot.row.pk
    return row


def _values(snapshot):
    """What the row held, by the names of the columns."""
    return {
        column.attname: getattr(value, "pk", value)
        for column in snapshot.row._meta.concrete_fields
        if (value := snapshot.values.get(column.name, column)) is not column
    }


def _criteria(decision):
    """How the criteria of the gate stand when it is decided."""
    return [
        {
            "code": check.requirement.code,
            "is_hard": check.requirement.is_hard,
            "is_met": check.is_met,
        }
        for check in requirements.checks(
            decision.case, Gate(decision.gate), today=decision.decided_on
        )
    ]


def _write_course(steps):
    """Write the first step of every case, then the second of every case, and so on."""
    of_cases = defaultdict(list)
    for step in sorted(steps, key=lambda s: (_moment(s), COURSE.index(type(s)), s.pk)):
        of_cases[step.case].append(step)
    for turn in zip_longest(*of_cases.values()):
        for model in COURSE:
            model.objects.bulk_create([step for step in turn if isinstance(step, model)])


def _moment(row):
    """When it came about."""
    return getattr(row, MOMENT.get(type(row), "recorded_at"))


def _write_takers(taking_part):
    """Write who took part in assessments."""
    through = defaultdict(list)
    for row, name, person in taking_part:
        link = getattr(type(row), name).through
        ids = {f"{type(row)._meta.model_name}_id": row.pk, "user_id": person.pk}
        through[link].append(link(**ids))
    for link, rows in through.items():
        link.objects.bulk_create(rows)


def _write_history(snapshots):
    snapshots.sort(key=attrgetter("at"))
    acts = [
        Context(created_at=s.at, updated_at=s.at, metadata={"user": s.by.pk, "channel": "page"})
        for s in snapshots
    ]
    Context.objects.bulk_create(acts)
    events = defaultdict(list)
    for snapshot, act in zip(snapshots, acts, strict=True):
        model = type(snapshot.row).pgh_event_model
        tracked = {column.attname for column in model._meta.concrete_fields}
        values = {name: value for name, value in _values(snapshot).items() if name in tracked}
        events[model].append(
            model(
                pgh_label=snapshot.label,
                pgh_created_at=snapshot.at,
                pgh_obj_id=snapshot.row.pk,
                pgh_context_id=act.pk,
                **values | {"id": snapshot.row.pk},
            )
        )
    for model, rows in events.items():
        model.objects.bulk_create(rows)


@contextmanager
def _moments_as_told():
    """Let rows keep the moments they carry, where a field else takes the present one."""
    models = (Case, Context, *(model.pgh_event_model for model in TRACKED))
    fields = [
        (field, name)
        for model in models
        for field in model._meta.concrete_fields
        for name in ("auto_now", "auto_now_add")
        if getattr(field, name, False)
    ]
    for field, name in fields:
        setattr(field, name, False)
    try:
        yield
    finally:
        for field, name in fields:
            setattr(field, name, True)


def _next_ids(model, count):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [pk for (pk,) in cursor]
