import json
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access.roles import CaseRole
from projects.actions.phases import move
from projects.actions.states import change_state
from projects.choices.phases import Phase
from projects.choices.states import State

HTMX = {"HX-Request": "true"}


@pytest.fixture
def case(make_case, people, parts):
    """An active case in the third phase, with owner and lead."""
    return make_case("Snørydding", people=parts, phase=Phase.SYSTEM, by=people["leader"])


@pytest.fixture
def owner(people, browser_of):
    return browser_of(people["owner"])


def wish(**more):
    return {"seen_phase": "system", "to": "who", "reason": "Noen mangler", "on": ""} | more


def test_dialog_offers_the_phases_behind_and_the_gate_for_the_step_forward(
    case, owner, address, words
):
    page = owner.get(address("case_move", case))

    form = page.context["form"]
    assert [(value, str(label)) for value, label in form.fields["to"].choices] == [
        ("who", "Back to 2 Who"),
        ("what", "Back to 1 What"),
    ]
    assert form["to"].value() is None
    assert "Gate 3: from system to use" in words(page)
    assert f'href="{address("case_gate", case)}"' in page.content.decode()


def test_card_dropped_on_the_next_phase_leads_to_the_gate(case, owner, address, words):
    answer = owner.get(address("case_move", case) + "?to=use&from=board", headers=HTMX)

    said, source = words(answer), answer.content.decode()
    assert "Forward, the case passes this gate" in said
    assert "Assess the success formula anew in this phase." in said
    assert f'href="{address("case_gate", case)}"' in source
    assert ('name="to"' in source, "Move the case" in said) == (False, False)


def test_first_phase_has_only_the_gate(make_case, people, parts, browser_of, address, words):
    case = make_case(people=parts, by=people["leader"])

    answer = browser_of(people["owner"]).get(address("case_move", case))

    assert "Gate 1: from what to who" in words(answer)
    assert 'name="to"' not in answer.content.decode()


def test_htmx_gets_only_the_dialog_and_others_a_page(case, owner, address):
    part = owner.get(address("case_move", case), headers=HTMX).content.decode()
    page = owner.get(address("case_move", case)).content.decode()

    assert ("<html" in part, 'id="dialog-title"' in part, "hx-post" in part) == (False, True, True)
    assert ("<html" in page, "hx-post" in page) == (True, False)


def test_phase_a_card_was_dropped_on_is_chosen(case, owner, address):
    answer = owner.get(address("case_move", case) + "?to=what&from=board", headers=HTMX)

    assert answer.context["form"]["to"].value() == Phase.WHAT


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("refine", "“Refine” does not follow “System”"),
        ("nonsense", ""),
        ("system", "does not follow"),
    ],
)
def test_phase_that_does_not_follow_is_explained_and_not_chosen(
    case, owner, address, words, to, said
):
    answer = owner.get(f"{address('case_move', case)}?to={to}", headers=HTMX)

    assert answer.status_code == 200
    assert said in words(answer)
    assert answer.context["form"]["to"].value() is None


def test_board_is_told_of_a_move_and_where_the_focus_goes(case, owner, address):
    answer = owner.post(address("case_move", case), wish() | {"from": "board"}, headers=HTMX)

    assert (answer.status_code, answer.content) == (204, b"")
    assert json.loads(answer.headers["HX-Trigger"]) == {
        "slik:done": {"message": "The case is moved to “Who”.", "focus": f"move-{case.key}"}
    }
    case.refresh_from_db()
    assert case.phase == Phase.WHO


def test_case_page_is_shown_again_after_a_move_from_it(case, owner, address):
    answer = owner.post(address("case_move", case), wish(), headers=HTMX)

    assert answer.headers["HX-Redirect"] == case.get_absolute_url()
    visit = case.visits.last()
    assert (visit.phase, visit.reason, visit.entered_on) == (
        "who",
        "Noen mangler",
        timezone.localdate(),
    )


def test_move_works_without_script(case, owner, address, words):
    answer = owner.post(address("case_move", case), wish(to="what"), follow=True)

    assert answer.redirect_chain == [(case.get_absolute_url(), 302)]
    assert "The case is moved to “What”." in words(answer)


def test_move_is_dated_when_it_happened(case, owner, address):
    day = timezone.localdate()

    owner.post(address("case_move", case), wish(on=day.isoformat()))

    assert case.visits.last().entered_on == day


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"to": ""}, "to", "Choose a phase."),
        ({"to": "use"}, "to", "Choose an earlier phase. Forward, the case passes its gate."),
        ({"reason": "  "}, "reason", "Write why the case is moved."),
        ({"reason": "x" * 2001}, "reason", "at most 2000 characters (it has 2001)"),
        ({"on": "i går"}, "on", "Write a whole day, like 5 Mar 2026."),
        ({"on": "2199-01-01"}, "on", "The date cannot be in the future."),
        ({"on": "2001-01-01"}, "on", "The date cannot be before the phase began."),
        ({"seen_phase": "nonsense"}, "seen_phase", "Select a valid choice."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "dialog"])
def test_wrong_move_is_told_at_its_field_with_the_typing_kept(
    case, owner, address, words, headers, wrong, field, said
):
    sent = wish(**wrong)

    answer = owner.post(address("case_move", case), sent, headers=headers)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert said in words(answer)
    assert answer.context["form"]["reason"].value() == sent["reason"]
    case.refresh_from_db()
    assert case.phase == Phase.SYSTEM


def test_case_that_is_not_ready_lists_what_is_missing_and_where(
    make_case, people, browser_of, address, words
):
    case = make_case(phase=Phase.WHO, people={CaseRole.OWNER: people["owner"]}, by=people["leader"])

    answer = browser_of(people["owner"]).get(address("case_move", case) + "?to=system")

    assert "This is still missing: Name a project lead." in words(answer)
    found = {item.code: item.url for item in answer.context["missing"]}
    assert found["lead"] == address("case_people", case)
    assert found["assessed"] == address("case_formula", case)


def test_step_forward_is_refused_however_it_is_sent(case, owner, address):
    answer = owner.post(
        address("case_move", case), wish(to="use") | {"from": "board"}, headers=HTMX
    )

    assert answer.status_code == 422
    assert f'href="{address("case_gate", case)}"' in answer.content.decode()
    case.refresh_from_db()
    assert (case.phase, case.visits.count()) == (Phase.SYSTEM, 1)


def test_second_of_two_movers_sees_both_reasons_and_may_go_on(case, owner, people, address, words):
    move(case, to=Phase.WHAT, by=people["leader"], reason="Feil behov")

    answer = owner.post(address("case_move", case), wish(), headers=HTMX)

    assert answer.status_code == 409
    assert [(row.label, row.mine, row.theirs) for row in answer.context["rows"]] == [
        ("Phase", "Who", "What"),
        ("Why", "Noen mangler", "Feil behov"),
    ]
    assert "Liv Leder" in words(answer)
    form = answer.context["form"]
    assert (form["seen_phase"].value(), form["reason"].value()) == ("what", "Noen mangler")
    assert case.visits.count() == 2


def test_move_sent_twice_is_made_once(case, owner, address):
    owner.post(address("case_move", case), wish())

    second = owner.post(address("case_move", case), wish())

    assert second.status_code == 302
    assert case.visits.count() == 2


def test_paused_case_cannot_be_moved_and_the_dialog_says_so(case, owner, people, address, words):
    soon = timezone.localdate() + timedelta(days=30)
    change_state(case, transition="pause", by=people["leader"], reason="Venter", review_on=soon)

    shown = words(owner.get(address("case_move", case), headers=HTMX))
    answer = owner.post(address("case_move", case), wish())

    assert "Only an active case can be moved. This one is “Paused”." in shown
    assert answer.status_code == 422
    assert "Only an active case can be moved." in words(answer)


# What pause and stop ask for beside words of one's own.
STOP = {
    "seen_state": "active",
    "cause": "money",
    "sharing": "case",
    "kind": "method",
    "level": "administrative",
}

# --- Changes of state -----------------------------------------------------------------------


def test_state_page_asks_for_what_the_transition_needs(case, owner, address):
    forms = {
        name: owner.get(address("case_state", case, name)).context["form"]
        for name in ("pause", "stop")
    }

    assert {name: [field.name for field in form.main_fields()] for name, form in forms.items()} == {
        "pause": ["cause", "reason", "review_on"],
        "stop": ["cause", "reason", "lesson", "sharing"],
    }


def test_case_is_paused_and_resumed(case, owner, address):
    soon = timezone.localdate() + timedelta(days=30)

    owner.post(
        address("case_state", case, "pause"),
        {
            "seen_state": "active",
            "cause": "decision",
            "reason": "Venter på vedtak",
            "review_on": soon.isoformat(),
        },
    )
    case.refresh_from_db()
    assert (case.state, case.paused_until) == (State.PAUSED, soon)

    owner.post(address("case_state", case, "resume"), {"seen_state": "paused", "reason": "Vedtatt"})
    case.refresh_from_db()
    assert (case.state, case.paused_until) == (State.ACTIVE, None)


def test_stopped_case_keeps_its_lesson_and_can_be_reopened(case, owner, address, words):
    answer = owner.post(
        address("case_state", case, "stop"),
        STOP | {"reason": "For dyrt", "lesson": "Spør innkjøp først"},
        follow=True,
    )

    assert "The case is now “Stopped – lesson kept”." in words(answer)
    assert "What we learnt: Spør innkjøp først" in words(answer)
    assert address("case_state", case, "reopen") in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "wrong", "field", "said"),
    [
        ("stop", {"lesson": ""}, "lesson", "Write what you learnt"),
        ("stop", {"reason": ""}, "reason", "Write why."),
        ("stop", {"cause": ""}, "cause", "Choose the cause that fits best."),
        ("pause", {"cause": ""}, "cause", "Choose the cause that fits best."),
        ("pause", {"review_on": ""}, "review_on", "Choose a date for the next look"),
        ("pause", {"review_on": "2001-01-01"}, "review_on", "within six months"),
        ("pause", {"review_on": "2199-01-01"}, "review_on", "within six months"),
    ],
)
def test_wrong_change_of_state_is_told_at_its_field(
    case, owner, address, words, name, wrong, field, said
):
    soon = timezone.localdate() + timedelta(days=30)
    sent = STOP | {"reason": "Fordi", "lesson": "Mye", "review_on": soon.isoformat()} | wrong

    answer = owner.post(address("case_state", case, name), sent)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert said in words(answer)


def test_draft_that_is_not_ready_lists_what_is_missing(make_case, leader, browser_of, address):
    case = make_case(state=State.DRAFT, contact=None)

    answer = browser_of(leader).post(address("case_state", case, "start"), {"seen_state": "draft"})

    assert answer.status_code == 422
    assert [item.text for item in answer.context["missing"]] == ["Name a contact."]


def test_draft_starts_without_a_reason(make_case, leader, browser_of, address):
    case = make_case(state=State.DRAFT)

    browser_of(leader).post(address("case_state", case, "start"), {"seen_state": "draft"})

    case.refresh_from_db()
    assert (case.state, case.phase_since) == (State.ACTIVE, timezone.localdate())


def test_second_of_two_deciders_sees_what_the_first_decided(case, owner, people, address, words):
    change_state(
        case, transition="stop", by=people["leader"], reason="For dyrt", lesson="Regn først"
    )

    answer = owner.post(
        address("case_state", case, "stop"),
        STOP | {"reason": "Ingen bruker det", "lesson": "Spør brukerne"},
    )

    assert answer.status_code == 409
    assert [(row.mine, row.theirs) for row in answer.context["rows"]] == [
        ("Stopped – lesson kept", "Stopped – lesson kept"),
        ("Ingen bruker det", "For dyrt"),
        ("Spør brukerne", "Regn først"),
    ]
    assert case.state_changes.count() == 2


def test_transition_that_does_not_follow_says_so_and_offers_no_form(case, owner, address, words):
    answer = owner.get(address("case_state", case, "complete"))

    assert "This cannot be done while the case is “Active” in the phase “System”." in words(answer)
    assert "<textarea" not in answer.content.decode()


def test_unknown_transition_is_no_page(case, owner, address):
    assert owner.get(address("case_state", case, "delete")).status_code == 404
