"""Menu, breadcrumb and title say the same about where one is, on every page of the main menu; the
title of a page of a case says which case.
"""

import re

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils.html import strip_tags

from accounts.access.roles import CaseRole, Role
from portfolio.navigation.menu import MENU, section_of
from portfolio.navigation.routes import routes
from projects.choices.phases import ORDER
from projects.choices.states import TRANSITIONS
from projects.method.facts import FACT_GROUPS
from projects.records.kinds import RECORD_KINDS
from tests.samples import write_everything

SECTIONS = {section for item in MENU for section in item.sections}
# Pages in a frame of their own, and those that only an import at work has: see the tests of import.
WITHOUT_MENU = {"case_screen"}


@pytest.fixture
def everything(make_person, make_case, unit):
    """A person who may open every page, and a case with something in every part."""
    person = make_person(Role.LEADER, Role.ADMINISTRATOR, name="Lena Leder", language="en")
    other = make_person(Role.READER)
    case = make_case("Trygg hjemme", by=person, people={CaseRole.MEMBER: other})
    write_everything(case, by=person, person=person)
    return person, other, case


def kwargs_of(name, person, other, case, unit):
    """Every way to fill in the address of a page."""
    records = {
        kind.code: kind.model.objects.of(case, kind.case_path).last()
        for kind in RECORD_KINDS.values()
    }
    trial = records["trial"]
    return {
        "case_phase": [{"phase": phase.value} for phase in ORDER],
        "case_facts": [{"code": code} for code in FACT_GROUPS],
        "case_state": [{"transition": step} for step in TRANSITIONS],
        "record_new": [{"code": code} for code in RECORD_KINDS],
        "record_edit": [{"code": code, "pk": row.pk} for code, row in records.items() if row],
        "trial_start": [{"pk": trial.pk}],
        "trial_finish": [{"pk": trial.pk}],
        "person": [{"pk": other.pk}],
        "person_edit": [{"pk": other.pk}],
        "person_active": [{"pk": other.pk}],
        "person_link": [{"pk": other.pk}],
        "role_give": [{"pk": other.pk}],
        "role_end": [{"pk": other.pk, "grant_pk": other.role_grants.get().pk}],
        "unit_edit": [{"code": unit.code}],
        "unit_close": [{"code": unit.code}],
    }.get(name, [{}])


def text_of(html):
    return " ".join(strip_tags(html).replace("\xa0", " ").split())


def pages(client, person, other, case, unit):
    """Every page of the menu's sections that answers, with its text."""
    for route in routes():
        if section_of(route.pattern.lstrip("/")) not in SECTIONS or route.name in WITHOUT_MENU:
            continue
        for kwargs in kwargs_of(route.name, person, other, case, unit):
            of_case = {"key": case.key} if "<slug:key>" in route.pattern else {}
            try:
                address = reverse(route.name, kwargs=of_case | kwargs)
            except NoReverseMatch:
                continue
            answer = client.get(address)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                yield route.name, address, answer.content.decode()


def test_menu_breadcrumb_and_title_agree_on_every_page(client, everything, unit):
    person, other, case = everything
    client.force_login(person)
    wrong, seen = {}, set()

    for name, address, html in pages(client, person, other, case, unit):
        seen.add(name)
        title = text_of(re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1])
        nav = re.search(r'<nav class="nav".*?</nav>', html, re.DOTALL)[0]
        lit = [text_of(one) for one in re.findall(r'aria-current="page">(.*?)</a>', nav, re.DOTALL)]
        (heading,) = [text_of(one) for one in re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)]
        crumb = re.search(r'<nav class="crumb".*?</nav>', html, re.DOTALL)
        found = {"lit": len(lit) == 1}
        if crumb:
            steps = [text_of(one) for one in re.findall(r"<li.*?</li>", crumb[0], re.DOTALL)]
            found |= {
                "first step": steps[:1] == lit,
                "last step": steps[-1] == heading,
                "title": title.startswith(heading),
            }
        if f"/cases/{case.key}/" in address:
            found["case in title"] = case.title in title
        if not all(found.values()):
            wrong[address] = (lit, crumb and steps, heading, title)

    assert wrong == {}, "\n".join(map(str, wrong.items()))
    assert {
        "case", "case_phase", "case_formula", "case_gate", "case_move", "record_new", "record_edit",
        "case_facts", "case_status", "case_state", "case_people", "condition_meet", "trial_start",
        "person", "role_end", "unit_edit", "imports", "overview", "my_cases",
    } - seen <= {"condition_meet"}  # fmt: skip


@pytest.mark.parametrize("role", [Role.READER, Role.ADMINISTRATOR, Role.COUNCIL])
def test_every_page_about_oneself_and_the_table_of_rights_light_one_thing(
    client, make_person, role
):
    client.force_login(make_person(role, language="en"))
    lit = {}
    for name in ("account", "address", "account_change_password", "tokens", "who_may_what"):
        answer = client.get(reverse(name), follow=True)
        if head := head_of(answer):
            lit[name] = len(re.findall(r'aria-current="(?:page|true)"', head))

    assert {"account", "who_may_what"} <= lit.keys()
    assert lit == dict.fromkeys(lit, 1)


def head_of(answer):
    """The head of a page, without the choice of language; empty in the frame of signing in."""
    head = re.search(r'<header class="shell">.*?</header>', answer.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]*languages__b[^>]*>", "", head[0]) if head else ""
