from openapi_spec_validator import validate

from accounts.access.roles import Role
from portfolio.api.schema import document
from projects.choices.phases import Phase
from projects.filters import CaseFilterSet


def test_meta_gives_every_phase_in_order_in_the_language_asked_for(pull):
    answer = pull("meta/", {"lang": "en"}).json()

    assert [phase["code"] for phase in answer["phases"]] == [phase.value for phase in Phase]
    assert answer["phases"][3]["label"] == "Put to use"


def test_filters_are_those_of_the_pages(pull):
    answer = pull("meta/filters/").json()

    assert [held["name"] for held in answer["filters"]] == list(CaseFilterSet.base_filters)


def test_auth_check_tells_whom_the_token_acts_for(pull, leader):
    answer = pull("auth/check/").json()

    assert (answer["name"], answer["roles"]) == (leader.name, [Role.LEADER])
    assert answer["token"]["scopes"] == ["read"]


def test_openapi_document_is_valid():
    validate(document("http://localhost"))


def test_openapi_document_names_the_parameters_that_are_checked():
    cases = document("http://localhost")["paths"]["/api/v1/cases/"]["get"]

    assert [parameter["name"] for parameter in cases["parameters"]] == [
        *CaseFilterSet.base_filters,
        *(["page", "page_size", "cursor", "format", "lang", "headers", "delimiter", "decimal"]),
    ]
