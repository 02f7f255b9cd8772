"""A phase on a wall: what to ask, what is written and what is missing, and nothing judged."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from accounts.access.roles import CaseRole, Role
from projects.actions.records import withdraw
from projects.choices.gates import gate_of
from projects.choices.phases import Phase
from projects.choices.states import Visibility
from projects.method import guidance
from projects.models import Insight, Stakeholder
from projects.readiness import requirements


def screen(client, person, case, phase):
    client.force_login(person)
    return client.get(reverse("case_screen", args=[case.key, phase]))


@pytest.fixture
def reader(make_person):
    return make_person(Role.READER, language="en")


@pytest.mark.parametrize("phase", Phase)
def test_screen_shows_the_questions_unfolded_and_what_the_gate_asks_for(
    client, make_team, reader, phase
):
    team = make_team()

    html = screen(client, reader, team.case, phase).content.decode()

    guide = guidance.GUIDE_BY_PHASE[phase]
    missing = requirements.missing(team.case, gate_of(phase))
    judged = [one.text for one in missing if one.code in requirements.JUDGED_CODES]
    said = [*guide.questions, guide.good, *(one.text for one in missing if one.text not in judged)]
    assert [text for text in said if escape(str(text)) not in html] == []
    assert [text for text in judged if escape(str(text)) in html] == []
    assert "<details" not in html


def test_screen_tells_the_newest_three_and_names_what_is_empty(client, make_team, reader):
    team = make_team()
    for _n in range(4):
        team.insight()
    withdraw(Insight.objects.first(), by=team.leader)
    team.question()

    shown = screen(client, reader, team.case, "what").context

    assert [(one.title, one.number, len(one.headlines)) for one in shown["written"]] == [
        ("Insights", 3, 3)
    ]
    assert [str(title) for title in shown["empty"]] == [
        "Challenge",
        "Why innovation",
        "Figures that make us think",
        "Plans",
    ]
    assert shown["question"].text == "Hvordan kan flere bo trygt hjemme lenger?"


def test_screen_of_who_tells_who_may_be_missing_and_how_each_level_is_anchored(
    client, make_team, reader
):
    team = make_team(phase=Phase.WHO)
    team.user()
    team.anchored()

    shown = screen(client, reader, team.case, "who").context

    anchoring = next(one for one in shown["written"] if one.title == "Anchoring")
    assert [hint.code for hint in shown["hints"]] == ["problem_owner", "external", "management"]
    assert anchoring.headlines[:2] == ["Political: missing", "Top management: covered"]
    assert screen(client, reader, team.case, "what").context["hints"] == []


def test_screen_leads_to_the_phase_before_and_after(client, make_team, reader):
    team = make_team()

    ends = {
        phase: (shown["previous"], shown["following"])
        for phase in Phase
        if (shown := screen(client, reader, team.case, phase).context)
    }

    assert ends[Phase.WHAT] == (None, Phase.WHO)
    assert ends[Phase.WHO] == (Phase.WHAT, Phase.SYSTEM)
    assert ends[Phase.SYSTEM] == (Phase.WHO, Phase.USE)
    assert ends[Phase.REFINE] == (Phase.USE, None)


@pytest.mark.parametrize("case_role", [None, CaseRole.MEMBER, CaseRole.LEAD, CaseRole.OWNER])
def test_screen_never_shows_how_a_stakeholder_is_judged(client, make_team, make_person, case_role):
    team = make_team(phase=Phase.WHO)
    team.write("stakeholder", kind="person", name="Nabo Nilsen", category="user")
    team.write(
        "stakeholder_assessment",
        parent=Stakeholder.objects.get(),
        interest="great",
        influence="little",
        attitude="opposes",
        resistance="Frykter kamera",
    )
    team.spreading()
    person = make_person(Role.READER, language="en")
    if case_role:
        team.give(person, case_role)

    html = "".join(
        screen(client, person, team.case, phase).content.decode() for phase in ("who", "use")
    )

    hidden = ("Frykter kamera", "Opposes", "Keep informed", "Nattevakter")
    assert [text for text in hidden if text in html] == []
    assert ("Nabo Nilsen" in html) == bool(case_role)
    assert "diffusion assessment" not in html


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.ADMINISTRATOR])
def test_screen_does_not_exist_for_who_reads_no_working_texts(client, make_team, make_person, role):
    team = make_team(visibility=Visibility.COUNCIL)

    assert screen(client, make_person(role), team.case, "what").status_code == 404
    assert screen(client, team.leader, team.case, "nowhere").status_code == 404


def test_screen_costs_the_same_for_few_and_many(client, make_team, query_count):
    team = make_team()
    client.force_login(team.leader)
    address = reverse("case_screen", args=[team.case.key, "what"])
    client.get(address)
    with query_count("screen"):
        client.get(address)

    for _n in range(30):
        team.insight()

    with query_count("screen"):
        client.get(address)
