"""The questions of the method are on the pages where the work is done."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from accounts.access.roles import Role
from projects.choices.phases import Phase
from projects.choices.vocabulary import Factor
from projects.method import guidance
from projects.method.facts import FACT_GROUPS
from projects.records.kinds import RECORD_KINDS

GUIDES = [
    *guidance.GUIDE_BY_PHASE.values(),
    *guidance.GUIDE_BY_FACT_GROUP.values(),
    *guidance.GUIDE_BY_KIND.values(),
    *guidance.GUIDE_BY_FACTOR.values(),
]


@pytest.fixture
def team(client, make_team, make_person):
    """A case whose leader, who is signed in, reads English."""
    made = make_team()
    client.force_login(make_person(Role.LEADER, language="en"))
    return made


def told(guide):
    return [escape(str(text)) for text in (*guide.questions, guide.good)]


def left_out(guide, html):
    return [text for text in told(guide) if text not in html]


def test_everything_the_method_asks_for_has_a_guide():
    assert list(guidance.GUIDE_BY_PHASE) == list(Phase)
    assert set(guidance.GUIDE_BY_FACT_GROUP) == {"challenge", *FACT_GROUPS}
    assert set(guidance.GUIDE_BY_KIND) == set(RECORD_KINDS)
    assert list(guidance.GUIDE_BY_FACTOR) == list(Factor)


def test_guide_has_two_to_four_questions_and_says_what_good_looks_like_in_two_sentences():
    asked = [len(guide.questions) for guide in GUIDES]
    statements = [q for guide in GUIDES for q in guide.questions if not str(q).endswith("?")]
    long = [g.good for g in GUIDES if str(g.good).count(". ") > 1 or len(str(g.good)) > 200]

    assert (min(asked), max(asked)) == (2, 4)
    assert statements == []
    assert long == []


@pytest.mark.parametrize("phase", Phase)
def test_phase_page_asks_at_the_top_and_in_every_section(client, team, phase):
    html = client.get(reverse("case_phase", args=[team.case.key, phase])).content.decode()

    guides = [guidance.GUIDE_BY_PHASE[phase]]
    guides += [
        guidance.GUIDE_BY_FACT_GROUP[g.code] for g in FACT_GROUPS.values() if g.phase == phase
    ]
    guides += [
        guidance.GUIDE_BY_KIND[k.code]
        for k in RECORD_KINDS.values()
        if k.phase == phase and not k.parent
    ]
    assert [text for guide in guides for text in left_out(guide, html)] == []
    assert html.count('<details class="guide" open>') == 1


@pytest.mark.parametrize("code", [code for code, kind in RECORD_KINDS.items() if not kind.parent])
def test_form_of_a_record_asks_the_questions_of_its_kind(client, team, code):
    html = client.get(reverse("record_new", args=[team.case.key, code])).content.decode()

    assert left_out(guidance.GUIDE_BY_KIND[code], html) == []


def test_facts_the_challenge_and_the_formula_ask_their_questions(client, team):
    challenge = client.get(reverse("case_challenge", args=[team.case.key])).content.decode()
    handover = client.get(reverse("case_facts", args=[team.case.key, "handover"])).content.decode()
    formula = client.get(reverse("case_assess", args=[team.case.key])).content.decode()

    assert left_out(guidance.GUIDE_BY_FACT_GROUP["challenge"], challenge) == []
    assert left_out(guidance.GUIDE_BY_FACT_GROUP["handover"], handover) == []
    assert [t for g in guidance.GUIDE_BY_FACTOR.values() for t in left_out(g, formula)] == []
