"""A case key tells the year of the case, and nothing of other cases."""

import pytest
from django.db import transaction
from django.utils import timezone

from portfolio.demo import loading as demo
from projects.actions import case_keys
from projects.actions.case_keys import draw_keys, insert_with_drawn_keys
from projects.actions.cases import open_case
from projects.choices.case_key import CASE_KEY, NUMBERS
from projects.choices.states import Visibility
from projects.errors import Conflict
from projects.models import Case

pytestmark = pytest.mark.django_db


def number_of(case):
    return int(case.key.split("-")[2])


def test_numbers_are_drawn_over_the_whole_range(municipality):
    numbers = sorted(int(key[-6:]) for key in draw_keys(municipality, 2026, 2000))

    tenth = len(NUMBERS) // 10
    in_tenths = [
        sum(n in range(start, start + tenth) for n in numbers)
        for start in range(NUMBERS.start, NUMBERS.stop, tenth)
    ]
    assert len(set(numbers)) == 2000
    assert sum(in_tenths) == 2000
    assert min(in_tenths) > 100  # 200 expected; fewer than 100 once in 10^13 runs


def test_keys_of_a_reader_are_alike_with_and_without_restricted_cases(make_case):
    """Neither the order nor the length of a key follows from what was opened before."""
    opened = [
        make_case(visibility=Visibility.RESTRICTED if n % 3 else Visibility.INTERNAL)
        for n in range(24)
    ]

    numbers = [number_of(case) for case in opened]
    assert numbers != sorted(numbers)  # sorted by chance once in 10^23 runs
    assert {len(str(number)) for number in numbers} == {6}
    assert all(CASE_KEY.fullmatch(case.key) for case in opened)


def test_a_number_that_is_taken_is_not_drawn(leader, unit, monkeypatch):
    monkeypatch.setattr(case_keys, "NUMBERS", range(100_000, 100_003))
    fields = {"title": "Ny sak", "unit": unit, "contact": leader, "language": "nb"}

    numbers = {number_of(open_case(by=leader, fields=fields)) for _ in range(3)}

    assert numbers == {100_000, 100_001, 100_002}
    with pytest.raises(Conflict, match="no case keys left"):
        open_case(by=leader, fields=fields)


def test_an_insert_whose_key_was_taken_meanwhile_is_done_again(leader, unit, make_case):
    """The key was free when it was drawn, and has been committed by somebody since."""
    taken = make_case().key
    year = timezone.localdate().year
    keys = [taken, *draw_keys(leader.municipality, year, 1)]
    case = Case(
        municipality=leader.municipality,
        title="Ny",
        unit=unit,
        contact=leader,
        language="nb",
        created_by=leader,
    )
    expected = keys[1]

    def insert():
        case.key = keys.pop(0)
        case.save(force_insert=True)

    with transaction.atomic():
        insert_with_drawn_keys(insert)
        assert Case.objects.get(pk=case.pk).key == expected
        transaction.set_rollback(True)  # it has no state: the commit would be refused


def test_demo_cases_have_drawn_numbers_too():
    numbers = [demo.drawn_number(spec["title"]) for spec in demo.read_cases()]

    assert len(set(numbers)) == len(numbers)
    assert set(numbers) <= set(NUMBERS)
    assert numbers != sorted(numbers)
