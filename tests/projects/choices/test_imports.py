"""The parts of an import that need no file and no database."""

import pytest

from projects.choices.imports import (
    OnConflict,
    Plan,
    PlannedRow,
    RowKind,
    RowProblem,
    normalise_text,
    parse_standing,
    standing_code,
)
from projects.choices.phases import Phase
from projects.choices.states import State

PROBLEM = RowProblem("completed")


def conflicting(**fields):
    """A row with a change, and two fields that were changed both here and in the file."""
    conflicts = {"title": ["A", "B", "C"], "summary": ["D", "E", "F"]}
    return PlannedRow(2, RowKind.CONFLICT, conflicts=conflicts, **fields)


def test_spellings_of_a_text_compare_equal():
    assert normalise_text("  Ærlig \n TALT ") == normalise_text("ærlig talt") == "ærlig talt"


@pytest.mark.parametrize(
    ("code", "state", "phase"),
    [
        ("unknown", State.DRAFT, Phase.WHAT),
        ("completed", State.COMPLETED, Phase.REFINE),
        ("active:use", State.ACTIVE, Phase.USE),
        ("paused:who", State.PAUSED, Phase.WHO),
    ],
)
def test_standing_is_one_code_of_state_and_phase(code, state, phase):
    assert standing_code(state, phase) == code
    assert parse_standing(code) == (state, phase)


def test_conflicts_are_kept_open_until_somebody_chooses():
    row = conflicting()

    assert row.resolve_conflicts({}) == row


def test_each_conflict_follows_its_choice():
    row = conflicting().resolve_conflicts({"title": OnConflict.TAKE, "summary": OnConflict.KEEP})

    assert (row.kind, row.changes, row.conflicts) == (RowKind.CHANGE, {"title": ["B", "C"]}, {})


def test_row_is_unchanged_when_all_that_stands_here_is_kept():
    row = conflicting().resolve_conflicts({}, otherwise=OnConflict.KEEP)

    assert (row.kind, row.changes, row.conflicts) == (RowKind.UNCHANGED, {}, {})


def test_one_conflict_without_a_choice_leaves_the_row_in_conflict():
    row = conflicting().resolve_conflicts({"title": OnConflict.TAKE})

    assert (row.kind, row.changes) == (RowKind.CONFLICT, {"title": ["B", "C"]})
    assert row.conflicts == {"summary": ["D", "E", "F"]}


def test_present_value_that_can_only_be_kept_is_not_taken_from_the_file():
    row = conflicting(held={"title": PROBLEM}).resolve_conflicts({}, otherwise=OnConflict.TAKE)

    assert row.changes == {"summary": ["E", "F"]}
    assert (row.kind, row.conflicts) == (RowKind.CONFLICT, {"title": ["A", "B", "C"]})


@pytest.mark.parametrize("kind", [kind for kind in RowKind if kind != RowKind.CONFLICT])
def test_row_without_a_conflict_stays_as_it_is(kind):
    row = PlannedRow(2, kind)

    assert row.resolve_conflicts({"title": OnConflict.TAKE}) is row


def test_plan_counts_every_kind_of_row():
    plan = Plan("", [PlannedRow(2, RowKind.CREATE), PlannedRow(3, RowKind.CREATE)])

    assert plan.counts == {kind.value: 0 for kind in RowKind} | {"create": 2}


@pytest.mark.parametrize("kind", RowKind)
def test_plan_is_ready_unless_a_row_is_refused_or_in_conflict(kind):
    plan = Plan("", [PlannedRow(2, RowKind.CREATE), PlannedRow(3, kind)])

    assert plan.is_ready == (kind not in {RowKind.REFUSED, RowKind.CONFLICT})


def test_digest_tells_what_a_plan_would_do_and_nothing_else():
    plan = Plan("Ark1", [PlannedRow(2, RowKind.CREATE, values={"title": "A"})], ["Helse", "Skole"])
    alike = Plan(
        "Ark2",
        [PlannedRow(2, RowKind.CREATE, values={"title": "A"}, title="A")],
        ["Skole", "Helse"],
        notices=[("too_long", {})],
    )
    other = Plan("Ark1", [PlannedRow(2, RowKind.CREATE, values={"title": "B"})], ["Helse", "Skole"])

    assert plan.digest == alike.digest
    assert plan.digest != other.digest
