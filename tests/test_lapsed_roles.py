"""Whoever may no longer sign in, or no longer works here, has no role anywhere that reads roles."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from accounts.actions.people import set_active
from accounts.actions.roles import end_role
from accounts.models import User
from portfolio.reports.cards import card, with_cards
from portfolio.reports.overview import cases_needing_attention, overview
from projects.actions.people import assign
from projects.actions.records import add
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.errors import Invalid
from projects.filters import CaseFilterSet
from projects.models import Assignment, Case, Condition
from projects.readiness import requirements
from projects.records.kinds import RECORD_KINDS
from projects.records.rendering import value_of
from projects.summaries.conditions_due import due_condition
from projects.summaries.roles_of_a_person import roles_in_cases_of

STATES = "state=draft&state=active&state=paused&state=stopped&state=completed"


@pytest.fixture
def client(leader):
    """A browser in which the leader is signed in and reads English."""
    browser = Client()
    browser.force_login(leader)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return browser


@pytest.fixture
def administrator(make_person):
    make_person(Role.ADMINISTRATOR)
    return make_person(Role.ADMINISTRATOR)


@pytest.fixture
def case_of(make_case, make_person):
    """Make a case of five people, in a phase whose next gate asks for owner and lead."""

    def make():
        people = {role: make_person(Role.READER, name=f"Navn {role}") for role in CaseRole}
        people[CaseRole.STAKEHOLDER] = make_person(name="Navn stakeholder")
        return make_case(phase=Phase.WHO, people=people)

    return make


def lose_access(person, by):
    set_active(person, by=by, active=False)


def lose_employment(person, by):
    end_role(person.role_grants.get(role=Role.READER), by=by)


LAPSES = pytest.mark.parametrize("lapse", [lose_access, lose_employment])


def search(query, user):
    return CaseFilterSet(QueryDict(query), Case.objects.visible_to(user), user=user)


def person_with(case, role):
    return User.objects.get(assignments__case=case, assignments__role=role)


def met_codes(case, gate=Gate.G2):
    return {
        check.requirement.code for check in requirements.checks(case, gate=gate) if check.is_met
    }


@LAPSES
@pytest.mark.parametrize("role", [CaseRole.OWNER, CaseRole.LEAD, CaseRole.CHAMPION])
def test_gate_asks_anew_for_a_role_whose_holder_has_left(case_of, administrator, lapse, role):
    case, code = case_of(), str(role.value)

    assert code in met_codes(case)
    lapse(person_with(case, role), administrator)

    assert code not in met_codes(case)


@LAPSES
def test_case_of_an_owner_who_has_left_is_without_owner_everywhere(
    case_of, administrator, leader, client, lapse
):
    case, other = case_of(), case_of()
    owner = person_with(case, CaseRole.OWNER)
    seen_before = {}
    for path in ("/api/v1/cases/", f"/api/v1/cases/{case.key}/"):
        seen_before[path] = client.get(path).headers["ETag"]

    lapse(owner, administrator)
    with connection.cursor() as cursor:  # what is counted at the end of a transaction
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    fresh = client.get("/api/v1/cases/", headers={"If-None-Match": seen_before["/api/v1/cases/"]})
    listed = {one["key"]: one.get("owner") for one in fresh.json()["results"]}
    one = client.get(
        f"/api/v1/cases/{case.key}/",
        headers={"If-None-Match": seen_before[f"/api/v1/cases/{case.key}/"]},
    )
    shown = card(
        with_cards(Case.objects.filter(pk=case.pk), leader).get(), user=leader, now=timezone.now()
    )
    page = client.get(case.get_absolute_url()).content.decode()
    exported = client.get("/api/v1/cases/?format=csv").getvalue().decode()
    assert listed == {case.key: None, other.key: person_with(other, CaseRole.OWNER).name}
    assert json.loads(one.content)["owner"] is None
    assert shown.owner == ""
    assert not [line for line in exported.splitlines() if case.key in line and owner.name in line]
    assert [*search(f"{STATES}&owner={owner.pk}", leader).qs] == []
    assert str(owner.pk) not in dict(search("", leader).search_choices.owners)
    assert [one.key for one in search(f"{STATES}&without_owner=true", leader).qs] == [case.key]
    assert "Navn owner" not in page.split('id="people"')[1].split("</section>")[0]
    assert "The project owner has left" in page
    assert roles_in_cases_of(leader, owner) == []


@LAPSES
def test_leader_is_told_of_the_case_that_has_lost_its_owner(case_of, administrator, leader, lapse):
    case, now = case_of(), timezone.now()
    case_of()
    cases = Case.objects.visible_to(leader)
    before = overview(cases, user=leader, now=now).needing_attention

    lapse(person_with(case, CaseRole.OWNER), administrator)

    found = cases_needing_attention(cases, user=leader, now=now)
    texts = {one.key: one.reason_texts for one in found}
    figures = {one.code: one for one in overview(cases, user=leader, now=now).figures}
    assert overview(cases, user=leader, now=now).needing_attention == before + 1
    assert texts[case.key] == ("The project owner has left",)
    assert figures["owner_lost"].value == 1
    listed = search(figures["owner_lost"].query, leader).qs
    assert [one.key for one in listed] == [case.key]


@LAPSES
@pytest.mark.parametrize("role", [CaseRole.OWNER, CaseRole.LEAD])
def test_role_of_somebody_who_has_left_is_given_to_another_in_one_step(
    case_of, administrator, leader, make_person, lapse, role
):
    case, successor = case_of(), make_person(Role.READER, name="Ny")
    former = person_with(case, role)
    with pytest.raises(Invalid):
        assign(case, user=successor, role=role, by=leader)

    lapse(former, administrator)
    assign(case, user=successor, role=role, by=leader)

    roles = Assignment.objects.filter(case=case, role=role)
    assert roles.get(user=former).valid_to is not None
    assert [one.user for one in roles.in_force()] == [successor]


def test_role_is_there_again_when_the_person_may_sign_in_again(case_of, administrator):
    case = case_of()
    owner = person_with(case, CaseRole.OWNER)

    set_active(owner, by=administrator, active=False)
    set_active(owner, by=administrator, active=True)

    assert "owner" in met_codes(case)


@LAPSES
def test_page_of_roles_shows_the_leader_whose_role_gives_nothing(
    case_of, administrator, client, lapse
):
    case = case_of()
    lapse(person_with(case, CaseRole.OWNER), administrator)

    page = client.get(f"{case.get_absolute_url()}people/").content.decode()

    assert page.count("No longer has access: the role gives nothing.") == 1


NAMED = [
    (RECORD_KINDS[code].model, name)
    for code, kind in RECORD_KINDS.items()
    for name in kind.fields
    if kind.model._meta.get_field(name).related_model is User
] + [(Case, "contact"), (Case, "follow_up_by")]


@pytest.mark.parametrize(("model", "name"), NAMED, ids=str)
def test_who_is_to_do_something_is_marked_on_pages_when_they_have_left(model, name):
    person = User(name="Kari Nordmann")
    record = model(**{name: person})
    before, person.is_active = value_of(record, name), False

    marked = "None: Kari Nordmann has left" if name == "owner" else "Kari Nordmann (has left)"
    assert [before, value_of(record, name)] == ["Kari Nordmann", marked]


def test_benefit_of_an_owner_who_has_left_has_none_in_lists(
    case_of, administrator, client, leader, make_person
):
    case, owner = case_of(), make_person(Role.READER, name="Gro Gevinst")
    said = {"title": "Ro", "kind": "quality", "for_whom": ["inhabitant"], "owner": owner}
    add(RECORD_KINDS["benefit"], case, by=leader, **said)

    owners = []
    for _again in range(2):
        owners += [one["owner"] for one in client.get("/api/v1/benefits/").json()["results"]]
        exported = client.get("/api/v1/benefits/?format=csv").getvalue().decode()
        owners.append("Gro Gevinst" in exported)
        lose_access(owner, administrator)
    page = client.get(f"{case.get_absolute_url()}phase/system/").content.decode()

    assert owners == ["Gro Gevinst", True, None, False]
    assert "None: Gro Gevinst has left" in page


def test_case_page_says_that_its_contact_has_left(case_of, administrator, client, make_person):
    case, contact = case_of(), make_person(Role.READER, name="Tor Kontakt")
    Case.objects.filter(pk=case.pk).update(contact=contact)
    lose_access(contact, administrator)

    assert "Tor Kontakt (has left)" in client.get(case.get_absolute_url()).content.decode()


def test_owed_condition_says_that_who_is_to_meet_it_has_left(administrator, leader, make_person):
    person = make_person(Role.READER, name="Ida Lovet")
    case, due_on = Case(key="9901-2026-1", title="Sak"), timezone.localdate() + timedelta(days=60)
    owed = Condition(pk=1, action="Søke", responsible=person, due_on=due_on)
    told = [due_condition(owed, case, leader, timezone.localdate())]
    lose_access(person, administrator)
    told.append(due_condition(owed, case, leader, timezone.localdate()))

    assert [(one.who, one.tone) for one in told] == [
        ("Ida Lovet", "plain"),
        ("Ida Lovet (has left)", "warning"),
    ]


def test_saved_search_for_an_owner_who_has_left_suggests_nobody(case_of, administrator, leader):
    case, other = case_of(), case_of()
    owner = person_with(case, CaseRole.OWNER)
    lose_access(owner, administrator)

    (refused,) = search(f"owner={owner.pk}", leader).refusals

    assert refused.suggestion == ""
    assert refused.message == f"“{owner.pk}” is nobody who owns a case now."
    assert str(person_with(other, CaseRole.OWNER).pk) not in refused.message.split()
