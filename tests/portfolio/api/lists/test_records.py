"""The lists of the method: every value in every format, and who reads it."""

import csv
import io
import random
from decimal import Decimal

import jsonschema
import openpyxl
import pytest
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from portfolio.api.lists.cases import CASE_RELATED_LISTS
from portfolio.api.schema import document
from projects.access.field_register import REGISTER, FieldClass
from projects.actions.formula import FactorInput, assess, assess_individually, open_assessment_round
from projects.actions.gates import NewCondition, decide, meet, propose
from projects.actions.records import add, change, withdraw
from projects.actions.states import change_state
from projects.choices.phases import Phase
from projects.choices.vocabulary import Factor, GateOutcome, Occasion, TrialResult
from projects.models import Benefit, Measurement, SuccessAssessment
from projects.records.kinds import RECORD_KINDS
from projects.summaries.progress import PREFETCHES, benefit_progress
from tests.samples import DAY, describe_challenge, mark_of, marks, write, write_everything

NAMES = [published.name for published in CASE_RELATED_LISTS]
SCORED = ("need", "value", "team", "champion", "anchoring")


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def rows(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def flat(row):
    """A row of JSON as a file has it."""
    for name, value in row.items():
        inside = value.items() if isinstance(value, dict) else [("", value)]
        for inner, held in inside:
            yield (f"{name}_{inner}" if inner else name), held


@pytest.fixture
def written(make_case, leader, make_person):
    """A case, shown to the council, with something in every list; and how it got there."""
    lead = make_person(Role.READER, name="Per Prosjekt")
    case = make_case(visibility="council", people={CaseRole.LEAD: lead})
    write_everything(case, by=leader, person=leader)
    judge(case, leader, need=4, value=None)
    change_state(
        case,
        transition="pause",
        by=leader,
        reason="Vi venter",
        review_on=timezone.localdate() + DAY,
    )
    change_state(case, transition="resume", by=leader, reason="Nå går det")
    return case


def judge(case, by, **scores):
    """Assess the case; the factors that are not named get a 3."""
    today = timezone.localdate()

    def said(score):
        low = {"measure": "Ta det opp", "responsible": by, "due_on": today}
        why = {} if score in {None, 2, 3, 4} else {"reason": "Slik er det"}
        return FactorInput(score=score, **why, **(low if score in {0, 1} else {}))

    factors = {factor: said(scores.get(factor.value, 3)) for factor in Factor}
    return assess(case, by=by, occasion=Occasion.ROUTINE, factors=factors)


def test_every_list_is_documented_and_every_row_is_as_the_document_says(pull, decided):
    schemas = document("http://testserver")["components"]["schemas"]

    for name in NAMES:
        answer = pull(f"{name}/", {"page_size": 5})
        schema = schemas[name.replace("-", "_")]
        jsonschema.validate(answer.json(), schema | {"components": {"schemas": schemas}})
        if name != "status-updates":
            assert answer.json()["count"] >= 1, name


@pytest.mark.parametrize("name", NAMES)
def test_files_hold_the_values_of_the_json(pull, decided, name):
    listed = [dict(flat(row)) for row in rows(pull(f"{name}/"))]

    machine = body(pull(f"{name}/?format=csv&headers=keys")).decode()
    told = list(csv.DictReader(io.StringIO(machine)))
    workbook = openpyxl.load_workbook(io.BytesIO(body(pull(f"{name}/?format=xlsx"))))
    heading, *cells = workbook.worksheets[0].iter_rows(values_only=True)

    assert len(told) == len(cells) == len(listed)
    assert len(set(heading)) == len(heading)
    for row, expected in zip(told, listed, strict=True):
        assert list(row) == list(expected)
        moments = {key for key in expected if key.endswith("_at")}
        assert {k: v for k, v in row.items() if k not in moments} == {
            k: as_text(v) for k, v in expected.items() if k not in moments
        }


def as_text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(value) if isinstance(value, list) else str(value)


@pytest.fixture
def decided(written, leader):
    """The same case after a gate that it passed with two conditions."""
    lead = written.assignments.get(role=CaseRole.LEAD).user
    describe_challenge(written, by=leader)
    today = timezone.localdate()
    new_conditions = [
        NewCondition("Det haster", "Ta det igjen", leader, today + DAY, code="why_innovation"),
        NewCondition("Det haster", "Ring naboene", lead, today + 9 * DAY, code="looked_around"),
    ]
    proposal = propose(written, by=lead, reason="Vi er klare")
    return decide(
        proposal, by=leader, outcome=GateOutcome.GO, reason="Enig", new_conditions=new_conditions
    )


def test_assessment_that_is_not_complete_has_null_and_no_product(pull, make_case, leader):
    judge(make_case(), leader, need=4, value=None, team=2)

    (row,) = rows(pull("assessments/"))

    assert [row[factor]["score"] for factor in SCORED] == [4, None, 2, 3, 3]
    assert (row["product"], row["weakest"]) == (None, ["team"])


def test_zero_is_a_zero_and_makes_the_product_zero(pull, make_case, leader):
    judge(make_case(), leader, need=0, champion=0, team=5)

    (row,) = rows(pull("assessments/"))

    assert [row[factor]["score"] for factor in SCORED] == [0, 3, 5, 0, 3]
    assert (row["product"], row["weakest"]) == (0, ["need", "champion"])
    assert row["need"]["measure"] == "Ta det opp"


def test_product_and_weakest_are_those_of_the_formula(pull, make_case, leader):
    chance, case = random.Random(5), make_case()
    said = [
        judge(case, leader, **{name: chance.choice([None, 0, 1, 2, 3, 4, 5]) for name in SCORED})
        for _ in range(40)
    ]

    told = {row["id"]: (row["product"], row["weakest"]) for row in rows(pull("assessments/"))}

    assert told == {one.pk: (one.scores.product, list(one.scores.weakest)) for one in said}


def test_what_people_assess_alone_is_not_published(pull, make_case, leader, make_person):
    team = [make_person(Role.READER) for _ in range(2)]
    case = make_case(people={CaseRole.CHAMPION: team[0], CaseRole.MEMBER: team[1]})
    asked = open_assessment_round(
        case,
        by=leader,
        occasion=Occasion.ROUTINE,
        due_on=timezone.localdate(),
        assessors=[*team, leader],
    )
    assess_individually(
        asked, by=team[0], factors={factor: FactorInput(score=3) for factor in Factor}
    )

    assert SuccessAssessment.objects.count() == 1
    assert rows(pull("assessments/")) == []


def benefit(case, by, **fields):
    today = timezone.localdate()
    said = {"baseline_on": today - 30 * DAY, "baseline_source": "Loggen", "for_whom": ["state"]}
    if "baseline" not in fields:
        said = {"for_whom": ["state"]}
    if "target" in fields:
        said["target_on"] = today + 30 * DAY
    return add(RECORD_KINDS["benefit"], case, by=by, title="Anrop", kind="quality", **said | fields)


def measure(held, by, value, days_ago=0):
    said = {"measured_on": timezone.localdate() - days_ago * DAY, "source": "Loggen"}
    return add(
        RECORD_KINDS["measurement"], held.case, by=by, parent=held, value=Decimal(value), **said
    )


@pytest.mark.parametrize(
    ("baseline", "target", "value", "realised"),
    [
        ("40", "10", "25", 0.5),
        ("40", "10", "10", 1),
        ("40", "10", "4", 1.2),
        ("40", "10", "46", -0.2),
        ("0", "3", "1", 0.3333),
        ("0", "10", "0", 0),
        ("40", None, "25", None),
        ("40", "10", None, None),
        (None, None, "25", None),
    ],
)
def test_degree_of_realisation_is_told_and_what_is_not_known_is_null(
    pull, make_case, leader, baseline, target, value, realised
):
    said = {"baseline": baseline, "target": target}
    held = benefit(
        make_case(), leader, **{name: Decimal(text) for name, text in said.items() if text}
    )
    if value:
        measure(held, leader, value)

    (row,) = rows(pull("benefits/"))

    assert row["realised"] == realised
    assert row["last_measurement"]["value"] == (float(value) if value else None)
    of_model = held.realised_share(Decimal(value) if value else None)
    assert realised == (None if of_model is None else float(round(of_model, 4)))
    assert [m["realised"] for m in rows(pull("measurements/"))] == ([realised] if value else [])


@pytest.mark.parametrize(
    ("value", "realised"),
    [
        ("999999.999", 0.9999),
        ("1000000", 1),
        ("1000000.001", 1.0001),
        ("-0.001", -0.0001),
        ("0", 0),
    ],
)
def test_degree_of_realisation_is_one_exactly_when_all_is_reached(
    pull, make_case, leader, value, realised
):
    held = benefit(make_case(), leader, baseline=Decimal(0), target=Decimal(1_000_000))
    measure(held, leader, value)

    assert [row["realised"] for row in rows(pull("benefits/"))] == [realised]
    assert [row["realised"] for row in rows(pull("measurements/"))] == [realised]


def test_last_measurement_is_the_newest_that_is_not_corrected(pull, make_case, leader):
    held = benefit(make_case(), leader, baseline=Decimal(40), target=Decimal(10))
    first = measure(held, leader, "30", days_ago=5)
    wrong = measure(held, leader, "99", days_ago=1)
    right = Measurement.objects.create(
        benefit=held,
        by=leader,
        measured_on=wrong.measured_on - DAY,
        value=Decimal(20),
        source="Loggen",
        corrects=wrong,
    )

    (row,) = rows(pull("benefits/"))
    told = {m["id"]: (m["corrects"], m["is_corrected"]) for m in rows(pull("measurements/"))}

    assert (row["last_measurement"]["value"], row["realised"]) == (20, 0.6667)
    assert told == {
        first.pk: (None, False), wrong.pk: (None, True), right.pk: (wrong.pk, False),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("days_ago", "realised"),
    [((30, 40), None), ((29, 30), 0.5), ((), None)],
    ids=["on the day and before", "after", "never"],
)
def test_page_and_api_count_the_same_measurement(pull, make_case, leader, days_ago, realised):
    held = benefit(make_case(), leader, baseline=Decimal(40), target=Decimal(10))
    assert held.baseline_on == timezone.localdate() - 30 * DAY
    for n, days in enumerate(days_ago):
        measure(held, leader, 25 + n, days_ago=days)

    (row,) = rows(pull("benefits/"))

    (loaded,) = Benefit.objects.prefetch_related(*PREFETCHES["benefit"])
    stage = benefit_progress(loaded)
    assert row["realised"] == realised
    assert (row["last_measurement"]["value"] is None) == (realised is None)
    assert stage.text == (
        "50 % of the way to the target" if realised else "Not measured after the baseline yet"
    )


def test_condition_is_open_until_it_is_met(pull, decided, leader):
    first, second = decided.conditions.order_by("pk")
    meet(first, by=leader, note="Snakket om i ledergruppen")

    told = {row["id"]: row for row in rows(pull("conditions/"))}

    assert [told[pk]["is_met"] for pk in (first.pk, second.pk)] == [True, False]
    assert told[first.pk]["met_note"] == "Snakket om i ledergruppen"
    assert told[second.pk]["requirement"]["code"] == "looked_around"
    assert [row["id"] for row in rows(pull("conditions/", {"is_met": "false"}))] == [second.pk]
    assert [row["id"] for row in rows(pull("conditions/", {"is_met": "true"}))] == [first.pk]


def test_case_counts_its_open_conditions(pull, council_pull, decided, make_case, leader):
    other = make_case()
    meet(decided.conditions.first(), by=leader, note="Gjort")

    found = {row["key"]: row["open_conditions"] for row in rows(pull("cases/"))}

    assert found == {decided.case.key: 1, other.key: 0}
    assert [row["open_conditions"] for row in rows(council_pull("cases/"))] == [1]


def test_council_reads_what_is_decided_without_names(council_pull, decided):
    (decision,) = rows(council_pull("decisions/"))
    condition, _other = rows(council_pull("conditions/"))
    (formal,) = rows(council_pull("formal-decisions/"))
    change = rows(council_pull("state-changes/"))[-1]

    case = {"key", "url", "title"}
    assert set(decision) == case | {
        "id", "gate", "outcome", "decided_on", "single_handed", "role", "reason", "recorded_at",
    }  # fmt: skip
    assert set(condition) == case | {
        "id", "decision", "due_on", "met_at", "gate", "requirement", "is_met", "is_overdue",
        "is_owed",
    }  # fmt: skip
    assert set(change) == case | {
        "id", "changed_on", "review_on", "recorded_at", "from", "to", "stop_cause",
        "stop_phase", "stop_level", "formal_decision", "side_causes", "spent", "hours",
        "stop_reason", "stop_lesson",
    }  # fmt: skip
    assert {"recommendation", "by"}.isdisjoint(formal)
    assert {"follow_up_note", "recorded_at"} <= set(formal)
    assert formal["title"] == "Trygg hjemme (åpen)"


def test_list_gives_what_a_pause_and_a_stop_recorded(pull, council_pull, written, leader):
    kept = {"side_causes": ["people"], "resistance": "Vaktene", "people_afterwards": "Som før",
            "data_and_equipment": "Levert", "open_decisions": "Ingen"}  # fmt: skip
    for decision in written.formal_decisions.all():
        change(decision, by=leader, seen_version=1, changes={"follow_up": "done"})
    details = {
        "cause": "money",
        "level": "political",
        "informed": "Alle",
        **kept,
        "formal_decision": decision,
    }
    change_state(
        written, transition="stop", by=leader, reason="Nok", lesson="Spør", details=details
    )

    row = rows(pull("state-changes/", {"lang": "en"}))[-1]
    seen = rows(council_pull("state-changes/"))[-1]

    assert {name: row[name] for name in kept} == kept
    assert (row["stop_phase"]["code"], row["stop_level"]["code"]) == ("what", "political")
    assert row["formal_decision"] == {"id": decision.pk, "name": decision.title}
    assert (row["stop_informed"], row["pause_informed"]) == ("Alle", None)
    opened = {"stop_phase", "stop_level", "formal_decision", "side_causes"}
    assert {name for name in seen if name in {*kept, *opened, "stop_informed"}} == opened


def test_filters_are_those_of_the_case(pull, make_case, leader):
    here, there = make_case(phase=Phase.SYSTEM), make_case()
    for case in (here, there):
        write(RECORD_KINDS["insight"], case, by=leader, person=leader)

    assert [row["key"] for row in rows(pull("insights/", {"phase": "system"}))] == [here.key]
    assert [row["key"] for row in rows(pull("insights/", {"case": there.key}))] == [there.key]
    assert rows(pull("insights/", {"case": "9901-1999-001"})) == []
    assert pull("insights/", {"case": "9901"}).status_code == 400
    assert pull("insights/", {"phase": "3"}).status_code == 400


def test_days_narrow_the_rows_themselves(pull, make_case, leader):
    held = benefit(make_case(), leader)
    old, new = measure(held, leader, "3", days_ago=9), measure(held, leader, "4")
    since = timezone.localdate() - 5 * DAY

    later = rows(pull("measurements/", {"measured_on__gte": since}))
    before = rows(pull("measurements/", {"measured_on__lte": since}))

    assert ([row["id"] for row in later], [row["id"] for row in before]) == ([new.pk], [old.pk])


def test_withdrawn_counts_no_more(pull, make_case, leader):
    case = make_case()
    kept, taken = (write(RECORD_KINDS["lesson"], case, by=leader, person=leader) for _ in range(2))
    withdraw(taken, by=leader)

    assert [row["id"] for row in rows(pull("lessons/"))] == [kept.pk]


@pytest.mark.django_db(transaction=True)
def test_unchanged_list_is_304_until_something_is_written(pull, council_pull, make_case, leader):
    case = make_case(visibility="council")
    tags = {
        (name, ask): ask(f"{name}/").headers["ETag"]
        for name in ("benefits", "formal-decisions", "lessons")
        for ask in (pull, council_pull)
    }

    def status():
        return {
            place: place[1](f"{place[0]}/", **{"If-None-Match": tag}).status_code
            for place, tag in tags.items()
        }

    assert set(status().values()) == {304}
    benefit(case, leader)
    assert {place for place, code in status().items() if code == 304} == {
        ("lessons", council_pull)  # of which it may read none
    }
    write(RECORD_KINDS["decision"], case, by=leader, person=leader)
    assert status()["formal-decisions", council_pull] == 200


def test_pull_by_cursor_gives_every_row_once(pull, make_case, leader):
    case = make_case()
    written = {write(RECORD_KINDS["lesson"], case, by=leader, person=leader).pk for _ in range(5)}

    found, address = [], "lessons/?cursor=*&page_size=2"
    while address:
        answer = pull(address).json()
        found += [row["id"] for row in answer["results"]]
        address = answer["next"] and answer["next"].partition("/api/v1/")[2]

    assert sorted(found) == sorted(written)


def test_meta_gives_the_codes_of_every_coded_column(pull):
    codes = pull("meta/", {"lang": "en"}).json()

    assert [one["code"] for one in codes["trials.result"]] == list(TrialResult)
    assert {"code": "go", "label": "Go on"} in codes["decisions.outcome"]


def test_names_contacts_and_judgements_are_in_no_list(pull, decided):
    text = b" ".join(
        body(pull(f"{name}/{format_}")) for name in NAMES for format_ in ("", "?format=csv")
    ).decode()

    protected = marks(RECORD_KINDS, {FieldClass.PERSONAL, FieldClass.JUDGEMENT}, REGISTER)
    assert {mark for mark in protected if mark in text} == set()
    assert mark_of("insight", "finding") in text
