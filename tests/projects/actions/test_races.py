"""Two people at once: each action locks first and judges by what the other left behind."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from accounts.access.roles import CaseRole, Role
from accounts.models import User
from projects.actions import case_keys
from projects.actions.cases import edit_case, open_case
from projects.actions.people import assign
from projects.actions.phases import move
from projects.actions.states import change_state
from projects.actions.status import report_status
from projects.choices.phases import Phase
from projects.choices.states import Health, State
from projects.errors import DomainError
from projects.models import Case

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run the acts side by side; return each one's result, or the class of its refusal."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            return act()
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results):
    return sorted(result for result in results if isinstance(result, str))


def fresh(case):
    return Case.objects.get(pk=case.pk)


def test_of_two_movers_at_once_one_moves_the_case(make_case, leader):
    case = make_case(phase=Phase.WHO)

    def act():
        return move(
            fresh(case), to=Phase.WHAT, by=leader, reason="Feil behov", seen_phase=Phase.WHO
        ).number

    results = at_once(act, act, act, act)

    assert refusals(results) == ["Conflict"] * 3
    assert list(case.visits.values_list("phase", "number")) == [("who", 1), ("what", 1)]


def test_of_a_stop_and_a_move_at_once_the_case_ends_in_one_piece(make_case, leader):
    case = make_case(phase=Phase.WHO)

    results = at_once(
        lambda: change_state(
            fresh(case), transition="stop", by=leader, reason="Slutt", lesson="Spør først"
        ),
        lambda: move(fresh(case), to=Phase.WHAT, by=leader, reason="Feil behov"),
    )

    case = fresh(case)
    assert case.state == State.STOPPED
    assert case.visits.filter(left_at=None).count() == 0
    assert case.visits.count() == 2 - len(refusals(results))


def test_of_two_status_updates_at_once_one_is_a_conflict(make_case, leader):
    case = make_case()

    results = at_once(
        *(
            lambda health=health: report_status(
                fresh(case), by=leader, health=health, summary=health.label, seen=None
            )
            for health in (Health.ON_TRACK, Health.AT_RISK)
        )
    )

    assert refusals(results) == ["Conflict"]
    assert case.status_updates.count() == 1
    assert fresh(case).health == case.status_updates.get().health


def test_of_two_edits_of_one_version_at_once_one_is_a_conflict(make_case, leader):
    case = make_case()

    results = at_once(
        *(
            lambda title=title: edit_case(
                fresh(case), by=leader, seen_version=case.version, changes={"title": title}
            )
            for title in ("Ny tittel", "En annen tittel")
        )
    )

    assert refusals(results) == ["Conflict"]
    (winner,) = [result for result in results if not isinstance(result, str)]
    assert (fresh(case).title, fresh(case).version) == (winner.title, case.version + 1)


def test_of_two_owners_named_at_once_one_is_named(make_case, make_person, leader):
    case = make_case()
    people = [make_person(Role.READER), make_person(Role.READER)]

    results = at_once(
        *(
            lambda person=person: assign(
                case, user=person, role=CaseRole.OWNER, by=User.objects.get(pk=leader.pk)
            )
            for person in people
        )
    )

    assert refusals(results) == ["Invalid"]
    assert case.assignments.in_force().filter(role=CaseRole.OWNER).count() == 1


@pytest.fixture
def few_numbers(monkeypatch):
    """Leave so few numbers to draw from that everybody meets a number that is taken."""
    numbers = range(100_000, 100_008)
    monkeypatch.setattr(case_keys, "NUMBERS", numbers)
    return numbers


def test_cases_opened_at_once_have_keys_of_their_own(leader, unit, few_numbers):
    fields = {"title": "Ny sak", "unit": unit, "contact": leader, "language": "nb"}

    cases = at_once(*(lambda: open_case(by=leader, fields=fields) for _ in few_numbers))

    assert sorted(int(case.key[-6:]) for case in cases) == list(few_numbers)


def test_nobody_waits_for_the_keys_of_a_long_import(leader, unit, few_numbers):
    """The import has written half of the numbers, and has not committed."""
    fields = {"title": "Ny sak", "unit": unit, "contact": leader, "language": "nb"}
    written, opened = Event(), Event()

    def long_import():
        with transaction.atomic():
            cases = [open_case(by=leader, fields=fields) for _ in few_numbers[::2]]
            written.set()
            assert opened.wait(30)
        return cases

    def others():
        assert written.wait(30)
        try:
            started = time.monotonic()
            return [open_case(by=leader, fields=fields), time.monotonic() - started]
        finally:
            opened.set()

    imported, (case, seconds) = at_once(long_import, others)

    assert case.key not in {other.key for other in imported}
    assert seconds < 3
