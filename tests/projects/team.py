"""The people of a case, and all they write down for its gates, through the actions."""

from datetime import timedelta
from decimal import Decimal

import pgtrigger
from django.utils import timezone

from accounts.access.roles import CaseRole
from projects.actions.cases import edit_case
from projects.actions.formula import FactorInput, assess
from projects.actions.gates import NewCondition, decide, propose
from projects.actions.people import assign
from projects.actions.records import add, change
from projects.choices.gates import gate_of
from projects.choices.vocabulary import Factor, GateOutcome, ImplementationElement, Occasion
from projects.models import Benefit, Challenge, Option, Stakeholder, Trial
from projects.readiness import requirements
from projects.records.kinds import RECORD_KINDS

DAY = timedelta(days=1)


class Team:
    """The people of a case and what they write down. Each method meets one requirement."""

    def __init__(self, case, *, leader, owner, lead, driver):
        self.case, self.leader = case, leader
        self.owner, self.lead_by, self.driver = owner, lead, driver
        self.today = timezone.localdate()

    def write(self, code, *, parent=None, **fields):
        fresh(self.lead_by)
        return add(RECORD_KINDS[code], self.case, by=self.leader, parent=parent, **fields)

    def facts(self, **changes):
        edit_case(self.case, by=self.leader, seen_version=self.case.version, changes=changes)

    def give(self, person, role):
        assign(self.case, user=person, role=role, by=self.leader)
        fresh(person)

    def challenge(self):
        found = Challenge.objects.create(
            municipality=self.case.municipality,
            by=self.leader,
            title="Flere eldre, færre hender",
            description="Om ti år mangler vi hver tredje hjelper.",
            entry_point="known_challenge",
            who_is_affected="Eldre som bor hjemme, og de som hjelper dem",
        )
        self.facts(challenge=found)

    def question(self):
        self.write("question", text="Hvordan kan flere bo trygt hjemme lenger?")

    def insight(self):
        self.write(
            "insight",
            kind="interview",
            title="Utrygg om natten",
            finding="Åtte av ti ringer fordi de er utrygge, ikke fordi de er syke.",
            source="Intervju med tolv brukere",
            whose_need="Hjemmeboende over 80",
        )

    def rated_question(self):
        marks = ("builds_on_insight", "holds_a_vision", "inspires_action", "short_and_clear")
        self.write(
            "question",
            text="Hvordan kan natten bli trygg for flere?",
            reason="Innsikten handlet om natten",
            **dict.fromkeys(marks, "yes"),
        )

    def why_innovation(self):
        self.facts(why_innovation="Flere nattevakter finnes ikke å ansette")

    def looked_around(self):
        self.facts(looked_around="To nabokommuner har prøvd tilsyn med kamera")

    def plan(self):
        self.facts(no_plan_because="Temaplanen rulleres til høsten")

    def owner_named(self):
        self.give(self.owner, CaseRole.OWNER)

    def lead(self):
        self.give(self.lead_by, CaseRole.LEAD)

    def kinds(self):
        self.facts(innovation_types=["service"])

    def champion(self):
        self.give(self.driver, CaseRole.CHAMPION)

    def user(self):
        self.write("stakeholder", kind="group", name="Hjemmeboende", category="user")

    def stakeholders(self):
        for one in Stakeholder.objects.of(self.case):
            self.write("stakeholder_assessment", parent=one, interest="great", influence="little")

    def stakeholders_again(self):
        if not Stakeholder.objects.of(self.case).exists():
            self.user()
        self.stakeholders()

    def anchored(self, **more):
        self.write(
            "anchoring",
            level="administrative",
            form="meeting",
            with_whom="Kommunedirektørens ledergruppe",
            held_on=self.today,
            cleared="Ledergruppen vil dette",
            **more,
        )

    def pilot_anchored(self):
        self.anchored(secures_pilot=True)

    def assessed(self, **scores):
        fresh(self.leader)
        return assess(
            self.case,
            by=self.leader,
            occasion=Occasion.GATE,
            factors={factor: self.judge(scores.get(factor, 3)) for factor in Factor},
        )

    def judge(self, score):
        if score is None or 1 < score < 5:
            return FactorInput(score=score)
        low = {"measure": "Snakk med dem", "responsible": self.lead_by, "due_on": self.today + DAY}
        return FactorInput(score=score, reason="Slik er det", **(low if score < 2 else {}))

    def assessed_here(self):
        self.assessed()

    def round(self):
        self.write(
            "round",
            hypothesis="De trenger å bli sett",
            question="Holder det med kamera?",
            start_on=self.today,
            end_on=self.today,
            conclusion="Ja, for de fleste",
        )

    def option(self):
        self.write("option", title="Digitalt tilsyn", state="chosen", reason="Billigst å prøve")

    def criteria(self):
        self.write("option", title="Flere nattevakter")
        criterion = self.write("criterion", text="Størst virkning på behovet", weight=3)
        chosen = Option.objects.of(self.case).get(state="chosen")
        self.write(
            "rating", parent=chosen, criterion=criterion, score=4, reason="Prøvd andre steder"
        )

    def pilot(self):
        self.write(
            "trial",
            kind="pilot",
            title="Tilsyn hos ti brukere",
            hypothesis="De ringer sjeldnere",
            success_criterion="Halvparten så mange anrop",
            people="To fra natt",
            planned_start_on=self.today,
            planned_end_on=self.today + 60 * DAY,
            budget=80_000,
        )

    def benefit(self):
        self.write(
            "benefit",
            title="Færre utrygge anrop",
            kind="quality",
            for_whom=["inhabitant"],
            owner=self.owner,
            indicator="Anrop per natt",
            baseline=Decimal(40),
            baseline_on=self.today - 30 * DAY,
            baseline_source="Vaktloggen",
        )

    def political_decision(self):
        self.write(
            "decision",
            level="political",
            body="Formannskapet",
            met_on=self.today,
            title="Forsøk med digitalt tilsyn",
            kind="choice",
            outcome="adopted",
        )

    def spreading(self):
        scores = ("relative_advantage", "compatibility", "complexity", "trialability")
        self.write(
            "diffusion",
            target_group="Nattevakter",
            is_main=True,
            reason="Spurt i gruppe",
            observability=3,
            **dict.fromkeys(scores, 3),
        )

    def pilot_result(self):
        pilot = Trial.objects.of(self.case).filter(kind="pilot").last()
        if pilot is None:
            self.pilot()
            pilot = Trial.objects.of(self.case).filter(kind="pilot").last()
        result = {
            "started_on": self.today,
            "ended_on": self.today,
            "result": "confirmed",
            "findings": "Anropene falt fra 40 til 15",
            "afterwards": "go_on",
        }
        change(pilot, by=self.leader, seen_version=pilot.version, changes=result)

    def into_operation(self):
        self.write(
            "decision",
            level="administrative",
            body="Kommunedirektøren",
            met_on=self.today,
            title="Digitalt tilsyn i drift",
            kind="implementation",
            outcome="adopted",
            archive_reference="2026/1234",
        )

    def receiving_unit(self):
        self.facts(receiving_unit=self.case.unit)

    def benefit_owner(self):
        held = self.case.assignments.in_force().filter(role=CaseRole.BENEFIT_OWNER)
        if not held.exists():
            self.give(self.driver, CaseRole.BENEFIT_OWNER)

    def elements(self):
        for element in ImplementationElement:
            self.write("step", element=element, state="planned")

    def targets(self):
        if not Benefit.objects.of(self.case).exists():
            self.benefit()
        for benefit in Benefit.objects.of(self.case):
            changes = {"target": Decimal(10), "target_on": self.today + 300 * DAY}
            change(benefit, by=self.leader, seen_version=benefit.version, changes=changes)

    def replaces(self):
        self.facts(replaces="Faste tilsyn som ingen har bedt om")

    def budget(self):
        self.write("plan", kind="action", title="Økonomiplan 2027–2030", in_budget=True)

    def measured(self):
        if not Benefit.objects.of(self.case).exists():
            self.benefit()
        for benefit in Benefit.objects.of(self.case):
            self.write(
                "measurement",
                parent=benefit,
                measured_on=self.today,
                value=Decimal(15),
                source="Vaktloggen",
            )

    def lesson(self):
        self.write(
            "lesson",
            kind="success",
            phase="refine",
            title="Spør natten",
            learnt="De som er våkne om natten, vet hva som trengs.",
            sharing="municipality",
        )

    def in_use(self):
        self.facts(in_use_on=self.today)

    def follow_up(self):
        self.facts(follow_up_by=self.owner, next_review_on=self.today + 180 * DAY)

    def two_people(self):
        """Met by owner and lead."""

    def zero(self):
        """Met by an assessment without a zero."""

    def team(self):
        """Met by an owner and a lead of two units."""

    def meet(self, gate, *, but=()):
        """Put everything in place that a gate asks for, but some of it."""
        for _again in range(2):  # a stakeholder, once named, is to be assessed
            for answer in requirements.checks(self.case, gate):
                code = answer.requirement.code
                if not answer.is_met and code not in but:
                    getattr(self, "owner_named" if code == "owner" else code)()
        self.case.refresh_from_db()

    def pass_gate(self, *, new_conditions=(), outcome=GateOutcome.GO, **more):
        """Propose the gate as the lead, and decide it as the leader."""
        fresh(self.leader)
        proposal = propose(self.case, by=self.proposer, reason="Vi er klare")
        said = {"outcome": outcome, "reason": "Enig", "new_conditions": new_conditions} | more
        decision = decide(proposal, by=self.leader, **said)
        self.case.refresh_from_db()
        return decision

    def owe(self, what="Søke i kommunens egne saker", *, days=30, who=None):
        """Pass the first gate with one exception, and owe what is done about it in so many
        days; a deadline in the past is written past the action, which refuses it.
        """
        self.meet("g1", but={"looked_around"})
        duty = NewCondition(
            reason="Det haster",
            action=what,
            responsible=who or self.lead_by,
            due_on=self.today + max(days, 1) * DAY,
            code="looked_around",
        )
        decision = self.pass_gate(new_conditions=[duty])
        if days > 0:
            return decision.conditions.get()
        with pgtrigger.ignore("projects.Condition:condition_is_fixed"):
            decision.conditions.update(due_on=self.today + days * DAY)
        return decision.conditions.get()

    @property
    def proposer(self):
        """The lead, made so if nobody is yet."""
        held = self.case.assignments.in_force().filter(role=CaseRole.LEAD)
        if not held.exists():
            self.lead()
        return fresh(held.get().user)

    def walk(self, to):
        """Bring the case through every gate to a phase."""
        while self.case.phase != to:
            self.meet(gate_of(self.case.phase))
            self.pass_gate()
        return self.case


def fresh(person):
    """Read the person's roles anew."""
    person.__dict__.pop("held_roles", None)
    return person
