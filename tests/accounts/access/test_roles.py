import pytest

from accounts.access.roles import (
    ACCESS_ROLE_OF,
    AccessRole,
    CaseRole,
    HeldRoles,
    Permission,
    has_everywhere,
    may,
)


def in_case_7(*access_roles):
    return HeldRoles(by_case={7: frozenset(access_roles)})


def in_the_municipality(*access_roles):
    return HeldRoles(roles=frozenset(access_roles))


@pytest.mark.parametrize("permission", Permission)
def test_person_without_a_role_may_nothing(permission):
    assert may(HeldRoles(), permission, case_id=7) is False


@pytest.mark.parametrize("case_id", [None, 7])
def test_role_in_the_municipality_gives_whatever_the_case(case_id):
    leader = in_the_municipality(AccessRole.LEADER)

    assert may(leader, Permission.EDIT, case_id) is True
    assert has_everywhere(leader, Permission.EDIT) is True


@pytest.mark.parametrize(("case_id", "answer"), [(7, True), (8, False), (None, False)])
def test_role_in_a_case_gives_in_that_case_alone(case_id, answer):
    lead = in_case_7(AccessRole.LEAD)

    assert may(lead, Permission.EDIT, case_id) is answer
    assert has_everywhere(lead, Permission.EDIT) is False


def test_what_is_shared_counts_as_given_in_the_case():
    stakeholder = in_case_7(AccessRole.STAKEHOLDER)

    assert may(stakeholder, Permission.COMMENT, case_id=7) is True
    assert may(stakeholder, Permission.EDIT, case_id=7) is False


def test_person_has_what_the_best_of_several_roles_gives():
    several = in_case_7(AccessRole.MEMBER, AccessRole.OWNER)

    assert may(several, Permission.DECIDE, case_id=7) is True
    assert may(in_case_7(AccessRole.MEMBER), Permission.DECIDE, case_id=7) is False


def test_every_role_in_a_case_has_a_column_and_the_champion_that_of_a_member():
    assert list(ACCESS_ROLE_OF) == list(CaseRole)
    assert ACCESS_ROLE_OF[CaseRole.CHAMPION] == AccessRole.MEMBER
