import pytest

from projects.choices.phases import Phase
from projects.method.facts import FACT_GROUPS
from projects.readiness import places
from projects.readiness.places import Page, Place
from projects.readiness.requirements import REQUIREMENTS
from projects.records.kinds import RECORD_KINDS


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (places.facts("ground"), Place(Page.FACTS, code="ground")),
        (places.new_record("insight"), Place(Page.NEW_RECORD, code="insight")),
        (
            places.section(Phase.SYSTEM, "trial"),
            Place(Page.PHASE, code="trial", phase=Phase.SYSTEM),
        ),
    ],
)
def test_place_names_its_page_and_what_it_is_about(place, expected):
    assert place == expected


@pytest.mark.parametrize(
    ("place", "page"),
    [
        (places.EDIT, Page.EDIT),
        (places.PEOPLE, Page.PEOPLE),
        (places.FORMULA, Page.FORMULA),
        (places.CHALLENGE, Page.CHALLENGE),
    ],
)
def test_page_that_there_is_one_of_has_no_code(place, page):
    assert place == Place(page, code="", phase=None)


def test_place_of_each_requirement_names_a_known_group_or_kind():
    known = {
        Page.FACTS: set(FACT_GROUPS),
        Page.NEW_RECORD: set(RECORD_KINDS),
        Page.PHASE: set(RECORD_KINDS),
    }

    wrong = [
        one.code for one in REQUIREMENTS if one.place.code not in known.get(one.place.page, {""})
    ]

    assert wrong == []


def test_requirement_on_the_page_of_a_phase_says_which_phase():
    wrong = [
        one.code
        for one in REQUIREMENTS
        if (one.place.phase is not None) != (one.place.page == Page.PHASE)
    ]

    assert wrong == []
