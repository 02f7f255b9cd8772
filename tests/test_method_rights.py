"""Who may what with the method: every role, record, act, relation and visibility.

``method_rights.csv`` has the row of ``role_matrix.csv`` that an act on a record requires; what is
expected is worked out from those two files alone.
"""

import copy
import csv
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.access.roles import Role
from accounts.models import RoleGrant, User
from portfolio.api.lists.cases import CASE_RELATED_LISTS
from portfolio.api.views import ListView
from portfolio.navigation.routes import routes
from projects.access.field_register import REGISTER, FieldClass
from projects.actions.formula import (
    assess,
)
from projects.actions.gates import decide, meet, propose, withdraw_proposal
from projects.choices.phases import Phase
from projects.choices.vocabulary import GateOutcome, Occasion
from projects.errors import DomainError
from projects.history.timeline import ENTRY_CATEGORIES as PARTS
from projects.method.facts import FACT_GROUPS
from projects.models import Assignment
from projects.records.kinds import RECORD_KINDS
from tests import factories
from tests.method_world import JUDGED, WHY, World
from tests.policy_on_file import (
    ACCESS_ROLES,
    CASE_ROLES,
    MUNICIPAL,
    alone,
    can_read_working,
    gives,
    reads,
    reads_reported,
    sees,
)
from tests.samples import (
    marks,
    write,
)

pytestmark = pytest.mark.exhaustive

with (Path(__file__).parent / "method_rights.csv").open(encoding="utf-8", newline="") as file:
    ROWS = {row.pop("record"): row for row in csv.DictReader(file)}

PLACES = (
    ("own", "internal"),
    ("other", "internal"),
    ("own", "restricted"),
    ("other", "restricted"),
    ("foreign", "internal"),
)
HOME, ELSEWHERE = ("9901", "Nordvik"), ("9902", "Sørvik")
# What is done beside writing records: the row of the policy that it asks for, and the act.
ACTS = {
    "describe the challenge": ("edit", World.describe),
    "take up a challenge": ("edit", World.choose_challenge),
    "write facts": ("edit", World.facts),
    "assess": (
        "write", lambda w, by: assess(w.case, by=by, occasion=Occasion.START, factors=JUDGED),
    ),
    "ask several to assess": ("propose_move", World.open_assessment_round),
    "assess alone": ("write", World.assess_individually),
    "end a round without a snapshot": ("propose_move", World.close_assessment_round),
    "start a trial": ("write", World.try_out),
    "write the result of a trial": ("write", World.find_out),
    "settle the eight elements": ("edit", World.save_elements),
    "take a proposal back": ("decide", lambda w, by: withdraw_proposal(w.proposal, by=by)),
    "decide": (
        "decide",
        lambda w, by: decide(w.proposal, by=by, outcome=GateOutcome.DECLINE, **WHY),
    ),
    "meet a condition": ("propose_move", lambda w, by: meet(w.condition, by=by, note="Gjort")),
    "go back": ("decide", World.go_back),
    "pause": ("decide", World.pause),
    "resume": ("decide", World.resume),
    "stop": ("decide", World.stop),
    "reopen": ("decide", World.reopen),
}  # fmt: skip


def _propose(world, by):
    withdraw_proposal(world.proposal, by=world.by)
    return propose(world.case, by=by, **WHY)


ACTS["propose"] = ("propose_move", _propose)


def acts():
    """Every act by name: what it asks for, and how it is tried."""
    yield from ((name, row, act) for name, (row, act) in ACTS.items())
    for code, rows in ROWS.items():
        for verb in ("add", "change", "withdraw"):
            if rows[verb]:
                yield f"{verb} {code}", rows[verb], _on_record(verb, code)


def _on_record(verb, code):
    if (verb, code) == ("add", "contact"):
        return World.add_contact
    return lambda world, by: getattr(world, verb)(code, by)


@pytest.fixture(scope="module")
def built(module_transaction):
    """A world for every place."""
    homes = {name: factories.make_municipality(*name) for name in (HOME, ELSEWHERE)}
    found = {}
    for relation, visibility in PLACES:
        municipality = homes[ELSEWHERE if relation == "foreign" else HOME]
        by, proposer = (factories.make_person(municipality, Role.LEADER) for _ in range(2))
        team = [factories.make_person(municipality, Role.READER) for _ in range(2)]
        case = factories.make_case(
            by=by,
            unit=factories.make_unit(municipality),
            visibility=visibility,
            people={"member": team[0], "champion": team[1]},
        )
        found[relation, visibility] = World(case, by=by, proposer=proposer, team=team)
    return found


@pytest.fixture
def worlds(built, db):
    """The worlds, without what another test changed of them."""
    return copy.deepcopy(built)


@pytest.fixture
def municipality(worlds):
    return worlds["own", "internal"].case.municipality


@pytest.fixture
def make_person_with_roles(make_person, leader, worlds):
    """Make a person with these roles now: case roles in the ``own`` cases."""

    def make(role_set):
        when = {"valid_from": timezone.now() - timedelta(days=1)}
        person = make_person()
        for access_role in sorted(role_set & MUNICIPAL):
            RoleGrant.objects.create(user=person, role=access_role, **when)
        for (relation, _visibility), world in worlds.items():
            for access_role in sorted(role_set - MUNICIPAL) if relation == "own" else ():
                Assignment.objects.create(
                    case=world.case,
                    user=person,
                    role=CASE_ROLES[access_role][0],
                    assigned_by=leader,
                    **when,
                )
        return User.objects.get(pk=person.pk)

    return make


def is_done(act, world, by):
    """Try the act, then roll back."""
    with transaction.atomic():
        try:
            act(world, by)
        except DomainError:
            return False
        finally:
            transaction.set_rollback(True)
    for row in (world.case, world.challenge, world.proposal, world.condition):
        row.refresh_from_db()
    for row in world.records.values():
        row.withdrawn_at, row.withdrawn_by, row.version = None, None, 1
    return True


def test_every_kind_of_record_has_its_line_and_no_other():
    revisable = {code for code, kind in RECORD_KINDS.items() if kind.is_revisable}

    assert set(ROWS) == set(RECORD_KINDS)
    assert {code for code, row in ROWS.items() if row["change"]} == revisable
    assert {code for code, row in ROWS.items() if row["withdraw"]} == revisable


def test_acts_of_the_method_are_for_whom_the_policy_says_and_nobody_else(
    worlds, make_person_with_roles
):
    tried = [(place, *act) for place in PLACES for act in acts()]
    wrong = {}
    for access_role in ACCESS_ROLES:
        role_set = alone(access_role)
        with transaction.atomic():
            by = make_person_with_roles(role_set)
            done = {(name, *at) for at, name, _, act in tried if is_done(act, worlds[at], by)}
            transaction.set_rollback(True)
        wanted = {
            (name, relation, visibility)
            for (relation, visibility), name, row, _act in tried
            if sees(role_set, visibility, relation) and gives(role_set, row, relation)
        }
        if done != wanted:
            wrong[access_role] = {"too much": done - wanted, "too little": wanted - done}

    assert wrong == {}


def test_only_what_outlives_a_case_is_written_after_its_end(worlds):
    world = worlds["own", "internal"]
    world.stop(world.by)

    def is_written(code):
        return is_done(_on_record("add", code), world, world.by)

    written = {code for code in ROWS.keys() - {"contact"} if is_written(code)}

    assert written == {code for code, row in ROWS.items() if row["after_the_end"] == "yes"}


# --- Pages --------------------------------------------------------------------------------


def pages_of_records(world):
    """The pages on which records are written: the row each asks for, and its address."""
    key = world.case.key
    for code, rows in ROWS.items():
        held, kind = world.records[code], RECORD_KINDS[code]
        of = f"?of={getattr(held, kind.parent).pk}" if kind.parent else ""
        yield f"add {code}", rows["add"], reverse("record_new", args=[key, code]) + of
        if rows["change"]:
            yield (
                f"change {code}",
                rows["change"],
                reverse("record_edit", args=[key, code, held.pk]),
            )


def status_wanted(role_set, relation, visibility, row):
    """Return the status of a page: 404, 403 or 200."""
    if not can_read_working(role_set, visibility, relation):
        return 404
    return 200 if gives(role_set, row, relation) else 403


def test_pages_of_records_exist_and_open_for_whom_the_policy_says(
    worlds, make_person_with_roles, client
):
    wrong = {}
    for access_role in ACCESS_ROLES:
        role_set = alone(access_role)
        with transaction.atomic():
            client.force_login(make_person_with_roles(role_set))
            for place, world in worlds.items():
                pages = list(pages_of_records(world))
                for name, row, path in pages if place == PLACES[0] else pages[:4]:
                    found = client.get(path).status_code
                    if found != status_wanted(role_set, *place, row):
                        wrong[access_role, *place, name] = found
            transaction.set_rollback(True)

    assert wrong == {}


# --- What leaks ---------------------------------------------------------------------------


def addresses(case):
    """Return every address that shows a case: its pages and the API, from the routes."""
    plain = [route for route in routes() if "GET" in route.methods]
    for route in plain:
        if set(route.url.pattern.converters) == {"key"}:
            yield reverse(route.name, args=[case.key])
    yield from (reverse("case_phase", args=[case.key, phase]) for phase in Phase)
    yield from (reverse("case_screen", args=[case.key, phase]) for phase in Phase)
    yield from (reverse("case_facts", args=[case.key, group]) for group in FACT_GROUPS)
    yield from (reverse("case", args=[case.key]) + f"?history={part}" for part in PARTS)
    for route in plain:
        if route.is_api and route.name != "api_nowhere" and not route.url.pattern.converters:
            yield reverse(route.name)
            if issubclass(route.view_class, ListView):
                yield reverse(route.name) + "?format=csv&headers=keys"


def told(client, case):
    """Return all that these addresses answer a person, refusals as well."""
    for path in addresses(case):
        answer = client.get(path, follow=True)
        yield b"".join(answer.streaming_content) if answer.streaming else answer.content
    for code in RECORD_KINDS:
        yield client.post(reverse("record_new", args=[case.key, code])).content


PROTECTED = {"personal": FieldClass.PERSONAL, "judgement": FieldClass.JUDGEMENT}


@pytest.mark.parametrize("place", PLACES[:2], ids="-".join)
def test_names_and_judgements_reach_nobody_whom_the_policy_does_not_name(
    worlds, make_person_with_roles, client, place
):
    world = worlds[place]
    write(
        RECORD_KINDS["question"], world.case, by=world.by, person=world.by
    )  # it points at what there is
    wrong = {}
    for access_role in ACCESS_ROLES:
        role_set = alone(access_role)
        with transaction.atomic():
            client.force_login(make_person_with_roles(role_set))
            text = b" ".join(told(client, world.case)).decode()
            transaction.set_rollback(True)
        readable = reads(role_set, place[1], place[0])
        for name, held in PROTECTED.items():
            found = {mark for mark in marks(RECORD_KINDS, {held}, REGISTER) if mark in text}
            may = name in readable and "working" in readable
            if found and not may:
                wrong[access_role, name] = found
            if may and found != marks(RECORD_KINDS, {held}, REGISTER):
                wrong[access_role, name] = (
                    "not told",
                    marks(RECORD_KINDS, {held}, REGISTER) - found,
                )

    assert wrong == {}


def test_search_finds_a_case_by_nothing_that_only_some_may_read(
    worlds, make_person_with_roles, client
):
    client.force_login(make_person_with_roles(alone("reader")))
    protected = marks(RECORD_KINDS, set(PROTECTED.values()), REGISTER)
    for path in (reverse("case_list"), reverse("api_cases")):
        keys = [world.case.key for world in worlds.values()]
        for mark in protected:
            answer = client.get(path, {"q": mark}).content.decode()
            assert [key for key in keys if key in answer] == []


# --- The lists of the API -----------------------------------------------------------------

DECIDED = {"phase-visits", "state-changes", "decisions", "conditions", "formal-decisions"}
REPORTED = {"benefits", "measurements", "funding", "costs"}
# The others are working texts as a whole. Here no lesson and no engagement is shared.


def is_answered(role_set, name):
    """Some role reads rows of the list in some case; to everybody else the list is withheld."""
    if name == "lessons" or (name == "engagements" and "stakeholder" in role_set):
        return True  # those that are shared
    rows = ("read_working", "read_working_restricted")
    if name in DECIDED | REPORTED:
        rows = ("read_decisions",) if name in DECIDED else ("read_reported",)
    return any(gives(role_set, row, "own", letters="yo") for row in rows)


def wanted_places(role_set, name):
    """The places of the cases whose rows the list holds, or None where it is withheld."""
    if not is_answered(role_set, name):
        return None
    if name in DECIDED:
        decisions = gives(role_set, "read_decisions", "other")
        return {at for at in PLACES if decisions and sees(role_set, at[1], at[0])}
    may_read = reads_reported if name in REPORTED else can_read_working
    return {at for at in PLACES if may_read(role_set, at[1], at[0])}


def test_lists_of_the_api_hold_the_cases_that_the_policy_says(
    worlds, make_person_with_roles, client
):
    wrong = {}
    keys = {world.case.key: place for place, world in worlds.items()}
    for access_role in ACCESS_ROLES:
        role_set = alone(access_role)
        with transaction.atomic():
            client.force_login(make_person_with_roles(role_set))
            for name in {held.name for held in CASE_RELATED_LISTS} - {"status-updates"}:
                answer = client.get(f"/api/v1/{name}/?page_size=500")
                said = answer.json()
                if (answer.status_code, said.get("code")) == (403, "withheld"):
                    found = None
                else:
                    found = {keys[row["key"]] for row in said["results"]}
                wanted = wanted_places(role_set, name)
                if found != wanted:
                    wrong[access_role, name] = (found, wanted)
            transaction.set_rollback(True)

    assert wrong == {}
