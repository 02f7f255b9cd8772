"""What tests of the pages about cases share: a signed-in browser, and reading its pages."""

import html
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.access.roles import CaseRole, Role
from tests.projects.team import Team


@pytest.fixture
def browser_of():
    """A browser in which a person is signed in and reads English."""

    def make(person):
        client = Client()
        client.force_login(person)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return make


@pytest.fixture
def address():
    """The address of a page of a case by its name."""

    def of(name, case, *more):
        return reverse(name, args=[case.key, *more])

    return of


@pytest.fixture
def words():
    """The text that people read between head and foot of a page, on one line."""

    def of(answer):
        page = answer.content.decode()
        inside = re.search(r"<main.*</main>", page, re.DOTALL)
        text = re.sub(r"<[^>]+>", " ", inside[0] if inside else page)
        return " ".join(html.unescape(text).split())

    return of


@pytest.fixture
def people(make_person):
    """One person in each role, by name; those with a role in a case have none in it yet."""
    return {
        "leader": make_person(Role.LEADER, name="Liv Leder"),
        "owner": make_person(Role.READER, name="Eva Eier"),
        "lead": make_person(Role.READER, name="Pål Prosjekt"),
        "member": make_person(Role.READER, name="Mia Medlem"),
        "stakeholder": make_person(name="Ida Interessent"),
        "reader": make_person(Role.READER, name="Ali Ansatt"),
        "council": make_person(Role.COUNCIL, name="Kai Kommunestyre"),
        "administrator": make_person(Role.ADMINISTRATOR, name="Ada Admin"),
    }


@pytest.fixture
def parts(people):
    """The roles of ``people`` in a case, as ``make_case`` takes them."""
    return {CaseRole(name): people[name] for name in ("owner", "lead", "member", "stakeholder")}


@pytest.fixture
def make_team(make_case, leader, make_person, make_unit):
    """Make a case in its first phase, or in that of its registration, and its team."""

    def make(**case):
        return Team(
            make_case(**case),
            leader=leader,
            owner=make_person(Role.READER, name="Olga Eier", unit=make_unit("Helse og mestring")),
            lead=make_person(Role.READER, name="Per Leder", unit=make_unit("Digitalisering")),
            driver=make_person(Role.READER, name="Pia Pådriver"),
        )

    return make


@pytest.fixture
def typed():
    """Return what a browser sends of an unchanged form, with some fields changed."""

    def of(form, **changes):
        values = {name: form[name].value() for name in form.fields}
        sent = {name: value for name, value in values.items() if value not in (None, False)}
        return sent | changes

    return of
