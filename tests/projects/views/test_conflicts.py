"""Two who write at once: nothing of either is lost, both texts are shown, and the second save
goes on top.
"""

import pytest

from projects.actions.records import change
from projects.actions.trials import start
from projects.choices.vocabulary import ImplementationElement
from projects.models import Benefit, Insight, Measurement, Stakeholder, Trial

LOOKED_AROUND = "What we and others have learnt before"


@pytest.fixture
def team(make_team):
    return make_team()


@pytest.fixture
def browsers(team, people, browser_of):
    """The browsers of two who may edit the case."""
    return browser_of(team.leader), browser_of(people["leader"])


def rows(answer):
    return [(row.label, row.mine, row.theirs) for row in answer.context["rows"]]


# --- What the case says of itself -----------------------------------------------------------


def test_facts_of_two_are_shown_side_by_side_and_the_second_save_goes_on_top(
    team, browsers, address, typed, words
):
    one, other = browsers
    path = address("case_facts", team.case, "ground")
    stale = one.get(path).context["form"]
    theirs = {"why_innovation": "Deres ord", "looked_around": "Tre naboer"}
    other.post(path, typed(other.get(path).context["form"], **theirs))

    refused = one.post(path, typed(stale, why_innovation="Mine ord"))
    saved = one.post(path, typed(refused.context["form"]))

    team.case.refresh_from_db()
    assert (refused.status_code, saved.status_code) == (409, 302)
    assert rows(refused) == [("Why ordinary improvement is not enough", "Mine ord", "Deres ord")]
    assert refused.context["also_changed"] == [LOOKED_AROUND]
    assert "Saved by Liv Leder" in words(refused)
    assert (team.case.why_innovation, team.case.looked_around) == ("Mine ord", "Tre naboer")


def test_facts_that_were_folded_away_are_open_where_both_wrote(team, browsers, address, typed):
    one, other = browsers
    path = address("case_facts", team.case, "ground")
    stale = one.get(path).context["form"]
    other.post(path, typed(other.get(path).context["form"], why_innovation="Deres ord"))

    form = one.post(path, typed(stale, novelty="new")).context["form"]

    assert [group.is_open for group in form.optional_fields()] == [True]


# --- The eight elements ---------------------------------------------------------------------


@pytest.fixture
def elements(team, browsers, address, typed):
    """The page of the elements as two see it; each sends it with changes of their own."""
    team.elements()
    path = address("case_elements", team.case)
    one, other = browsers
    stale = one.get(path).context["form"]

    def send(mine, theirs):
        other.post(path, typed(other.get(path).context["form"], **theirs))
        first = one.post(path, typed(stale, **mine))
        again = first.status_code == 409 and one.post(path, typed(first.context["form"]))
        return first, again

    return send


def held(case):
    return {step.element: (step.state, step.note) for step in case.steps.all()}


def test_element_of_a_colleague_does_not_stand_in_the_way_of_another(team, elements):
    saved, _again = elements({"training-state": "done"}, {"routines-note": "Deres"})

    assert saved.status_code == 302
    assert (held(team.case)["training"], held(team.case)["routines"]) == (
        ("done", ""),
        ("planned", "Deres"),
    )


def test_element_that_two_settle_alike_is_no_conflict(team, elements):
    saved, _again = elements({"training-state": "done"}, {"training-state": "done"})

    assert saved.status_code == 302
    assert team.case.steps.get(element="training").version == 2


def test_element_that_two_settle_is_shown_side_by_side_and_saved_on_top(team, elements, words):
    mine = {"training-note": "Mitt", "anchoring-state": "done"}

    refused, saved = elements(mine, {"training-note": "Deres", "routines-state": "done"})

    (conflict,) = refused.context["conflicts"]
    assert (refused.status_code, saved.status_code) == (409, 302)
    assert [(row.label, row.mine, row.theirs) for row in conflict["rows"]] == [
        ("Note", "Mitt", "Deres")
    ]
    assert (conflict["label"], conflict["theirs_by"]) == (
        ImplementationElement.TRAINING.label,
        "Liv Leder",
    )
    assert refused.context["also_changed"] == [str(ImplementationElement.ROUTINES.label)]
    now = held(team.case)
    assert {name: now[name] for name in ("training", "anchoring", "routines")} == {
        "training": ("planned", "Mitt"),
        "anchoring": ("done", ""),
        "routines": ("done", ""),
    }


def test_element_that_both_settle_for_the_first_time_is_shown(team, browsers, address, typed):
    path = address("case_elements", team.case)
    one, other = browsers
    stale = one.get(path).context["form"]
    sent = typed(other.get(path).context["form"], **{"training-state": "planned"})
    other.post(path, sent)

    refused = one.post(path, typed(stale, **{"training-state": "done"}))
    saved = one.post(path, typed(refused.context["form"]))

    assert [one["label"] for one in refused.context["conflicts"]] == [
        ImplementationElement.TRAINING.label
    ]
    assert (saved.status_code, held(team.case)) == (302, {"training": ("done", "")})


# --- The steps of a trial -------------------------------------------------------------------


@pytest.fixture
def trial(team):
    team.pilot()
    return Trial.objects.get()


def test_trial_that_was_changed_meanwhile_is_started_on_top(team, trial, browser_of, address):
    path = address("trial_start", team.case, trial.pk)
    sent = {"version": trial.version, "started_on": team.today.isoformat()}
    theirs = {"success_criterion": "Ett anrop i natten"}
    change(trial, by=team.leader, seen_version=trial.version, changes=theirs)
    browser = browser_of(team.leader)

    refused = browser.post(path, sent)
    saved = browser.post(path, sent | {"version": refused.context["form"]["version"].value()})

    trial.refresh_from_db()
    assert (refused.status_code, saved.status_code) == (409, 302)
    assert refused.context["also_changed"] == ["Success criterion"]
    assert trial.started_on == team.today


def test_result_that_somebody_wrote_first_is_shown_beside_mine_and_stands(
    team, trial, browsers, address, words
):
    start(trial, by=team.leader, seen_version=trial.version, started_on=team.today)
    path = address("trial_finish", team.case, trial.pk)
    said = {"version": 2, "ended_on": team.today.isoformat(), "afterwards": "new_round"}
    one, other = browsers
    other.post(path, said | {"result": "refuted", "findings": "De ringte like ofte"})

    refused = one.post(path, said | {"result": "confirmed", "findings": "Alt gikk bra"})

    assert refused.status_code == 409
    assert rows(refused) == [
        ("Result", "Confirmed", "Refuted – we learnt something"),
        ("Findings", "Alt gikk bra", "De ringte like ofte"),
    ]
    assert "Saved by Liv Leder" in words(refused)
    assert "Save mine on top" not in refused.text


# --- Records --------------------------------------------------------------------------------


def test_conflict_of_a_record_names_who_saved_the_newer_version(
    team, browsers, address, typed, words
):
    team.insight()
    path = address("record_edit", team.case, "insight", Insight.objects.get().pk)
    one, other = browsers
    stale = one.get(path).context["form"]
    other.post(path, typed(other.get(path).context["form"], title="Deres tittel"))

    refused = one.post(path, typed(stale, title="Min tittel"))

    newest = Insight.objects.get().events.latest("pgh_id")
    assert rows(refused) == [("Title", "Min tittel", "Deres tittel")]
    assert "Saved by Liv Leder" in words(refused)
    assert refused.context["theirs_at"] == newest.pgh_created_at


def test_what_a_colleague_changed_elsewhere_in_a_record_stays(team, browsers, address, typed):
    team.insight()
    path = address("record_edit", team.case, "insight", Insight.objects.get().pk)
    one, other = browsers
    stale = one.get(path).context["form"]
    theirs = {"title": "Deres tittel", "source": "Deres kilde"}
    other.post(path, typed(other.get(path).context["form"], **theirs))

    refused = one.post(path, typed(stale, title="Min tittel", need="Vi er redde"))
    saved = one.post(path, typed(refused.context["form"]))

    record = Insight.objects.get()
    assert (refused.status_code, saved.status_code) == (409, 302)
    assert rows(refused) == [
        ("Title", "Min tittel", "Deres tittel"),
        ("The need, in their words", "Vi er redde", ""),
    ]
    assert refused.context["also_changed"] == ["Source"]
    assert [group.is_open for group in refused.context["form"].optional_fields()] == [True]
    assert (record.title, record.source, record.need) == (
        "Min tittel",
        "Deres kilde",
        "Vi er redde",
    )


def test_contact_details_without_versions_name_nobody(team, browsers, address, typed, words):
    team.user()
    of = Stakeholder.objects.get()
    said = {"details": "Ring 1", "purpose": "Møter", "delete_by": team.today}
    held = team.write("contact", parent=of, **said)
    path = address("record_edit", team.case, "contact", held.pk)
    one, other = browsers
    stale = one.get(path).context["form"]
    other.post(path, typed(other.get(path).context["form"], details="Ring 2"))

    refused = one.post(path, typed(stale, details="Ring 3"))

    assert rows(refused) == [("Contact details", "Ring 3", "Ring 2")]
    assert "What you wrote What is saved now" in words(refused)


def test_measurement_that_is_corrected_already_is_told_so_and_offers_no_second_save(
    team, browser_of, address, typed, words
):
    team.benefit()
    team.measured()
    benefit, first = Benefit.objects.get(), Measurement.objects.get()
    path = address("record_new", team.case, "measurement")
    browser = browser_of(team.leader)
    stale = browser.get(f"{path}?of={benefit.pk}&corrects={first.pk}").context["form"]
    said = {"measured_on": team.today, "value": 12, "source": "Vaktloggen"}
    team.write("measurement", parent=benefit, corrects=first, **said)

    refused = browser.post(path, typed(stale, of=benefit.pk, value="13"))

    told = words(refused)
    assert refused.status_code == 409
    assert "Somebody has corrected this measurement already. See what is saved now." in told
    assert ("The same was written before" in told, "Save mine on top" in told) == (False, False)
    assert refused.context["form"]["value"].value() == "13"
