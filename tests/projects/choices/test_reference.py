"""The fixed lists that a case points into."""

from datetime import date

from django.utils import translation

from projects.choices.reference import KOSTRA, LEGAL_BASES, SDGS, legal_bases_in_force


def test_functions_of_services_are_found_by_their_code():
    assert str(KOSTRA["254"]).startswith("254 ")
    assert {code: function.code for code, function in KOSTRA.items()} == {c: c for c in KOSTRA}


def test_seventeen_goals_speak_the_language_of_the_page():
    names = {}
    for language in ("nb", "nn", "en"):
        with translation.override(language):
            names[language] = str(SDGS[1])

    assert list(SDGS) == list(range(1, 18))
    assert names == {
        "nb": "1 Utrydde fattigdom",
        "nn": "1 Utrydde fattigdom",
        "en": "1 No poverty",
    }


def test_legal_basis_is_written_as_the_law_is_cited():
    shown = [str(basis) for basis in LEGAL_BASES.values()]

    assert len(set(shown)) == len(LEGAL_BASES)
    assert [text for text in shown if " § " not in text or ". ledd" not in text] == []


def test_every_legal_basis_says_where_in_the_law_it_stands():
    without = [law.code for law in LEGAL_BASES.values() if f"§ {law.section}" not in law.source]

    assert without == []


def test_a_section_that_is_no_basis_for_exemption_is_not_offered():
    offered = legal_bases_in_force(date(2026, 11, 28))

    assert LEGAL_BASES.keys() - offered.keys() == {"offl-16"}
