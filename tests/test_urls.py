import io

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import get_resolver, reverse

from portfolio.navigation.menu import MENU, section_of
from portfolio.navigation.routes import Route, routes

# Who may come without signing in: everybody. Each line is a decision.
OPEN = {
    "healthz",
    "readyz",
    "security_txt",  # whom to tell of a weakness
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # says that it is closed
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "theme",  # a colour as a stylesheet
    "set_language",
    "set_scheme",
    "api_index",  # where what is
    "api_schema",  # what the API offers, no data
    "api_nowhere",  # 404 as problem+json
}
# First parts of addresses that no line of the main menu leads to. Each line is a decision.
BESIDE_THE_MENU = {
    ".well-known",
    "account",  # one's own page, tokens and sign-in hang on one's name
    "accounts",
    "tokens",
    "api",
    "healthz",
    "language",
    "readyz",
    "scheme",
    "styleguide",
    "theme.css",
}
DUMMY = {
    "int": 1,
    "str": "x",
    "slug": "x",
    "path": "x",
    "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
}


def address_of(route):
    """Make up an address that the route answers."""
    pattern = route.url.pattern
    names = {name: type(c).__name__ for name, c in pattern.converters.items()}
    kwargs = {
        name: DUMMY[kind.removesuffix("Converter").lower().replace("string", "str")]
        for name, kind in names.items()
    }
    if not kwargs and hasattr(pattern, "regex"):
        kwargs = dict.fromkeys(pattern.regex.groupindex, "1")
    return reverse(route.name, kwargs=kwargs)


def test_every_route_has_a_name_of_its_own():
    names = [route.name for route in routes()]

    assert [route.pattern for route in routes() if not route.name] == []
    assert sorted(names) == sorted(set(names))


def test_only_the_named_few_are_open():
    assert {route.name for route in routes() if route.is_open} == OPEN


def test_every_address_lights_one_line_of_the_menu_or_is_known_to_stand_beside_it():
    sections = [section for item in MENU for section in item.sections]
    found = {section_of(route.pattern.removeprefix("/")) for route in routes()}

    assert sorted(sections) == sorted(found - BESIDE_THE_MENU)


def test_every_line_of_the_menu_lights_up_on_the_page_it_leads_to():
    lit = {item.name: section_of(reverse(item.name).removeprefix("/")) for item in MENU}

    assert {item.name: lit[item.name] in item.sections for item in MENU} == dict.fromkeys(lit, True)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_other_address_is_closed_to_strangers(client, method):
    passed = {}
    for route in routes():
        if route.name not in OPEN:
            response = getattr(client, method)(address_of(route))
            sent = response.headers.get("Location", "").startswith(reverse(settings.LOGIN_URL))
            if not (sent or (route.is_api and response.status_code == 401)):
                passed[route.name] = response.status_code

    assert passed == {}


@pytest.mark.django_db
def test_closed_addresses_are_many_and_reached_by_what_the_test_makes_up(client):
    closed = [route for route in routes() if route.name not in OPEN]

    assert {get_resolver().resolve(address_of(route)).url_name for route in closed} == {
        route.name for route in closed
    }


def test_show_routes_lists_methods_and_who_may_pass():
    out = io.StringIO()
    call_command("show_routes", stdout=out)

    lines = {tuple(line.split(None, 2)) for line in out.getvalue().splitlines()}

    assert ("GET,HEAD", "/healthz", "open") in lines
    assert ("POST", "/scheme/", "open") in lines
    assert ("GET,HEAD,POST", "/import/", "signed in, import") in lines
    assert [route.pattern for route in routes() if not route.methods] == []
    assert len(lines) == len(list(routes()))
    assert all(isinstance(route, Route) for route in routes())
