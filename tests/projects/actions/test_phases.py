import pytest
from django.db import IntegrityError, connection, transaction

from accounts.access.roles import CaseRole, Role
from projects.actions.gates import propose
from projects.actions.phases import move
from projects.actions.states import change_state
from projects.actions.status import confirm_status, report_status
from projects.choices.phases import Phase
from projects.choices.states import Health, State
from projects.errors import Conflict, Invalid, NotReady
from projects.models import Case, PhaseVisit


def check_deferred():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@transaction.atomic
def write_past_the_actions(case, change):
    Case.objects.filter(pk=case.pk).update(**change)
    check_deferred()


def test_case_moves_back_any_number_of_phases(make_case, leader):
    case = make_case(phase=Phase.SYSTEM)

    move(case, to=Phase.WHAT, by=leader, reason="Behovet var et annet")

    visits = list(case.visits.values_list("phase", "number", "reason"))
    assert visits == [
        ("system", 1, "Kom hit før"),
        ("what", 1, "Behovet var et annet"),
    ]
    assert case.phase == Phase.WHAT
    check_deferred()


def test_case_does_not_skip_a_phase(make_case, leader):
    case = make_case()

    with pytest.raises(Invalid) as refused:
        move(case, to=Phase.SYSTEM, by=leader, reason="Vi er klare")

    assert refused.value.field == "to"
    assert case.visits.count() == 1


def test_case_needs_an_owner_and_a_lead_to_reach_the_system_phase(make_case, leader):
    case = make_case(phase=Phase.WHO)

    with pytest.raises(NotReady) as refused:
        propose(case, by=leader, reason="Vi er klare")

    missing = {one.code for one in refused.value.missing}
    assert missing & {"owner", "lead"} == {"owner", "lead"}


def test_second_mover_is_told_where_the_case_is_now(make_case, leader):
    case = make_case(phase=Phase.USE)
    move(case, to=Phase.SYSTEM, by=leader, reason="Først")

    with pytest.raises(Conflict):
        move(case, to=Phase.WHO, by=leader, reason="Sist", seen_phase=Phase.USE)


@pytest.mark.parametrize(
    "change",
    [
        {"phase": Phase.USE},
        {"state": State.COMPLETED},
        {"health": Health.AT_RISK},
    ],
)
def test_database_refuses_a_case_row_that_disagrees_with_its_history(make_case, change):
    case = make_case()
    check_deferred()

    with pytest.raises(IntegrityError):
        write_past_the_actions(case, change)


def test_database_refuses_a_second_open_visit(make_case, leader):
    case = make_case()

    with pytest.raises(IntegrityError), transaction.atomic():
        PhaseVisit.objects.create(
            case=case, phase=Phase.WHO, number=1, entered_on="2026-01-01", entered_by=leader
        )


def test_stop_asks_for_a_reason_and_a_lesson(make_case, leader):
    case = make_case()

    with pytest.raises(Invalid) as refused:
        change_state(case, transition="stop", by=leader, reason="Behovet falt bort")
    assert refused.value.field == "lesson"

    change_state(
        case, transition="stop", by=leader, reason="Behovet falt bort", lesson="Spør brukerne først"
    )
    assert (case.state, case.visits.filter(left_at=None).count()) == (State.STOPPED, 0)
    check_deferred()


def test_status_update_becomes_the_health_and_confirmation_of_the_case(make_case, make_person):
    member = make_person(Role.READER)
    case = make_case(people={CaseRole.MEMBER: member})

    first = report_status(
        case, by=member, health=Health.AT_RISK, summary="Vi mangler folk", seen=None
    )
    again = confirm_status(case, by=member, seen=first.pk)

    case.refresh_from_db()
    assert (case.health, case.current_status, case.confirmed_at) == (
        Health.AT_RISK,
        again,
        again.recorded_at,
    )
    assert (again.confirms, again.summary) == (first, "Vi mangler folk")
    check_deferred()


def test_status_update_on_a_stale_page_is_a_conflict(make_case, leader):
    case = make_case()
    report_status(case, by=leader, health=Health.ON_TRACK, summary="Alt går bra", seen=None)

    with pytest.raises(Conflict):
        report_status(case, by=leader, health=Health.AT_RISK, summary="Usikkert", seen=None)
