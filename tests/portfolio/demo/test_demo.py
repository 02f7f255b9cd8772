"""The demo: Nordvik right after ``manage.py load_demo``."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from accounts.models import Language, Municipality, Unit, User
from portfolio.demo.case_events import FILES as CONTENT
from portfolio.demo.clock import Clock
from portfolio.demo.loading import FILES, build_rows, read_cases, read_tables
from portfolio.demo.people import DEMO_PASSWORD, DEMO_PEOPLE
from projects.actions.gates import GO_OUTCOMES
from projects.choices.phases import Phase, may_follow
from projects.choices.reference import KOSTRA, LEGAL_BASES
from projects.choices.states import TRANSITIONS, Health, State
from projects.choices.vocabulary import GateOutcome
from projects.models import (
    AssessmentRound,
    Assignment,
    Case,
    Comment,
    Condition,
    FactorScore,
    GateDecision,
    GateProposal,
    PhaseVisit,
    StateChange,
    StatusUpdate,
    SuccessAssessment,
)
from projects.readiness.requirements import missing
from projects.records.kinds import RECORD_KINDS


@pytest.fixture
def demo(nordvik, db):
    """Use the loaded demo."""


def person(name):
    return User.objects.get(email=f"{name}@nordvik.example")


def test_the_municipality_is_made_up(demo):
    nordvik = Municipality.objects.get()

    assert (nordvik.number, nordvik.name, nordvik.language, nordvik.colour) == (
        "9901",
        "Nordvik",
        "nb",
        "#12507b",
    )
    assert (nordvik.county.number, nordvik.county.name) == ("99", "Oppdiktet fylke")
    assert Unit.objects.filter(parent=None).count() == 5
    assert Unit.objects.filter(parent__parent=None).exclude(parent=None).count() == 14


def test_cases_stand_in_every_phase_and_state(demo):
    assert Counter(Case.objects.values_list("state", "phase")) == {
        ("draft", "what"): 4,
        ("active", "what"): 4,
        ("active", "who"): 4,
        ("active", "system"): 10,
        ("active", "use"): 8,
        ("active", "refine"): 5,
        ("paused", "who"): 2,
        ("paused", "system"): 1,
        ("paused", "use"): 1,
        ("stopped", "use"): 3,
        ("completed", "refine"): 4,
    }
    assert set(Case.objects.values_list("health", flat=True)) == set(Health.values)


def test_cases_are_exempt_internal_or_shown_to_the_council_in_every_written_language(demo):
    assert Counter(Case.objects.values_list("visibility", flat=True)) == {
        "restricted": 3,
        "internal": 23,
        "council": 20,
    }
    assert Counter(Case.objects.values_list("language", flat=True)) == {"nb": 39, "nn": 6, "en": 1}
    assert set(Language.values) == {"nb", "nn", "en"}


def test_the_leader_has_something_to_look_at(demo):
    today, cases = timezone.localdate(), Case.objects.all()

    assert cases.at_risk().count() == 7
    assert cases.unconfirmed(days=30, today=today).count() == 5
    assert cases.overdue_pause(today).count() == 2


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("leder", {Role.LEADER}),
        ("eier", {Role.READER}),
        ("prosjektleder", {Role.READER}),
        ("medlem", {Role.READER}),
        ("interessent", set()),
        ("ansatt", {Role.READER}),
        ("kommunestyre", {Role.COUNCIL}),
        ("admin", {Role.ADMINISTRATOR}),
    ],
)
def test_demo_people_sign_in_with_the_known_password_and_their_role(demo, name, roles):
    someone = person(name)

    assert someone.check_password(DEMO_PASSWORD)
    assert someone.roles == roles


def test_the_sign_in_page_lists_exactly_those_with_a_password(demo):
    with_password = {user.email for user in User.objects.all() if user.has_usable_password()}

    assert {email for _, email in DEMO_PEOPLE} == with_password


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("eier", {"owner": 11, "benefit_owner": 9}),
        ("prosjektleder", {"lead": 5, "champion": 1}),
        ("medlem", {"member": 6}),
        ("interessent", {"stakeholder": 1}),
        ("ansatt", {}),
        ("kommunestyre", {}),
    ],
)
def test_demo_people_play_their_parts_in_cases(demo, name, parts):
    roles = person(name).assignments.in_force().values_list("role", flat=True)

    assert Counter(roles) == parts


def test_every_case_role_is_played(demo):
    assert set(Assignment.objects.in_force().values_list("role", flat=True)) == set(CaseRole.values)


def test_the_stakeholder_sees_one_shared_case_and_nothing_else(demo):
    someone = person("interessent")

    seen = Case.objects.visible_to(someone).get()

    assert list(Case.objects.working_readable_by(someone)) == []
    assert (seen.title, seen.visibility) == ("Avlastning når pårørende trenger det", "internal")
    assert seen.status_updates.filter(is_shared=True).exists()
    assert seen.comments.filter(by=someone).exists()


def test_the_council_sees_what_is_shown_to_it(demo):
    seen = Case.objects.visible_to(person("kommunestyre"))

    assert Counter(seen.values_list("visibility", flat=True)) == {"council": 20}
    assert not seen.filter(public_title="").exists()


def test_every_case_follows_the_rules_of_its_fields(demo):
    for case in Case.objects.all():
        case.full_clean()
        assert case.kostra_function in {"", *KOSTRA}
        assert case.legal_basis in {"", *LEGAL_BASES}


def test_every_move_follows_the_one_before(demo):
    for case in Case.objects.all():
        phases = [Phase(phase) for phase in case.visits.values_list("phase", flat=True)]
        for before, after in pairwise(phases):
            assert may_follow(before, after) or before == after
    assert PhaseVisit.objects.filter(number__gt=1).count() == 8


def test_every_change_of_state_is_in_the_table(demo):
    for change in StateChange.objects.exclude(origin=""):
        ways = [t for t in TRANSITIONS.values() if t.target == change.target]
        assert any(State(change.origin) in way.origins for way in ways)


def test_status_updates_are_confirmed_and_one_is_corrected(demo):
    confirmations = StatusUpdate.objects.exclude(confirms=None).select_related("confirms")

    assert confirmations.count() > 300
    for update in confirmations:
        assert update.confirms.confirms_id is None
        assert (update.case_id, update.summary) == (
            update.confirms.case_id,
            update.confirms.summary,
        )
    assert StatusUpdate.objects.exclude(corrects=None).count() == 1
    assert StatusUpdate.objects.filter(is_shared=True, confirms=None).count() > 20
    assert StatusUpdate.objects.exclude(help_wanted="").filter(confirms=None).count() > 10


def test_history_reaches_back_eighteen_months_and_never_forward(demo):
    now = timezone.now()
    moments = [
        *PhaseVisit.objects.values_list("entered_at", flat=True),
        *StateChange.objects.values_list("recorded_at", flat=True),
        *StatusUpdate.objects.values_list("recorded_at", flat=True),
        *Comment.objects.values_list("recorded_at", flat=True),
        *Assignment.objects.values_list("valid_from", flat=True),
        *Case.objects.values_list("created_at", flat=True),
    ]

    assert now - timedelta(days=560) < min(moments) < now - timedelta(days=540)
    assert max(moments) < now


def test_whoever_acts_has_the_right_to(demo):
    leader = person("leder")
    owners = {(a.case_id, a.user_id) for a in Assignment.objects.filter(role=CaseRole.OWNER)}
    parts = set(Assignment.objects.values_list("case_id", "user_id"))

    for visit in PhaseVisit.objects.all():
        assert visit.entered_by == leader or (visit.case_id, visit.entered_by_id) in owners
    for status in StatusUpdate.objects.all():
        assert status.by == leader or (status.case_id, status.by_id) in parts


def test_the_history_tables_end_with_what_the_rows_hold(demo):
    events = Case.pgh_event_model.objects.order_by("pgh_obj_id", "-pgh_id")
    latest = {event.pgh_obj_id: event for event in events.distinct("pgh_obj_id")}

    for case in Case.objects.all():
        event = latest[case.pk]
        names = [f.name for f in event._meta.fields if not f.name.startswith("pgh_")]
        assert [getattr(event, n) for n in names] == [getattr(case, n) for n in names]
        assert event.pgh_context.metadata["channel"] == "page"
    assert Case.pgh_event_model.objects.filter(pgh_label="insert").count() == 46
    just_now = timezone.now() - timedelta(hours=1)
    assert not Case.pgh_event_model.objects.filter(pgh_created_at__gte=just_now).exists()


def test_the_same_day_and_name_give_the_same_past():
    clocks = [Clock(date(2026, 11, 23), "Trygg hjemme") for _ in range(2)]
    first, second = ([clock.advance(ago) for ago in (300, 299, 8, 8)] for clock in clocks)

    assert first == second == sorted(set(first))
    assert {moment.weekday() for moment in first} <= {0, 1, 2, 3, 4}


def test_files_name_only_known_people_and_units(demo):
    people = {told["id"] for told in read_tables("people.toml", "person")}
    units = {told["code"] for told in read_tables("units.toml", "unit")}

    for case in read_cases():
        names = [
            n for r in case.get("people", {}).values() for n in ([r] if isinstance(r, str) else r)
        ]
        assert {case["contact"], *names} <= people
        assert case["unit"] in units
    assert sorted(path.name for path in FILES.glob("*.toml")) == ["people.toml", "units.toml"]


def unmet(decision):
    return {c["code"]: c["is_hard"] for c in decision.criteria if not c["is_met"]}


def test_an_accepted_gate_met_what_is_hard_and_excepted_from_the_rest(demo):
    decisions = GateDecision.objects.filter(outcome__in=GO_OUTCOMES).select_related("case")

    for decision in decisions.prefetch_related("conditions"):
        excepted = {condition.code for condition in decision.conditions.all()} - {""}
        lacking = {decision.case.title: unmet(decision)}
        assert lacking == {decision.case.title: dict.fromkeys(excepted, False)}
        expected = GateOutcome.GO_WITH_EXCEPTIONS if decision.conditions.all() else GateOutcome.GO
        assert decision.outcome == expected
    assert Counter(GateDecision.objects.values_list("outcome", flat=True)) == {
        "go": 98,
        "go_with_exceptions": 11,
        "rework": 1,
    }


def test_what_waits_for_a_decision_was_ready_to_be_proposed(demo):
    undecided = GateProposal.objects.undecided().select_related("case")

    lacking = {
        proposal.case.title: [(r.code, r.is_hard) for r in missing(proposal.case, proposal.gate)]
        for proposal in undecided
    }

    assert lacking == {
        "Innbyggjarpanel på nett": [],
        "Klart språk i alle brev": [("pilot_anchored", False), ("stakeholders_again", False)],
    }


def test_conditions_are_met_open_and_overdue(demo):
    today = timezone.localdate()

    stand = Counter(
        "met" if one.met_at else "overdue" if one.due_on < today else "open"
        for one in Condition.objects.all()
    )

    assert stand == {"met": 6, "overdue": 4, "open": 2}


@pytest.mark.parametrize(
    ("phase", "code"),
    [
        (Phase.WHAT, "insight"),
        (Phase.WHO, "stakeholder"),
        (Phase.SYSTEM, "option"),
        (Phase.SYSTEM, "trial"),
        (Phase.SYSTEM, "benefit"),
        (Phase.USE, "step"),
        (Phase.REFINE, "lesson"),
    ],
)
def test_a_case_holds_something_of_every_phase_it_has_been_in(demo, phase, code):
    kind = RECORD_KINDS[code]

    been_there = set(PhaseVisit.objects.filter(phase=phase).values_list("case", flat=True))

    assert been_there - set(kind.model.objects.values_list(kind.case_path, flat=True)) == set()


def test_every_kind_of_record_is_told_of_more_than_once(demo):
    assert {code for code, kind in RECORD_KINDS.items() if kind.model.objects.count() < 3} == set()


def test_the_formula_is_assessed_by_one_by_several_and_over_time(demo):
    agreed = SuccessAssessment.objects.agreed()
    often = Counter(agreed.values_list("case", flat=True))

    assert sum(count >= 3 for count in often.values()) > 10
    assert AssessmentRound.objects.exclude(closed_at=None).count() > 10
    still_open = AssessmentRound.objects.get(closed_at=None)
    assert (still_open.assessors.count(), still_open.assessments.count()) == (3, 1)
    assert FactorScore.objects.filter(assessment__in=agreed, score=0).count() == 3


def test_records_are_written_in_the_case_s_time_by_those_who_have_a_part_in_it(demo):
    parts = set(Assignment.objects.values_list("case_id", "user_id"))
    leader, now = person("leder").pk, timezone.now()
    opened = dict(Case.objects.values_list("pk", "created_at"))

    for kind in RECORD_KINDS.values():
        for case, by, at in kind.model.objects.values_list(kind.case_path, "by", "recorded_at"):
            assert by == leader or (case, by) in parts
            assert opened[case] < at < now


def test_the_same_is_told_whatever_day_it_is_told_on(demo, django_assert_num_queries):
    nordvik = Municipality.objects.get()
    units = {unit.code: unit for unit in Unit.objects.all()}
    people = {user.email.partition("@")[0]: user for user in User.objects.all()}

    def told_on(today):
        demo_rows = build_rows(nordvik, units, people, today)
        return Counter(type(r) for batch in demo_rows.batches.values() for r in batch.rows)

    with django_assert_num_queries(0):
        numbers = [told_on(date(2026, 11, day)) for day in range(16, 23)]

    assert numbers == [numbers[0]] * 7


def test_every_record_follows_the_rules_of_its_fields(demo):
    for model in [StatusUpdate, Comment, *(kind.model for kind in RECORD_KINDS.values())]:
        links = [field.name for field in model._meta.concrete_fields if field.remote_field]
        for record in model.objects.all():
            record.clean_fields(exclude=links)


def test_every_file_of_content_is_of_one_case(demo):
    named = [case["content"] for case in read_cases() if "content" in case]

    assert sorted(named) == sorted(path.stem for path in CONTENT.glob("*.toml"))


def test_the_history_of_records_ends_with_what_they_hold_too(demo):
    for kind in RECORD_KINDS.values():
        if not kind.is_revisable or not hasattr(kind.model, "pgh_event_model"):
            continue
        events = kind.model.pgh_event_model.objects.order_by("pgh_obj_id", "-pgh_id")
        latest = {event.pgh_obj_id: event for event in events.distinct("pgh_obj_id")}
        for record in kind.model.objects.all():
            event = latest[record.pk]
            names = [f.name for f in event._meta.fields if not f.name.startswith("pgh_")]
            assert [getattr(event, n) for n in names] == [getattr(record, n) for n in names]
