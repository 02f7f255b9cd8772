import pytest

from accounts.access.roles import Role
from projects.actions.cases import edit_case
from projects.models import Case
from projects.summaries.search_terms import search_terms


def found_by(query, user):
    return Case.objects.visible_to(user).search(search_terms(query, user), user)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("barnehage", ["Barnehager i skogen"]),  # a stem
        ("teknologi", ["Velferdsteknologi hjemme"]),  # part of a compound
        ("velferdstekonlogi", ["Velferdsteknologi hjemme"]),  # a letter too many
        ("innbyggerne", ["Innbygger først"]),
        ("skog barnehagene", ["Barnehager i skogen"]),  # every word
        ("barnehage hjemme", []),
    ],
)
def test_search_finds_stems_parts_and_one_typing_error(make_case, leader, query, found):
    for title in ("Barnehager i skogen", "Velferdsteknologi hjemme", "Innbygger først"):
        make_case(title)

    titles = found_by(query, leader).values_list("title", flat=True)

    assert list(titles) == found


def test_search_by_the_council_looks_only_in_open_texts(make_case, make_person):
    make_case("Hemmelig kode Albatross", visibility="council", public_title="Åpen tittel")
    council = make_person(Role.COUNCIL)

    assert found_by("albatross", council).count() == 0
    assert found_by("åpen", council).count() == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ki", ["KI i skolen"]),  # two letters begin a word
        ("ba", ["Barnehager"]),
        ("arnehag", ["Barnehager"]),
        ("barnehagre", ["Barnehager"]),
        ("2026-01", []),  # a number is not forgiven: case keys are near each other
    ],
)
def test_search_takes_short_words_and_numbers_as_they_stand(make_case, leader, query, found):
    for title in ("KI i skolen", "Barnehager"):
        make_case(title)

    titles = found_by(query, leader).values_list("title", flat=True)

    assert list(titles) == found


@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Dobbeltilsyn i huset", "Dobbel\u00adt\u200bilsyn"),
        ("Dobbeltilsyn i huset", "HUSET dobbeltil\u2060syn\ufeff"),
        ("Dobbel\u00adt\u200bilsyn i huset", "Dobbel\u00adt\u200bilsyn i huset"),
    ],
)
def test_search_passes_over_signs_that_nobody_sees(make_case, leader, title, query):
    case = make_case(title)
    make_case("Dobbeltime i skogen")

    assert list(found_by(query, leader)) == [case]


def test_search_forgives_an_error_in_a_word_that_was_written_later(make_case, leader):
    case = make_case("Kort tittel")
    edit_case(case, by=leader, seen_version=case.version, changes={"summary": "Om brannvern"})

    assert found_by("brannvren", leader).get() == case


def test_search_of_the_council_is_not_forgiven_by_words_it_may_not_read(make_case, make_person):
    make_case("Hemmelig Albatross", visibility="council", public_title="Åpen tittel")
    council = make_person(Role.COUNCIL)

    assert found_by("albatros", council).count() == 0
    assert found_by("tittle", council).count() == 1


def test_words_are_kept_once_for_each_municipality(make_case, leader, municipality):
    make_case("Brannvern i skolen", summary="Brannvern, brannvern!")
    make_case("Mer brannvern")

    words = municipality.search_words.filter(word__startswith="brann")
    assert [kept.word for kept in words] == ["brannvern"]
