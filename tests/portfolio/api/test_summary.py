import csv
import io

import pytest

from portfolio.reports.summary import GROUPINGS
from projects.choices.phases import Phase
from projects.choices.states import State


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
    assert rows[1][2:] == ["1", "1", "0", "0", "0", "0,0"]
