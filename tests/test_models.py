"""Rules for every model of ours, and what the database itself refuses."""

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from accounts.models import User
from accounts.models.cleaned_model import CleanedModel
from projects.access.field_register import REGISTER, FieldClass

MODELS = [
    model
    for app in ("accounts", "projects", "portfolio")
    for model in apps.get_app_config(app).get_models()
    if not hasattr(model, "pgh_tracked_model")  # what pghistory writes beside a model
    and not model._meta.proxy  # rules for a table that another model has
]
# What belongs to one import goes when the import is discarded.
PARTS = {("projects.ImportFile", "run"), ("projects.ImportedRow", "run")}
FIELDS = [(model, field) for model in MODELS for field in model._meta.concrete_fields]
MANY = {model: model._meta.many_to_many for model in MODELS}


def label(item):
    return item._meta.label if isinstance(item, type) else getattr(item, "name", str(item))


def checks(model):
    return [c for c in model._meta.constraints if isinstance(c, CheckConstraint)]


def leaves(condition):
    """Return the conditions inside a condition."""
    if not isinstance(condition, Q):
        return [condition]
    return [leaf for child in condition.children for leaf in leaves(child)]


def choices_of(field):
    """Return the values that the field may have: its choices, and empty where it is optional."""
    if isinstance(field, ArrayField):
        return {value for value, _label in field.base_field.choices or ()}
    said = {value for value, _label in field.choices or ()}
    return said | {""} if said and field.blank else said


# --- Rules for every model ----------------------------------------------------------------


def test_every_field_has_one_class_in_the_register():
    registered = {name: set(fields) for name, fields in REGISTER.items()}

    assert registered == {
        model._meta.label: {field.name for field in (*model._meta.concrete_fields, *MANY[model])}
        for model in MODELS
    }


def test_register_knows_only_the_classes_of_the_policy():
    assert {held for fields in REGISTER.values() for held in fields.values()} <= set(FieldClass)


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_texts_of_every_model_are_cleaned(model):
    assert issubclass(model, CleanedModel)


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_constraint_is_named_for_its_model_and_rule(model):
    prefix = f"{model._meta.app_label}_{model._meta.model_name}_"

    assert [c.name for c in model._meta.constraints if not c.name.startswith(prefix)] == []


@pytest.mark.parametrize(
    ("model", "field"), [pair for pair in FIELDS if choices_of(pair[1])], ids=label
)
def test_choices_are_a_constraint_too(model, field):
    name = f"{field.name}__{'contained_by' if isinstance(field, ArrayField) else 'in'}"

    allowed = [
        {str(value) for value in leaf[1]}
        for check in checks(model)
        for leaf in leaves(check.condition)
        if isinstance(leaf, tuple) and leaf[0] == name
    ]

    assert choices_of(field) in allowed


@pytest.mark.parametrize(
    ("model", "field"),
    [pair for pair in FIELDS if isinstance(pair[1], models.TextField)],
    ids=label,
)
def test_long_text_is_limited_in_the_database_too(model, field):
    limits = [
        int(leaf.rhs)
        for check in checks(model)
        for leaf in leaves(check.condition)
        if isinstance(leaf, LessThanOrEqual) and leaf.lhs == Length(field.name)
    ]

    assert limits == [field.max_length]


@pytest.mark.parametrize(
    ("model", "field"), [pair for pair in FIELDS if pair[1].remote_field], ids=label
)
def test_nothing_goes_away_with_what_it_points_to_but_parts_of_an_import(model, field):
    is_part = (model._meta.label, field.name) in PARTS

    assert field.remote_field.on_delete is (models.CASCADE if is_part else models.PROTECT)


@pytest.mark.parametrize(
    ("model", "field"),
    [pair for pair in FIELDS if isinstance(pair[1], models.CharField | models.TextField)],
    ids=label,
)
def test_text_is_never_null(model, field):
    assert not field.null


def test_nothing_that_points_to_a_person_goes_away_with_them():
    ours = {model._meta.label for model in MODELS}
    followers = {
        relation.related_model._meta.label
        for relation in User._meta.related_objects
        if relation.on_delete is models.CASCADE
    }

    assert followers & ours == set()
