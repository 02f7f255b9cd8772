import pytest

from accounts.access.roles import Role
from accounts.models import Scope
from projects.actions.status import report_status
from projects.choices.phases import Phase
from projects.choices.states import Health
from projects.models import StatusUpdate


@pytest.fixture
def write(pull_as, leader):
    return pull_as(leader, scope=Scope.WRITE)


UPDATE = {"health": "at_risk", "summary": "Vi mangler folk"}


def test_status_update_is_written_by_whoever_read_the_case(write, make_case, leader):
    case = make_case()
    tag = write(f"cases/{case.key}/").headers["ETag"]

    answer = write(f"cases/{case.key}/status-updates/", UPDATE, method="post", **{"If-Match": tag})

    assert (answer.status_code, answer.json()["health"]["code"]) == (201, "at_risk")
    assert answer.headers["ETag"] == write(f"cases/{case.key}/").headers["ETag"] != tag
    assert list(StatusUpdate.objects.values_list("summary", "by")) == [
        ("Vi mangler folk", leader.pk)
    ]


def test_move_is_made_by_whoever_read_the_case(write, make_case):
    case = make_case(phase=Phase.SYSTEM)
    tag = write(f"cases/{case.key}/", lang="nn").headers["ETag"]

    answer = write(
        f"cases/{case.key}/move/",
        {"to": "who", "reason": "Flere må med"},
        method="post",
        **{"If-Match": tag, "Accept-Language": "en"},
    )

    assert (answer.status_code, answer.json()["phase"]["code"]) == (200, "who")


@pytest.mark.parametrize(
    ("tag", "status", "code"),
    [(None, 428, "if_match_missing"), ('"gammel.20260101.nb"', 412, "stale")],
)
def test_write_needs_the_tag_of_the_case_as_it_is(write, make_case, tag, status, code):
    case = make_case()
    headers = {} if tag is None else {"If-Match": tag}

    answer = write(f"cases/{case.key}/status-updates/", UPDATE, method="post", **headers)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not case.status_updates.exists()


def test_tag_goes_stale_when_somebody_else_writes(write, make_case, leader):
    case = make_case()
    tag = write(f"cases/{case.key}/").headers["ETag"]
    report_status(case, by=leader, health=Health.ON_TRACK, summary="Alt vel", seen=None)

    answer = write(f"cases/{case.key}/status-updates/", UPDATE, method="post", **{"If-Match": tag})

    assert answer.status_code == 412


def test_token_that_reads_does_not_write(pull, make_case):
    case = make_case()

    answer = pull(f"cases/{case.key}/move/", {"to": "who"}, method="post", **{"If-Match": "*"})

    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_whoever_may_not_write_is_refused_whatever_their_token(pull_as, make_person, make_case):
    case, write = make_case(), pull_as(make_person(Role.READER), scope=Scope.WRITE)

    answer = write(f"cases/{case.key}/status-updates/", UPDATE, method="post", **{"If-Match": "*"})

    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_move_forward_is_refused_and_points_to_the_gate(write, make_case):
    case = make_case(phase=Phase.WHO)

    answer = write(
        f"cases/{case.key}/move/",
        {"to": "system", "reason": "Klar"},
        method="post",
        **{"If-Match": "*", "Accept-Language": "en"},
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [(error["field"], error["message"]) for error in answer.json()["errors"]] == [
        ("to", "From “Who” to “System” the case passes a gate: propose it.")
    ]
    assert case.visits.get(left_at=None).phase == Phase.WHO


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["health", "summary"]),
        ({"health": "fine", "summary": "x"}, ["health"]),
        ({"health": "at_risk", "summary": 4}, ["summary"]),
        ({"health": "at_risk", "summary": "x" * 501}, ["summary"]),
        ({"health": "at_risk", "summary": "a\x00b"}, ["summary"]),
        ({"health": "at_risk", "summary": "x", "sumary": "y"}, ["sumary"]),
        ({"health": "at_risk", "summary": "\u200b\u2060"}, ["summary"]),
        ({"health": "at_risk", "summary": "x", "hindrance": "\u200b"}, ["hindrance"]),
        ({"health": "at_risk", "summary": "x", "next_step_on": "0026-12-05"}, ["next_step_on"]),
        ({"health": "at_risk", "summary": "x", "next_step_on": "2200-01-01"}, ["next_step_on"]),
        ({"health": "at_risk", "summary": "x", "next_step_on": "12.10.2026"}, ["next_step_on"]),
        ({"health": "at_risk", "summary": "x", "next_step_on": "2026-1-5"}, ["next_step_on"]),
        (["at_risk"], ["non_field_errors"]),
    ],
)
def test_body_that_breaks_a_rule_is_refused_by_field(write, make_case, body, fields):
    case = make_case()

    answer = write(f"cases/{case.key}/status-updates/", body, method="post", **{"If-Match": "*"})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == fields
    assert not case.status_updates.exists()


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("health=at_risk", "application/x-www-form-urlencoded", 415),
        ("{", "application/json", 400),
        ('{"summary": "' + "x" * 10_000_000 + '"}', "application/json", 413),
        (b"\xff\xfe", "application/json", 400),
    ],
)
def test_body_of_another_kind_is_refused(
    client, token_for, leader, make_case, body, content_type, status
):
    case = make_case()
    headers = {"Authorization": f"Bearer {token_for(leader, scope='write')}", "If-Match": "*"}

    answer = client.post(
        f"/api/v1/cases/{case.key}/move/", body, content_type=content_type, headers=headers
    )

    assert (answer.status_code, answer.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )


def test_status_update_takes_at_most_twelve_queries(
    write, make_case, django_assert_max_num_queries
):
    case = make_case()
    tag = write(f"cases/{case.key}/").headers["ETag"]

    with django_assert_max_num_queries(12):
        answer = write(
            f"cases/{case.key}/status-updates/", UPDATE, method="post", **{"If-Match": tag}
        )

    assert answer.status_code == 201
