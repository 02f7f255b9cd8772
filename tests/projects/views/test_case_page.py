import pytest

from accounts.access.roles import CaseRole, Role
from projects.actions.phases import move
from projects.actions.status import comment, report_status
from projects.choices.phases import Phase
from projects.choices.states import Health, State, Visibility

PAGES = {
    "case": (),
    "case_edit": (),
    "case_visibility": (),
    "case_people": (),
    "case_status": (),
    "case_move": (),
    "case_state": ("pause",),
}
DEEDS = PAGES | {"case_confirm": (), "case_comment": ()}
TEAM = ("leader", "owner", "lead", "member", "reader")


@pytest.fixture
def told(make_case, people, parts):
    """A case of the council's with every kind of text, each found by a word of its own."""
    case = make_case(
        "Navnetinne",
        people=parts,
        phase=Phase.SYSTEM,
        visibility=Visibility.COUNCIL,
        by=people["leader"],
        public_title="Navnetute",
        summary="Sammendraget",
        contact=people["reader"],
        external_id="Regnearkrad",
        external_source="Regnearket",
    )
    lead = people["lead"]
    first = report_status(
        case, by=lead, health=Health.ON_TRACK, summary="Delstatus", is_shared=True, seen=None
    )
    report_status(case, by=lead, health=Health.AT_RISK, summary="Nystatus", seen=first.pk)
    comment(case, by=lead, text="Innemerknad")
    comment(case, by=lead, text="Delmerknad", is_shared=True)
    return case


EVERYTHING = (
    "Navnetinne Navnetute Sammendraget Delstatus Nystatus Innemerknad Delmerknad Eva Ali"
    " Regnearkrad"
)
FOUND = dict.fromkeys(TEAM, EVERYTHING + " før") | {
    "stakeholder": "Navnetute Sammendraget Delstatus Delmerknad",
    "council": "Navnetute Sammendraget",
    "administrator": "Navnetute Sammendraget",
}


@pytest.mark.parametrize("who", FOUND)
def test_person_reads_of_a_case_what_their_role_gives(told, people, browser_of, words, who):
    page = words(browser_of(people[who]).get(told.get_absolute_url()))

    found = {word for word in FOUND["leader"].split() if word in page}
    assert found == set(FOUND[who].split())


@pytest.mark.parametrize("who", FOUND)
def test_everybody_who_sees_the_case_reads_its_health_and_phase(
    told, people, browser_of, words, who
):
    page = words(browser_of(people[who]).get(told.get_absolute_url()))

    assert [word for word in ("At risk", "System", told.key) if word in page] == [
        "At risk",
        "System",
        told.key,
    ]


ALL = "case_edit case_visibility case_people case_status case_move case_state case_confirm"
OFFERED = {
    "leader": f"{ALL} case_comment",
    "owner": "case_edit case_people case_status case_move case_state case_confirm case_comment",
    "lead": "case_edit case_people case_status case_confirm case_comment",
    "member": "case_status case_confirm case_comment",
    "stakeholder": "case_comment",
    "reader": "",
    "council": "",
    "administrator": "",
}


@pytest.mark.parametrize("who", OFFERED)
def test_page_offers_exactly_what_the_person_may_do(told, people, browser_of, address, who):
    page = browser_of(people[who]).get(told.get_absolute_url()).content.decode()

    offered = {name for name, more in DEEDS.items() if f'"{address(name, told, *more)}"' in page}
    assert offered - {"case"} == set(OFFERED[who].split())


@pytest.mark.parametrize("who", OFFERED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_offered_is_refused(told, people, browser_of, address, who, method):
    browser = browser_of(people[who])
    names = PAGES if method == "get" else DEEDS
    asked = [name for name in names if name not in {"case", *OFFERED[who].split()}]

    answers = {
        name: getattr(browser, method)(address(name, told, *DEEDS[name])).status_code
        for name in asked
    }

    assert answers == dict.fromkeys(asked, 403)


@pytest.mark.parametrize("method", ["get", "post"])
def test_case_one_may_not_see_does_not_exist_on_any_page(
    make_case, people, browser_of, address, method
):
    case = make_case(visibility=Visibility.RESTRICTED)
    browser = browser_of(people["reader"])
    names = PAGES if method == "get" else {n: m for n, m in DEEDS.items() if n != "case"}

    answers = {
        name: getattr(browser, method)(address(name, case, *more)).status_code
        for name, more in names.items()
    }

    assert answers == dict.fromkeys(names, 404)


def test_case_of_another_municipality_does_not_exist(
    make_case, make_municipality, make_person, browser_of, address
):
    case = make_case(visibility=Visibility.PUBLIC)
    stranger = make_person(Role.LEADER, municipality=make_municipality("9902", "Sørvik"))

    answers = {
        name: browser_of(stranger).get(address(name, case, *more)).status_code
        for name, more in PAGES.items()
    }

    assert answers == dict.fromkeys(PAGES, 404)


def test_stakeholder_of_an_exempt_case_does_not_read_why_it_is_exempt(
    make_case, people, parts, browser_of, words
):
    case = make_case(people=parts, visibility=Visibility.RESTRICTED)

    seen = {
        who: "Legal basis" in words(browser_of(people[who]).get(case.get_absolute_url()))
        for who in ("member", "stakeholder")
    }

    assert seen == {"member": True, "stakeholder": False}


def test_page_says_what_is_missing_and_where_to_do_it(
    make_case, people, browser_of, address, words
):
    case = make_case(phase=Phase.WHO, people={CaseRole.OWNER: people["owner"]})

    page = browser_of(people["owner"]).get(case.get_absolute_url())

    assert [(item.code, item.url) for item in page.context["checklist"].missing] == [
        ("lead", address("case_people", case)),
        ("kinds", address("case_edit", case)),
        ("champion", address("case_people", case)),
        ("user", address("record_new", case, "stakeholder")),
        ("anchored", address("record_new", case, "anchoring")),
        ("team", address("case_people", case)),
        ("assessed", address("case_formula", case)),
    ]
    assert "Gate 2: from who to system" in words(page)
    assert f'href="{address("case_gate", case)}"' in page.content.decode()


def test_who_may_not_edit_reads_what_is_missing_without_links(make_case, people, browser_of):
    case = make_case(phase=Phase.WHO)

    page = browser_of(people["reader"]).get(case.get_absolute_url())

    assert [(item.code, item.url) for item in page.context["checklist"].missing] == [
        (code, "")
        for code in ("owner", "lead", "kinds", "champion", "user", "anchored", "team", "assessed")
    ]


def test_draft_shows_what_it_lacks_to_start(make_case, leader, browser_of, words):
    case = make_case(state=State.DRAFT, contact=None)

    page = words(browser_of(leader).get(case.get_absolute_url()))

    assert "Before the case starts 2 of 3 in place Name a contact." in page


def test_page_costs_the_same_for_any_length_of_history(
    make_case, people, parts, browser_of, query_count
):
    case = make_case(people=parts, phase=Phase.SYSTEM, by=people["leader"])
    browser, lead = browser_of(people["owner"]), people["lead"]
    seen = report_status(case, by=lead, health=Health.ON_TRACK, summary="Først", seen=None)
    comment(case, by=lead, text="Først")
    browser.get(case.get_absolute_url())
    with query_count("case"):
        browser.get(case.get_absolute_url())

    for number in range(35):
        seen = report_status(
            case, by=lead, health=Health.AT_RISK, summary=f"Nr. {number}", seen=seen.pk
        )
        comment(case, by=lead, text=f"Nr. {number}")
    move(case, to=Phase.WHAT, by=people["leader"], reason="Tilbake")

    with query_count("case"):
        browser.get(case.get_absolute_url())
    with query_count("case"):
        browser.get(case.get_absolute_url() + "?show=all")


def test_history_shows_the_newest_fifteen_until_one_asks_for_all(
    make_case, leader, browser_of, words
):
    case = make_case(state=State.DRAFT)
    for number in range(35):
        comment(case, by=leader, text=f"Merknad nr. {number}.")
    browser = browser_of(leader)

    short = browser.get(case.get_absolute_url() + "?history=comments")
    whole = browser.get(case.get_absolute_url() + "?history=comments&show=all")

    assert len(short.context["timeline"].entries) == 15
    assert "Show the whole history" in words(short)
    assert len(whole.context["timeline"].entries) == 35
    assert "Show the whole history" not in words(whole)


def test_comment_of_a_stakeholder_is_shared_and_told(make_case, people, parts, browser_of, address):
    case = make_case(people=parts)

    answer = browser_of(people["stakeholder"]).post(
        address("case_comment", case), {"text": "Hei\r\ndere"}
    )

    assert (answer.status_code, answer.url) == (302, case.get_absolute_url() + "#history")
    assert list(case.comments.values_list("text", "is_shared", "by__name")) == [
        ("Hei\ndere", True, "Ida Interessent")
    ]


def test_comment_of_the_team_is_shared_only_by_choice(
    make_case, people, parts, browser_of, address
):
    case = make_case(people=parts)
    browser = browser_of(people["member"])

    browser.post(address("case_comment", case), {"text": "For oss"})
    browser.post(address("case_comment", case), {"text": "For alle", "is_shared": "on"})

    assert list(case.comments.values_list("text", "is_shared")) == [
        ("For oss", False),
        ("For alle", True),
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("  ", "Write something first."),
        ("x" * 2001, "Ensure this value has at most 2000 characters (it has 2001)."),
        ("a\x00b", "Character 2 is an invisible control sign (U+0000). Remove it."),
    ],
)
def test_comment_that_cannot_be_kept_is_shown_again_with_what_is_wrong(
    make_case, leader, browser_of, address, words, text, error
):
    case = make_case()

    answer = browser_of(leader).post(address("case_comment", case), {"text": text})

    assert answer.status_code == 422
    assert list(answer.context["comment_form"].errors) == ["text"]
    assert f"Comment – {error}" in words(answer)
    assert answer.context["comment_form"]["text"].value() == text
    assert case.comments.count() == 0


def test_comment_sent_twice_is_saved_once(make_case, leader, browser_of, address):
    case = make_case()
    browser, url = browser_of(leader), address("case_comment", case)
    form = browser.get(case.get_absolute_url()).context["comment_form"]
    sent = {"once": form["once"].value(), "text": "Bare én gang"}

    answers = [browser.post(url, sent).status_code for _ in range(2)]

    assert (answers, case.comments.count()) == ([302, 302], 1)


def test_comment_that_was_refused_may_be_sent_again(make_case, leader, browser_of, address):
    case = make_case()
    browser, url = browser_of(leader), address("case_comment", case)
    browser.post(url, {"once": "samme", "text": ""})

    browser.post(url, {"once": "samme", "text": "Nå med tekst"})

    assert [comment.text for comment in case.comments.all()] == ["Nå med tekst"]
