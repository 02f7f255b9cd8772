"""A page that asks for something has a place to give it, and says what its numbers mean."""

import pytest
from django.db import models

from projects.actions.records import change
from projects.choices.phases import ORDER, Phase
from projects.forms.records import form_class
from projects.method.scales import SCALES, scale_of
from projects.models import Trial
from projects.records.kinds import RECORD_KINDS
from projects.records.rendering import value_of

CRITERION = "Minst 8 av 10 svarer at natten er tryggere"
# Counts, of which any number is meant: no scale.
COUNTS = {
    "projects.Cost.hours",
    "projects.Engagement.participants",
    "projects.Insight.participants",
    "projects.Trial.participants",
}


@pytest.fixture
def team(make_team):
    team = make_team(phase=Phase.SYSTEM)
    team.pilot()
    return team


def without_criterion(team):
    trial = Trial.objects.get()
    empty = {"success_criterion": ""}
    return change(trial, by=team.leader, seen_version=trial.version, changes=empty)


def test_trial_without_a_success_criterion_asks_for_it_where_it_is_started(
    team, browser_of, address, typed
):
    trial = without_criterion(team)
    browser = browser_of(team.leader)
    path = address("trial_start", team.case, trial.pk)
    form = browser.get(path).context["form"]

    refused = browser.post(path, typed(form))
    answer = browser.post(path, typed(refused.context["form"], success_criterion=CRITERION))

    trial.refresh_from_db()
    assert refused.context["form"].errors == {
        "success_criterion": ["Write the success criterion before the trial starts."]
    }
    assert (answer.status_code, trial.is_started) == (302, True)
    assert (trial.success_criterion, trial.criterion_on) == (CRITERION, team.today)


def test_trial_with_a_success_criterion_asks_for_the_day_only(team, browser_of, address):
    trial = Trial.objects.get()

    form = browser_of(team.leader).get(address("trial_start", team.case, trial.pk)).context["form"]

    assert form.content_fields == ["started_on"]


def test_result_of_a_trial_that_has_not_started_leads_to_its_start(team, browser_of, address):
    trial = Trial.objects.get()

    answer = browser_of(team.leader).get(address("trial_finish", team.case, trial.pk))

    assert answer.headers["Location"] == address("trial_start", team.case, trial.pk)


def test_every_number_that_is_chosen_has_a_scale():
    numbers = {
        f"{kind.model._meta.label}.{name}": scale_of(field)
        for kind in RECORD_KINDS.values()
        for name in kind.fields
        for field in [kind.model._meta.get_field(name)]
        if isinstance(field, models.PositiveSmallIntegerField | models.PositiveIntegerField)
    }

    assert {name for name, scale in numbers.items() if scale is None} == COUNTS
    assert len(numbers) - len(COUNTS) == len(SCALES)


@pytest.mark.parametrize("code", ["diffusion", "criterion", "rating"])
def test_numbers_of_a_form_say_what_they_mean(team, code):
    kind = RECORD_KINDS[code]
    form = form_class(kind)(case=team.case, user=team.leader)
    fields = {name: scale_of(kind.model._meta.get_field(name)) for name in kind.fields}
    scales = {name: scale for name, scale in fields.items() if scale}

    assert scales != {}
    assert {name: list(form.fields[name].choices)[1:] for name in scales} == {
        name: list(scale.choices) for name, scale in scales.items()
    }


def test_number_of_a_record_is_read_with_its_meaning(make_team):
    team = make_team(phase=Phase.USE)
    team.spreading()

    found = team.case.diffusion_assessments.get()

    assert value_of(found, "complexity") == scale_of(found._meta.get_field("complexity")).in_words(
        found.complexity
    )


@pytest.mark.parametrize("phase", ORDER)
def test_moving_offers_more_than_to_cancel_in_every_phase(make_team, browser_of, address, phase):
    team = make_team(phase=phase)

    page = browser_of(team.leader).get(address("case_move", team.case)).content.decode()

    row = page[page.rindex('<div class="row">') :]
    leads_on = address("case_gate", team.case) in row or 'type="submit"' in row
    assert leads_on
