import pytest

from accounts.roles import Role
from projects.models import Case


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

    titles = Case.objects.visible_to(leader).search(query, leader).values_list("title", flat=True)

    assert list(titles) == found


def test_search_by_the_council_looks_only_in_open_texts(make_case, make_person):
    make_case("Hemmelig kode Albatross", visibility="council", public_title="Åpen tittel")
    council = make_person(Role.COUNCIL)

    visible = Case.objects.visible_to(council)

    assert visible.search("albatross", council).count() == 0
    assert visible.search("åpen", council).count() == 1
