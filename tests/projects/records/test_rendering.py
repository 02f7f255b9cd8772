from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from accounts.models import Unit
from projects.models import (
    Benefit,
    Case,
    FactorScore,
    Round,
    Stakeholder,
    StakeholderAssessment,
)
from projects.records.rendering import change_as_text, in_words, label_of


def field(model, name):
    return model._meta.get_field(name)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("model", "name", "value", "words"),
    [
        (Case, "title", "A title", "A title"),
        (Case, "title", "", ""),
        (Case, "title", None, ""),
        (Case, "tags", [], ""),
        (Case, "tags", ["fall", "night"], "fall, night"),
        (Case, "language", "nb", "Bokmål"),
        (Case, "innovation_types", ["service", "process"], "Service, Process"),
        (Case, "innovation_types", ["service", "no such"], "Service, no such"),
        (Case, "sdgs", [3], "3 Good health and well-being"),
        (Case, "kostra_function", "000", "000"),
        (Case, "start_on", "2026-03", "March 2026"),
        (Case, "in_use_on", date(2026, 3, 5), "5 Mar 2026"),
        (Round, "start_on", date(2026, 3, 5), "5 Mar 2026"),
        (Stakeholder, "is_external", True, "Yes"),
        (Stakeholder, "is_external", False, ""),
        (FactorScore, "score", 0, "0"),
        (Benefit, "target", Decimal("1200.50"), "1,200.5"),
    ],
)
def test_a_value_is_shown_in_words(model, name, value, words):
    assert in_words(field(model, name), value) == words


def test_a_no_is_shown_where_there_is_a_word_for_it():
    value = False

    assert in_words(field(Stakeholder, "is_external"), value, if_false="No") == "No"


def test_a_relation_is_shown_by_the_name_of_the_row():
    assert in_words(field(Case, "unit"), Unit(name="Home care")) == "Home care"


@pytest.mark.parametrize(("pk", "words"), [(1, "Kari"), (2, ""), (None, "")])
def test_an_id_is_shown_by_its_name(pk, words):
    assert in_words(field(Case, "contact"), pk, names={1: "Kari"}) == words


def test_a_record_is_named_only_by_what_may_be_read():
    stakeholder = Stakeholder(name="Ola", kind="person")
    pointer = field(StakeholderAssessment, "stakeholder")

    assert in_words(pointer, stakeholder) == "Ola"
    assert in_words(pointer, stakeholder, classes=frozenset()) == "stakeholder"


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (("a", "b"), "Title: a → b"),
        (("", "b"), "Title: – → b"),
        (("a", ""), "Title: a → –"),
        (None, "Title: written anew"),
    ],
)
def test_a_change_is_one_line(values, line):
    assert change_as_text(label_of(field(Case, "title")), values) == line
