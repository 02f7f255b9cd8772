"""The way of a trial, the line of rounds, and how far a benefit has come."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.access.roles import CaseRole, Role
from projects.actions.records import add, change
from projects.actions.trials import finish, start
from projects.choices.phases import Phase
from projects.errors import Conflict, Invalid
from projects.models import Benefit, Trial
from projects.records.kinds import RECORD_KINDS
from projects.summaries.progress import (
    PREFETCHES,
    benefit_progress,
    trial_progress,
    whole_percent,
)

DAY = timedelta(days=1)


@pytest.fixture
def team(make_team):
    return make_team(phase=Phase.SYSTEM)


@pytest.fixture
def trial(team):
    team.pilot()
    return Trial.objects.get()


def begin(team, trial):
    return start(trial, by=team.leader, seen_version=trial.version, started_on=team.today)


def result(team, **more):
    said = {"result": "refuted", "findings": "De ringte like ofte", "afterwards": "new_round"}
    return {"ended_on": team.today} | said | more


def system_page(browser, case):
    return browser.get(reverse("case_phase", args=[case.key, "system"]))


# --- Trials ---------------------------------------------------------------------------------


def test_trial_goes_from_plan_to_start_to_result(team, trial, browser_of, address, words):
    browser, today = browser_of(team.leader), team.today.isoformat()

    planned = words(system_page(browser, team.case))
    browser.post(address("trial_start", team.case, trial.pk), {"version": 1, "started_on": today})
    running = words(system_page(browser, team.case))
    said = {"version": 2} | result(team, ended_on=today)
    browser.post(address("trial_finish", team.case, trial.pk), said)
    finished = words(system_page(browser, team.case))

    trial.refresh_from_db()
    assert (trial.started_on, trial.ended_on, trial.result) == (team.today, team.today, "refuted")
    assert "are locked when the trial starts. Start the trial" in planned
    assert "are locked. They were written first. Write the result" in running
    assert "Tilsyn hos ti brukere Refuted – we learnt something" in finished
    assert "The hypothesis did not hold. That is worth knowing" in finished
    assert "Write the result" not in finished


def test_form_of_a_trial_asks_for_the_plan_only(team, browser_of, address):
    form = browser_of(team.leader).get(address("record_new", team.case, "trial")).context["form"]

    later = {"started_on", "ended_on", "result", "findings", "afterwards"}
    assert later & set(form.fields) == set()
    assert "success_criterion" in form.fields


def test_criterion_is_locked_in_the_form_once_the_trial_has_started(
    team, trial, browser_of, address
):
    begin(team, trial)
    path = address("record_edit", team.case, "trial", trial.pk)
    browser = browser_of(team.leader)

    form = browser.get(path).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"place": "Nordvik"}
    refused = browser.post(path, sent | {"success_criterion": "Det holder at noen liker det"})
    browser.post(path, sent)

    trial.refresh_from_db()
    assert form.fields["success_criterion"].disabled is True
    assert (refused.status_code, list(refused.context["form"].errors)) == (
        422,
        ["success_criterion"],
    )
    assert (trial.success_criterion, trial.place) == ("Halvparten så mange anrop", "Nordvik")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ended_on": ""}, "ended_on"),
        ({"ended_on": "2999-01-01"}, "ended_on"),
        ({"ended_on": "2001-01-01"}, "ended_on"),
        ({"result": ""}, "result"),
        ({"findings": " "}, "findings"),
        ({"afterwards": "nonsense"}, "afterwards"),
    ],
)
def test_wrong_result_is_told_at_its_field(team, trial, browser_of, address, wrong, field):
    begin(team, trial)
    sent = {"version": 2} | result(team, ended_on=team.today.isoformat()) | wrong

    answer = browser_of(team.leader).post(address("trial_finish", team.case, trial.pk), sent)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    trial.refresh_from_db()
    assert trial.result == ""


def test_result_of_a_trial_registered_late_says_so_whatever_it_was(team, trial):
    start(trial, by=team.leader, seen_version=1, started_on=team.today - 40 * DAY)
    finish(trial, by=team.leader, seen_version=2, **result(team))

    assert trial_progress(trial).note == (
        "The trial was registered after it began: the success criterion came later. The hypothesis"
        " did not hold. That is worth knowing, and a result like others."
    )


def test_trial_without_a_criterion_does_not_start(team):
    trial = team.write("trial", kind="test", title="Prøve", hypothesis="Det går")

    with pytest.raises(Invalid) as refused:
        begin(team, trial)

    assert str(refused.value) == "Write the success criterion before the trial starts."


def test_trial_starts_once_ends_once_and_not_tomorrow(team, trial):
    with pytest.raises(Invalid) as future:
        start(trial, by=team.leader, seen_version=1, started_on=team.today + DAY)
    with pytest.raises(Invalid):
        finish(trial, by=team.leader, seen_version=1, **result(team))
    begin(team, trial)
    with pytest.raises(Conflict):
        begin(team, trial)
    finish(trial, by=team.leader, seen_version=2, **result(team))
    with pytest.raises(Conflict):
        finish(trial, by=team.leader, seen_version=3, **result(team, result="confirmed"))

    assert future.value.field == "started_on"
    assert Trial.objects.get().result == "refuted"


def test_stale_page_does_not_start_a_trial_whose_criterion_was_changed(
    team, trial, browser_of, address
):
    changes = {"success_criterion": "Ett anrop i natten"}
    change(trial, by=team.leader, seen_version=1, changes=changes)

    answer = browser_of(team.leader).post(
        address("trial_start", team.case, trial.pk),
        {"version": 1, "started_on": team.today.isoformat()},
    )

    assert answer.status_code == 409
    assert "Ett anrop i natten" in answer.content.decode()
    assert answer.context["form"]["version"].value() == 2
    assert Trial.objects.get().started_on is None


@pytest.mark.parametrize("name", ["trial_start", "trial_finish"])
def test_pages_of_a_trial_open_for_those_who_write_in_the_case(
    team, trial, browser_of, address, make_person, make_team, name
):
    member = make_person(Role.READER)
    team.give(member, CaseRole.MEMBER)
    if name == "trial_finish":
        begin(team, trial)
    path = address(name, team.case, trial.pk)
    who = {
        "leader": team.leader,
        "member": member,
        "reader": make_person(Role.READER),
        "council": make_person(Role.COUNCIL),
        "administrator": make_person(Role.ADMINISTRATOR),
    }

    answers = {role: browser_of(person).get(path).status_code for role, person in who.items()}
    other = make_team(title="En annen sak").case
    elsewhere = browser_of(team.leader).get(address(name, other, trial.pk))

    assert answers == {
        "leader": 200,
        "member": 200,
        "reader": 403,
        "council": 404,
        "administrator": 404,
    }
    assert elsewhere.status_code == 404


def test_result_of_a_planned_trial_leads_those_who_may_write_it_to_the_start(
    team, trial, browser_of, address, make_person
):
    path = address("trial_finish", team.case, trial.pk)

    led_to = browser_of(team.leader).get(path)
    refused = browser_of(make_person(Role.READER)).get(path)

    assert led_to.headers["Location"] == address("trial_start", team.case, trial.pk)
    assert refused.status_code == 403


# --- Rounds ---------------------------------------------------------------------------------


def test_rounds_are_read_as_a_line_from_the_first(team, browser_of, words):
    team.option()
    team.round()
    one = team.case.rounds.get()
    tried = team.write("trial", kind="test", title="Papirprøve", hypothesis="Ja", round=one)
    add(
        RECORD_KINDS["round"],
        team.case,
        by=team.leader,
        hypothesis="De vil snakke med noen",
        question="Hvem vil de snakke med?",
        start_on=team.today,
        option=team.case.options.get(),
    )

    told = words(system_page(browser_of(team.leader), team.case))

    line = "Need De trenger å bli sett Solution – Test Holder det med kamera? Papirprøve"
    assert f"{line} What we concluded Ja, for de fleste" in told
    assert told.index("Round 1") < told.index("Round 2")
    assert "Need De vil snakke med noen Solution Digitalt tilsyn Test" in told
    assert tried.round == one


# --- Benefits -------------------------------------------------------------------------------


def loaded(pk):
    return Benefit.objects.prefetch_related(*PREFETCHES["benefit"]).get(pk=pk)


@pytest.fixture
def benefit(team):
    team.benefit()
    return Benefit.objects.get()


def measure(team, benefit, value, *, days_ago=0):
    team.write(
        "measurement",
        parent=benefit,
        measured_on=team.today - days_ago * DAY,
        value=Decimal(value),
        source="Vaktloggen",
    )


@pytest.mark.parametrize(
    ("value", "text", "tone", "width"),
    [
        ("40", "0 % of the way to the target", "info", "0.00%"),
        ("25", "50 % of the way to the target", "info", "50.00%"),
        ("10", "100 % of the way to the target", "good", "100.00%"),
        ("4", "120 % – past the target", "good", "100.00%"),
        ("46", "-20 % – further away than at the baseline", "warning", "0.00%"),
    ],
)
def test_benefit_tells_how_much_of_the_way_it_has_come(team, benefit, value, text, tone, width):
    team.targets()
    measure(team, benefit, value)

    stage = benefit_progress(loaded(benefit.pk))

    assert (stage.text, stage.tone, stage.width) == (text, tone, width)
    assert stage.note.endswith("The baseline was 40, and the target is 10.")


def test_degree_of_a_benefit_is_undefined_until_all_is_known(team, benefit):
    told = [benefit_progress(loaded(benefit.pk)).text]
    measure(team, benefit, "30")
    told.append(benefit_progress(loaded(benefit.pk)).text)
    bare = team.write("benefit", title="Ro", kind="quality", for_whom=["inhabitant"])
    told.append(benefit_progress(loaded(bare.pk)).text)

    assert told == [
        "Not measured after the baseline yet",
        "No target yet, so the degree is not known",
        "No baseline yet",
    ]


def test_newest_measurement_after_the_baseline_counts(team, benefit):
    team.targets()
    measure(team, benefit, "10", days_ago=30)
    before = benefit_progress(loaded(benefit.pk)).text
    measure(team, benefit, "25", days_ago=1)
    measure(team, benefit, "37", days_ago=3)

    assert before == "Not measured after the baseline yet"
    assert benefit_progress(loaded(benefit.pk)).text == "50 % of the way to the target"


def test_benefit_is_not_realised_before_it_is_measured(team, benefit, browser_of, address, words):
    path = address("record_edit", team.case, "benefit", benefit.pk)
    browser = browser_of(team.leader)
    form = browser.get(path).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else value for name, value in sent.items()}

    answer = browser.post(path, sent | {"state": "realised"})

    assert answer.status_code == 422
    assert "Record a measurement after the baseline before you call the benefit" in words(answer)
    benefit.refresh_from_db()
    assert benefit.state == "expected"


@pytest.mark.parametrize("phase", ["system", "use", "refine"])
def test_benefits_stand_where_they_are_planned_used_and_measured(
    team, benefit, browser_of, phase, words
):
    page = browser_of(team.leader).get(reverse("case_phase", args=[team.case.key, phase]))

    add_measurement = reverse("record_new", args=[team.case.key, "measurement"])
    assert "Færre utrygge anrop Not measured after the baseline yet" in words(page)
    assert f"{add_measurement}?of={benefit.pk}" in page.content.decode()


def test_measurement_is_corrected_by_a_new_one_and_both_are_kept(
    team, benefit, browser_of, address, words
):
    team.targets()
    measure(team, benefit, "4")
    wrong = benefit.measurements.get()
    browser = browser_of(team.leader)
    path = f"{address('record_new', team.case, 'measurement')}?of={benefit.pk}&corrects={wrong.pk}"

    shown = browser.get(path)
    form = shown.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"value": "25", "measured_on": (team.today - DAY).isoformat()}
    answer = browser.post(path, sent | {"of": benefit.pk}, follow=True)

    right = benefit.measurements.get(corrects=wrong)
    assert "You correct the measurement 4 of" in words(shown)
    assert (form["source"].value(), str(right.value), wrong.value) == ("Vaktloggen", "25.000", 4)
    assert benefit_progress(loaded(benefit.pk)).text == "50 % of the way to the target"
    told = words(answer)
    assert told.count("Corrected by a later one") == 1
    assert f"corrects={wrong.pk}" not in answer.content.decode()
    assert f"corrects={right.pk}" in answer.content.decode()


def test_measurement_is_corrected_once_and_by_one_of_its_own_benefit(team, benefit):
    measure(team, benefit, "4")
    wrong = benefit.measurements.get()
    other = team.write("benefit", title="Ro", kind="quality", for_whom=["inhabitant"])
    said = {"measured_on": team.today, "value": Decimal(25), "source": "Vaktloggen"}

    with pytest.raises(Invalid) as refused:
        team.write("measurement", parent=other, corrects=wrong, **said)
    team.write("measurement", parent=benefit, corrects=wrong, **said)
    with pytest.raises(Conflict):
        team.write("measurement", parent=benefit, corrects=wrong, **said)

    assert refused.value.field == "corrects"
    assert benefit.measurements.count() == 2


def test_measurement_of_another_case_is_not_corrected_from_this_one(
    team, benefit, make_team, browser_of, address
):
    elsewhere = make_team(title="En annen sak", phase=Phase.SYSTEM)
    elsewhere.benefit()
    theirs = Benefit.objects.get(case=elsewhere.case)
    measure(elsewhere, theirs, "4")
    sent = {"measured_on": team.today.isoformat(), "value": "25", "source": "Vaktloggen"}
    sent |= {"of": benefit.pk, "corrects": theirs.measurements.get().pk}

    answer = browser_of(team.leader).post(address("record_new", team.case, "measurement"), sent)

    assert answer.status_code == 422
    assert benefit.measurements.count() == 0


@pytest.mark.parametrize(
    ("value", "target", "percent"),
    [
        ("0", "3", 0),
        ("1", "3", 33),
        ("2.99", "3", 99),
        ("2.999", "3", 99),
        ("3", "3", 100),
        ("3.001", "3", 101),
        ("3.01", "3", 101),
        ("6", "3", 200),
        ("-0.001", "3", -1),
        ("999999999.999", "1000000000", 99),
    ],
)
def test_a_percentage_is_100_exactly_when_all_is_reached(value, target, percent):
    assert whole_percent(Decimal(value) / Decimal(target)) == percent


@given(st.decimals(min_value=-100, max_value=100, places=6))
def test_a_percentage_says_on_which_side_of_the_start_and_the_target_it_is(degree):
    percent = whole_percent(degree)

    assert (percent < 0, percent == 100, percent > 100) == (degree < 0, degree == 1, degree > 1)
    assert abs(percent - degree * 100) <= 1
