"""The innovation question: a readable chain from the first version to the one that holds."""

import pytest
from django.urls import reverse

from accounts.access.roles import Role
from projects.actions.records import withdraw
from projects.models import Insight

LONG = "Hvordan kan vi " + "og " * 65 + "lykkes?"


@pytest.fixture
def asked(make_team):
    """A case whose question was changed twice, the second time by an insight."""
    team = make_team()
    team.question()
    team.rated_question()
    team.insight()
    team.write(
        "question",
        text="Hvem kan gjøre natten til en god tid?",
        reason="De ringer fordi de er utrygge",
        insight=Insight.objects.get(),
    )
    return team


def chain(client, team, person=None):
    client.force_login(person or team.leader)
    answer = client.get(reverse("case_phase", args=[team.case.key, "what"]))
    found = next(s.panel for s in answer.context["sections"] if s.kind.code == "question")
    return found, answer.content.decode()


def test_chain_leads_from_the_first_question_to_the_one_that_holds(client, asked):
    found, html = chain(client, asked)

    assert found.current.question.number == 3
    assert [version.question.number for version in found.earlier] == [1, 2]
    assert html.index("god tid") < html.index("bo trygt hjemme")
    assert html.index("bo trygt hjemme") < html.index("natten bli trygg for flere")


def test_version_says_its_marks_why_it_came_and_what_triggered_it(client, asked):
    found, html = chain(client, asked)
    insight = Insight.objects.get()

    assert [mark.tone for mark in found.earlier[1].marks] == ["good"] * 4
    assert [mark.tone for mark in found.current.marks] == ["plain"] * 4
    assert [trigger.text for trigger in found.current.triggers] == ["Utrygg om natten"]
    assert found.current.triggers[0].url.endswith(f"?all=insight#insight-{insight.pk}")
    assert f'id="insight-{insight.pk}"' in html
    assert "De ringer fordi de er utrygge" in html


def test_withdrawn_insight_is_still_named_as_what_triggered_a_version(client, asked):
    withdraw(Insight.objects.get(), by=asked.leader)

    found, _html = chain(client, asked)

    assert [(t.text, t.is_withdrawn) for t in found.current.triggers] == [
        ("Utrygg om natten", True)
    ]


def test_long_question_is_taken_and_remarked_on(client, make_team):
    team = make_team()
    client.force_login(team.leader)
    address = reverse("record_new", args=[team.case.key, "question"])
    marks = ("builds_on_insight", "holds_a_vision", "inspires_action", "short_and_clear")

    answer = client.post(address, {"text": LONG} | dict.fromkeys(marks, "not_assessed"))
    found, html = chain(client, team)

    assert answer.status_code == 302
    assert len(found.remarks) == 1
    assert f"Det har {len(LONG)} tegn" in html


def test_new_version_is_written_with_the_one_that_holds_in_sight(client, asked):
    client.force_login(asked.leader)

    question, insight = (
        client.get(reverse("record_new", args=[asked.case.key, code])).context["question"]
        for code in ("question", "insight")
    )

    assert (question.number, insight) == (3, None)


def test_form_of_a_new_version_asks_why_and_that_of_the_first_does_not(client, asked, make_case):
    client.force_login(asked.leader)

    later, first = (
        client.get(reverse("record_new", args=[case.key, "question"])).context["form"].fields
        for case in (asked.case, make_case(by=asked.leader))
    )

    assert later["reason"].required is True
    assert "reason" not in first


def test_case_page_shows_the_question_that_holds_to_who_reads_working_texts(
    client, asked, make_person
):
    def shown(person):
        client.force_login(person)
        answer = client.get(asked.case.get_absolute_url())
        question = answer.context["question"]
        return question and question.number, "god tid?" in answer.content.decode()

    assert shown(asked.leader) == (3, True)
    assert shown(make_person(Role.READER)) == (3, True)
    assert shown(make_person(Role.ADMINISTRATOR)) == (None, False)
