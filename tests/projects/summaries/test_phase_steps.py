"""A case that goes through gates and back again, as people see it."""

from projects.actions.phases import move
from projects.choices.phases import Phase
from projects.history import timeline


def walk_back_and_forth(team):
    """Through the first gate, back, and through it once more."""
    team.walk(Phase.WHO)
    move(team.case, to=Phase.WHAT, by=team.leader, reason="Behovet var et annet")
    return team.walk(Phase.WHO)


def test_every_visit_is_counted_and_those_through_a_gate_name_its_decision(make_team):
    case = walk_back_and_forth(make_team())

    told = [
        (visit.phase, visit.number, visit.reason, visit.decision_id is not None)
        for visit in case.visits.all()
    ]
    assert told == [
        ("what", 1, "", False),
        ("who", 1, "Enig", True),
        ("what", 2, "Behovet var et annet", False),
        ("who", 2, "Enig", True),
    ]


def test_steps_say_how_often_and_how_long(make_team, leader, browser_of, words):
    case = walk_back_and_forth(make_team())

    page = browser_of(leader).get(case.get_absolute_url())

    stages = page.context["phase_steps"]
    assert [(stage.phase, stage.status, stage.visits, stage.days) for stage in stages] == [
        ("what", "done", 2, 0),
        ("who", "now", 2, 0),
        ("system", "later", 0, 0),
        ("use", "later", 0, 0),
        ("refine", "later", 0, 0),
    ]
    assert "visit 2 · 0 days in all" in words(page)


def test_history_tells_steps_forward_and_back(make_team, leader):
    case = walk_back_and_forth(make_team())

    entries = timeline.of(case, leader, kind="decisions").entries

    steps = [
        (entry.what, entry.text)
        for entry in entries
        if "1 What" in entry.what or "2 Who" in entry.what
    ]
    assert steps == [
        ("Moved to 2 Who", ""),
        ("Moved back to 1 What", "Behovet var et annet"),
        ("Moved to 2 Who", ""),
        ("In phase 1 What", ""),
    ]
