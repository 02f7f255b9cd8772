"""A case with very much in it: its pages cost the queries of one with a little, and stay short."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.choices.phases import Phase
from projects.models import (
    Insight,
    Stakeholder,
    StakeholderAssessment,
    StakeholderMeasure,
    Trial,
)

KILOBYTE = 1024


def fill(team, *, insights, stakeholders, trials):
    """Write down very much, in bulk: it is the pages that are tried here."""
    own = {"case": team.case, "by": team.leader}
    said = "Åtte av ti ringer fordi de er utrygge, ikke fordi de er syke. " * 4
    Insight.objects.bulk_create(
        Insight(**own, kind="data", title=f"Funn {n}", finding=said, source="Vaktloggen",
                whose_need="Hjemmeboende")
        for n in range(insights)
    )  # fmt: skip
    people = Stakeholder.objects.bulk_create(
        Stakeholder(**own, kind="group", name=f"Gruppe {n}", category="other", point_of_view=said)
        for n in range(stakeholders)
    )
    StakeholderAssessment.objects.bulk_create(
        StakeholderAssessment(
            stakeholder=one, by=team.leader, phase=phase, interest="great", influence="little"
        )
        for one in people
        for phase in ("who", "system")
    )
    StakeholderMeasure.objects.bulk_create(
        StakeholderMeasure(
            stakeholder=one,
            by=team.leader,
            what=f"Møte {n}",
            responsible=team.lead_by,
            due_on=team.today + timedelta(days=n),
        )
        for one in people
        for n in range(2)
    )
    Trial.objects.bulk_create(
        Trial(**own, kind="test", title=f"Forsøk {n}", hypothesis=said, success_criterion=said)
        for n in range(trials)
    )


def cost(browser, address):
    """The queries and the kilobytes of a page."""
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address)
    assert answer.status_code == 200
    return len(queries), len(answer.content) // KILOBYTE


@pytest.fixture
def pages(make_team):
    """A full case with a little in it, and the addresses of its pages."""
    team = make_team(phase=Phase.SYSTEM)
    fill(team, insights=2, stakeholders=2, trials=2)
    key = team.case.key
    named = {
        "case": reverse("case", args=[key]),
        "history": reverse("case", args=[key]) + "?show=all",
        "gate": reverse("case_gate", args=[key]),
        "formula": reverse("case_formula", args=[key]),
    }
    for phase in Phase:
        named[phase.value] = reverse("case_phase", args=[key, phase])
        named[f"{phase} on a wall"] = reverse("case_screen", args=[key, phase])
    for phase, kind in (("what", "insight"), ("who", "stakeholder"), ("system", "trial")):
        named[f"every {kind}"] = f"{named[phase]}?all={kind}"
    return team, named


def test_pages_of_a_case_with_very_much_in_it_cost_as_with_a_little(pages, browser_of):
    team, named = pages
    browser = browser_of(team.leader)
    little = {name: cost(browser, address)[0] for name, address in named.items()}

    fill(team, insights=198, stakeholders=98, trials=48)

    much = {name: cost(browser, address) for name, address in named.items()}
    assert {name: queries for name, (queries, _size) in much.items()} == little
    sizes = {name: size for name, (_queries, size) in much.items()}
    assert {
        n: size
        for n, size in sizes.items()
        if size > (650 if n == "history" or "every" in n else 150)
    } == {}
