"""Concurrent changes: a pull neither loses nor repeats rows, and tags change with every change."""

import threading
from collections import Counter

import pytest
from django.db import connections

from accounts.access.roles import Role
from projects.actions.cases import edit_case, set_visibility
from projects.actions.people import assign
from projects.actions.status import report_status
from projects.choices.states import Health, Visibility
from projects.models import Case, Revision

WRITERS, CASES = 20, 1000


def revisions():
    return dict(Revision.objects.values_list("audience", "number"))


def pulled(pull, address):
    """Follow a list to its end; return its keys."""
    while address:
        answer = pull(address).json()
        yield from (row["key"] for row in answer["results"])
        address = answer["next"] and answer["next"].partition("/api/v1/")[2]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("start", ["cases/?cursor=*&page_size=40", "cases/?page_size=40"])
def test_paging_while_twenty_write_loses_and_doubles_nothing(pull, make_many_cases, leader, start):
    make_many_cases(CASES)
    before, done, written = set(Case.objects.values_list("key", flat=True)), threading.Event(), []

    def write(number):
        mine = list(Case.objects.order_by("key")[number::WRITERS])
        while mine and not done.is_set():
            case = mine.pop()
            report_status(
                case, by=leader, health=Health.AT_RISK, summary="Nå", seen=case.current_status_id
            )
            written.append(case.key)
            done.wait(0.05)
        connections.close_all()

    writers = [threading.Thread(target=write, args=[n], daemon=True) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    found = Counter(pulled(pull, start))
    done.set()
    for writer in writers:
        writer.join()

    assert len(written) > 0
    assert found == Counter(before)


@pytest.mark.django_db(transaction=True)
def test_revision_moves_only_for_whom_the_change_is_visible(make_case, leader):
    case = make_case()
    restricted = make_case(visibility=Visibility.RESTRICTED)
    shown = make_case(visibility=Visibility.COUNCIL)
    moved = {}
    for name, act in {
        "internal": lambda: edit_case(
            case, by=leader, seen_version=case.version, changes={"title": "Nytt"}
        ),
        "restricted": lambda: edit_case(
            restricted, by=leader, seen_version=restricted.version, changes={"title": "Nytt"}
        ),
        "working text of a council case": lambda: edit_case(
            shown, by=leader, seen_version=shown.version, changes={"title": "Nytt"}
        ),
        "status of a council case": lambda: report_status(
            shown, by=leader, health=Health.AT_RISK, summary="Nå", seen=None
        ),
        "made public": lambda: set_visibility(
            shown, by=leader, seen_version=shown.version, visibility=Visibility.PUBLIC
        ),
    }.items():
        before = revisions()
        act()
        after = revisions()
        moved[name] = {who for who in after if after[who] != before.get(who)}

    assert moved == {
        "internal": {"staff", "full"},
        "restricted": {"full"},
        "working text of a council case": {"staff", "full"},
        "status of a council case": {"council", "admin", "staff", "full"},
        "made public": {"public", "council", "admin", "staff", "full"},
    }


@pytest.mark.django_db(transaction=True)
def test_unchanged_list_is_304_until_something_visible_changes(
    council_pull, make_case, leader, django_assert_max_num_queries
):
    case = make_case(visibility=Visibility.COUNCIL)
    tag = council_pull("cases/").headers["ETag"]

    with django_assert_max_num_queries(3):
        unchanged = council_pull("cases/", **{"If-None-Match": tag})
    edit_case(case, by=leader, seen_version=case.version, changes={"external_source": "x"})
    still = council_pull("cases/", **{"If-None-Match": tag})
    report_status(case, by=leader, health=Health.AT_RISK, summary="Nå", seen=None)
    changed = council_pull("cases/", **{"If-None-Match": tag})

    assert [answer.status_code for answer in (unchanged, still, changed)] == [304, 304, 200]


@pytest.mark.django_db(transaction=True)
def test_tag_is_of_the_search_the_language_and_the_sight(pull, council_pull, make_case):
    make_case(visibility=Visibility.COUNCIL)
    tags = [
        pull("cases/?phase=what&state=active").headers["ETag"],
        pull("cases/?state=active&phase=what").headers["ETag"],
        pull("cases/?phase=what&state=active&lang=nn").headers["ETag"],
        pull("cases/?phase=what").headers["ETag"],
        council_pull("cases/?phase=what&state=active").headers["ETag"],
    ]

    assert tags[0] == tags[1]
    assert len(set(tags)) == 4


@pytest.mark.django_db(transaction=True)
def test_role_in_an_exempt_case_changes_the_tag(pull_as, make_person, make_case, leader):
    reader = make_person(Role.READER)
    pull, case = pull_as(reader), make_case(visibility=Visibility.RESTRICTED)
    tag = pull("cases/").headers["ETag"]

    assign(case, user=reader, role="member", by=leader)

    answer = pull("cases/", **{"If-None-Match": tag})
    assert (answer.status_code, answer.json()["count"]) == (200, 1)
