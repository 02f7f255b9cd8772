"""manage.py load_public_cases: real examples with their sources, and nothing invented."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.access.roles import Role
from accounts.models import Municipality, User
from portfolio.library.loading import NUMBER, read_file
from projects.models import (
    Assignment,
    Case,
    Comment,
    DiffusionAssessment,
    Figure,
    GateDecision,
    GateProposal,
    Insight,
    Lesson,
    Measurement,
    Rating,
    StakeholderAssessment,
    StatusUpdate,
    SuccessAssessment,
    Trial,
)


def run(**options):
    out = StringIO()
    call_command("load_public_cases", stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def shelf(django_db_setup, django_db_blocker):
    """Load the library once for the tests of this file, in a transaction around theirs."""
    with django_db_blocker.unblock(), transaction.atomic():
        run()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def library(shelf, db):
    """Use the loaded library."""


def test_the_cases_stand_in_a_municipality_of_their_own_that_is_not_in_use(library):
    cases = Case.objects.all()

    assert {case.municipality.number for case in cases} == {NUMBER}
    assert {(case.visibility, case.title == case.public_title) for case in cases} == {
        ("public", True)
    }
    assert cases.count() == len(read_file("cases.toml")["case"]) == 11
    assert Municipality.objects.in_use().count() == 0


def test_loading_twice_changes_nothing(library):
    before = Case.objects.count(), Insight.objects.count(), User.objects.count()

    assert run() == "All cases are here already.\n"
    assert (Case.objects.count(), Insight.objects.count(), User.objects.count()) == before


def test_nothing_is_invented(library):
    for model in (
        Assignment,
        Comment,
        DiffusionAssessment,
        GateDecision,
        GateProposal,
        Measurement,
        Rating,
        StakeholderAssessment,
        StatusUpdate,
        SuccessAssessment,
        Trial,
    ):
        assert model.objects.count() == 0, model
    assert User.objects.get().name == "Eksempelbiblioteket"
    assert set(Case.objects.values_list("contact", "health")) == {(None, "not_assessed")}


def test_whatever_is_told_names_its_source(library):
    sources = read_file("sources.toml")
    told = read_file("cases.toml")["case"]

    for record in [*Insight.objects.all(), *Figure.objects.all()]:
        assert any(source["address"] in record.source for source in sources.values())
    for case in Case.objects.all():
        assert case.link in case.summary
    for lesson in Lesson.objects.filter(stops=None):
        assert "https://" in lesson.happened or "http://" in lesson.happened
    assert {code for case in told for code in case["sources"]} == set(sources)


def test_the_library_is_read_by_its_readers_and_by_nobody_else(library, make_person):
    run(reader_email="Leser@eksempel.example")
    reader = User.objects.get(email="leser@eksempel.example")
    elsewhere = make_person(Role.LEADER)

    assert Case.objects.visible_to(reader).count() == 11
    assert Case.objects.visible_to(elsewhere).count() == 0
    assert not reader.has_usable_password()
    assert run(reader_email="leser@eksempel.example").endswith(
        "leser@eksempel.example may read them.\n"
    )


def test_a_reader_of_another_municipality_is_refused(library, make_person):
    someone = make_person()

    with pytest.raises(CommandError):
        run(reader_email=someone.email)
