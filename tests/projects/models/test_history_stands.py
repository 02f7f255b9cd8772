"""The database refuses to delete records of the method, and their history."""

from django.apps import apps
from django.db import DatabaseError, transaction

from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.models import SearchWord

MODELS = [m for m in apps.get_app_config("projects").get_models() if not m._meta.proxy]
EVENTS = [model for model in MODELS if hasattr(model, "pgh_tracked_model")]
COUNTED = [SearchWord]  # computed from other rows


def is_refused(act):
    try:
        with transaction.atomic():
            act()
    except DatabaseError as refusal:
        return "Cannot" in str(refusal)
    return False


def deleting(model):
    return lambda: model.objects.all()._raw_delete("default")


def changing(model):
    return lambda: model.objects.update(pgh_label="pyntet")


def test_no_row_of_a_case_that_went_all_the_way_is_deleted(make_team):
    team = make_team()
    team.walk(Phase.REFINE)
    team.meet(Gate.CLOSE)
    team.pass_gate()
    written = [model for model in MODELS if model.objects.exists()]

    assert len(written) >= 39
    assert [model for model in written if not is_refused(deleting(model))] == COUNTED


def test_no_history_of_a_case_that_went_all_the_way_is_changed(make_team):
    make_team().walk(Phase.REFINE)
    written = [model for model in EVENTS if model.objects.exists()]

    assert len(written) >= 10
    assert [model for model in written if not is_refused(changing(model))] == []
