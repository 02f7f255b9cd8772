"""What a person finds is the same, to the byte, whether or not a case exists that they may not see:
in the search, in what is suggested instead, and for a word with a typing error.
"""

import difflib
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access.roles import CaseRole, Role
from projects.actions.cases import edit_case, set_visibility
from projects.actions.challenges import describe
from projects.actions.records import add
from projects.choices.phases import Phase
from projects.choices.states import Visibility
from projects.choices.vocabulary import LessonKind, LessonSharing
from projects.records.kinds import RECORD_KINDS
from tests.samples import CHALLENGE as CHALLENGE_FIELDS

pytestmark = [pytest.mark.django_db, pytest.mark.exhaustive]

SEEN = "Sensorene i badet varsler om brannvernet"
HIDDEN = "Sensor for brannvern hos albatrosser og gullfisken"
LESSON = "Støvsugeren tok knekken på ventilasjonen"
QUESTION = "Hvordan kan vi varme snømåkingen?"
CHALLENGE = "Elgtråkk gjennom drivhuset"
# So many words near “sensor” that no list of the nearest has room for others.
CROWD = " ".join(f"sensor{a}{b}" for a in "abcdefgh" for b in "abcdefghij")
# Each answer names the moment, the request or the session; nothing else may differ.
OF_THE_MOMENT = re.compile(
    r'csrf[^>]*value="[^"]*"|X-CSRFToken[^}]*|"(generated_at|request_id)": "[^"]*"'
)


def differences(before, after):
    """The lines that are in one answer only."""
    lines = [str(part).splitlines() for answer in (before, after) for part in answer]
    return [line[-300:] for line in difflib.ndiff(lines[1], lines[3]) if line[0] in "-+"]


def with_errors(word):
    """The word, and what a person may write for it."""
    middle = len(word) // 2
    return [
        word,
        word[:middle] + word[middle + 1 :],
        word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :],
    ]


WORDS = sorted(
    {"sensorene", "varsler", "brannvernet", "sensor", "albatrosser", "gullfisken", "støvsugeren"}
    | {"ventilasjonen", "snømåkingen", "elgtråkk", "drivhuset", "sensoraa", "sensorzz", "sensorer"}
)
PROBES = sorted({probe for word in WORDS for probe in with_errors(word)})


@pytest.fixture
def hide_case(make_case, make_person, leader):
    """Make a case that only the leader sees, with words in everything that is searched."""

    def hide():
        owner = make_person(Role.READER, name="Albert Gullhaug")
        case = make_case(HIDDEN, tags=["hemmelig", "sensorikk"], people={CaseRole.OWNER: owner})
        texts = CHALLENGE_FIELDS | {"title": CHALLENGE, "description": CROWD}
        describe(case, by=leader, seen=None, seen_version=0, fields=texts)
        case.refresh_from_db()
        edit_case(case, by=leader, seen_version=case.version, changes={"summary": CROWD})
        add(RECORD_KINDS["question"], case, by=leader, text=QUESTION)
        add(
            RECORD_KINDS["lesson"],
            case,
            by=leader,
            kind=LessonKind.METHOD,
            phase=Phase.WHAT,
            title=LESSON,
            learnt=LESSON,
            sharing=LessonSharing.PUBLIC,
        )
        case.refresh_from_db()
        return set_visibility(
            case,
            by=leader,
            seen_version=case.version,
            visibility=Visibility.RESTRICTED,
            legal_basis="offl-13-1",
        )

    return hide


@pytest.fixture
def ask(pull_as):
    """Ask pages and API as the person; return every answer by its address."""

    def answers(person, addresses):
        client, pull = Client(), pull_as(person)
        client.force_login(person)
        htmx = {"HX-Request": "true"}
        found = {address: client.get(address, headers=htmx) for address in addresses}
        found |= {f"API {a}": pull(a.replace("/cases/", "cases/")) for a in addresses}
        return {
            address: (answer.status_code, OF_THE_MOMENT.sub("", answer.content.decode()))
            for address, answer in found.items()
        }

    return answers


@pytest.mark.parametrize("role", [Role.READER, Role.COUNCIL])
def test_a_restricted_case_changes_no_answer_of_a_search(
    role, ask, make_case, make_person, hide_case
):
    make_case(SEEN, tags=["bad"], visibility=Visibility.PUBLIC, public_title=SEEN)
    make_case("Sensorzz måles")
    person, cases = make_person(role), reverse("case_list")
    addresses = [f"{cases}?q={probe}" for probe in PROBES]
    addresses += [
        f"{cases}?{name}={probe}"
        for name in ("tag", "owner", "unit")
        for probe in ("hemmelg", "hemmelig", "sensorik", "Albert Gullhaug", "Albert")
    ]
    before = ask(person, addresses)

    hidden = hide_case()

    after = ask(person, addresses)
    assert {a: differences(before[a], after[a]) for a in before if before[a] != after[a]} == {}
    by_key = ask(person, [f"{cases}?q={hidden.key}", f"{cases}?q=9901-2026-100001"])
    page, none = (
        [text.replace(key, "") for address, (_status, text) in by_key.items() if key in address]
        for key in (hidden.key, "9901-2026-100001")
    )
    assert page == none
