import re
from html import escape, unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from portfolio.reports import board
from projects.choices.phases import Phase
from projects.choices.states import Health, State, Visibility
from projects.filters import CaseFilterSet
from projects.models import Case
from tests.pages import on_one_line

URL = "/cases/"


def titles_of(answer):
    """The titles shown, in order: of the table's rows, or of the board's cards."""
    page = on_one_line(answer)
    found = re.findall(r'(?:class="tbl__t"><a[^>]*>|class="bcard__title"><a[^>]*>)(.*?)</a>', page)
    return [unescape(title) for title in found]


def count_of(answer):
    """Return the total that the page shows."""
    return int(re.search(r"data-announce>(\d+) case", answer.content.decode()).group(1))


@pytest.fixture
def portfolio(make_case, make_report, make_person, make_unit, overdue_pause):
    health = make_unit("Helse", code="helse")
    home = make_unit("Hjemme", code="hjemme", parent=health)
    owner = {CaseRole.OWNER: make_person(Role.READER, name="Siri Hagen")}
    make_case("Ærlig", unit=health, people=owner, tags=["ki"])
    make_case("Øvelse", unit=home, phase=Phase.WHO, tags=["ki"], people=owner)
    make_report(make_case("Ålreit", phase=Phase.USE), Health.AT_RISK)
    make_report(make_case("Bakfra"), Health.ON_TRACK, days_ago=31)
    overdue_pause(make_case("Pause", unit=health))
    make_case("Utkast", state=State.DRAFT)
    make_case("Internt", visibility=Visibility.COUNCIL, public_title="Åpent", people=owner)


EVERY = "state=draft&state=active&state=paused&state=stopped&state=completed"
QUERIES = [
    EVERY, f"{EVERY}&phase=who&phase=use", "state=draft", "state=active&health=at_risk",
    f"{EVERY}&unit=helse", f"{EVERY}&unit__tree=helse", f"{EVERY}&tag=ki", f"{EVERY}&q=øvelse",
    "state=active&visibility=council", "state=active&unconfirmed_days=30",
    "state=paused&pause_overdue=true", f"{EVERY}&attention=true",
    "state=active&days_in_phase__lte=3", f"{EVERY}&ordering=-title", f"{EVERY}&q=finnesikke",
    "state=active&confirmed_before=2199-01-01", f"{EVERY}&has_lesson=true",
    f"{EVERY}&has_open_condition=true",
]  # fmt: skip


def test_list_shows_the_rows_of_the_search_in_its_order(portfolio, sign_in, leader):
    client, cases = sign_in(leader), Case.objects.visible_to(leader)
    shown, found = {}, {}
    for query in QUERIES:
        answer = client.get(f"{URL}?{query}")
        search = CaseFilterSet(answer.wsgi_request.GET, cases, user=leader)
        shown[query] = (titles_of(answer), count_of(answer))
        found[query] = ([case.title for case in search.qs], search.qs.count())

    assert shown == found


def test_board_shows_the_rows_of_the_search(portfolio, sign_in, leader):
    client, cases = sign_in(leader), Case.objects.visible_to(leader)
    shown, found = {}, {}
    for query in QUERIES:
        answer = client.get(f"{URL}?{query}&view=board")
        search = CaseFilterSet(answer.wsgi_request.GET, cases, user=leader, extra_names=["view"])
        shown[query] = (sorted(titles_of(answer)), count_of(answer))
        found[query] = (sorted(case.title for case in search.qs), search.qs.count())

    assert shown == found


def test_owner_chosen_in_the_menu_finds_their_cases(portfolio, sign_in, leader):
    client = sign_in(leader)
    page = on_one_line(client.get(URL))
    boxes = re.findall(r'name="owner" value="(\d+)".*?<label[^>]*>([^<]*)<', page, re.DOTALL)
    (siri,) = [code for code, name in boxes if name == "Siri Hagen"]

    assert sorted(titles_of(client.get(f"{URL}?owner={siri}"))) == ["Internt", "Ærlig", "Øvelse"]


def test_list_shows_active_and_paused_until_a_state_is_asked_for(portfolio, sign_in, leader):
    client = sign_in(leader)

    plain = client.get(URL)
    assert "Active and paused cases." in plain.content.decode()
    assert count_of(plain) == 6
    assert count_of(client.get(f"{URL}?{EVERY}")) == 7


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("reader", ["Bakfra", "Internt", "Pause", "Ærlig", "Øvelse", "Ålreit"]),
        ("council", ["Åpent"]),
        ("stakeholder", ["the key of the case"]),
        ("nobody", []),
        ("elsewhere", []),
    ],
)
def test_everybody_sees_and_counts_their_own(
    portfolio, sign_in, make_person, make_municipality, leader, role, expected
):
    if role == "elsewhere":
        other = make_municipality("9902", "Sørvik")
        person = make_person(Role.LEADER, municipality=other)
    else:
        person = make_person(*([Role(role)] if role in Role.values else []))
    if role == "stakeholder":
        case = Case.objects.get(title="Bakfra")
        case.assignments.create(
            user=person, role=CaseRole.STAKEHOLDER, valid_from=timezone.now(), assigned_by=leader
        )
        expected = [case.key]  # it has no public title, and the working one is not theirs to read

    for view in ("list", "board"):
        answer = sign_in(person).get(f"{URL}?view={view}")

        assert sorted(titles_of(answer)) == sorted(expected)
        assert count_of(answer) == len(expected)


def test_council_is_told_no_internal_title_and_no_owner(portfolio, sign_in, make_person):
    page = sign_in(make_person(Role.COUNCIL)).get(URL).content.decode()

    assert "Åpent" in page
    assert "Internt" not in page
    assert "Siri Hagen" not in page


REFUSED = [
    "fase=what", "phase=whta", "q=å", "page=x", "view=tavle", "phase=what&phse=who",
    "q=aa&q=bb", "page=0", "ordering=x", "view=board&fase=what", "view=board&page=x",
]  # fmt: skip


def test_what_is_not_understood_is_refused_and_shows_nothing(portfolio, sign_in, leader):
    client = sign_in(leader)
    for query in REFUSED:
        answer = client.get(f"{URL}?{query}")

        assert (query, answer.status_code, titles_of(answer)) == (query, 422, [])
        assert "not understood" in answer.content.decode()


def test_refusal_names_the_parameter_and_links_to_what_was_meant(sign_in, leader):
    page = sign_in(leader).get(f"{URL}?fase=what&health=at_rsk").content.decode()

    assert "There is no filter called “fase”." in page
    assert 'href="/cases/?health=at_rsk&amp;phase=what">phase</a>' in page
    assert 'href="/cases/?fase=what&amp;health=at_risk">at_risk</a>' in page


def test_key_leads_straight_to_its_case(make_case, sign_in, leader):
    case = make_case()

    answer = sign_in(leader).get(f"{URL}?q={case.key}")

    assert (answer.status_code, answer.url) == (302, case.get_absolute_url())


def test_key_leads_there_through_htmx_as_well(make_case, sign_in, leader):
    case = make_case()

    answer = sign_in(leader).get(f"{URL}?q=%20{case.key}%20", headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == case.get_absolute_url()


def test_key_of_a_case_one_may_not_see_leads_nowhere(make_case, sign_in, make_person):
    case = make_case()

    answer = sign_in(make_person(Role.COUNCIL)).get(f"{URL}?q={case.key}")

    assert (answer.status_code, titles_of(answer)) == (200, [])


def test_htmx_gets_the_result_alone(portfolio, sign_in, leader):
    answer = sign_in(leader).get(f"{URL}?phase=who", headers={"HX-Request": "true"})

    page = on_one_line(answer)
    assert "<html" not in page
    assert 'id="results"' in page
    assert '<span class="menu__c" id="chosen-phase" hx-swap-oob="true">Who</span>' in page
    assert titles_of(answer) == ["Øvelse"]


def test_files_of_the_result_have_its_cases(portfolio, sign_in, leader):
    client = sign_in(leader)
    for query in ("", "state=draft&state=active", "q=trygg", "ordering=-title", "view=board"):
        page = client.get(f"/cases/?{query}")
        found = [case.key for case in page.context["search"].found]
        found = found if "ordering" in query else sorted(found)
        urls = re.findall(r'href="(/api/v1/cases/[^"]*format=csv)"', page.content.decode())

        keys = []
        for url in urls:
            answer = client.get(unescape(url))
            lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
            keys = [line.split(";")[0] for line in lines[1:]]

        assert (query, keys) == (query, found)
        assert len(urls) == (1 if found else 0)


def test_each_active_filter_can_be_taken_away(portfolio, sign_in, leader):
    page = on_one_line(sign_in(leader).get(f"{URL}?phase=what&phase=who&tag=ki&page=1"))

    links = dict(re.findall(r'class="ds-chip chip" href="([^"]*)" aria-label="([^"]*)"', page))
    assert {text: unescape(url) for url, text in links.items()} == {
        "Remove filter: Phase: What": "/cases/?tag=ki&phase=who",
        "Remove filter: Phase: Who": "/cases/?tag=ki&phase=what",
        "Remove filter: Tag: ki": "/cases/?phase=what&phase=who",
    }
    assert 'href="/cases/?view=list">Remove all filters</a>' in page


def test_every_state_at_once_is_one_label(portfolio, sign_in, leader):
    page = sign_in(leader).get(f"{URL}?{EVERY}").content.decode()

    labels = re.findall(r'aria-label="Remove filter: ([^"]*)"', page)
    assert labels == ["All states"]


def test_pages_hold_fifty_and_the_total_is_exact(make_old_case, sign_in, leader):
    for n in range(53):
        make_old_case(f"Sak {n}", phase=Phase.WHAT, days=n)
    client = sign_in(leader)

    first, second = client.get(URL), client.get(f"{URL}?page=2")

    assert (len(titles_of(first)), len(titles_of(second))) == (50, 3)
    assert (count_of(first), count_of(second)) == (53, 53)
    assert len({*titles_of(first), *titles_of(second)}) == 53
    assert client.get(f"{URL}?page=3").status_code == 404
    assert client.get(f"{URL}?page=999999").status_code == 404


def test_column_shows_its_first_cards_and_leads_to_the_rest(
    make_old_case, sign_in, leader, monkeypatch
):
    monkeypatch.setattr(board, "MAX_CARDS", 2)
    for n in range(3):
        make_old_case(f"Sak {n}", phase=Phase.WHO, days=n)

    answer = sign_in(leader).get(f"{URL}?view=board&q=sak")

    page = on_one_line(answer)
    assert titles_of(answer) == ["Sak 2", "Sak 1"]
    assert count_of(answer) == 3
    assert '<a class="ds-link" href="/cases/?q=sak&amp;view=list&amp;phase=who">' in page


def test_board_puts_what_is_worst_first_and_then_what_has_stood_longest(
    make_old_case, make_report, sign_in, leader
):
    make_old_case("Ny", phase=Phase.WHO, days=1)
    make_old_case("Gammel", phase=Phase.WHO, days=90)
    make_report(make_old_case("Stille", phase=Phase.WHO, days=2), Health.ON_TRACK, days_ago=31)
    make_report(make_old_case("Fare", phase=Phase.WHO, days=2), Health.AT_RISK)
    make_report(make_old_case("Utenfor", phase=Phase.WHO, days=2), Health.OFF_TRACK)

    answer = sign_in(leader).get(f"{URL}?view=board")

    assert titles_of(answer) == ["Utenfor", "Fare", "Stille", "Gammel", "Ny"]


def test_card_says_what_it_says(make_old_case, make_report, make_person, sign_in, leader):
    case = make_old_case("Sak", phase=Phase.WHO, days=63)
    make_report(case, Health.ON_TRACK, days_ago=40)

    page = sign_in(leader).get(f"{URL}?view=board").content.decode()

    said = (case.key, "Helse", "On track", "63 days", "Not confirmed for 40 days", "No owner")
    assert [words for words in said if words not in page] == []
    assert f'data-move-url="{reverse("case_move", args=[case.key])}"' in page


@pytest.mark.parametrize(
    ("who", "state", "may_move"),
    [
        ("leader", "active", True),
        ("owner", "active", True),
        ("lead", "active", False),
        ("reader", "active", False),
        ("leader", "paused", False),
    ],
)
def test_move_is_offered_to_whoever_decides_an_active_case(
    make_case, make_person, overdue_pause, sign_in, leader, who, state, may_move
):
    people = {role: make_person(Role.READER) for role in (CaseRole.OWNER, CaseRole.LEAD)}
    case = make_case(people=people)
    if state == "paused":
        overdue_pause(case)
    person = {
        "leader": leader,
        "owner": people[CaseRole.OWNER],
        "lead": people[CaseRole.LEAD],
        "reader": make_person(Role.READER),
    }[who]

    page = sign_in(person).get(f"{URL}?view=board").content.decode()

    assert (f'id="move-{case.key}"' in page) is may_move


def test_filter_form_keeps_what_it_has_no_field_for(portfolio, sign_in, leader):
    page = sign_in(leader).get(f"{URL}?unit=helse&view=board&ordering=-title").content.decode()

    kept = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    wanted = [("view", "board"), ("ordering", "-title"), ("unit", "helse")]
    assert [pair for pair in kept if pair in wanted] == wanted


def test_headers_sort_by_link_and_say_which_way(portfolio, sign_in, leader):
    page = on_one_line(sign_in(leader).get(f"{URL}?phase=what&ordering=title"))

    assert 'aria-sort="ascending"><a href="?phase=what&amp;ordering=-title">' in page
    assert 'aria-sort="none"><a href="?phase=what&amp;ordering=days_in_phase">' in page


@pytest.mark.parametrize(("view", "name"), [("list", "case_list"), ("board", "case_board")])
@pytest.mark.parametrize("count", [1, 30])
def test_page_costs_the_same_for_any_number(
    make_case, make_report, make_person, sign_in, leader, query_count, view, name, count
):
    for n in range(count):
        owner = make_person(Role.READER) if n < 3 else None
        case = make_case(f"Sak {n}", people={CaseRole.OWNER: owner} if owner else {})
        make_report(case, Health.AT_RISK, days_ago=n)
    client = sign_in(leader)
    client.get(URL)

    with query_count(name):
        answer = client.get(f"{URL}?view={view}&q=sak")

    assert count_of(answer) == count


def test_odd_search_is_answered(portfolio, sign_in, leader):
    client = sign_in(leader)
    assert client.get(URL, {"q": "\x00"}).status_code == 422
    for text in ("' OR 1=1 --", "%_\\", "😀" * 3000, "x" * 10_240, "&|!()"):
        for view in ("list", "board"):
            answer = client.get(URL, {"q": text, "view": view})

            assert (answer.status_code in {200, 422}, titles_of(answer)) == (True, [])


FILTERS = [name for name, one in CaseFilterSet.base_filters.items() if one.label]


@pytest.mark.parametrize("name", FILTERS)
def test_refusal_names_the_filter_as_the_form_does(sign_in, leader, name):
    given = "x" if name == "q" else "\x07"
    page = sign_in(leader).get("/cases/", {name: given}).content.decode()

    label = escape(CaseFilterSet.base_filters[name].label)
    assert re.search(rf'{re.escape(label)}\s+<code class="key">{name}</code>', page)
