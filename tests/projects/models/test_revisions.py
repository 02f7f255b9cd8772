"""The revision of an audience moves when something changes that it may read, and not otherwise."""

import pgtrigger
import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.test import Client
from django.utils import timezone

from accounts.access.roles import Role
from accounts.models import User
from portfolio.api.lists.cases import CASE_RELATED_LISTS, CASES
from projects.access.audiences import Audience, audience_of
from projects.access.field_register import REGISTER
from projects.access.policies import readable_classes
from projects.actions.records import change
from projects.choices.states import Visibility
from projects.history import timeline
from projects.models import Case, Challenge, PhaseVisit, Revision, StateChange, StatusUpdate
from projects.models.revision import Revises
from projects.records.kinds import RECORD_KINDS
from tests.samples import write_everything

COUNTS = {
    model: trigger for model, trigger in pgtrigger.registered() if isinstance(trigger, Revises)
}
# A row is of one case and one municipality for ever, and an assessment is a person's own or not.
FIXED = {"id", "case", "municipality", "is_individual"}
# Their rows are written together with the row of the case, or the commit is refused.
WITH_THE_CASE = {PhaseVisit, StateChange, StatusUpdate}


@pytest.fixture
def execute(db):
    def run(sql, *parameters):
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []

    return run


@pytest.fixture
def case(make_case):
    return make_case()


@pytest.fixture
def without_rules(execute):
    """Take all rules from a table but those that count revisions, until the test has ended."""

    def take(model):
        table = model._meta.db_table
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        named = execute(
            "SELECT conname FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('c', 'f', 'u', 'x')",
            table,
        )
        for (name,) in named:
            execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for owner, trigger in pgtrigger.registered():
            if owner is model and not isinstance(trigger, Revises):
                trigger.disable(model)
        execute("SET CONSTRAINTS ALL DEFERRED")

    return take


@pytest.fixture
def readers(make_person, leader):
    """Whoever reads as their audience does: the public has no readers of its own."""
    roles = (Role.COUNCIL, Role.ADMINISTRATOR, Role.READER)
    return [*map(make_person, roles), leader]


def blank(model, case, take):
    """A row of the case that says as little as can be."""
    take(model)
    values = {}
    for field in model._meta.concrete_fields:
        if field.name == "case":
            values["case"] = case
        elif field.name == "municipality":
            values["municipality"] = case.municipality
        elif isinstance(field, models.ForeignKey) and not field.null:
            target = field.related_model
            values[field.name] = case.contact if target is User else blank(target, case, take)
        elif not (field.null or field.primary_key or field.has_default() or field.generated):
            values[field.name] = least(field)
    return model.objects.bulk_create([model(**values)])[0]


def least(field):
    """A value of a field that has no default."""
    if isinstance(field, models.DateField):
        return timezone.now()
    if isinstance(field, ArrayField | models.JSONField):
        return []
    return "" if isinstance(field, models.CharField | models.TextField) else 1


def another(field):
    """SQL of a value that the column does not have now."""
    column = f'"{field.column}"'
    if isinstance(field, ArrayField):
        return "'{7}'" if "7" not in str(field.base_field.choices) else "'{8}'"
    if isinstance(field, models.JSONField):
        return '\'{"some": "thing"}\''
    if isinstance(field, models.BooleanField):
        return f"NOT {column}"
    if isinstance(field, models.DateField):
        return f"coalesce({column}, now()) + interval '1 day'"
    if isinstance(field, models.CharField | models.TextField):
        return f"CASE {column} WHEN 'x' THEN 'y' ELSE 'x' END"
    return f"coalesce({column}, 0) + 1"


def numbers():
    return dict(Revision.objects.values_list("audience", "number"))


def moved_by(execute, row, field):
    """The audiences whose number moves when this one column is changed."""
    with transaction.atomic():
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        execute("SELECT set_config('slik.revised', '', true)")
        before = numbers()
        execute(
            f'UPDATE {row._meta.db_table} SET "{field.column}" = {another(field)}'
            f" WHERE id = {row.pk}"
        )
        moved = {
            audience for audience, number in numbers().items() if before.get(audience) != number
        }
        execute("SET CONSTRAINTS ALL DEFERRED")
        transaction.set_rollback(True)
    return moved


def changed(model):
    """The fields of a row that may come to say something else."""
    through = getattr(COUNTS[model], "through", "")
    return [
        field
        for field in model._meta.concrete_fields
        if not field.generated and field.name not in FIXED | {through}
    ]


def concerned(readers, case, field):
    """The audiences of those who may read the field."""
    held = REGISTER[field.model._meta.label]
    classes = {held[field.name]}
    if field.name == "withdrawn_at":  # whether the row is there at all
        classes = set(held.values())
    found = {audience_of(p) for p in readers if classes & readable_classes(p, case)}
    if field.name == "version":  # it moves with what is hidden from some as well
        every = set(held.values())
        found = {audience_of(p) for p in readers if every <= readable_classes(p, case)}
    if field.model is Case and Audience.COUNCIL in found and case.visibility == Visibility.PUBLIC:
        found.add(Audience.PUBLIC)
    return found


@pytest.mark.parametrize("model", COUNTS, ids=lambda model: model.__name__)
def test_number_moves_for_whoever_may_read_what_changes_and_for_nobody_else(
    model, case, readers, without_rules, execute
):
    without_rules(Case)
    row = case if model is Case else blank(model, case, without_rules)
    if model is Challenge:
        Case.objects.update(challenge=row)
    wrong = {}

    for visibility in Visibility:
        case.visibility = visibility
        case.save(update_fields=["visibility"])
        for field in changed(model):
            moved, expected = moved_by(execute, row, field), concerned(readers, case, field)
            if moved != expected:
                wrong[visibility.value, field.name] = (moved, expected)

    assert wrong == {}


def hidden_from(person, case):
    """Every kind of record with a field that the person does not read, while they read others of
    it; and those fields.
    """
    readable = readable_classes(person, case)
    for kind in RECORD_KINDS.values():
        held = REGISTER[kind.model._meta.label]
        hidden = [name for name in kind.fields if held[name] not in readable]
        if hidden and set(held.values()) & readable and kind.is_revisable:
            yield kind, hidden


def test_edit_of_what_is_hidden_moves_no_number_and_no_tag(case, leader, make_person, execute):
    """Through the actions, whatever else they write in the row."""
    reader = make_person(Role.READER)
    write_everything(case, by=leader, person=leader)
    browser = Client()
    browser.force_login(reader)
    lists = [f"/api/v1/{published.name}/" for published in (CASES, *CASE_RELATED_LISTS)]
    paths = [*lists, f"/api/v1/cases/{case.key}/", f"/api/v1/cases/{case.key}/timeline/"]

    def seen():
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        execute("SET CONSTRAINTS ALL DEFERRED")
        execute("SELECT set_config('slik.revised', '', true)")
        tags = [browser.get(path).headers["ETag"] for path in paths]
        return numbers()[Audience.STAFF], tags, len(timeline.of(case, reader, limit=None).entries)

    before, edited = seen(), []
    for kind, hidden in hidden_from(reader, case):
        record = kind.model.objects.order_by("-pk").first()
        for name in hidden:
            change(record, by=leader, seen_version=record.version, changes={name: "Ny tekst"})
            edited.append((kind.code, name))
            assert seen() == before, edited[-1]

    assert set(edited) >= {("stakeholder", "point_of_view"), ("engagement", "input")}


def test_everything_that_a_published_value_draws_on_is_counted():
    counted = {model._meta.label for model in {*COUNTS, *WITH_THE_CASE}} | {"accounts.Unit"}
    drawn = {
        name.rsplit(".", 1)[0]
        for published in (CASES, *CASE_RELATED_LISTS)
        for column in published.columns
        for name in column.source_fields
    }

    assert drawn - counted == set()
