import pytest

from projects.choices.gates import Gate, gate_of, outcome_label
from projects.choices.phases import Phase
from projects.choices.vocabulary import GateOutcome


def test_each_phase_has_the_gate_that_leads_out_of_it():
    assert {phase: gate_of(phase) for phase in Phase} == {
        Phase.WHAT: Gate.G1,
        Phase.WHO: Gate.G2,
        Phase.SYSTEM: Gate.G3,
        Phase.USE: Gate.G4,
        Phase.REFINE: Gate.CLOSE,
    }


def test_gate_leads_from_its_phase_to_the_next_and_the_last_to_none():
    assert [(gate.origin, gate.target) for gate in Gate] == [
        (Phase.WHAT, Phase.WHO),
        (Phase.WHO, Phase.SYSTEM),
        (Phase.SYSTEM, Phase.USE),
        (Phase.USE, Phase.REFINE),
        (Phase.REFINE, None),
    ]


@pytest.mark.parametrize("gate", [Gate.G1, Gate.G2, Gate.G3, Gate.G4])
def test_outcomes_of_a_gate_between_phases_have_their_own_names(gate):
    assert [outcome_label(gate, outcome) for outcome in GateOutcome] == [
        "Go on",
        "Go on, with conditions",
        "Work more first",
        "Not now",
    ]


def test_outcomes_of_the_last_gate_say_that_the_case_is_completed():
    assert [outcome_label(Gate.CLOSE, outcome) for outcome in GateOutcome] == [
        "Complete the case",
        "Complete the case, with conditions",
        "Work more first",
        "Not now",
    ]


def test_name_of_an_outcome_is_found_by_codes():
    assert outcome_label("close", "go") == "Complete the case"
