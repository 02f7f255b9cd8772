"""An address that takes what a form sends leads whoever comes by a link to the page of the form."""

import pytest
from django.urls import reverse

from accounts.access.roles import Role
from accounts.actions.tokens import make_token
from accounts.models import Scope
from portfolio.navigation.routes import routes
from projects.actions.import_setup import receive_file
from projects.choices.phases import Phase
from projects.importing import worker
from projects.models import ImportMapping


def posted():
    """Return the routes that take POST and nothing else."""
    return [route for route in routes() if route.methods == ["POST"] and not route.is_api]


@pytest.fixture
def arguments(make_team, make_person, municipality):
    """The arguments of each address, about rows that exist."""
    team = make_team(phase=Phase.SYSTEM)
    team.insight()
    person = make_person(Role.READER)
    token, _secret = make_token(
        user=team.leader, by=team.leader, name="Rapport", scopes=[Scope.READ], days=30
    )
    content = b"Tittel\nEn sak\n"
    survey = worker.survey(content)
    run = receive_file(by=team.leader, file_name="a.csv", content=content, survey=survey)
    mapping = ImportMapping.objects.create(
        municipality=municipality, name="Vår", spec={}, created_by=team.leader
    )
    pks = {
        "person_invite": person.pk,
        "person_link": person.pk,
        "person_address_link": person.pk,
        "person_address_keep": person.pk,
        "token_revoke": token.pk,
        "import_plan": run.pk,
        "import_confirm": run.pk,
        "import_mapping_drop": mapping.pk,
    }
    known = {"key": team.case.key, "code": "insight"}

    def of(route):
        names = route.url.pattern.converters
        pk = pks.get(route.name, team.case.insights.get().pk)
        return {name: known.get(name, pk) for name in names}

    return team.leader, of


def test_every_address_that_only_takes_a_form_leads_by_get_to_a_page(arguments, browser_of):
    leader, of = arguments
    browser = browser_of(leader)

    led_to = {
        route.name: browser.get(reverse(route.name, kwargs=of(route)), follow=True)
        for route in posted()
    }

    assert {name: answer.status_code for name, answer in led_to.items()} == dict.fromkeys(
        led_to, 200
    )
    assert {name for name, answer in led_to.items() if not answer.redirect_chain} == set()
    assert len(led_to) >= 14


def test_every_address_of_a_case_leads_to_a_page_of_that_case(arguments, browser_of):
    leader, of = arguments
    browser = browser_of(leader)
    found = {}
    for route in posted():
        if "key" in route.url.pattern.converters:
            kwargs = of(route)
            led_to = browser.get(reverse(route.name, kwargs=kwargs)).headers["Location"]
            found[route.name] = led_to.startswith(reverse("case", args=[kwargs["key"]]))

    assert found == dict.fromkeys(found, True)
