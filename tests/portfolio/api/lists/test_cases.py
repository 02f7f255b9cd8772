from datetime import date

import pytest

from portfolio.api.views import fingerprint_of
from projects.actions.cases import edit_case
from projects.choices.states import Visibility
from tests.samples import describe_challenge


def keys(response):
    return [row["key"] for row in response.json()["results"]]


def test_list_counts_exactly_and_cuts_pages(pull, make_case):
    last = max(make_case(title=f"Sak {n}").key for n in range(5))

    answer = pull("cases/", {"page_size": 2, "page": 3}).json()

    assert (answer["count"], answer["next"]) == (5, None)
    assert answer["previous"].endswith("/api/v1/cases/?page_size=2&page=2")
    assert [row["key"] for row in answer["results"]] == [last]


def test_pull_by_cursor_gives_every_case_once(pull, make_case):
    cases = {make_case(title=f"Sak {n}").key for n in range(5)}

    found, address = [], "cases/?cursor=*&page_size=2"
    while address:
        answer = pull(address).json()
        found += [row["key"] for row in answer["results"]]
        address = answer["next"] and answer["next"].partition("/api/v1/")[2]

    assert sorted(found) == sorted(cases)


def test_council_gets_council_cases_without_working_texts(council_pull, make_case):
    shown = make_case(title="Hemmelig tittel", visibility=Visibility.COUNCIL)
    make_case(title="Intern")
    make_case(title="Unntatt", visibility=Visibility.RESTRICTED)

    answer = council_pull("cases/").json()

    assert (answer["count"], [row["key"] for row in answer["results"]]) == (1, [shown.key])
    (row,) = answer["results"]
    assert row["title"] == "Hemmelig tittel (åpen)"
    assert {"owner", "lead", "updated_at", "hindrance", "external_id"}.isdisjoint(row)
    assert set(row["health"]) == {"code", "label", "set_at"}


def test_case_gives_what_the_method_says_of_it(pull, council_pull, make_case, make_unit, leader):
    case = make_case(visibility=Visibility.COUNCIL)
    describe_challenge(case, by=leader)
    changes = {
        "novelty": "new",
        "facet": "mission",
        "responsibility": "shared",
        "replaces": "Faste tilsyn",
        "in_use_on": date(2026, 3, 1),
        "next_review_on": date(2026, 9, 1),
        "receiving_unit": make_unit("Drift", code="drift"),
    }
    edit_case(case, by=leader, seen_version=case.version, changes=changes)

    row = pull(f"cases/{case.key}/", {"lang": "en"}).json()

    assert row["challenge"]["name"] == "Flere eldre, færre hender"
    assert {name: row[name]["code"] for name in ("novelty", "facet", "responsibility")} == {
        name: changes[name] for name in ("novelty", "facet", "responsibility")
    }
    assert (row["in_use_on"], row["next_review_on"]) == ("2026-03-01", "2026-09-01")
    assert (row["replaces"], row["receiving_unit"]) == (
        "Faste tilsyn",
        {"code": "drift", "label": "Drift"},
    )
    assert set(council_pull(f"cases/{case.key}/").json()).isdisjoint({"challenge", *changes})


def test_tag_of_a_case_written_to_in_another_language_is_the_same(pull, make_case, leader):
    case = make_case()
    edit_case(case, by=leader, seen_version=case.version, changes={"novelty": "new"})

    states = {
        fingerprint_of(pull(f"cases/{case.key}/", {"lang": lang}).content) for lang in ("nb", "en")
    }

    assert len(states) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_four_queries_for_any_number(pull, make_case, django_assert_num_queries, count):
    for n in range(count):
        make_case(title=f"Sak {n}")
    pull("cases/")

    with django_assert_num_queries(4):
        assert len(keys(pull("cases/"))) == count


def test_one_case_is_the_row_of_the_list(pull, make_case):
    case = make_case()

    assert pull(f"cases/{case.key}/").json() == pull("cases/").json()["results"][0]


def test_invisible_and_unknown_case_get_the_same_answer(council_pull, make_case):
    hidden = make_case()

    answers = [council_pull(f"cases/{key}/") for key in (hidden.key, "9901-2026-999")]

    bodies = [answer.json() for answer in answers]
    for body, key in zip(bodies, (hidden.key, "9901-2026-999"), strict=True):
        assert body.pop("instance") == f"/api/v1/cases/{key}/"
        body.pop("request_id")
    assert [answer.status_code for answer in answers] == [404, 404]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("path", ["cases/", "cases/{}/", "meta/"])
def test_known_tag_is_recognised_among_others_and_as_a_weak_one(pull, make_case, path):
    path = path.format(make_case().key)
    tag = pull(path).headers["ETag"]

    weak = "W/" + tag.removeprefix("W/")
    known = [tag, weak, f'"other", {weak}', f'"other",{tag}', '"other"']
    found = [pull(path, **{"If-None-Match": asked}).status_code for asked in known]
    assert found == [304, 304, 304, 304, 200]
