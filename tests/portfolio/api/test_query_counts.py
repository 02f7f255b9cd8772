"""The number of queries of each response: the same for one row and for many.

A file takes four: token, roles, count and rows. Around them come BEGIN, SET and COMMIT, which
the file of counts includes; it lacks the COPY of a CSV, since Django does not log it.
"""

import pytest

from accounts.models import Scope
from portfolio.api.lists.cases import CASE_RELATED_LISTS
from tests.samples import write_everything

LISTS = [held.name for held in CASE_RELATED_LISTS]
ANSWERS = {
    "api_list": "cases/",
    "api_search": "cases/?q=trygg&unit__tree=helse&state=draft&ordering=-updated",
    "api_pull": "cases/?cursor=*&page_size=500",
    "api_status_updates": "status-updates/",
    "api_csv": "cases/?format=csv&headers=keys",
    "api_xlsx": "cases/?format=xlsx",
    "api_summary": "reports/portfolio-summary/",
}
UPDATE = {"health": "at_risk", "summary": "Vi mangler folk"}


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("count", [1, 2500])
def test_answer_costs_the_same_for_any_number(
    pull, make_many_cases, make_unit, query_count, name, count
):
    make_unit(code="helse")
    make_many_cases(count)
    body(pull(ANSWERS[name]))

    with query_count(name):
        answer = pull(ANSWERS[name])
        body(answer)

    assert answer.status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [1, 30])
def test_list_of_the_method_costs_the_same_for_any_number(
    pull, make_case, leader, query_count, count
):
    case = make_case()
    for _ in range(count):
        write_everything(case, by=leader, person=leader, but={"step"})
    for name in LISTS:
        body(pull(f"{name}/"))

        with query_count("api_list"):
            answer = pull(f"{name}/")

        assert answer.status_code == 200
    assert pull("measurements/").json()["count"] == count


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [1, 30])
def test_status_update_costs_the_same_for_any_number(
    pull_as, leader, make_case, query_count, count
):
    case, write = make_case(), pull_as(leader, scope=Scope.WRITE)
    for _ in range(count):
        tag = write(f"cases/{case.key}/").headers["ETag"]
        path = f"cases/{case.key}/status-updates/"
        answer = write(path, UPDATE, method="post", **{"If-Match": tag})

    with query_count("api_status_update"):
        tag = answer.headers["ETag"]
        answer = write(path, UPDATE, method="post", **{"If-Match": tag})

    assert answer.status_code == 201
