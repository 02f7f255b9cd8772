import pytest

from accounts.access.roles import Permission
from projects.choices.phases import Phase
from projects.choices.states import CLOSED, IN_PHASE, TRANSITIONS, State, possible_transitions


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize(
    ("state", "names"),
    [
        (State.DRAFT, ["start"]),
        (State.ACTIVE, ["pause", "stop"]),
        (State.PAUSED, ["resume", "stop"]),
        (State.STOPPED, ["reopen"]),
        (State.COMPLETED, ["reopen"]),
    ],
)
def test_transitions_to_choose_from_follow_from_the_state_in_every_phase(state, phase, names):
    assert [one.name for one in possible_transitions(state, phase)] == names


def test_each_transition_leads_to_its_state():
    assert {name: one.target for name, one in TRANSITIONS.items()} == {
        "start": State.ACTIVE,
        "pause": State.PAUSED,
        "resume": State.ACTIVE,
        "stop": State.STOPPED,
        "complete": State.COMPLETED,
        "reopen": State.ACTIVE,
    }


def test_case_is_completed_from_the_last_phase_and_by_a_gate():
    complete = TRANSITIONS["complete"]

    assert (complete.origins, complete.phases) == ((State.ACTIVE,), (Phase.REFINE,))
    assert [name for name, one in TRANSITIONS.items() if one.by_gate] == ["complete"]


def test_pause_asks_for_a_day_of_review_and_stop_for_a_lesson():
    assert [name for name, one in TRANSITIONS.items() if one.needs_review_on] == ["pause"]
    assert [name for name, one in TRANSITIONS.items() if one.needs_lesson] == ["stop"]


def test_every_transition_is_for_those_who_decide():
    assert {one.permission for one in TRANSITIONS.values()} == {Permission.DECIDE}


def test_state_is_a_draft_or_in_a_phase_or_closed():
    assert [State.DRAFT, *IN_PHASE, *CLOSED] == list(State)
