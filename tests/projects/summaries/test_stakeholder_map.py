"""Who is with us: hints, the map of stakeholders, and the levels of anchoring."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.access.roles import CaseRole, Role
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.vocabulary import AnchoringLevel, Attitude, Coverage, Degree, Strategy
from projects.method import anchoring, stakeholders
from projects.models import Stakeholder
from projects.readiness import requirements
from projects.summaries import stakeholder_map

DAY = timedelta(days=1)
TODAY = date(2026, 5, 20)


# --- Anchoring ----------------------------------------------------------------------------


def held(level, on, *, valid_to=None):
    return SimpleNamespace(level=level, held_on=on, valid_to=valid_to, with_whom="Ledergruppen")


def decided(on, *, level="political", outcome="adopted", kind="choice"):
    said = {"level": level, "outcome": outcome, "kind": kind}
    return SimpleNamespace(met_on=on, body="Formannskapet", **said)


def covers(anchorings, decisions=()):
    told = anchoring.levels(anchorings, decisions, TODAY)
    return {level.level: level.coverage for level in told if level.coverage != Coverage.MISSING}


@pytest.mark.parametrize(
    ("held_on", "valid_to", "cover"),
    [
        (TODAY, None, Coverage.COVERED),
        (TODAY - 365 * DAY, None, Coverage.COVERED),
        (TODAY - 366 * DAY, None, Coverage.OUTDATED),
        (TODAY - 10 * DAY, TODAY, Coverage.COVERED),
        (TODAY - 10 * DAY, TODAY - DAY, Coverage.OUTDATED),
        (TODAY - 366 * DAY, TODAY + DAY, Coverage.OUTDATED),
    ],
)
def test_level_is_covered_for_a_year_unless_it_runs_out_before(held_on, valid_to, cover):
    assert covers([held("line", held_on, valid_to=valid_to)]) == {AnchoringLevel.LINE: cover}


def test_level_that_is_yet_to_be_anchored_is_missing():
    assert covers([held("line", TODAY + DAY)]) == {}


def test_level_counts_what_holds_longest():
    told = anchoring.levels(
        [held("staff", TODAY - 3 * DAY, valid_to=TODAY - DAY), held("staff", TODAY - 30 * DAY)],
        [],
        TODAY,
    )

    staff = next(level for level in told if level.level == AnchoringLevel.STAFF)
    assert (staff.coverage, staff.held_on) == (Coverage.COVERED, TODAY - 30 * DAY)
    assert staff.until == TODAY + 335 * DAY


def test_political_decision_covers_the_political_level_and_no_other():
    assert covers([], [decided(TODAY)]) == {AnchoringLevel.POLITICAL: Coverage.COVERED}
    assert covers([], [decided(TODAY, outcome="rejected")]) == {}
    assert covers([], [decided(TODAY, level="administrative")]) == {}


def test_levels_stand_in_their_order():
    assert [one.level for one in anchoring.levels([], [], TODAY)] == list(AnchoringLevel)


@pytest.mark.django_db
@pytest.mark.parametrize("level", AnchoringLevel)
@pytest.mark.parametrize("days", [0, 365, 366])
@pytest.mark.parametrize("left", [None, -1, 0])
def test_gate_and_level_agree_on_what_covers_top_management(make_team, level, days, left):
    team = make_team(phase=Phase.WHO)
    on = team.today - days * DAY
    if left is not None and team.today + left * DAY < on:
        return
    team.write(
        "anchoring",
        level=level,
        form="meeting",
        with_whom="Ledergruppen",
        held_on=on,
        cleared="De vil dette",
        valid_to=None if left is None else team.today + left * DAY,
    )
    team.political_decision()

    lacking = {one.code for one in requirements.missing(team.case, Gate.G2)}

    told = anchoring.levels(
        team.case.anchorings.all(), team.case.formal_decisions.all(), team.today
    )
    administrative = next(one for one in told if one.level == AnchoringLevel.ADMINISTRATIVE)
    assert ("anchored" not in lacking) == (administrative.coverage == Coverage.COVERED)


# --- Hints --------------------------------------------------------------------------------


def party(category="user", *, external=False, owner=False):
    return SimpleNamespace(category=category, is_external=external, is_problem_owner=owner)


def judged(interest="great", attitude="supports"):
    return SimpleNamespace(interest=interest, attitude=attitude)


def codes(parties, assessments=()):
    return [hint.code for hint in stakeholders.hints(parties, assessments)]


FULL = [party(external=True), party("management", owner=True), party("supplier")]


def test_nobody_named_asks_for_everybody():
    assert codes([]) == ["user", "problem_owner", "external", "management"]


def test_full_company_gives_no_hint():
    assert codes(FULL, [judged(), judged(attitude="sceptical")]) == []


@pytest.mark.parametrize(
    ("them", "hint"),
    [
        ([party("other", external=True), party("management", owner=True)], "user"),
        ([party(external=True), party("management")], "problem_owner"),
        ([party(), party("management", owner=True)], "external"),
        ([party(external=True, owner=True), party("other")], "management"),
    ],
)
def test_each_hint_comes_when_that_alone_is_missing(them, hint):
    assert codes(them) == [hint]


def test_company_of_one_category_is_one_sided():
    assert codes([party(external=True), party(owner=True)]) == ["management", "one_sided"]


def test_hints_that_build_on_judgements_are_only_for_who_reads_them():
    low = [judged("little"), judged("none")]

    assert codes(FULL) == []
    assert codes(FULL, low) == ["interest", "agreeing"]
    assert codes(FULL, [judged(), judged(attitude="unknown")]) == []
    assert codes(FULL, [judged()]) == []


# --- The map ------------------------------------------------------------------------------


@given(st.sampled_from(Degree), st.sampled_from(Degree))
def test_strategy_is_the_two_by_two(interest, influence):
    high = {Degree.MEDIUM, Degree.GREAT}
    expected = {
        (True, True): Strategy.ENGAGE,
        (False, True): Strategy.SATISFY,
        (True, False): Strategy.INFORM,
        (False, False): Strategy.MONITOR,
    }

    assert (
        stakeholders.strategy_of(interest, influence)
        == expected[interest in high, influence in high]
    )


@pytest.fixture
def mapped(make_team):
    """A case with two stakeholders assessed in an earlier phase and one not at all."""
    team = make_team(phase=Phase.WHO)
    for name, interest, influence, attitude in (
        ("Pårørende", "great", "little", Attitude.SCEPTICAL),
        ("Hjemmetjenesten", "medium", "great", Attitude.SUPPORTS),
    ):
        one = team.write(
            "stakeholder",
            kind="group",
            name=name,
            category="user",
            point_of_view=f"Slik ser {name} det",
        )
        team.write(
            "stakeholder_assessment",
            parent=one,
            interest=interest,
            influence=influence,
            attitude=attitude,
        )
    team.write("stakeholder", kind="group", name="Naboene", category="other")
    team.write(
        "stakeholder_measure",
        parent=Stakeholder.objects.get(name="Pårørende"),
        what="Kveldsmøte på skolen",
        responsible=team.leader,
        due_on=team.today - DAY,
    )
    return team


def page(client, person, case):
    client.force_login(person)
    return client.get(reverse("case_phase", args=[case.key, "who"]))


def company(answer):
    return next(s.panel for s in answer.context["sections"] if s.kind.code == "stakeholder")


def test_map_names_each_in_the_cell_of_its_strategy(client, mapped):
    found = company(page(client, mapped.leader, mapped.case)).map

    assert [
        (cell.strategy, [row.status.stakeholder.name for row in cell.rows]) for cell in found.cells
    ] == [
        (Strategy.ENGAGE, ["Hjemmetjenesten"]),
        (Strategy.SATISFY, []),
        (Strategy.INFORM, ["Pårørende"]),
        (Strategy.MONITOR, []),
    ]
    assert [row.status.stakeholder.name for row in found.not_assessed_here] == ["Naboene"]


def test_stakeholder_assessed_in_an_earlier_phase_lacks_one_in_this(mapped):
    mapped.case.phase = Phase.SYSTEM

    current = stakeholder_map.current_stakeholders(mapped.case)

    assert [one.is_assessed_here for one in current] == [False, False, False]


def test_table_says_in_words_that_a_measure_is_overdue(client, mapped):
    found = company(page(client, mapped.leader, mapped.case)).map
    html = page(client, mapped.leader, mapped.case).content.decode()

    late = [done.is_overdue for row in found.rows for done in row.status.measures]
    assert late == [True]
    assert [text for text in ("Over fristen", "Slik ser Pårørende det") if text not in html] == []


def test_stakeholder_that_left_is_not_on_the_map(client, mapped):
    Stakeholder.objects.filter(name="Pårørende").update(left_on=mapped.today)

    rows = company(page(client, mapped.leader, mapped.case)).map.rows

    assert [row.status.stakeholder.name for row in rows] == ["Hjemmetjenesten", "Naboene"]


@pytest.mark.parametrize(
    ("role", "case_role", "reads"),
    [
        (Role.READER, None, False),
        (Role.READER, CaseRole.MEMBER, False),
        (Role.READER, CaseRole.CHAMPION, False),
        (Role.READER, CaseRole.BENEFIT_OWNER, False),
        (Role.READER, CaseRole.LEAD, True),
        (Role.READER, CaseRole.OWNER, True),
        (Role.LEADER, None, True),
    ],
)
def test_map_does_not_exist_for_who_may_not_read_judgements(
    client, mapped, make_person, role, case_role, reads
):
    person = make_person(role)
    if case_role:
        mapped.give(person, case_role)

    answer = page(client, person, mapped.case)

    html = answer.content.decode()
    told = ["map-h", "Kveldsmøte på skolen", "Skeptisk", "Hold informert"]
    assert answer.status_code == 200
    assert (company(answer).map is not None) == reads
    assert [text for text in told if (text in html) != reads] == []


def test_employee_reads_who_may_be_missing_but_not_what_builds_on_judgements(
    client, make_team, make_person
):
    team = make_team(phase=Phase.WHO)
    for name in ("Hjemmeboende", "Pårørende"):
        one = team.write("stakeholder", kind="group", name=name, category="management")
        judged = {"interest": "none", "influence": "none", "attitude": Attitude.SUPPORTS}
        team.write("stakeholder_assessment", parent=one, **judged)

    def hinted(person):
        return [hint.code for hint in company(page(client, person, team.case)).hints]

    plain = ["user", "problem_owner", "external", "one_sided"]
    assert hinted(make_person(Role.READER)) == plain
    assert hinted(team.leader) == [*plain, "interest", "agreeing"]


def test_day_at_the_end_of_time_is_reckoned_with():
    assert covers([], [decided(date.max)]) == {}
