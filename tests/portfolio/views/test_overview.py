import re
from html import unescape

import pytest

from accounts.access.roles import CaseRole, Role
from projects.choices.phases import Phase
from projects.choices.states import Health, State
from projects.models import Case
from tests.pages import on_one_line


def text_of(answer):
    """Return the text of the page, without markup."""
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", words)


@pytest.fixture
def portfolio(make_case, make_report, overdue_pause, make_person):
    owner = {CaseRole.OWNER: make_person(Role.READER, name="Siri Hagen")}
    make_report(make_case("I fare", phase=Phase.WHO, people=owner), Health.AT_RISK)
    make_report(make_case("Stille"), Health.ON_TRACK, days_ago=40)
    overdue_pause(make_case("Pause"), days_ago=12)
    make_report(make_case("I rute"), Health.ON_TRACK)
    make_case("Utkast", state=State.DRAFT)


def test_leader_reads_in_one_sentence_how_many_need_them(portfolio, sign_in, leader):
    page = text_of(sign_in(leader).get("/"))

    assert "4 cases in five phases. 3 need you now." in page
    assert "1 draft waits to be started" in page


def test_each_need_says_why_in_words(portfolio, sign_in, leader):
    page = text_of(sign_in(leader).get("/"))

    assert "I fare At risk. 0 days in Who. Slik står det til" in page
    assert "Stille Not confirmed for 40 days. 0 days in What." in page
    assert "Pause The pause was to end 12 days ago. 0 days in What." in page


def test_every_figure_links_to_the_list_of_its_rows(portfolio, sign_in, leader):
    client = sign_in(leader)
    page = on_one_line(client.get("/"))

    numbers = re.findall(r'kpi__v">(\d+)', page)
    links = re.findall(r'kpi__s"><a class="ds-link" href="([^"]*)"', page)
    pages = [client.get(unescape(link)).content.decode() for link in links]
    listed = [re.search(r"data-announce>(\d+)", page)[1] for page in pages]

    assert numbers == ["3", "1", "1", "1", "0"]
    assert listed == ["3", "1", "1", "1"]


def test_board_holds_the_cases_at_work(portfolio, sign_in, leader):
    page = on_one_line(sign_in(leader).get("/"))

    counts = re.findall(r'bcol__count">(\d+)<', page)
    titles = re.findall(r'bcard__title"><a[^>]*>(.*?)</a>', page)
    assert counts == ["3", "1", "0", "0", "0"]
    assert titles == ["Pause", "Stille", "I rute", "I fare"]


def test_nothing_to_do_is_said(make_case, make_report, sign_in, leader):
    make_report(make_case(), Health.ON_TRACK)

    page = text_of(sign_in(leader).get("/"))

    assert "1 case in five phases. Nothing needs attention." in page
    assert "Every case is confirmed and on track." in page


def test_empty_portfolio_says_how_to_begin(sign_in, leader):
    page = text_of(sign_in(leader).get("/"))

    assert "Open the first case" in page
    assert "New case Bring cases in from a spreadsheet" in page
    assert "1 What What shall we innovate about?" in page


def test_whoever_sees_nothing_is_told_so_and_offered_nothing(make_case, sign_in, make_person):
    make_case()

    page = text_of(sign_in(make_person(Role.COUNCIL)).get("/"))

    assert "No cases are shared with you yet" in page
    assert "New case" not in page


def test_council_sees_and_counts_only_what_is_shared(portfolio, make_case, sign_in, make_person):
    owner = {CaseRole.OWNER: make_person(Role.READER, name="Ola Eier")}
    make_case("Hemmelig kode", visibility="council", public_title="Åpen sak", people=owner)

    page = text_of(sign_in(make_person(Role.COUNCIL)).get("/"))

    assert "1 case in five phases." in page
    assert "Åpen sak" in page
    hidden = ("Hemmelig kode", "I fare", "Siri Hagen", "Ola Eier", "New case", "No owner")
    assert [words for words in hidden if words in page] == []


def test_other_municipality_sees_nothing_of_ours(
    portfolio, make_municipality, make_person, sign_in
):
    theirs = make_person(Role.LEADER, municipality=make_municipality("9902", "Sørvik"))

    assert "Open the first case" in text_of(sign_in(theirs).get("/"))


def test_own_cases_are_one_link_away_for_whoever_has_any(portfolio, sign_in, leader, make_person):
    siri = Case.objects.get(title="I fare").assignments.get(role=CaseRole.OWNER).user

    assert 'href="/my/"' in sign_in(siri).get("/").content.decode()
    assert 'href="/my/"' not in sign_in(leader).get("/").content.decode().split("<main")[1]


def test_htmx_gets_the_overview_alone(portfolio, sign_in, leader):
    page = on_one_line(sign_in(leader).get("/", headers={"HX-Request": "true"}))

    assert "<html" not in page
    assert page.startswith('<div id="overview"')


@pytest.mark.parametrize("count", [1, 30])
def test_overview_costs_the_same_for_any_number(
    make_case, make_report, make_person, sign_in, leader, query_count, count
):
    for n in range(count):
        owner = {CaseRole.OWNER: make_person(Role.READER)} if n < 3 else {}
        make_report(make_case(f"Sak {n}", people=owner), Health.AT_RISK, days_ago=n)
    client = sign_in(leader)
    client.get("/")

    with query_count("overview"):
        client.get("/")


def test_strangers_are_sent_to_sign_in(client, db):
    assert client.get("/").url == "/accounts/login/?next=/"
