"""Whoever suggests a case finds their own draft, edits it and withdraws it, until it is started."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from accounts.access.roles import CaseRole, Role
from projects.actions.cases import open_case, withdraw_draft
from projects.actions.people import assign
from projects.actions.states import change_state
from projects.errors import NotAllowed
from projects.models import Case


@pytest.fixture
def proposer(make_person):
    return make_person(Role.READER, name="Ida Idé")


@pytest.fixture
def draft(proposer, unit):
    fields = {"title": "Fellesvask", "unit": unit, "contact": proposer, "language": "nb"}
    return open_case(by=proposer, fields=fields)


def status_codes(browser, case, address):
    names = ("case", "case_edit", "case_withdraw")
    return tuple(browser.get(address(name, case)).status_code for name in names)


def test_proposer_finds_sees_and_edits_their_draft(draft, proposer, browser_of, address, typed):
    browser = browser_of(proposer)

    mine = browser.get("/my/").content.decode()
    page = browser.get(draft.get_absolute_url()).content.decode()
    form = browser.get(address("case_edit", draft)).context["form"]
    sent = typed(form, title="Felles vaskeri", version=1)
    answer = browser.post(address("case_edit", draft), sent)

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert draft.title == "Felles vaskeri"
    for text in (mine, page):
        assert address("case_edit", draft) in text
        assert address("case_withdraw", draft) in text


def test_withdrawn_draft_is_seen_by_nobody_anywhere(draft, proposer, leader, browser_of, address):
    asked = browser_of(proposer).get(address("case_withdraw", draft))
    there = Case.objects.filter(pk=draft.pk, withdrawn_at=None).exists()
    answer = browser_of(proposer).post(address("case_withdraw", draft), follow=True)

    paths = (
        "/cases/?state=draft",
        "/api/v1/cases/?state=draft",
        "/cases/?state=draft&q=Fellesvask",
    )
    seen = [
        path
        for person in (proposer, leader)
        for path in paths
        if draft.key in browser_of(person).get(path).content.decode()
    ]
    assert (asked.status_code, there) == (200, True)
    assert "The draft “Fellesvask” is withdrawn." in answer.content.decode()
    assert address("case_edit", draft) not in answer.content.decode()
    assert seen == []
    for person in (proposer, leader):
        assert status_codes(browser_of(person), draft, address) == (404, 404, 404)
        assert browser_of(person).get(f"/api/v1/cases/{draft.key}/").status_code == 404
    draft.refresh_from_db()
    assert draft.title == "Fellesvask"


@pytest.mark.parametrize("who", ["reader", "council", "administrator", "left"])
def test_nobody_else_edits_or_withdraws_it(draft, proposer, make_person, browser_of, address, who):
    if who == "left":
        proposer.role_grants.update(valid_to=proposer.role_grants.get().valid_from)
        person = proposer
    else:
        person = make_person(Role(who))

    _page, edit, withdraw = status_codes(browser_of(person), draft, address)

    assert {edit, withdraw} <= {403, 404}
    with pytest.raises(NotAllowed):
        withdraw_draft(draft, by=person)


def test_draft_that_others_work_in_is_not_withdrawn(
    draft, proposer, leader, make_person, browser_of, address
):
    assign(draft, user=make_person(Role.READER), role=CaseRole.OWNER, by=leader)

    answer = browser_of(proposer).post(address("case_withdraw", draft))

    draft.refresh_from_db()
    assert answer.status_code == 422
    assert "Others have a role in this case now." in answer.content.decode()
    assert draft.withdrawn_at is None


def test_started_case_is_neither_edited_nor_withdrawn_by_its_proposer(
    draft, proposer, leader, browser_of, address
):
    change_state(draft, transition="start", by=leader)

    assert status_codes(browser_of(proposer), draft, address) == (200, 403, 403)
    assert draft.get_absolute_url() not in browser_of(proposer).get("/my/").content.decode()
    with pytest.raises(IntegrityError):
        Case.objects.filter(pk=draft.pk).update(withdrawn_at=draft.created_at)


def test_edit_of_a_draft_that_was_started_meanwhile_is_refused_in_words_and_the_text_is_kept(
    draft, proposer, leader, browser_of, address, typed
):
    browser = browser_of(proposer)
    form = browser.get(address("case_edit", draft)).context["form"]
    change_state(draft, transition="start", by=leader)

    edit = browser.post(
        address("case_edit", draft), typed(form, summary="Vi vasker\nsammen", version=1)
    )
    withdraw = browser.post(address("case_withdraw", draft))

    for answer in (edit, withdraw):
        assert answer.status_code == 409
        assert "The case has been started." in answer.content.decode()
    assert ("Summary", "Vi vasker\nsammen") in edit.context["texts"]
    assert ">Vi vasker\nsammen</textarea>" in edit.content.decode()
    assert withdraw.context["texts"] == []
    draft.refresh_from_db()
    assert (draft.summary, draft.withdrawn_at) == ("", None)


WRITTEN = "Det vi har skrevet på en hel formiddag"
IN_A_CASE = [
    ("case_edit", (), "summary"),
    ("case_facts", ("ground",), "why_innovation"),
    ("case_challenge", (), "description"),
    ("case_status", (), "summary"),
    ("case_elements", (), "budget-note"),
    ("case_assess", (), "reason"),
    ("record_new", ("insight",), "finding"),
]


@pytest.mark.parametrize(("name", "more", "field"), IN_A_CASE)
def test_text_written_while_somebody_closed_the_case_is_kept(
    make_case, make_person, leader, browser_of, name, more, field
):
    lead = make_person(Role.READER)
    case = make_case(people={CaseRole.LEAD: lead})
    change_state(case, transition="stop", by=leader, reason="Slutt", lesson="Spør først")

    address = reverse(name, args=[case.key, *more])
    answer = browser_of(lead).post(address, {field: WRITTEN, "version": 1})

    assert answer.status_code == 409
    assert "The case has been closed." in answer.content.decode()
    assert [text for _label, text in answer.context["texts"]] == [WRITTEN]
    assert browser_of(lead).get(address).status_code == 403


def test_who_never_had_the_right_is_told_so(make_case, make_person, browser_of, address):
    answer = browser_of(make_person(Role.READER)).post(
        address("case_edit", make_case()), {"summary": WRITTEN}
    )

    assert answer.status_code == 403
