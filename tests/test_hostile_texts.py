"""Texts that break things are refused at their field by every act, also without a form."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from accounts.access.roles import Role
from accounts.actions.people import add_person, edit_person
from accounts.actions.units import add_unit, edit_unit
from accounts.database.row_versions import newest_version
from accounts.text.cleaning import clean_text
from projects.actions.cases import edit_case, open_case, set_visibility
from projects.actions.phases import move
from projects.actions.states import change_state
from projects.actions.status import comment, report_status
from projects.choices.phases import Phase
from projects.choices.states import Health, State, Visibility

pytestmark = pytest.mark.exhaustive

HOSTILE = {"NUL": "æ\x00", "escape": "\x1b[31mrød", "C1": "\x85", "half a pair": "\ud83d"}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_sign_that_cannot_be_kept_is_named_with_its_place(text):
    sign = next(sign for sign in text if not sign.isprintable())

    with pytest.raises(ValidationError) as refusal:
        clean_text("Ståle " + text)

    place = 7 + text.index(sign)
    assert refusal.value.messages == [
        f"Character {place} is an invisible control sign (U+{ord(sign):04X}). Remove it."
    ]


def test_text_keeps_lines_tabs_and_every_letter():
    text = "Blåbær\tog\r\nrømme – čáhci 👩‍💻 العربية"

    assert clean_text(text) == text


def test_text_is_kept_in_composed_form():
    assert clean_text(unicodedata.normalize("NFD", "Blåbær på Ørlandet")) == "Blåbær på Ørlandet"


@pytest.fixture
def acts(make_case, make_person, make_unit, unit):
    """Every act that takes a text, by the field it puts the text in."""
    leader = make_person(Role.LEADER)
    person, other, case = make_person(Role.READER), make_unit("Teknisk"), make_case(phase=Phase.WHO)
    draft = {"title": "Trygg", "unit": unit, "contact": leader, "language": "nb"}
    status = {"health": Health.ON_TRACK, "seen": None}

    def edit(**changes):
        return edit_case(case, by=leader, seen_version=case.version, changes=changes)

    return {
        ("open_case", "title"): lambda t: open_case(by=leader, fields=draft | {"title": t}),
        ("edit_case", "summary"): lambda t: edit(summary=t),
        ("edit_case", "tags"): lambda t: edit(tags=["velferd", t]),
        ("edit_case", "link"): lambda t: edit(link=f"https://x.example/{t}"),
        ("edit_case", "start_on"): lambda t: edit(start_on=t),
        ("set_visibility", "public_title"): lambda t: set_visibility(
            case,
            by=leader,
            seen_version=case.version,
            visibility=Visibility.COUNCIL,
            public_title=t,
        ),
        ("move", "reason"): lambda t: move(case, to=Phase.WHAT, by=leader, reason=t),
        ("stop", "reason"): lambda t: change_state(
            case, transition="stop", by=leader, reason=t, lesson="Lærte mye"
        ),
        ("stop", "lesson"): lambda t: change_state(
            case, transition="stop", by=leader, reason="Tomt for penger", lesson=t
        ),
        ("report_status", "summary"): lambda t: report_status(case, by=leader, summary=t, **status),
        ("report_status", "help_wanted"): lambda t: report_status(
            case, by=leader, summary="Bra", help_wanted=t, **status
        ),
        ("comment", "text"): lambda t: comment(case, by=leader, text=t),
        ("add_person", "name"): lambda t: add_person(by=leader, name=t, email="k@n.example"),
        ("add_person", "email"): lambda t: add_person(by=leader, name="Kari", email=t + "@n.no"),
        ("edit_person", "name"): lambda t: edit_person(
            person, by=leader, seen=newest_version(person), changes={"name": t}
        ),
        ("add_unit", "name"): lambda t: add_unit(by=leader, name=t),
        ("edit_unit", "name"): lambda t: edit_unit(
            other, by=leader, seen=newest_version(other), changes={"name": t}
        ),
    }


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_act_refuses_a_hostile_text_at_its_field(acts, text):
    found = {}
    for (name, field), act in acts.items():
        with pytest.raises(ValidationError) as refusal:
            act(f"Te{text}kst")
        found[name, field] = list(refusal.value.error_dict)

    assert found == {(name, field): [field] for name, field in acts}


LIMITED = 4001  # characters: more than any field takes


def test_every_act_refuses_a_text_that_is_too_long_at_its_field(acts):
    found = {}
    for (name, field), act in acts.items():
        with pytest.raises(ValidationError) as refusal:
            act("å" * LIMITED)
        found[name, field] = list(refusal.value.error_dict)

    assert found == {(name, field): [field] for name, field in acts}


def test_every_act_takes_the_same_text_without_the_sign(make_case, leader):
    case = make_case(state=State.ACTIVE)

    comment(case, by=leader, text=unicodedata.normalize("NFD", "På høy tid"))

    assert case.comments.get().text == "På høy tid"
