"""One case from draft to completed, and another that is stopped, as their people click through it.

The words of a button are the language's own: what is pressed is the button of a form, what is
followed is a link on the page.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.access.roles import CaseRole, Role
from projects.choices.gates import Gate
from projects.choices.phases import Phase
from projects.choices.states import State
from projects.choices.vocabulary import Factor, GateOutcome
from projects.models import (
    Case,
    Condition,
    GateDecision,
    InnovationQuestion,
    Lesson,
    Stakeholder,
    Trial,
)
from tests.projects.team import Team, fresh

MARKS = ("builds_on_insight", "holds_a_vision", "inspires_action", "short_and_clear")


class Walk:
    """Actions of people in the browser on one case."""

    def __init__(self, page, sign_in):
        self.page, self._sign_in, self.case = page, sign_in, None
        self.today = timezone.localdate()

    def by(self, person):
        """Sign in as this person from now on, on the page of the case."""
        self._sign_in(self.page, person)
        if self.case:
            self.page.goto(self.case.get_absolute_url())
        return self

    def follow(self, name, *more):
        """Follow the page's link to another page of the case."""
        address = reverse(name, args=[self.case.key, *more])
        links = ", ".join(f"main a[href{end}']" for end in (f"='{address}", f"^='{address}#"))
        self.page.locator(links).locator("visible=true").first.click()
        self.page.wait_for_url(f"**{address}*")

    def fill(self, **said):
        """Type into the fields of the page, whatever they are; what is folded is opened first."""
        self.page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        for name, value in said.items():
            self._put(name.replace("__", "-"), str(value))

    def _put(self, name, value):
        fields = self.page.locator(f"main [name='{name}']")
        kind = fields.first.evaluate("field => field.type")
        if kind in {"radio", "checkbox"}:
            self.page.locator(f"main [name='{name}'][value='{value}']").check()
        elif kind == "select-one":
            fields.select_option(value)
        else:
            fields.fill(value)

    def send(self, part="main", **said):
        """Fill in the form in a part of the page, and press its button."""
        self.fill(**said)
        with self.page.expect_navigation():
            self.page.locator(f"{part} form[method=post] button[type=submit]").first.click()
        assert self.page.locator("[aria-invalid=true]").count() == 0
        if self.case:
            self.case.refresh_from_db()

    def write(self, code, **said):
        """Write a record by the button of its section."""
        self.follow("record_new", code)
        self.send(**said)

    def work_in(self, phase):
        """Go to the page of a phase by the steps of the case."""
        self.page.goto(self.case.get_absolute_url())
        self.follow("case_phase", phase)

    def propose(self, reason):
        """Propose the gate, from the case's next step."""
        self.page.goto(self.case.get_absolute_url())
        self.follow("case_gate")
        self.send("#propose", reason=reason)

    def decide(self, person, *, exceptions=(), **said):
        """Decide the gate as another, with what is to be done about each exception."""
        self.by(person).follow("case_gate")
        for code in exceptions:
            duty = {"reason": "Det kommer", "action": "Skrive saken inn i planen"}
            self.fill(**{f"{code}__{name}": text for name, text in duty.items()})
        self.send("#decide", outcome="go", **said)


@pytest.fixture
def walk(watched, sign_in):
    return Walk(watched, sign_in)


@pytest.fixture
def crew(make_person, make_unit):
    """Return the people of the case, by role."""
    return {
        "leader": make_person(Role.LEADER, name="Lena Leder", language="nb"),
        "owner": make_person(Role.READER, name="Olga Eier", unit=make_unit("Helse")),
        "lead": make_person(Role.READER, name="Per Prosjekt", unit=make_unit("Digitalisering")),
        "driver": make_person(Role.READER, name="Pia Pådriver", unit=make_unit("Kultur")),
    }


@pytest.fixture
def team_of(crew):
    """Return the people who add the remaining records, through the actions."""

    def make(case):
        return Team(
            case,
            leader=fresh(crew["leader"]),
            owner=crew["owner"],
            lead=crew["lead"],
            driver=crew["driver"],
        )

    return make


def open_draft(walk, crew, unit):
    """An employee suggests a case; the leader names its people, the owner starts the work."""
    walk.by(crew["lead"]).page.goto(reverse("case_new"))
    walk.send(title="Trygg natt hjemme", unit=unit.pk, summary="Flere skal sove trygt hjemme.")
    walk.case = Case.objects.get()
    walk.by(crew["leader"]).follow("case_people")
    for role, person in (("owner", "owner"), ("lead", "lead"), ("champion", "driver")):
        walk.send("#give", role=role, user=crew[person].pk)
    walk.by(crew["owner"]).follow("case_state", "start")
    walk.send()
    assert (walk.case.state, walk.case.phase) == (State.ACTIVE, Phase.WHAT)


def find_out_what(walk, crew):
    """Phase 1, all of it by the forms; no plan is linked, and the owner excepts from that."""
    walk.by(crew["lead"]).work_in("what")
    walk.follow("case_challenge")
    walk.send(
        title="Flere eldre, færre hender",
        description="Om ti år mangler vi hver tredje hjelper.",
        entry_point="known_challenge",
        who_is_affected="De som bor hjemme, og de som hjelper dem",
    )
    walk.write(
        "insight",
        kind="interview",
        title="Utrygg om natten",
        finding="Åtte av ti ringer fordi de er utrygge, ikke fordi de er syke.",
        source="Tolv intervjuer",
        whose_need="Hjemmeboende over 80",
    )
    text = "Hvordan kan natten bli trygg for flere?"
    walk.write("question", text=text, **dict.fromkeys(MARKS, "yes"))
    walk.follow("case_facts", "ground")
    walk.send(why_innovation="Nattevakter finnes ikke", looked_around="To nabokommuner har prøvd")
    walk.propose("Vi vet hva natten handler om.")
    walk.decide(crew["owner"], reason="Godt arbeid.", exceptions=["plan"])
    assert walk.case.phase == Phase.WHO


def find_out_who(walk, crew):
    """Phase 2, by the forms."""
    walk.by(crew["lead"]).work_in("who")
    walk.write("stakeholder", kind="group", name="Hjemmeboende over 80", category="user")
    assess_stakeholder(walk, interest="great", influence="little", attitude="supports")
    walk.write(
        "anchoring",
        level="administrative",
        form="meeting",
        with_whom="Kommunedirektørens ledergruppe",
        held_on=walk.today,
        cleared="Ledergruppen setter av folk ut året.",
    )
    assess_formula(walk)
    walk.page.goto(walk.case.get_absolute_url())
    walk.follow("case_edit")
    walk.send(innovation_types="service")
    walk.propose("De vi trenger, er med.")
    walk.decide(crew["owner"], reason="Enig.")
    assert walk.case.phase == Phase.SYSTEM


def assess_stakeholder(walk, **said):
    """Assess the newest one, from the link that says that it is not assessed."""
    one = Stakeholder.objects.of(walk.case).last()
    address = reverse("record_new", args=[walk.case.key, "stakeholder_assessment"])
    walk.page.locator(f"main a[href='{address}?of={one.pk}']").first.press("Enter")
    walk.page.wait_for_url(f"**{address}*")
    walk.send(**said)


def assess_formula(walk):
    walk.page.goto(reverse("case_formula", args=[walk.case.key]))
    walk.follow("case_assess")
    walk.send(occasion="gate", **{f"{factor}__score": 3 for factor in Factor})


def go_back_and_rest(walk, crew):
    """Back to the second phase and on again, then a pause."""
    walk.by(crew["owner"]).page.goto(reverse("case_move", args=[walk.case.key]))
    walk.send(to="who", reason="De pårørende var glemt.")
    assert walk.case.phase == Phase.WHO
    walk.by(crew["lead"]).work_in("who")
    walk.write("stakeholder", kind="group", name="Pårørende", category="other", subgroup="relative")
    assess_stakeholder(walk, interest="great", influence="medium", attitude="sceptical")
    walk.propose("Nå er de pårørende med.")
    walk.decide(crew["owner"], reason="Enig.")
    assert list(walk.case.visits.values_list("phase", "number")) == [
        ("what", 1), ("who", 1), ("system", 1), ("who", 2), ("system", 2),
    ]  # fmt: skip
    walk.by(crew["owner"]).follow("case_state", "pause")
    review_on = walk.today + timedelta(days=60)
    walk.send(cause="supplier", reason="Utstyret er forsinket.", review_on=review_on)
    assert (walk.case.state, walk.case.paused_until) == (State.PAUSED, review_on)
    walk.follow("case_state", "resume")
    walk.send(reason="Utstyret er kommet.")
    assert (walk.case.state, walk.case.phase) == (State.ACTIVE, Phase.SYSTEM)


def build_the_system(walk, crew, team):
    """Phase 3: the trial is planned by its form, the rest is bulk."""
    team.meet(Gate.G3, but={"pilot"})
    walk.by(crew["lead"]).work_in("system")
    walk.write(
        "trial",
        kind="pilot",
        title="Tilsyn hos ti brukere",
        hypothesis="Tilsyn om natten gjør flere trygge",
        success_criterion="Halvparten så mange anrop om natten",
        planned_start_on=walk.today,
        planned_end_on=walk.today + timedelta(days=60),
        people="To nattevakter",
        budget=120000,
    )
    team.meet(Gate.G3)  # what is asked of a pilot only
    walk.by(crew["lead"])
    walk.propose("Vi har noe å prøve.")
    walk.decide(crew["leader"], reason="Prøv det.")
    assert walk.case.phase == Phase.USE


def put_to_use(walk, crew, team):
    """Phase 4: the trial is started and finished on its pages; the condition of the first gate
    is met.
    """
    trial = Trial.objects.get(case=walk.case)
    walk.by(crew["lead"]).work_in("system")
    walk.fill()
    walk.follow("trial_start", trial.pk)
    walk.send(started_on=walk.today)
    walk.fill()
    walk.follow("trial_finish", trial.pk)
    walk.send(
        ended_on=walk.today,
        result="confirmed",
        findings="Anropene falt fra 40 til 15.",
        afterwards="go_on",
    )
    team.meet(Gate.G4, but={"into_operation"})
    walk.work_in("use")
    walk.write(
        "decision",
        level="administrative",
        body="Kommunedirektøren",
        met_on=walk.today,
        title="Digitalt tilsyn i drift",
        kind="implementation",
        outcome="adopted",
        archive_reference="2026/1234",
    )
    condition = Condition.objects.get()
    walk.by(fresh(condition.responsible)).follow("condition_meet", condition.pk)
    walk.send(note="Saken står i handlingsplanen fra januar.")
    condition.refresh_from_db()
    assert condition.met_by == condition.responsible
    walk.by(crew["lead"]).propose("Det virker, og driften vil ha det.")
    walk.decide(crew["owner"], reason="Da setter vi det i drift.")
    assert walk.case.phase == Phase.REFINE


def refine(walk, crew):
    """Phase 5: measured, learnt, in use; the closing gate completes the case."""
    walk.by(crew["lead"]).follow("case_phase", "refine")
    walk.fill()
    walk.page.locator("main a[href*='/records/measurement/?of=']").first.click()
    walk.send(measured_on=walk.today, value=15, source="Vaktloggen")
    walk.work_in("refine")
    walk.write(
        "lesson",
        kind="success",
        phase="refine",
        title="Spør natten",
        learnt="De som er våkne om natten, vet hva som trengs.",
        sharing="municipality",
    )
    walk.follow("case_facts", "in_use")
    walk.send(
        in_use_on=walk.today,
        follow_up_by=crew["owner"].pk,
        next_review_on=walk.today + timedelta(days=180),
    )
    walk.propose("Det er i bruk, målt og lært av.")
    walk.decide(crew["owner"], reason="Takk for arbeidet.")


def test_case_goes_from_draft_to_completed_by_clicking(walk, crew, team_of, unit):
    open_draft(walk, crew, unit)
    find_out_what(walk, crew)
    find_out_who(walk, crew)
    go_back_and_rest(walk, crew)
    build_the_system(walk, crew, team_of(walk.case))
    put_to_use(walk, crew, team_of(walk.case))
    refine(walk, crew)

    assert (walk.case.state, walk.case.phase) == (State.COMPLETED, Phase.REFINE)
    decisions = GateDecision.objects.filter(case=walk.case).values_list("gate", "outcome")
    gates = ["g1", "g2", "g2", "g3", "g4", "close"]
    assert [gate for gate, _outcome in decisions] == gates
    assert [gate for gate, outcome in decisions if outcome == GateOutcome.GO_WITH_EXCEPTIONS] == [
        "g1"
    ]
    expect(walk.page.locator("main")).to_contain_text("Takk for arbeidet.")
    assert InnovationQuestion.objects.get().number == 1


def test_case_stopped_in_the_fourth_phase_keeps_its_lesson(walk, crew, make_case, team_of):
    parts = {CaseRole(name): crew[name] for name in ("owner", "lead")}
    walk.case = make_case("Robot i arkivet", phase=Phase.USE, people=parts)
    team_of(walk.case).pilot_result()

    walk.by(crew["owner"]).follow("case_state", "stop")
    walk.send(
        cause="solution",
        reason="Roboten leste ikke håndskrift.",
        lesson="Prøv med de vanskeligste dokumentene først.",
        sharing="municipality",
    )

    assert (walk.case.state, walk.case.phase) == (State.STOPPED, Phase.USE)
    lesson = Lesson.objects.get(case=walk.case)
    assert (lesson.learnt, lesson.phase, lesson.sharing) == (
        "Prøv med de vanskeligste dokumentene først.",
        "use",
        "municipality",
    )
    expect(walk.page.locator("main")).to_contain_text("Roboten leste ikke håndskrift.")
    walk.page.goto(reverse("case_phase", args=[walk.case.key, "refine"]))
    expect(walk.page.locator("main")).to_contain_text(lesson.learnt)
