"""What the database refuses, whatever the code does."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, DataError, connection, transaction
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from accounts.actions.tokens import make_token
from accounts.models import ApiToken, RoleGrant, Scope, Unit, User
from projects.actions.phases import move
from projects.actions.status import comment, report_status
from projects.choices.phases import Phase
from projects.choices.states import Health, State, Visibility
from projects.models import (
    Assignment,
    Case,
    Comment,
    ImportMapping,
    PhaseVisit,
    StateChange,
    StatusUpdate,
    functions,
)

NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.fixture
def case(make_case, leader):
    """A case that has been moved, reported on and commented, and rows of the other kinds."""
    make_token(user=leader, by=leader, name="Lønnssystemet", scopes=[Scope.READ], days=30)
    ImportMapping.objects.create(
        municipality=leader.municipality, name="Arket", spec={}, created_by=leader
    )
    case = make_case(phase=Phase.USE)
    move(case, to=Phase.SYSTEM, by=leader, reason="Vi må prøve mer")
    report_status(case, by=leader, health=Health.AT_RISK, summary="Det tar tid", seen=None)
    comment(case, by=leader, text="Bra jobba")
    return case


@pytest.fixture
def elsewhere(make_municipality):
    return make_municipality("9902", "Sørvik")


def refused(act, match):
    """Run the statement up to its commit; the database must refuse it with these words."""
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        _commit(act)


def _commit(act):
    act()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# --- History is append-only ----------------------------------------------------------------

KEPT = [
    User,
    Unit,
    RoleGrant,
    ApiToken,
    Case,
    Assignment,
    PhaseVisit,
    StateChange,
    StatusUpdate,
    Comment,
]


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_row_is_never_deleted(case, leader, model):
    assert model.objects.exists()

    last = model.objects.filter(pk=model.objects.latest("pk").pk)

    refused(lambda: last._raw_delete("default"), "Cannot (update or )?delete")


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (PhaseVisit, {"reason": "Pyntet"}),
        (PhaseVisit, {"entered_on": NOW.date() - DAY}),
        (PhaseVisit, {"phase": "refine"}),
        (StateChange, {"reason": "Pyntet"}),
        (StatusUpdate, {"health": "on_track"}),
        (StatusUpdate, {"summary": "Alt er bra"}),
        (Comment, {"text": "Pyntet"}),
        (Case, {"key": "9901-2020-001"}),
        (Assignment, {"valid_from": NOW - 9 * DAY}),
        (Assignment, {"role": "member"}),
        (RoleGrant, {"valid_from": NOW - 9 * DAY}),
        (RoleGrant, {"role": "administrator"}),
        (Unit, {"code": "annen"}),
    ],
    ids=lambda value: getattr(value, "__name__", None) or "-".join(value),
)
def test_what_was_written_is_not_rewritten(case, model, change):
    refused(lambda: model.objects.update(**change), "Cannot update")


def test_closed_visit_is_not_opened_again(case):
    closed = case.visits.exclude(left_at=None)

    refused(lambda: closed.update(left_at=None, left_on=None, left_by=None), "Cannot update")


@pytest.mark.parametrize("model", [Assignment, RoleGrant], ids=lambda model: model.__name__)
def test_ended_role_does_not_come_back(case, leader, make_person, model):
    dates = {"valid_from": NOW - 2 * DAY, "valid_to": NOW - DAY}
    if model is Assignment:
        person = make_person(Role.READER)
        held = model.objects.create(
            case=case, user=person, role=CaseRole.MEMBER, assigned_by=leader, **dates
        )
    else:
        held = model.objects.create(user=leader, role=Role.COUNCIL, **dates)

    refused(lambda: model.objects.filter(pk=held.pk).update(valid_to=None), "Cannot update")


EVENTS = [
    model
    for app in ("accounts", "projects")
    for model in apps.get_app_config(app).get_models()
    if hasattr(model, "pgh_tracked_model")
]


TRIED = [model for model in EVENTS if model.pgh_tracked_model in {*KEPT, ImportMapping}]


@pytest.mark.parametrize("model", TRIED, ids=lambda model: model.__name__)
def test_history_of_a_tracked_model_is_append_only(case, leader, model):
    rows = model.objects.all()
    assert rows.exists()

    refused(lambda: rows.update(pgh_label="pyntet"), "Cannot update or delete")
    refused(lambda: rows._raw_delete("default"), "Cannot update or delete")


def append_only_rules(model):
    """The triggers that keep a table of history: when they fire, under what, and what they do."""
    query = """
        SELECT tgtype, tgenabled, tgqual, prosrc FROM pg_trigger
        JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE tgrelid = %s::regclass AND starts_with(tgname, 'pgtrigger_append_only')
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [model._meta.db_table])
        return cursor.fetchall()


@pytest.mark.django_db
def test_history_of_every_tracked_model_is_kept_by_the_same_rule():
    (rule,) = append_only_rules(TRIED[0])

    assert [model for model in EVENTS if append_only_rules(model) != [rule]] == []


@pytest.mark.django_db
def test_functions_of_the_database_are_those_of_their_home():
    """Whoever changes one there writes a migration that runs them again."""
    query = "SELECT proname, prosrc FROM pg_proc WHERE starts_with(proname, 'projects_')"
    with connection.cursor() as cursor:
        cursor.execute(query)
        migrated = dict(cursor.fetchall())
        cursor.execute(functions.CREATE)
        cursor.execute(query)
        at_home = dict(cursor.fetchall())

    assert len(migrated) == len(functions.EVERY)
    assert migrated == at_home


# --- Who has which role -------------------------------------------------------------------


def assign(case, role, person, by, **when):
    dates = {"valid_from": NOW, "assigned_by": by} | when
    return lambda: Assignment.objects.create(case=case, role=role, user=person, **dates)


def test_case_has_one_owner_at_a_time(case, leader, make_person):
    refused(assign(case, CaseRole.OWNER, make_person(), leader), "one_owner_and_one_lead")


def test_owner_is_not_the_lead(case, leader, make_person, make_case):
    other, person = make_case(), make_person(Role.READER)
    assign(other, CaseRole.OWNER, person, leader)()

    refused(assign(other, CaseRole.LEAD, person, leader), "owner_and_lead_are_two_people")


def test_role_in_a_case_is_held_once_at_a_time(case, leader, make_person):
    person = make_person(Role.READER)
    assign(case, CaseRole.MEMBER, person, leader, valid_to=NOW + DAY)()
    again = assign(case, CaseRole.MEMBER, person, leader, valid_from=NOW + DAY / 2)

    refused(again, "does_not_overlap_itself")


def test_role_in_the_municipality_is_held_once_at_a_time(leader):
    refused(
        lambda: RoleGrant.objects.create(user=leader, role=Role.LEADER, valid_from=NOW + DAY),
        "does_not_overlap_itself",
    )


@pytest.mark.parametrize("model", [Assignment, RoleGrant], ids=lambda model: model.__name__)
def test_role_does_not_end_before_it_begins(case, leader, model):
    refused(
        lambda: model.objects.filter(valid_to=None).update(valid_to=NOW - 99 * DAY),
        "ends_after_it_begins",
    )


# --- The municipality is the tenant -------------------------------------------------------


def test_case_has_a_unit_of_its_municipality(case, make_unit, elsewhere):
    foreign = make_unit(municipality=elsewhere)

    refused(lambda: Case.objects.filter(pk=case.pk).update(unit=foreign), "municipality")


def test_case_has_a_contact_of_its_municipality(case, make_person, elsewhere):
    foreign = make_person(municipality=elsewhere)

    refused(lambda: Case.objects.filter(pk=case.pk).update(contact=foreign), "municipality")


def test_role_in_a_case_is_for_people_of_its_municipality(case, leader, make_person, elsewhere):
    foreign = make_person(municipality=elsewhere)

    refused(assign(case, CaseRole.STAKEHOLDER, foreign, leader), "another municipality")


def test_person_has_a_unit_of_their_municipality(leader, make_unit, elsewhere):
    foreign = make_unit(municipality=elsewhere)

    refused(lambda: User.objects.filter(pk=leader.pk).update(unit=foreign), "another municipality")


def test_unit_is_part_of_a_unit_of_its_municipality(make_unit, elsewhere):
    foreign = make_unit(municipality=elsewhere)

    refused(lambda: make_unit(parent=foreign), "two municipalities")


@pytest.mark.parametrize("model", [Case, User, Unit], ids=lambda model: model.__name__)
def test_nothing_moves_to_another_municipality(case, elsewhere, model):
    refused(lambda: model.objects.update(municipality=elsewhere), "Cannot update")


def test_units_form_a_tree(make_unit):
    top = make_unit("Topp")
    bottom = make_unit("Bunn", parent=make_unit("Midt", parent=top))

    refused(lambda: Unit.objects.filter(pk=top.pk).update(parent=bottom), "cannot be below itself")
    refused(lambda: Unit.objects.filter(pk=top.pk).update(parent=top), "below itself|own_parent")


# --- Required fields of a case -------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"visibility": Visibility.RESTRICTED}, "restricted_has_legal_basis"),
        ({"legal_basis": "offl-13-1"}, "restricted_has_legal_basis"),
        ({"visibility": Visibility.COUNCIL}, "shown_outside_has_public_title"),
        ({"visibility": Visibility.PUBLIC, "public_title": "  "}, "shown_outside"),
        ({"visibility": "everybody"}, "visibility_is_known"),
        ({"title": " "}, "has_a_title"),
        ({"summary": "x" * 4001}, "summary_is_at_most"),
        ({"tags": [str(n) for n in range(31)]}, "tags_are_at_most_30"),
        ({"sdgs": [18]}, "sdgs_are_1_to_17"),
        ({"innovation_types": ["magic"]}, "innovation_types_are_known"),
        ({"link": "javascript:alert(1)"}, "link_is_http"),
        ({"start_on": "i fjor"}, "dates_are_partial"),
        ({"start_on": "2026", "planned_end_on": "2025-12"}, "planned_end_is_not_before"),
        ({"state": State.PAUSED}, "paused_says_until_when"),
        ({"external_id": "7"}, "external_id_names_its_source"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_case_that_breaks_a_rule_is_refused(case, change, rule):
    refused(lambda: Case.objects.filter(pk=case.pk).update(**change), rule)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"name": " "}, "has_a_name"),
        ({"email": "Lena@Nordvik.example"}, "email_is_lower_case"),
        ({"language": "se"}, "language_is_known"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_person_who_breaks_a_rule_is_refused(leader, change, rule):
    refused(lambda: User.objects.filter(pk=leader.pk).update(**change), rule)


def test_two_people_do_not_share_an_address(leader, make_person):
    refused(lambda: make_person(email=leader.email), "email_is_unique")


LONG = [
    (PhaseVisit, "reason", 2000),
    (StateChange, "reason", 2000),
    (StateChange, "lesson", 4000),
    (StatusUpdate, "summary", 500),
    (StatusUpdate, "hindrance", 500),
    (StatusUpdate, "help_wanted", 500),
    (Comment, "text", 2000),
]


@pytest.mark.parametrize(("model", "field", "limit"), LONG, ids=str)
def test_text_over_its_limit_is_refused(case, model, field, limit):
    row = model.objects.order_by("pk").last()
    row.pk = None
    setattr(row, field, "å" * (limit + 1))

    refused(row.save, "at_most")


def test_short_text_over_its_limit_is_refused(leader):
    with pytest.raises(DataError), transaction.atomic():
        User.objects.filter(pk=leader.pk).update(name="x" * 121)
