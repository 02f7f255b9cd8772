"""A team in a meeting: the phases on a wall screen by keyboard, and folded parts."""

import pytest
from django.urls import reverse

from accounts.access.roles import Role
from projects.actions.records import add
from projects.choices.phases import Phase
from projects.records.kinds import RECORD_KINDS


@pytest.fixture
def leader(make_person):
    return make_person(Role.LEADER, name="Lena Leder", language="en")


def test_arrow_keys_go_to_the_phase_before_and_after(watched, sign_in, leader, make_case):
    case = make_case(by=leader)
    sign_in(watched, leader)
    watched.goto(reverse("case_screen", args=[case.key, "what"]))

    headings = []
    for key in ("ArrowLeft", "ArrowRight", "ArrowRight", "ArrowLeft"):
        watched.keyboard.press(key)
        watched.wait_for_load_state()
        headings.append(watched.locator("h1").text_content())

    assert headings == [
        "What shall we innovate about?",
        "Who shall take part?",
        "How to build a system?",
        "Who shall take part?",
    ]


@pytest.mark.parametrize("size", [(1024, 768), (1280, 720), (1920, 1080), (3840, 2160)])
def test_questions_of_a_phase_fit_on_the_wall(watched, sign_in, leader, make_case, size):
    case = make_case(by=leader)
    sign_in(watched, leader)
    watched.set_viewport_size({"width": size[0], "height": size[1]})

    for phase in Phase:
        watched.goto(reverse("case_screen", args=[case.key, phase]))
        good = watched.get_by_role("region", name="What good looks like").bounding_box()
        assert good["y"] + good["height"] <= size[1]


def test_name_on_the_map_unfolds_what_is_written_of_the_stakeholder(
    watched, sign_in, leader, make_case
):
    case = make_case(by=leader, phase=Phase.WHO)
    kind = {"kind": "group", "category": "user"}
    one = add(
        RECORD_KINDS["stakeholder"],
        case,
        by=leader,
        name="Neighbours",
        relation="Next door",
        **kind,
    )
    judged = {"interest": "great", "influence": "great"}
    add(RECORD_KINDS["stakeholder_assessment"], case, by=leader, parent=one, **judged)
    sign_in(watched, leader)
    watched.goto(reverse("case_phase", args=[case.key, "who"]))
    folded = watched.get_by_text("Next door").is_visible()

    watched.get_by_role("group", name="Map: interest and influence").get_by_role(
        "link", name="Neighbours"
    ).press("Enter")

    watched.get_by_text("Next door").wait_for()
    assert folded is False
