"""Every form that makes something: sent twice it makes one thing, sent again after a rollback it
makes that thing, and sent again with another text it throws nothing away.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from accounts.models import ApiToken, RoleGrant, SentForm, Unit, User
from portfolio.navigation.routes import routes
from projects.actions.gates import propose
from projects.choices.gates import gate_of
from projects.choices.phases import Phase
from projects.models import (
    AssessmentRound,
    Assignment,
    Case,
    Comment,
    Criterion,
    GateDecision,
    GateProposal,
    ImportRun,
    Insight,
    StateChange,
    SuccessAssessment,
)
from tests.projects.actions.test_races import at_once

DAY = timedelta(days=1)


@dataclass
class Sent:
    """A form as somebody sends it: where it is, where it goes, and what was typed."""

    person: object
    page: str
    typed: dict
    rows: object  # a function that counts what it makes
    goes_to: str = ""
    form: str = "form"
    another: dict = field(default_factory=dict)  # what is typed instead the second time


def _person(team, people):
    return Sent(
        people["administrator"],
        reverse("person_new"),
        {"name": "Nina Ny", "email": "nina@nordvik.example", "role": "reader"},
        lambda: User.objects.filter(email__startswith="nina").count(),
        another={"email": "nina.ny@nordvik.example"},
    )


def _role(team, people):
    return Sent(
        people["administrator"],
        reverse("role_give", args=[people["stakeholder"].pk]),
        {"role": "reader"},
        lambda: RoleGrant.objects.filter(user=people["stakeholder"]).count(),
        another={"role": "council"},
    )


def _unit(team, people):
    return Sent(
        people["administrator"],
        reverse("unit_new"),
        {"name": "Nytt kontor"},
        lambda: Unit.objects.filter(name__startswith="Nytt").count(),
        another={"name": "Nytt senter"},
    )


def _token(team, people):
    return Sent(
        people["leader"],
        reverse("tokens"),
        {"name": "Årsrapport"},
        ApiToken.objects.count,
        another={"name": "Kvartalsrapport"},
    )


def _case(team, people):
    return Sent(
        people["leader"],
        reverse("case_new"),
        {"title": "Ny sak", "unit": team.case.unit_id},
        lambda: Case.objects.filter(title__startswith="Ny sak").count(),
        another={"title": "Ny sak to"},
    )


def _assignment(team, people):
    return Sent(
        people["leader"],
        reverse("case_people", args=[team.case.key]),
        {"role": "member", "user": people["reader"].pk},
        lambda: Assignment.objects.filter(case=team.case, role=CaseRole.MEMBER).count(),
        another={"user": people["administrator"].pk},
    )


def _comment(team, people):
    return Sent(
        people["leader"],
        team.case.get_absolute_url(),
        {"text": "Godt i gang"},
        Comment.objects.count,
        goes_to=reverse("case_comment", args=[team.case.key]),
        form="comment_form",
        another={"text": "Godt i gang nå"},
    )


def _insight(team, people):
    return Sent(
        people["leader"],
        reverse("record_new", args=[team.case.key, "insight"]),
        {
            "kind": "interview",
            "title": "Samtaler",
            "finding": "De vil bo hjemme",
            "source": "Oss",
            "whose_need": "Eldre",
        },
        Insight.objects.count,
        another={"finding": "De vil ikke flytte"},
    )


def _assessment(team, people):
    return Sent(
        people["leader"],
        reverse("case_assess", args=[team.case.key]),
        {"need-score": "3"},
        SuccessAssessment.objects.count,
        another={"need-score": "4"},
    )


def _round(team, people):
    return Sent(
        people["leader"],
        reverse("round_open", args=[team.case.key]),
        {"assessors": [people[name].pk for name in ("owner", "lead", "member")]},
        AssessmentRound.objects.count,
    )


def _pause(team, people):
    return Sent(
        people["leader"],
        reverse("case_state", args=[team.case.key, "pause"]),
        {"cause": "money", "reason": "Venter", "review_on": timezone.localdate() + 30 * DAY},
        StateChange.objects.filter(target="paused").count,
    )


def _proposal(team, people):
    team.meet(gate_of(team.case.phase))
    return Sent(
        people["leader"],
        reverse("case_gate", args=[team.case.key]),
        {"reason": "Vi er klare"},
        GateProposal.objects.count,
        goes_to=reverse("gate_propose", args=[team.case.key]),
        form="proposal_form",
    )


def _import(team, people):
    def file():
        return SimpleUploadedFile("saker.csv", b"Tittel\nEn sak\n")

    return Sent(people["leader"], reverse("imports"), {"file": file}, ImportRun.objects.count)


CREATING = {
    "person_new": _person,
    "role_give": _role,
    "unit_new": _unit,
    "tokens": _token,
    "case_new": _case,
    "case_people": _assignment,
    "case_comment": _comment,
    "record_new": _insight,
    "case_assess": _assessment,
    "round_open": _round,
    "case_state": _pause,
    "gate_propose": _proposal,
    "imports": _import,
}
# The others are refused a second time by the case itself: see ``test_conflicts``.
ANOTHER_TEXT = sorted(CREATING.keys() - {"round_open", "case_state", "gate_propose", "imports"})
# The second press of these is refused by what the first one left, without a word of fault.
TAKEN_ONCE = {
    "gate_decide",
    "condition_meet",
    "criteria_usual",
    "round_assess",
    "trial_start",
    "trial_finish",
    "case_status",
    "case_confirm",
    "case_move",
}
# The second press of these finds nothing left to do, and says so.
ENDED_ONCE = {"address_confirm", "case_withdraw", "token_collect"}
# These change what exists, or show something: sent twice they leave what sent once leaves.
CHANGING = {
    "account",
    "account_change_password",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_from_key",
    "account_signup",
    "address",
    "address_keep",
    "case_challenge",
    "case_edit",
    "case_elements",
    "case_facts",
    "case_visibility",
    "gate_withdraw",
    "import_columns",
    "import_confirm",
    "import_conflicts",
    "import_mapping_drop",
    "import_plan",
    "import_sheet",
    "import_values",
    "municipality",
    "person_active",
    "person_address_keep",
    "person_address_link",
    "person_edit",
    "person_invite",
    "person_link",
    "record_edit",
    "record_withdraw",
    "role_end",
    "round_close",
    "set_language",
    "set_scheme",
    "styleguide",
    "token_revoke",
    "unit_close",
    "unit_edit",
}


@pytest.fixture
def sent(make_team, people, parts, browser_of, typed):
    """Return a form by its address's name, and a function that sends it."""

    def of(name):
        team = make_team(people=parts)
        made = CREATING[name](team, people)
        browser = browser_of(made.person)
        shown = browser.get(made.page).context[made.form]

        def send(**more):
            given = typed(shown, **made.typed) | more
            given = {key: value() if callable(value) else value for key, value in given.items()}
            return browser.post(made.goes_to or made.page, given)

        send.browser = browser
        return made, send

    return of


def test_every_address_that_takes_a_form_is_known_here():
    found = {
        route.name
        for route in routes()
        if "POST" in (route.methods or ["POST"]) and not route.is_api
    }

    assert found - {"account_inactive", "account_set_password"} == (
        CREATING.keys() | TAKEN_ONCE | ENDED_ONCE | CHANGING
    )


@pytest.mark.parametrize("name", CREATING)
def test_what_is_sent_twice_is_made_once_and_both_answers_say_the_same(sent, name):
    made, send = sent(name)
    before = made.rows()

    first, second = send(), send()

    assert made.rows() == before + 1
    assert (first.status_code, first.get("Location")) == (
        second.status_code,
        second.get("Location"),
    )
    assert first.status_code == (200 if name == "tokens" else 302)


def test_second_press_for_a_token_shows_no_secret_and_says_what_to_do(sent, words):
    _made, send = sent("tokens")

    first, second = send(), send()

    assert (bool(first.context["secret"]), bool(second.context["secret"])) == (True, False)
    assert "The form was sent twice, and one token is made." in words(second)


@pytest.mark.parametrize("name", ANOTHER_TEXT)
def test_another_text_in_a_form_that_was_sent_is_kept_and_said_not_to_be_saved(sent, name, words):
    made, send = sent(name)
    send()
    before = made.rows()

    answer = send(**made.another)

    form = answer.context[made.form]
    assert (answer.status_code, made.rows()) == (422, before)
    assert "What it says now is not saved yet" in words(answer)
    assert [str(form[key].value()) for key in made.another] == list(map(str, made.another.values()))


@pytest.mark.parametrize("name", ANOTHER_TEXT)
def test_another_text_is_saved_when_the_button_is_pressed_again(sent, name):
    made, send = sent(name)
    send()
    before = made.rows()
    once = send(**made.another).context[made.form]["once"].value()

    answer = send(**made.another, once=once)

    assert (answer.status_code in {200, 302}, made.rows()) == (True, before + 1)


def test_four_criteria_taken_up_twice_are_four(make_team, people, browser_of, address):
    team = make_team(phase=Phase.SYSTEM)
    browser = browser_of(people["leader"])
    page = browser.get(address("case_phase", team.case, "system")).content.decode()
    once = page.split('name="once" value="')[1].split('"')[0]
    path = address("criteria_usual", team.case)

    answers = [browser.post(path, {"once": once}, follow=True) for _press in range(2)]

    assert Criterion.objects.count() == 4
    said = [[str(one) for one in answer.context["messages"]] for answer in answers]
    assert said[0] == said[1]


def test_decision_pressed_twice_is_one_and_leads_to_the_case(
    make_team, people, parts, browser_of, typed
):
    team = make_team(people=parts)
    team.meet(gate_of(team.case.phase))
    propose(team.case, by=people["lead"], reason="Vi er klare")
    browser = browser_of(people["leader"])
    page = reverse("case_gate", args=[team.case.key])
    form = browser.get(page).context["decision_form"]
    path = reverse("gate_decide", args=[team.case.key])

    answers = [browser.post(path, typed(form, outcome="go", reason="Enig")) for _press in range(2)]

    assert [one.get("Location") for one in answers] == [team.case.get_absolute_url()] * 2
    assert GateDecision.objects.count() == 1


# --- The token counts only with the action --------------------------------------------------


KILL = """
    CREATE FUNCTION end_this_session() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
    CREATE TRIGGER zz_killed AFTER INSERT ON projects_comment
    FOR EACH ROW EXECUTE FUNCTION end_this_session();
"""
MEND = "DROP TRIGGER zz_killed ON projects_comment; DROP FUNCTION end_this_session()"


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_form_whose_saving_the_database_broke_off_is_saved_when_sent_again(sent):
    made, send = sent("case_comment")
    send.browser.raise_request_exception = False
    run(KILL)

    try:
        broken = send()
    finally:
        connection.close()
        run(MEND)
    rows = (Comment.objects.count(), SentForm.objects.count())
    again = send()

    assert (broken.status_code, rows) == (503, (0, 0))
    assert (again.status_code, made.rows()) == (302, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["person_new", "tokens", "case_comment", "record_new", "case_new"])
def test_two_presses_at_the_same_moment_make_one_thing(sent, name):
    made, send = sent(name)
    before = made.rows()

    answers = at_once(send, send)

    assert {answer.status_code for answer in answers} == {200 if name == "tokens" else 302}
    assert made.rows() == before + 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_the_same_person_at_once_one_is_told_of_the_address(
    people, browser_of, typed, make_person
):
    browsers = [browser_of(people["administrator"]), browser_of(make_person(Role.ADMINISTRATOR))]
    page = reverse("person_new")
    typed_in = {"name": "Nina Ny", "email": "nina@nordvik.example"}
    shown = [typed(browser.get(page).context["form"], **typed_in) for browser in browsers]

    answers = at_once(
        *(
            lambda browser=browser, given=given: browser.post(page, given)
            for browser, given in zip(browsers, shown, strict=True)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [302, 422]
    assert User.objects.filter(name="Nina Ny").count() == 1
