import csv
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from portfolio.reports.overview import overview
from portfolio.reports.summary import GROUPINGS
from projects.actions.cases import set_visibility
from projects.actions.states import change_state
from projects.choices.phases import Phase
from projects.choices.states import State
from projects.models import Case


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_groups_add_up_to_the_cases_found(pull, make_case, grouping):
    for phase in (Phase.WHAT, Phase.WHO, Phase.SYSTEM):
        make_case(title=f"Sak {phase}", phase=phase)
    make_case(title="Utkast", state=State.DRAFT)

    answer = pull("reports/portfolio-summary/", {"group_by": grouping}).json()

    assert sum(group["cases"] for group in answer["results"]) == answer["count"] == 4


def test_empty_group_counts_zero_and_has_no_median(pull, make_case):
    make_case()

    groups = pull("reports/portfolio-summary/").json()["results"]

    counted = [(g["code"], g["cases"], g["median_days_in_phase"]) for g in groups]
    assert counted == [
        ("what", 1, 0.0),
        ("who", 0, None),
        ("system", 0, None),
        ("use", 0, None),
        ("refine", 0, None),
    ]


def test_summary_as_norwegian_csv_has_decimal_comma(pull, make_case):
    make_case()

    body = pull("reports/portfolio-summary/", {"format": "csv"})
    text = b"".join(body.streaming_content).decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    counted = ["1", "1", "0", "0", "1", "0,0", "1", "0", "0", "0", "0", "0"]
    assert rows[1][2:] == counted
    assert rows[-1] == ["total", "Totalt", *counted]


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_total_counts_each_state_once(pull, make_case, overdue_pause, leader, grouping):
    for phase in (Phase.WHAT, Phase.SYSTEM):
        make_case(phase=phase)
        overdue_pause(make_case(phase=phase))
        stop = {"reason": "For dyrt", "lesson": "Regn først", "details": {"cause": "money"}}
        change_state(make_case(phase=phase), transition="stop", by=leader, **stop)
    make_case(state=State.DRAFT)

    answer = pull("reports/portfolio-summary/", {"group_by": grouping}).json()

    total = answer["total"]
    assert [total[name] for name in ("cases", "standing", "active", "paused", "stopped")] == [
        7,
        4,
        2,
        2,
        2,
    ]
    assert (total["completed"], total["draft"], answer["count"]) == (0, 1, 7)
    for name in set(total) - {"code", "label", "median_days_in_phase"}:
        assert sum(group[name] for group in answer["results"]) == total[name]


def test_summary_and_overview_count_the_same_in_a_phase(pull, make_case, leader):
    stop = {"reason": "For dyrt", "lesson": "Regn først", "details": {"cause": "money"}}
    for phase in (Phase.WHO, Phase.SYSTEM):
        make_case(phase=phase)
        change_state(make_case(phase=phase), transition="stop", by=leader, **stop)

    groups = pull("reports/portfolio-summary/").json()["results"]
    page = overview(Case.objects.all(), user=leader, now=timezone.now())

    assert {group["code"]: group["standing"] for group in groups} == page.by_phase
    assert {figure.code: figure.value for figure in page.by_state} == {
        "active": 2,
        "paused": 0,
        "stopped": 2,
        "completed": 0,
        "draft": 0,
    }


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_file_says_among_which_cases_it_counts_and_how_often_that_changed(
    council_pull, make_case, leader, form
):
    case = make_case(visibility="council", public_title="Trygg hjemme")
    set_visibility(case, by=leader, seen_version=case.version, visibility="internal")

    meta = council_pull("reports/portfolio-summary/").json()["meta"]
    answer = council_pull("reports/portfolio-summary/", {"format": form, "lang": "en"})
    body = answer.getvalue()

    assert answer.headers["Slik-Scope"] == meta["scope"]["code"]
    assert answer.headers["Slik-Scope-Changes"] == str(len(meta["scope_changes"]))
    if form == "xlsx":
        sheet = load_workbook(io.BytesIO(body)).worksheets[-1]
        told = [
            row for row in sheet.iter_rows(values_only=True) if "no longer shown" in str(row[1])
        ]
        assert len(told) == len(meta["scope_changes"]) > 0
