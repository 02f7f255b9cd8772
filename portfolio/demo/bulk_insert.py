"""Insert the rows of the demo, batch by batch.

A gate is judged by the rows in the database when it was decided: each batch is written
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

from portfolio.demo.row_writer import DemoRows
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

INSERTED_FIRST = (Case, Challenge)
# Written when everything else is: a visit points at a decision, which needs its snapshot. Each
# step of a case is judged by those before it: they are written in turns, a change before a visit.
INSERTED_AFTER_BATCHES = (StatusUpdate, GateProposal, GateDecision, Condition)
STEP_MODELS = (StateChange, PhaseVisit)
INSERTED_LAST = (Pause, Stop, Comment)
NOT_IN_BATCHES = (*INSERTED_AFTER_BATCHES, *STEP_MODELS, *INSERTED_LAST)
TRACKED_MODELS = [
    model
    for model in apps.get_app_config("projects").get_models()
    if hasattr(model, "pgh_event_model") and not model._meta.proxy
]
# The history triggers stamp the present moment; the demo writes the history rows itself.
HISTORY_TRIGGERS = [
    f"{model._meta.label}:{trigger}"
    for model in TRACKED_MODELS
    for trigger in ("insert_insert", "update_update")
]
MOMENT_FIELD = {Case: "created_at", Assignment: "created_at", PhaseVisit: "entered_at"}


def insert_all(demo_rows: DemoRows) -> None:
    """Insert all rows. They are numbered in the order in which they came."""
    batches = [batch for _, batch in sorted(demo_rows.batches.items())]
    rows = _rows_by_model(batches)
    for model, found in rows.items():
        found.sort(key=_moment)
        for row, pk in zip(found, _next_ids(model, len(found)), strict=True):
            row.pk = pk
    with pgtrigger.ignore(*HISTORY_TRIGGERS), _keep_given_timestamps():
        for batch in batches:
            _insert_batch(batch)
            for decision in batch.decisions:
                decision.criteria = _criteria(decision)
        _write_history([s for batch in batches for s in batch.versions])
    for model in INSERTED_AFTER_BATCHES:
        model.objects.bulk_create(rows[model])
    _insert_steps([step for model in STEP_MODELS for step in rows[model]])
    for model in INSERTED_LAST:
        model.objects.bulk_create(rows[model])
    _insert_participants(demo_rows.participant_links)


def _rows_by_model(batches):
    """Every row by its model, each once."""
    rows = defaultdict(list)
    for batch in batches:
        for row in batch.rows:
            rows[type(row)].append(row)
        for version in batch.versions:
            if version.label == "insert":
                rows[type(version.row)].append(version.row)
    return rows


def _insert_batch(batch):
    """Insert new rows, and the new values of tracked rows."""
    latest_versions = defaultdict(dict)
    for version in batch.versions:
        latest_versions[type(version.row)][version.row.pk] = version
    for model in sorted(latest_versions, key=lambda model: model not in INSERTED_FIRST):
        columns = [f for f in model._meta.concrete_fields if not f.generated]
        model.objects.bulk_create(
            [_row_of_version(version) for _, version in sorted(latest_versions[model].items())],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[column.name for column in columns if not column.primary_key],
        )
    new = defaultdict(list)
    for row in batch.rows:
        if type(row) not in NOT_IN_BATCHES:
            new[type(row)].append(row)
    for model, rows in new.items():
        model.objects.bulk_create(sorted(rows, key=attrgetter("pk")))


def _row_of_version(version):
    """Return the row with the values of the version."""
    row = type(version.row)(**_values(version))
    row.pk = version.row.pk
    return row


def _values(version):
    """Return the values of the row, by the names of the columns."""
    return {
        column.attname: getattr(value, "pk", value)
        for column in version.row._meta.concrete_fields
        if (value := version.values.get(column.name, column)) is not column
    }


def _criteria(decision):
    """Return the criteria of the gate as they are when it is decided."""
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


def _insert_steps(steps):
    """Write the first step of every case, then the second of every case, and so on."""
    steps_by_case = defaultdict(list)
    for step in sorted(steps, key=lambda s: (_moment(s), STEP_MODELS.index(type(s)), s.pk)):
        steps_by_case[step.case].append(step)
    for turn in zip_longest(*steps_by_case.values()):
        for model in STEP_MODELS:
            model.objects.bulk_create([step for step in turn if isinstance(step, model)])


def _moment(row):
    """When it came about."""
    return getattr(row, MOMENT_FIELD.get(type(row), "recorded_at"))


def _insert_participants(participant_links):
    """Write who took part in assessments."""
    through = defaultdict(list)
    for row, name, person in participant_links:
        link = getattr(type(row), name).through
        ids = {f"{type(row)._meta.model_name}_id": row.pk, "user_id": person.pk}
        through[link].append(link(**ids))
    for link, rows in through.items():
        link.objects.bulk_create(rows)


def _write_history(versions):
    versions.sort(key=attrgetter("at"))
    contexts = [
        Context(created_at=s.at, updated_at=s.at, metadata={"user": s.by.pk, "channel": "page"})
        for s in versions
    ]
    Context.objects.bulk_create(contexts)
    events = defaultdict(list)
    for version, context in zip(versions, contexts, strict=True):
        model = type(version.row).pgh_event_model
        tracked = {column.attname for column in model._meta.concrete_fields}
        values = {name: value for name, value in _values(version).items() if name in tracked}
        events[model].append(
            model(
                pgh_label=version.label,
                pgh_created_at=version.at,
                pgh_obj_id=version.row.pk,
                pgh_context_id=context.pk,
                **values | {"id": version.row.pk},
            )
        )
    for model, rows in events.items():
        model.objects.bulk_create(rows)


@contextmanager
def _keep_given_timestamps():
    """Keep the moments of the rows, where a field otherwise takes the present one."""
    models = (Case, Context, *(model.pgh_event_model for model in TRACKED_MODELS))
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
