"""Figures say among which cases they are counted, and list when that changed."""

import pytest
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from accounts.models import User
from portfolio.reports.scope import scope_changes, scope_of
from projects.actions.cases import set_visibility
from projects.models import Case


@pytest.fixture
def council(make_person):
    return make_person(Role.COUNCIL)


@pytest.fixture
def show(leader):
    """Set who sees a case."""

    def to(case, visibility):
        case.refresh_from_db()
        set_visibility(
            case,
            by=leader,
            seen_version=case.version,
            visibility=visibility,
            legal_basis="offl-13-1" if visibility == "restricted" else "",
            public_title=f"{case.title} (åpen)" if visibility in {"council", "public"} else None,
        )

    return to


def changes(person):
    found = scope_changes(User.objects.get(pk=person.pk), today=timezone.localdate())
    return [(one.is_shown, one.case.key if one.case else None, one.title) for one in found]


def test_council_is_told_of_a_case_that_comes_into_view(make_case, council, show):
    case = make_case("Ny for dem")
    assert changes(council) == []

    show(case, "council")

    assert changes(council) == [(True, case.key, "Ny for dem (åpen)")]


@pytest.mark.parametrize("hidden", ["internal", "restricted"])
def test_council_is_told_that_a_case_is_gone_and_not_which(make_case, council, show, hidden):
    case = make_case("Borte", visibility="council")

    show(case, hidden)

    assert changes(council) == [(False, None, ""), (True, None, "")]


def test_change_that_the_reader_does_not_see_is_not_listed(make_case, council, show, make_person):
    case = make_case("Ukjent")
    show(case, "restricted")
    show(case, "internal")
    seen = make_case("Kjent", visibility="council")
    before = changes(council)
    show(seen, "public")

    assert changes(council) == before == [(True, seen.key, "Kjent (åpen)")]
    assert changes(make_person(Role.READER)) == [
        (False, case.key, "Ukjent"),
        (True, case.key, "Ukjent"),
    ]


def test_leader_sees_every_case_and_ones_own_cases_stay(make_case, leader, show, make_person):
    person = make_person(Role.READER)
    show(make_case(people={CaseRole.MEMBER: person}), "restricted")

    assert changes(leader) == changes(person) == []
    assert scope_of(User.objects.get(pk=person.pk)).has_own_cases
    assert not scope_of(leader).has_own_cases


def test_summary_page_and_workbook_say_what_is_counted(client, make_case, council, show):
    case = make_case("Vist", visibility="council")
    show(make_case("Skjult", visibility="council"), "internal")
    User.objects.filter(pk=council.pk).update(language="en")
    client.force_login(council)

    meta = client.get("/api/v1/reports/portfolio-summary/").json()["meta"]
    page = " ".join(client.get("/").content.decode().split())

    assert meta["scope"]["code"] == "council"
    keys = [(one["type"], one["key"]) for one in meta["scope_changes"]]
    assert sorted(keys, key=str) == sorted(
        [("no_longer_shown", None), ("came_into_view", None), ("came_into_view", case.key)], key=str
    )
    assert "public cases and those shared with the council" in page
    assert "a case is no longer shown" in page
    assert "Skjult" not in page
    assert Case.objects.get(title="Skjult").key not in page
