"""The map of stakeholders, the hints beside it, and the level of anchoring a gate counts."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.access.roles import CaseRole, Role
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.vocabulary import AnchoringLevel, Attitude, Coverage, Strategy
from projects.method import anchoring
from projects.models import Stakeholder
from projects.readiness import requirements
from projects.summaries import stakeholder_map

DAY = timedelta(days=1)


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
