"""Proposing and deciding a gate on its page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.actions.gates import NewCondition, propose
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.vocabulary import GateOutcome
from projects.models import Case, Condition, GateDecision
from projects.readiness import requirements
from tests.projects.team import DAY

pytestmark = pytest.mark.django_db

LATER = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def case(make_team, people, parts):
    """A case without a plan, whose lead has proposed to pass the first gate."""
    team = make_team(people=parts)
    team.meet(Gate.G1, but={"plan"})
    propose(team.case, by=people["lead"], reason="Vi er klare")
    return team.case


@pytest.fixture
def decide(case, people, browser_of, address):
    """Send the form of the decision as the leader."""

    def send(**fields):
        given = {"proposal": case.gate_proposals.get().pk, "reason": "Enig"}
        browser = browser_of(people["leader"])
        return browser.post(address("gate_decide", case), given | fields)

    return send


def test_page_suggests_who_does_what_may_wait_and_by_when(case, people, browser_of, address):
    page = browser_of(people["leader"]).get(address("case_gate", case))

    asked, own = page.context["condition_forms"]
    assert asked.requirement.code == "plan"
    assert (asked["responsible"].value(), asked["due_on"].value()) == (people["lead"].pk, LATER)
    assert (own.requirement, own.is_required) == (None, False)


def test_going_on_asks_for_every_exception_and_keeps_the_typing(case, decide):
    page = decide(outcome=GateOutcome.GO, **{"plan-reason": "Planen rulleres"})

    asked, _own = page.context["condition_forms"]
    assert page.status_code == 422
    assert asked.errors == {
        "action": ["Write what is done about it."],
        "responsible": ["Choose who does it."],
        "due_on": ["Choose a deadline in the future."],
    }
    assert asked["reason"].value() == "Planen rulleres"
    assert not GateDecision.objects.exists()


def test_going_on_with_an_exception_keeps_it_as_a_condition(case, decide, people):
    answer = decide(
        outcome=GateOutcome.GO,
        **{
            "plan-reason": "Planen rulleres",
            "plan-action": "Ta det inn i planen",
            "plan-responsible": people["lead"].pk,
            "plan-due_on": LATER,
        },
    )

    decision = GateDecision.objects.get()
    assert (answer.status_code, Case.objects.get().phase) == (302, "who")
    assert decision.outcome == GateOutcome.GO_WITH_EXCEPTIONS
    assert list(decision.conditions.values_list("code", "action", "responsible", "due_on")) == [
        ("plan", "Ta det inn i planen", people["lead"].pk, LATER)
    ]


@pytest.mark.parametrize("outcome", [GateOutcome.REWORK, GateOutcome.DECLINE])
def test_going_no_further_asks_for_no_exceptions(case, decide, people, outcome):
    answer = decide(
        outcome=outcome, **{"plan-responsible": people["lead"].pk, "plan-due_on": LATER}
    )

    assert (answer.status_code, Case.objects.get().phase) == (302, "what")
    assert GateDecision.objects.get().conditions.count() == 0


def test_condition_of_ones_own_is_written_whole_or_not_at_all(case, decide, people):
    page = decide(outcome=GateOutcome.REWORK, **{"own-action": "Snakk med flere"})

    assert page.status_code == 422
    assert set(page.context["condition_forms"][1].errors) == {"reason", "responsible", "due_on"}


def test_deadline_that_has_passed_is_refused(case, decide, people):
    page = decide(
        outcome=GateOutcome.GO,
        **{
            "plan-reason": "Planen rulleres",
            "plan-action": "Ta det inn i planen",
            "plan-responsible": people["lead"].pk,
            "plan-due_on": timezone.localdate(),
        },
    )

    assert page.status_code == 422
    assert page.context["condition_forms"][0].errors == {
        "due_on": ["Choose a deadline in the future."]
    }


def test_lead_proposes_and_does_not_decide(case, people, browser_of, address):
    lead = browser_of(people["lead"])

    page = lead.get(address("case_gate", case))
    answer = lead.post(address("gate_decide", case), {"proposal": case.gate_proposals.get().pk})

    assert (page.context["decision_form"], answer.status_code) == (None, 403)


def test_condition_is_offered_to_be_met_by_whoever_may_say_so(case, decide, people, browser_of):
    later = {"reason": "Kommer", "action": "Skriv det", "due_on": LATER}
    named = {f"plan-{name}": said for name, said in later.items()}
    decide(outcome=GateOutcome.GO, **named, **{"plan-responsible": people["lead"].pk})
    meeting = reverse("condition_meet", args=[case.key, Condition.objects.get().pk])

    def offers(person):
        page = browser_of(people[person]).get(reverse("case_gate", args=[case.key]))
        return "Skriv det" in page.content.decode(), meeting in page.content.decode()

    assert offers("lead") == (True, True)
    assert offers("reader") == (True, False)


def test_last_gate_completes_the_case_in_its_words(make_team, browser_of, address):
    team = make_team()
    team.walk(Phase.REFINE)
    team.meet(Gate.CLOSE)
    propose(team.case, by=team.proposer, reason="I bruk")
    leader = browser_of(team.leader)

    form = leader.get(address("case_gate", team.case)).context["decision_form"]
    sent = {"proposal": team.case.gate_proposals.last().pk, "outcome": "go", "reason": "Takk"}
    page = leader.post(address("gate_decide", team.case), sent, follow=True)

    assert form.fields["outcome"].choices[0] == (GateOutcome.GO, "Complete the case")
    assert [str(m) for m in page.context["messages"]] == ["Decided: Complete the case."]
    assert "Closing: Complete the case" in [e.what for e in page.context["timeline"].entries]


def test_decision_tells_how_everything_stood_and_what_was_excepted_from(make_team, browser_of):
    team = make_team(phase=Phase.WHO)
    team.meet(Gate.G2)
    team.assessed(team=0)
    duty = NewCondition("Ferie", "Møt dem", team.leader, team.today + DAY, "zero")
    team.pass_gate(new_conditions=[duty])
    team.assessed(team=4)

    page = browser_of(team.leader).get(reverse("case_gate", args=[team.case.key]))

    (told,) = page.context["decisions"]
    assert [(one.text, one.is_met) for one in told.criteria] == [
        (str(one.text), False) if one.code == "zero" else (str(one.fact), True)
        for one in requirements.REQUIREMENTS
        if Gate.G2 in one.gates
    ]
    zero = str(requirements.REQUIREMENT_BY_CODE["zero"].text)
    assert [(held.exception_from, held.condition.action) for held in told.conditions] == [
        (zero, "Møt dem")
    ]
    assert "Team 0" in told.scores
    assert f"Except from: {zero}" in page.content.decode()
