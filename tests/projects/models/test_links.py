"""No link holds a user name or a password, whichever way it comes in."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from projects.actions.cases import edit_case
from projects.importing.targets import Target, ValueKind
from projects.importing.values import Unreadable, read_link

LINK = "https://kari:hemmelig@nordvik.example/sak"
FIELDS = [
    field
    for name in ("accounts", "projects", "portfolio")
    for model in apps.get_app_config(name).get_models()
    for field in model._meta.get_fields()
    if isinstance(field, models.URLField)
]


@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_every_field_for_a_link_refuses_a_sign_in(field):
    with pytest.raises(ValidationError, match="user name and password"):
        field.clean(LINK, None)


def test_action_refuses_a_sign_in_at_its_field(make_case, leader):
    case = make_case()

    with pytest.raises(ValidationError) as refused:
        edit_case(case, by=leader, seen_version=case.version, changes={"link": LINK})

    assert list(refused.value.error_dict) == ["link"]


def test_import_refuses_a_sign_in():
    target = Target("link", "Link", next(iter(ValueKind)), most=500)

    with pytest.raises(Unreadable, match="sign_in_in_link"):
        read_link(LINK, target, None)
