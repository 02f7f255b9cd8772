from projects.choices.phases import Phase
from projects.method.facts import FACT_GROUPS
from projects.models import Case


def test_groups_of_facts_belong_to_every_phase_but_who():
    assert {code: group.phase for code, group in FACT_GROUPS.items()} == {
        "ground": Phase.WHAT,
        "uncertainty": Phase.SYSTEM,
        "handover": Phase.USE,
        "in_use": Phase.REFINE,
    }


def test_facts_are_fields_of_the_case():
    asked = {name for group in FACT_GROUPS.values() for name in group.fields}

    assert asked - {field.name for field in Case._meta.get_fields()} == set()


def test_fact_is_asked_for_in_one_group():
    asked = [name for group in FACT_GROUPS.values() for name in group.fields]

    assert sorted(asked) == sorted(set(asked))


def test_fields_below_more_are_the_last_of_their_group():
    last = {
        code: group.fields[len(group.fields) - len(group.folded) :]
        for code, group in FACT_GROUPS.items()
    }

    assert {code: group.folded for code, group in FACT_GROUPS.items()} == last
