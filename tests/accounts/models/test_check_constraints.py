"""Checks are evaluated in one query, with the messages that Django gives one by one."""

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from accounts.models.check_constraints import those_in_question
from accounts.models.rules_in_words import with_sentence

SAVEPOINT = 2  # queries: its begin and its end


def in_question(row):
    return those_in_question(row, row._meta.constraints, using="default")


def no_checks(row):
    return [c for c in row._meta.constraints if not isinstance(c, models.CheckConstraint)]


def every_check_in_words(row):
    """Let Django ask for each check, in the sentences of this product."""
    return [
        (model, [with_sentence(one) for one in constraints])
        for model, constraints in models.Model.get_constraints(row)
    ]


def refusal(validate, row):
    with pytest.raises(ValidationError) as refused:
        validate(row)
    return refused.value.message_dict


def test_checks_that_hold_cost_one_query(make_case, django_assert_num_queries):
    case = make_case()
    assert len(case._meta.constraints) - len(no_checks(case)) > 1

    with django_assert_num_queries(1 + SAVEPOINT):
        found = in_question(case)

    assert found == no_checks(case)


def test_broken_checks_say_what_they_say_when_each_is_asked_for(make_case, monkeypatch):
    case = make_case()
    case.visibility, case.version, case.summary = "restricted", 0, "x" * 4001

    together = refusal(type(case).validate_constraints, case)
    monkeypatch.setattr(type(case), "get_constraints", every_check_in_words)

    assert together == refusal(type(case).validate_constraints, case)
    assert together.keys() == {"__all__", "legal_basis"}


@pytest.mark.parametrize("text", ["a\x00b", "\ud83d"])
def test_every_check_is_in_question_when_the_database_takes_no_such_value(make_case, text):
    case = make_case()
    case.summary = text

    assert in_question(case) == list(case._meta.constraints)


@pytest.mark.parametrize("value", ["never", object()])
def test_every_check_is_in_question_when_a_value_is_of_another_kind(leader, value):
    grant = leader.role_grants.get()
    grant.valid_to = value

    assert in_question(grant) == list(grant._meta.constraints)


def test_field_that_is_left_out_breaks_no_check(make_case):
    case = make_case()
    case.visibility = "restricted"

    case.validate_constraints(exclude={"visibility"})

    assert refusal(type(case).validate_constraints, case) != {}
