import json
import re

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
        ("[" * 90_000, "application/json", 400),
        ('{"to": ' + "[" * 900 + "]" * 900 + "}", "application/json", 400),
        ('{"to": NaN}', "application/json", 400),
        ('{"to": "who", "to": "what"}', "application/json", 400),
        ('{"reason": {"a": 1, "a": 2}}', "application/json", 400),
        ('{"to": ' + "9" * 5000 + "}", "application/json", 400),
        ('{"summary": "' + "x" * 10_000_000 + '"}', "application/json", 413),
        (b"\xff\xfe", "application/json", 400),
    ],
)
def test_body_of_another_kind_is_refused(
    client, token_for, leader, make_case, body, content_type, status
):
    case = make_case()
    headers = {"Authorization": f"Bearer {token_for(leader, scope='write')}", "If-Match": "*"}
    headers["Idempotency-Key"] = "one"

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


# --- Idempotency-Key ----------------------------------------------------------------------


@pytest.fixture
def send(write, make_case):
    """Write a status update of one case with a key, and change it as said."""
    case = make_case()
    tag = write(f"cases/{case.key}/").headers["ETag"]

    def post(key, *, if_match=tag, **changes):
        return write(
            f"cases/{case.key}/status-updates/",
            UPDATE | changes,
            method="post",
            **{"If-Match": if_match, "Idempotency-Key": key},
        )

    return post


@pytest.mark.parametrize("if_match", [None, "*"])
def test_write_sent_again_with_its_key_is_not_repeated(send, if_match):
    options = {"if_match": if_match} if if_match else {}

    first, again = send("one", **options), send("one", **options)

    assert (first.status_code, again.status_code) == (201, 201)
    assert [a.headers.get("Idempotency-Replayed") for a in (first, again)] == [None, "true"]
    assert (again.json(), again.headers["ETag"]) == (first.json(), first.headers["ETag"])
    assert StatusUpdate.objects.count() == 1


def test_other_key_is_another_write(send):
    send("one", if_match="*")
    send("two", if_match="*")

    assert StatusUpdate.objects.count() == 2


def test_key_used_for_another_body_is_refused(send):
    send("one", if_match="*")

    answer = send("one", if_match="*", summary="Noe annet")

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert StatusUpdate.objects.count() == 1


def test_key_used_for_another_case_is_refused(send, write, make_case):
    send("one", if_match="*")
    headers = {"If-Match": "*", "Idempotency-Key": "one"}

    answer = write(f"cases/{make_case().key}/status-updates/", UPDATE, method="post", **headers)

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


def test_key_is_of_one_person(send, pull_as, make_person, make_case):
    send("one", if_match="*")
    other, case = pull_as(make_person(Role.LEADER), scope=Scope.WRITE), make_case()
    headers = {"If-Match": "*", "Idempotency-Key": "one"}

    answer = other(f"cases/{case.key}/status-updates/", UPDATE, method="post", **headers)

    assert answer.status_code == 201


def test_refused_write_may_be_sent_again_with_its_key(send):
    refused = send("one", if_match='"gammel"')

    assert (refused.status_code, send("one").status_code) == (412, 201)


@pytest.mark.parametrize("key", ["", " ", "to ord", "x" * 256, "ø"])
def test_key_that_cannot_be_kept_is_refused(send, key):
    answer = send(key)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_header")
    assert not StatusUpdate.objects.exists()


def test_any_version_needs_a_key_so_that_a_retry_is_no_second_write(
    client, token_for, leader, make_case
):
    case = make_case()
    headers = {"Authorization": f"Bearer {token_for(leader, scope='write')}", "If-Match": "*"}

    for _try in range(2):
        answer = client.post(
            f"/api/v1/cases/{case.key}/status-updates/",
            UPDATE,
            content_type="application/json",
            headers=headers,
        )
        assert (answer.status_code, answer.json()["code"]) == (428, "if_match_missing")
    assert not StatusUpdate.objects.exists()


def test_name_that_stands_twice_is_named(client, token_for, leader, make_case):
    case = make_case()
    headers = {"Authorization": f"Bearer {token_for(leader, scope='write')}"}
    headers |= {"If-Match": "*", "Idempotency-Key": "one"}

    answer = client.post(
        f"/api/v1/cases/{case.key}/status-updates/",
        '{"health": "at_risk", "summary": "A", "summary": "B"}',
        content_type="application/json",
        headers=headers,
    )

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "summary")
    assert not StatusUpdate.objects.exists()


# --- Words of a refusal -------------------------------------------------------------------

PYTHON_WORDS = re.compile(
    r"\b(str|list|dict|NoneType|inf|nan|None|True|False|codec|Expecting|day is out|data)\b|[\[\]']"
)
STRANGE = [None, [], "x", 1, True, ["on_track"], {"a": 1}]
BODIES = [
    *(json.dumps(value) for value in STRANGE),
    *(json.dumps(UPDATE | {name: value}) for name in UPDATE for value in STRANGE if value != "x"),
    *(json.dumps(UPDATE | {"is_shared": value}) for value in STRANGE if value is not True),
    *(
        json.dumps(UPDATE | {"next_step_on": day})
        for day in ("2026-02-30", "5.3.2026", 5, "0026-01-01")
    ),
    '{"health": 1e999, "summary": "Ja"}',
    '{"health": NaN, "summary": "Ja"}',
    "",
    "{",
    '{"health": }',
    "[" * 500,
    '{"summary": ' + "9" * 5000 + "}",
    b"\xff\xfe",
]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_refusal_of_a_body_shows_the_words_of_python(
    client, token_for, leader, make_case, language
):
    address = f"/api/v1/cases/{make_case().key}/status-updates/"
    headers = {"Authorization": f"Bearer {token_for(leader, scope='write')}", "If-Match": "*"}
    headers |= {"Accept-Language": language, "Idempotency-Key": "one"}
    shown = []
    for body in BODIES:
        answer = client.post(address, body, content_type="application/json", headers=headers)
        if (
            answer.status_code == 201
        ):  # an empty list and the like are refused, a missing day is not
            continue
        problem = answer.json()
        texts = [problem["detail"], *(one["message"] for one in problem.get("errors", ()))]
        shown += [(body, text) for text in texts if PYTHON_WORDS.search(text)]

    assert shown == []
    assert not StatusUpdate.objects.exclude(summary="Vi mangler folk").exists()


@pytest.mark.parametrize("day", ["2026-02-30", "05.03.2026", "2026-3-5", 5])
def test_day_that_is_refused_is_asked_for_as_the_api_takes_it(send, day):
    (error,) = send("one", next_step="Spør", next_step_on=day).json()["errors"]

    asked = re.search(r" (\d{4}-\d\d-\d\d)\.$", error["message"])
    assert send("two", next_step="Spør", next_step_on=asked[1]).status_code == 201
