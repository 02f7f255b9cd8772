"""Every kind of page: axe finds nothing, nothing breaks the policy, nothing scrolls sideways,
and it is fit for paper.
"""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import formats, timezone, translation
from pypdf import PdfReader

from accounts.access.roles import CaseRole, Role
from portfolio.reports.catalogue import REPORTS
from projects.actions.formula import FactorInput, assess, open_assessment_round
from projects.actions.records import add
from projects.actions.status import comment, report_status
from projects.actions.trials import start
from projects.choices.phases import Phase
from projects.choices.states import Health, State
from projects.choices.vocabulary import Factor, Occasion
from projects.method.facts import FACT_GROUPS
from projects.records.kinds import RECORD_KINDS

SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 740}}
PLAIN = [
    "overview",
    "case_list",
    "my_cases",
    "case_new",
    "people",
    "person_new",
    "units",
    "unit_new",
    "who_may_what",
    "municipality",
    "account",
    "imports",
    "report_list",
    "tokens",
]
OF_A_CASE = ["case", "case_edit", "case_visibility", "case_people", "case_status", "case_move"]
OF_A_CASE += ["case_gate", "case_formula", "case_assess", "case_challenge", "round_open"]
OF_A_CASE += ["case_elements"]
STATES = ["pause", "stop"]


@pytest.fixture
def everything(make_person, make_case):
    """A person who may open every page, and a case with something in every part."""
    person = make_person(Role.LEADER, Role.ADMINISTRATOR, name="Lena Leder", language="nb")
    case = make_case(
        "Trygg hjemme", by=person, phase=Phase.SYSTEM, summary="Flere bor hjemme.", tags=["helse"]
    )
    make_case("Et utkast", by=person, state=State.DRAFT)
    report_status(
        case,
        by=person,
        health=Health.OFF_TRACK,
        summary="Leverandøren er forsinket",
        next_step="Møte med leverandøren",
        hindrance="Ingen penger",
        help_wanted="Tid i ledergruppen",
        seen=None,
    )
    comment(case, by=person, text="Bra jobbet", is_shared=True)
    add(
        RECORD_KINDS["insight"],
        case,
        by=person,
        kind="interview",
        title="Utrygg om natten",
        finding="Åtte av ti ringer fordi de er utrygge.",
        source="Tolv intervjuer",
        whose_need="Hjemmeboende over 80",
    )
    fill_who(case, person)
    fill_system(case, person)
    assess(
        case,
        by=person,
        occasion=Occasion.ROUTINE,
        factors={factor: FactorInput(score=3) for factor in Factor},
    )
    return person, case


def fill_who(case, person):
    """A changed question, a stakeholder on the map with an overdue measure, an anchoring."""
    today = timezone.localdate()
    add(RECORD_KINDS["question"], case, by=person, text="Hvordan kan flere bo hjemme")
    add(
        RECORD_KINDS["question"],
        case,
        by=person,
        text="Hvordan kan natten bli trygg for flere?",
        reason="Innsikten handlet om natten",
        builds_on_insight="yes",
        holds_a_vision="no",
    )
    named = {"kind": "group", "category": "user"}
    one = add(RECORD_KINDS["stakeholder"], case, by=person, name="Pårørende", **named)
    add(RECORD_KINDS["stakeholder"], case, by=person, name="Naboene", **named)
    judged = {"interest": "great", "influence": "great"}
    add(RECORD_KINDS["stakeholder_assessment"], case, by=person, parent=one, **judged)
    add(
        RECORD_KINDS["stakeholder_measure"],
        case,
        by=person,
        parent=one,
        what="Kveldsmøte",
        responsible=person,
        due_on=today - timedelta(days=1),
    )
    add(
        RECORD_KINDS["anchoring"],
        case,
        by=person,
        level="line",
        form="meeting",
        with_whom="Driften",
        held_on=today,
        cleared="De vil dette",
    )


def fill_system(case, person):
    """A trial that is planned and one that runs, a measured benefit, and a round of assessments."""
    today = timezone.localdate()
    tried = {"kind": "pilot", "hypothesis": "De ringer sjeldnere", "success_criterion": "Ti anrop"}
    add(RECORD_KINDS["trial"], case, by=person, title="Hele kommunen", **tried)
    running = add(RECORD_KINDS["trial"], case, by=person, title="Ti brukere", **tried)
    start(running, by=person, seen_version=1, started_on=today)
    told = {"hypothesis": "De vil bli sett", "question": "Tør de å ha kamera?"}
    add(RECORD_KINDS["round"], case, by=person, start_on=today, **told)
    benefit = add(
        RECORD_KINDS["benefit"],
        case,
        by=person,
        title="Færre anrop",
        kind="quality",
        for_whom=["inhabitant"],
        baseline=Decimal(40),
        baseline_on=today - timedelta(days=30),
        baseline_source="Vaktloggen",
        target=Decimal(10),
        target_on=today + timedelta(days=300),
    )
    measured = {"measured_on": today, "value": Decimal(25), "source": "Vaktloggen"}
    add(RECORD_KINDS["measurement"], case, by=person, parent=benefit, **measured)
    open_assessment_round(
        case,
        by=person,
        occasion=Occasion.GATE,
        due_on=today + timedelta(days=3),
        assessors=[
            person,
            *(
                one.user
                for one in case.assignments.filter(role__in=[CaseRole.OWNER, CaseRole.LEAD])
            ),
        ],
    )


def paths(case):
    for trial in case.trials.all():
        yield reverse(
            "trial_finish" if trial.is_started else "trial_start", args=[case.key, trial.pk]
        )
    for asked in case.assessment_rounds.all():
        yield reverse("round_assess", args=[case.key, asked.pk])
    yield from (reverse(name) for name in PLAIN)
    yield reverse("case_list") + "?view=list&phase=system"
    yield reverse("case_list") + "?fase=system"
    yield reverse("case_list") + "?q=finnesikke"
    yield from (reverse(name, args=[case.key]) for name in OF_A_CASE)
    yield from (reverse("case_state", args=[case.key, name]) for name in STATES)
    yield from (reverse("case_phase", args=[case.key, phase]) for phase in Phase)
    yield from (reverse("case_screen", args=[case.key, phase]) for phase in Phase)
    yield from (reverse("report", args=[code]) for code in REPORTS)
    yield from (reverse("case_facts", args=[case.key, group]) for group in FACT_GROUPS)
    yield from (
        reverse("record_new", args=[case.key, kind.code])
        for kind in RECORD_KINDS.values()
        if not kind.parent
    )
    yield reverse("person", args=[case.assignments.filter(role=CaseRole.OWNER).get().user_id])
    yield "/finnes/ikke/"


def read_on_paper(case):
    yield from (reverse(name) for name in ("overview", "my_cases", "who_may_what"))
    yield reverse("case_list") + "?view=list"
    yield from (reverse(name, args=[case.key]) for name in ("case", "case_gate", "case_formula"))
    yield reverse("case_phase", args=[case.key, Phase.SYSTEM])
    yield reverse("case_screen", args=[case.key, Phase.SYSTEM])


# How a page of somebody who prefers dark colours is printed, and what is of no use on paper.
PRINTED = """() => {
    const ink = getComputedStyle(document.querySelector("main")).color
    const controls = document.querySelectorAll("header.shell, [role=search], footer")
    return {
        scheme: getComputedStyle(document.documentElement).colorScheme,
        has_dark_ink: ink.match(/\\d+/g).slice(0, 3).every(channel => channel < 128),
        has_controls: [...controls].some(element => element.checkVisibility()),
    }
}"""
FIT_FOR_PAPER = {"scheme": "light", "has_dark_ink": True, "has_controls": False}


def on_paper(page):
    page.emulate_media(media="print", color_scheme="dark")
    looks = page.evaluate(PRINTED)
    page.emulate_media(media="null", color_scheme="null")
    return looks


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_any_page_and_each_is_printed_light(
    watched, sign_in, everything, axe, size
):
    person, case = everything
    sign_in(watched, person)
    watched.set_viewport_size(SIZES[size])

    found = {}
    for path in paths(case):
        watched.goto(path)
        sideways = watched.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[path] = axe(watched) + (["scrolls sideways"] if sideways else [])
        if size == "desktop" and (looks := on_paper(watched)) != FIT_FOR_PAPER:
            found[path].append(looks)

    assert {path: problems for path, problems in found.items() if problems} == {}


def test_every_sheet_of_what_is_read_on_paper_has_municipality_and_date(
    watched, sign_in, everything
):
    person, case = everything
    sign_in(watched, person)
    with translation.override("nb"):
        today = formats.date_format(timezone.localdate(), "DATE_FORMAT")

    unnamed = []
    for path in read_on_paper(case):
        watched.goto(path)
        pdf = watched.pdf(prefer_css_page_size=True)
        sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages]
        unnamed += [path for text in sheets if "Nordvik kommune" not in text or today not in text]

    assert unnamed == []


def test_move_dialog_is_accessible(watched, sign_in, everything, axe):
    person, case = everything
    sign_in(watched, person)
    watched.goto("/")

    watched.locator(f"#move-{case.key}").click()
    watched.get_by_role("dialog").wait_for()

    assert axe(watched) == []
