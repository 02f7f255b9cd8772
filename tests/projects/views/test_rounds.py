"""Several people rate the success formula, each alone, and then agree."""

from datetime import timedelta

import pgtrigger
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from projects.actions.formula import (
    assess,
    assess_individually,
    close_assessment_round,
    open_assessment_round,
)
from projects.choices.phases import Phase
from projects.choices.vocabulary import Factor, Occasion
from projects.errors import Conflict, Invalid, NotAllowed
from projects.models import AssessmentRound, SuccessAssessment
from projects.summaries import formula_history
from projects.summaries.charts import bar_width, score_chart
from tests.projects.team import fresh

DAY = timedelta(days=1)
HEADINGS = ["Date", "Occasion", "Need", "The solution’s value", "Team", "Champion", "Anchoring"]
HEADINGS += ["Product", "Weakest", "Measures"]


@pytest.fixture
def team(make_team, make_person):
    found = make_team(phase=Phase.SYSTEM)
    found.one, found.other = make_person(Role.READER), make_person(Role.READER)
    for person in (found.one, found.other):
        found.give(person, CaseRole.MEMBER)
    return found


@pytest.fixture
def asked(team):
    return open_assessment_round(
        team.case,
        by=team.leader,
        occasion=Occasion.GATE,
        due_on=team.today + 3 * DAY,
        assessors=[team.one, team.other],
    )


def alone(team, asked, who, /, **scores):
    judged = {factor: team.judge(scores.get(factor, 3)) for factor in Factor}
    return assess_individually(asked, by=fresh(who), factors=judged)


def page(browser, name, case, *more):
    return browser.get(reverse(name, args=[case.key, *more]))


def test_several_are_asked_on_a_page(team, browser_of, address, words):
    browser = browser_of(team.leader)

    answer = browser.post(
        address("round_open", team.case),
        {
            "occasion": "gate",
            "due_on": (team.today + DAY).isoformat(),
            "assessors": [team.one.pk, team.other.pk],
        },
        follow=True,
    )

    held = AssessmentRound.objects.get()
    assert set(held.assessors.all()) == {team.one, team.other}
    assert "2 people are asked." in answer.content.decode()
    assert "0 of 2 have assessed" in words(answer)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"due_on": ""}, "due_on"),
        ({"due_on": "2001-01-01"}, "due_on"),
        ({"assessors": []}, "assessors"),
        ({"assessors": ["one"]}, "assessors"),
        ({"assessors": ["one", "stranger"]}, "assessors"),
    ],
)
def test_wrong_invitation_is_told_at_its_field(
    team, browser_of, address, make_person, wrong, field
):
    people = {"one": team.one.pk, "stranger": make_person(Role.READER).pk}
    sent = {
        "occasion": "gate",
        "due_on": (team.today + DAY).isoformat(),
        "assessors": [team.one.pk, team.other.pk],
    } | wrong
    sent["assessors"] = [people.get(one, one) for one in sent["assessors"]]

    answer = browser_of(team.leader).post(address("round_open", team.case), sent)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert AssessmentRound.objects.count() == 0


def test_views_are_shown_to_nobody_before_all_are_in(team, asked, browser_of, words):
    alone(team, asked, team.one, anchoring=0)

    seen = {
        name: words(page(browser_of(who), "case_formula", team.case))
        for name, who in {"leader": team.leader, "other": team.other, "one": team.one}.items()
    }

    assert {name: "Slik er det" in text for name, text in seen.items()} == dict.fromkeys(
        seen, False
    )
    assert "1 of 2 have assessed" in seen["leader"]
    assert ("Assess alone" in seen["other"], "Assess alone" in seen["one"]) == (True, False)
    with pytest.raises(Invalid):
        agree(team, asked)


def agree(team, asked):
    return assess(
        team.case,
        by=fresh(team.leader),
        occasion=Occasion.GATE,
        factors={factor: team.judge(3) for factor in Factor},
        assessment_round=asked,
    )


def test_mean_spread_and_number_are_shown_when_all_are_in(team, asked, browser_of, words):
    alone(team, asked, team.one, anchoring=0, team=None)
    alone(team, asked, team.other, anchoring=4)

    told = words(page(browser_of(team.leader), "case_formula", team.case))

    assert "Anchoring 2.0 4 2 0, 4 You see this differently. Talk about it first." in told
    assert "Team 3.0 0 1 3" in told
    assert "Slik er det" in told


def test_views_are_shown_when_the_deadline_has_passed(team, asked, browser_of, words):
    alone(team, asked, team.one, anchoring=0)
    late(asked)

    told = words(page(browser_of(team.leader), "case_formula", team.case))

    assert ("Open to all now" in told, "Slik er det" in told) == (True, True)
    with pytest.raises(Invalid):
        alone(team, asked, team.other)


def late(asked):
    with pgtrigger.ignore("projects.AssessmentRound:assessmentround_is_fixed"):
        AssessmentRound.objects.filter(pk=asked.pk).update(due_on=timezone.localdate() - DAY)
    asked.refresh_from_db()


def test_agreed_snapshot_begins_with_the_mean_and_is_what_people_decide(
    team, asked, browser_of, address
):
    alone(team, asked, team.one, anchoring=2, need=4)
    alone(team, asked, team.other, anchoring=3, need=4)
    browser = browser_of(team.leader)

    form = browser.get(f"{address('case_assess', team.case)}?of={asked.pk}").context["form"]
    first = {factor.value: form[f"{factor}-score"].value() for factor in Factor}
    sent = {f"{factor}-score": 3 for factor in Factor}
    people = [team.one.pk, team.other.pk]
    browser.post(
        address("case_assess", team.case),
        sent | {"of": asked.pk, "occasion": "gate", "participants": people},
    )

    agreed = SuccessAssessment.objects.agreed().get()
    asked.refresh_from_db()
    assert first == {"need": 4, "value": 3, "team": 3, "champion": 3, "anchoring": 2}
    assert sorted(form["participants"].value()) == sorted(people)
    assert (agreed.scores.anchoring, agreed.round_id) == (3, asked.pk)
    assert set(agreed.participants.all()) == {team.one, team.other}
    assert asked.closed_at is not None


def test_round_may_end_without_a_snapshot(team, asked, browser_of, address):
    alone(team, asked, team.one)

    browser_of(team.leader).post(address("round_close", team.case, asked.pk))

    asked.refresh_from_db()
    assert asked.closed_at is not None
    assert SuccessAssessment.objects.agreed().count() == 0
    with pytest.raises(Conflict):
        close_assessment_round(asked, by=fresh(team.leader))


def test_only_those_asked_assess_alone(team, asked, browser_of, address, make_person):
    path = address("round_assess", team.case, asked.pk)
    who = {
        "one": team.one,
        "leader": team.leader,
        "reader": make_person(Role.READER),
        "council": make_person(Role.COUNCIL),
        "administrator": make_person(Role.ADMINISTRATOR),
    }

    answers = {name: browser_of(person).get(path).status_code for name, person in who.items()}

    assert answers == {
        "one": 200,
        "leader": 404,
        "reader": 404,
        "council": 404,
        "administrator": 404,
    }


def test_member_neither_asks_nor_ends_a_round(team, asked, browser_of, address):
    browser = browser_of(team.one)

    assert browser.get(address("round_open", team.case)).status_code == 403
    assert browser.post(address("round_close", team.case, asked.pk)).status_code == 403
    with pytest.raises(NotAllowed):
        close_assessment_round(asked, by=fresh(team.one))


def test_one_view_is_saved_on_its_page(team, asked, browser_of, address):
    path = address("round_assess", team.case, asked.pk)
    scores = {f"{factor}-score": 3 for factor in Factor}
    browser = browser_of(team.one)

    refused = browser.post(path, scores | {"need-score": 0})
    browser.post(path, scores)
    again = browser.post(path, scores)

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {
        f"need-{part}" for part in ("reason", "measure", "responsible", "due_on")
    }
    assert asked.assessments.individual().get().by == team.one
    assert again.status_code == 409


def test_whoever_is_asked_is_told_until_they_have_assessed(team, asked, browser_of, words):
    browser, path = browser_of(team.one), reverse("round_assess", args=[team.case.key, asked.pk])

    before = [browser.get(where) for where in (team.case.get_absolute_url(), reverse("my_cases"))]
    alone(team, asked, team.one)
    after = [browser.get(where) for where in (team.case.get_absolute_url(), reverse("my_cases"))]
    others = browser_of(team.leader).get(team.case.get_absolute_url())

    assert [path in answer.content.decode() for answer in before] == [True, True]
    assert [path in answer.content.decode() for answer in [*after, others]] == [False] * 3


# --- Over time ------------------------------------------------------------------------------


def test_five_factors_over_time_are_told_newest_first(team):
    team.assessed(anchoring=0)
    team.assessed(anchoring=2, team=None)
    team.assessed(anchoring=1, need=3)

    told = formula_history.history_of(
        list(SuccessAssessment.objects.of(team.case).agreed().prefetch_related("factors"))
    )

    assert [(row.scores, row.product, row.weakest, row.measures) for row in told.rows] == [
        ((3, 3, 3, 3, 1), 81, "Anchoring", 1),
        ((3, 3, None, 3, 2), None, "Anchoring", 0),
        ((3, 3, 3, 3, 0), 0, "Anchoring", 1),
    ]
    assert [(one.label, one.now, one.change) for one in told.series][2:] == [
        ("Team", 3, "Assessed for the first time"),
        ("Champion", 3, "The same as last time"),
        ("Anchoring", 1, "Down from 2"),
    ]
    drawn = {one.label: [column.value for column in one.chart.columns] for one in told.series}
    assert (drawn["Team"], drawn["Anchoring"]) == (["3", "–", "3"], ["0", "2", "1"])
    assert told.finding == "Weakest now: Anchoring. 3 assessments."


def test_a_zero_and_a_missing_score_are_drawn_at_the_foot_each_in_its_way():
    drawn = score_chart([0, None, 5], height=118)

    assert [(one.kind, one.height) for one in drawn.columns] == [
        ("zero", "3.0"),
        ("none", "3.0"),
        ("score", "100.0"),
    ]


@pytest.mark.parametrize(
    ("degree", "width"),
    [(-0.2, "0.00%"), (0.375, "37.50%"), (0.99999, "99.99%"), (1, "100.00%"), (1.4, "100.00%")],
)
def test_bar_is_never_wider_than_the_whole(degree, width):
    assert bar_width(degree) == width


def test_file_of_the_factors_tells_missing_from_zero(team, browser_of, address):
    team.assessed(anchoring=0, team=None)
    on = f"{team.today:%d.%m.%Y}"

    answer = browser_of(team.leader).get(address("factors_csv", team.case))

    assert answer.content.decode("utf-8-sig").split("\r\n") == [
        ";".join(HEADINGS),
        f"{on};Before a gate;3;3;;3;0;;Anchoring;1",
        "",
    ]


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.ADMINISTRATOR])
def test_file_of_the_factors_does_not_exist_for_who_reads_no_working_texts(
    team, browser_of, address, make_person, role
):
    assert browser_of(make_person(role)).get(address("factors_csv", team.case)).status_code == 404


def test_formula_page_costs_the_same_for_any_number_of_assessments(
    team, browser_of, address, django_assert_max_num_queries
):
    browser = browser_of(team.leader)
    for _again in range(6):
        team.assessed()

    with django_assert_max_num_queries(12):
        browser.get(address("case_formula", team.case))


def test_what_each_said_alone_is_read_after_they_agreed(team, asked, browser_of, words):
    alone(team, asked, team.one, need=4)
    alone(team, asked, team.other, need=0)
    browser = browser_of(team.leader)
    threes = {factor: team.judge(3) for factor in Factor}
    assess(team.case, by=team.leader, occasion="gate", factors=threes, assessment_round=asked)

    answer = page(browser, "case_formula", team.case)

    (shown,) = answer.context["snapshots"]
    need = shown.factor_summaries[0]
    assert (need.mean, need.spread, need.number) == (2, 4, 2)
    assert need.measures == [team.judge(0).measure]
    assert "What each said alone" in words(answer)


def test_second_to_agree_is_told_and_writes_nothing(team, asked, browser_of, address):
    alone(team, asked, team.one)
    alone(team, asked, team.other)
    typed = {"of": asked.pk, "occasion": "gate", **{f"{f}-score": 3 for f in Factor}}
    browser = browser_of(team.leader)

    first = browser.post(address("case_assess", team.case), typed)
    second = browser.post(address("case_assess", team.case), typed | {"need-score": 4})

    assert (first.status_code, second.status_code) == (302, 409)
    assert SuccessAssessment.objects.of(team.case).agreed().count() == 1
