from projects.choices.phases import Phase, allowed_targets, is_back, may_follow

WHAT, WHO, SYSTEM, USE, REFINE = Phase


def test_phases_are_numbered_from_one_in_the_order_of_the_method():
    assert {phase.value: phase.number for phase in Phase} == {
        "what": 1,
        "who": 2,
        "system": 3,
        "use": 4,
        "refine": 5,
    }


def test_each_phase_but_the_last_has_one_that_follows():
    assert [phase.following for phase in Phase] == [WHO, SYSTEM, USE, REFINE, None]


def test_case_moves_one_phase_on_or_any_number_back():
    assert {origin: allowed_targets(origin) for origin in Phase} == {
        WHAT: [WHO],
        WHO: [WHAT, SYSTEM],
        SYSTEM: [WHAT, WHO, USE],
        USE: [WHAT, WHO, SYSTEM, REFINE],
        REFINE: [WHAT, WHO, SYSTEM, USE],
    }


def test_no_phase_follows_itself_or_is_skipped():
    assert [may_follow(WHO, target) for target in (WHO, USE, REFINE)] == [False, False, False]


def test_only_an_earlier_phase_is_back():
    assert [is_back(SYSTEM, target) for target in Phase] == [True, True, False, False, False]
