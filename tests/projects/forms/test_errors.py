"""An error leads to its field: the fold that hides it is open, and the list of errors, one on a
page, links to it and says each error once.
"""

import re

import pytest
from django.db.models import UniqueConstraint
from django.urls import reverse

from accounts.models import rules_in_words
from accounts.models.check_constraints import fields_in_question
from projects.choices.gates import Gate, gate_of
from projects.forms.case import CaseForm, VisibilityForm
from projects.forms.facts import ChallengeForm, facts_form
from projects.forms.records import form_class
from projects.forms.states import FORMS
from projects.method.facts import FACT_GROUPS
from projects.models import Benefit
from projects.records.kinds import RECORD_KINDS
from tests.pages import on_one_line

BOX = re.compile(r"<div class=\"ds-error-summary\".*?</ul>", re.DOTALL)
LINK = re.compile(r'href="#([\w-]+)"')


def errors_of(html):
    """Return the list of errors of a page that has one."""
    (box,) = BOX.findall(html)
    return box


def folded_forms(team):
    """Yield each form with fields that are folded away, as somebody sends it empty."""
    case, user = team.case, team.leader
    for kind in RECORD_KINDS.values():
        if kind.folded:
            yield kind.code, form_class(kind)({}, case=case, user=user)
    for code, group in FACT_GROUPS.items():
        yield code, facts_form(group)({}, instance=case, user=user)
    yield "challenge", ChallengeForm({}, user=user)
    for name, form in FORMS.items():
        yield name, form({}, case=case)


def test_error_of_every_folded_field_opens_its_fold_and_is_linked_to(make_team):
    hidden, lost, closed = [], [], []
    for code, form in folded_forms(make_team()):
        names = [name for _heading, group in form.optional_groups for name in group]
        for name in [name for name in names if name in form.fields]:
            form.errors.clear()
            form.add_error(name, "Skriv noe annet her")
            html = str(form)
            hidden.append(name)
            targets = LINK.findall(errors_of(html))
            lost += [f"{code}.{name}" for target in targets if f'id="{target}"' not in html]
            lost += [] if targets else [f"{code}.{name}"]
            folds = re.findall(r"<details[^>]*>.*?</details>", html, re.DOTALL)
            closed += [
                f"{code}.{name}"
                for fold in folds
                if "Skriv noe annet her" in fold and "open" not in fold.partition(">")[0]
            ]

    assert (lost, closed) == ([], [])
    assert len(hidden) > 40


def test_baseline_without_a_source_opens_the_fold_and_names_the_source(
    make_team, browser_of, typed, address
):
    team = make_team()
    browser = browser_of(team.leader)
    path = address("record_new", team.case, "benefit")
    given = {
        "title": "Færre reiser",
        "kind": "quality",
        "for_whom": ["users"],
        "baseline": "40",
        "baseline_on": team.today.isoformat(),
    }
    form = browser.get(path).context["form"]
    given["kind"] = form.fields["kind"].choices[1][0]
    given["for_whom"] = [form.fields["for_whom"].choices[0][0]]

    answer = browser.post(path, typed(form, **given))

    html = on_one_line(answer)
    assert (answer.status_code, Benefit.objects.count()) == (422, 0)
    assert LINK.findall(errors_of(html)) == ["id_baseline_source"]
    assert answer.context["form"].errors == {
        "baseline_source": ["A baseline needs a value, a date and a source."]
    }
    assert [group.is_open for group in answer.context["form"].optional_fields()] == [True]


def test_error_of_several_fields_is_one_line_with_a_link_to_each(
    make_team, browser_of, typed, address
):
    team = make_team()
    browser = browser_of(team.leader)
    path = address("record_new", team.case, "benefit")
    form = browser.get(path).context["form"]
    given = {
        "title": "Færre reiser",
        "kind": form.fields["kind"].choices[1][0],
        "for_whom": [form.fields["for_whom"].choices[0][0]],
        "baseline": "40",
    }

    box = errors_of(on_one_line(browser.post(path, typed(form, **given))))

    assert LINK.findall(box) == ["id_baseline_on", "id_baseline_source"]
    assert box.count("A baseline needs a value, a date and a source.") == 1


def test_errors_of_a_decision_are_in_one_box_that_names_the_requirement(
    make_team, people, parts, browser_of, address
):
    team = make_team(people=parts)
    team.meet(Gate.G1, but={"plan"})
    browser = browser_of(people["leader"])
    propose_path = address("gate_propose", team.case)
    browser_of(people["lead"]).post(propose_path, {"seen_phase": "what", "reason": "Klare"})
    form = browser.get(address("case_gate", team.case)).context["decision_form"]

    answer = browser.post(
        address("gate_decide", team.case),
        {"proposal": form["proposal"].value(), "outcome": "go", "plan-due_on": "2020-01-01"},
    )

    html = on_one_line(answer)
    box = errors_of(html)
    requirement = str(answer.context["condition_forms"][0].requirement.text).removesuffix(".")
    assert LINK.findall(box) == [
        "id_reason",
        "id_plan-reason",
        "id_plan-action",
        "id_plan-responsible",
        "id_plan-due_on",
    ]
    assert box.count(f"{requirement}: ") == 4
    assert [f'id="{target}"' in html for target in LINK.findall(box)] == [True] * 5


def test_not_now_asks_for_nothing_else_than_why(make_team, people, parts, browser_of, address):
    team = make_team(people=parts)
    team.meet(gate_of(team.case.phase), but={"plan"})
    browser = browser_of(people["leader"])
    sent = {"seen_phase": "what", "reason": "Klare"}
    browser_of(people["lead"]).post(address("gate_propose", team.case), sent)
    form = browser.get(address("case_gate", team.case)).context["decision_form"]
    half = {"plan-due_on": "2020-01-01", "plan-responsible": "nobody", "plan-reason": "x" * 1001}

    answer = browser.post(
        address("gate_decide", team.case),
        half | {"proposal": form["proposal"].value(), "outcome": "decline", "reason": "Senere"},
    )

    assert answer.status_code == 302


def unique_rules():
    """Each rule of what may be there once, where a form has a field of it."""
    for kind in RECORD_KINDS.values():
        for rule in kind.model._meta.constraints:
            if isinstance(rule, UniqueConstraint) and set(rules_in_words.fields_of(rule)) - {
                "case"
            }:
                yield kind, rule


@pytest.mark.parametrize(
    ("kind", "rule"), [*unique_rules()], ids=lambda one: getattr(one, "name", "")
)
def test_error_of_what_may_be_there_once_is_at_a_field_of_the_form(kind, rule):
    found = fields_in_question(kind.model(), rule)

    if set(rules_in_words.fields_of(rule)) & set(kind.fields):
        assert [name for name in found if name in kind.fields] == found != []


def test_second_option_that_is_chosen_is_refused_at_its_field(make_team, browser_of):
    team = make_team(phase="system")
    team.option()
    typed = {"title": "En til", "state": "chosen", "reason": "Også god"}

    answer = browser_of(team.leader).post(
        reverse("record_new", args=[team.case.key, "option"]), typed
    )

    assert answer.status_code == 422
    assert [*answer.context["form"].errors] == ["state"]


WITH_LINK = [code for code, kind in RECORD_KINDS.items() if "link" in kind.fields]
LONG_LINK = "https://nordvik.example/" + "x" * 5000


@pytest.mark.parametrize("link", [LONG_LINK, LONG_LINK.removeprefix("https://"), "x" * 495])
@pytest.mark.parametrize("code", ["case", *WITH_LINK])
def test_link_that_is_too_long_is_refused_once(make_team, code, link):
    team = make_team()
    if code == "case":
        form = CaseForm({"link": link}, user=team.leader, case=team.case)
    else:
        form = form_class(RECORD_KINDS[code])({"link": link}, case=team.case, user=team.leader)

    assert form.errors["link"] == ["Write an address of at most 500 characters, https:// included."]


def test_legal_basis_that_is_none_is_refused_once():
    typed = {"version": 1, "visibility": "restricted", "legal_basis": "offl-16"}
    form = VisibilityForm(typed, current="internal")

    assert len(form.errors["legal_basis"]) == 1
