import pghistory
import pytest
from django.db import ProgrammingError, transaction

from projects.actions.cases import edit_case
from projects.models import Case


def events_of(case):
    return Case.pgh_event_model.objects.filter(pgh_obj=case).order_by("pk")


def test_history_says_who_changed_what_and_how(make_case, leader):
    case = make_case("Trygg hjemme")

    with pghistory.context(user=leader.pk, channel="command", reason="Rettet tittel"):
        edit_case(case, by=leader, seen_version=case.version, changes={"title": "Trygg ute"})

    event = events_of(case).last()
    assert (event.title, event.pgh_context.metadata) == (
        "Trygg ute",
        {"user": leader.pk, "channel": "command", "reason": "Rettet tittel"},
    )


def test_history_catches_bulk_writes_too(make_case):
    case = make_case("Trygg hjemme")
    before = events_of(case).count()

    Case.objects.filter(pk=case.pk).update(title="Skrevet utenom")

    assert events_of(case).count() == before + 1
    assert events_of(case).last().title == "Skrevet utenom"


@pytest.mark.parametrize("act", ["update", "delete"])
def test_history_cannot_be_rewritten(make_case, act):
    event = events_of(make_case()).first()

    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        event.delete() if act == "delete" else type(event).objects.update(title="Pyntet")

    assert events_of(event.pgh_obj).first().title == "Trygg hjemme"
