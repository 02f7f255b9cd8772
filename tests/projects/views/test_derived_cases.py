"""A new case that grows out of another, and who reads that it did."""

import pytest
from django.urls import reverse

from accounts.access.roles import Role
from projects.actions.cases import edit_case, open_case
from projects.choices.phases import Phase
from projects.errors import Invalid
from projects.models import Case


def start(browser, source, **changes):
    """Start a new case from another as a browser does it."""
    path = f"{reverse('case_new')}?from={source.key}"
    form = browser.get(path).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else value for name, value in sent.items()}
    return browser.post(path, sent | {"title": "Trygg om dagen"} | changes, follow=True)


@pytest.fixture
def source(make_case, people):
    return make_case("Trygg om natten", by=people["leader"], phase=Phase.REFINE)


def test_new_case_grows_out_of_another_and_both_show_it(source, people, browser_of, words):
    browser = browser_of(people["leader"])

    new = start(browser, source)
    old = browser.get(source.get_absolute_url())

    case = Case.objects.get(title="Trygg om dagen")
    assert (case.derived_from, case.unit) == (source, source.unit)
    assert "Grew out of Trygg om natten" in words(new)
    assert "New cases from this one Trygg om dagen" in words(old)
    assert f"{reverse('case_new')}?from={source.key}" in old.content.decode()


@pytest.mark.parametrize("who", ["reader", "council", "administrator"])
def test_kin_are_shown_only_to_those_who_read_both(
    source, people, browser_of, words, who, make_case
):
    shown = {"visibility": "restricted", "legal_basis": "offl. § 13"}
    start(browser_of(people["leader"]), source)
    Case.objects.filter(title="Trygg om dagen").update(**shown)

    told = words(browser_of(people[who]).get(source.get_absolute_url()))

    assert "Trygg om dagen" not in told


def test_case_does_not_start_from_one_that_is_hidden(people, make_case, browser_of):
    hidden = make_case("Unntatt", visibility="restricted", by=people["leader"])
    browser = browser_of(people["reader"])
    fields = {"title": "Ny", "unit": hidden.unit, "derived_from": hidden}

    page = browser.get(f"{reverse('case_new')}?from={hidden.key}")
    form = browser.get(reverse("case_new")).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    posted = browser.post(
        reverse("case_new"),
        sent | {"title": "Ny", "unit": hidden.unit_id, "derived_from": hidden.key},
    )

    assert page.status_code == 404
    assert posted.status_code == 422
    assert list(posted.context["form"].errors) == ["derived_from"]
    with pytest.raises(Invalid):
        open_case(by=people["reader"], fields=fields)
    assert Case.objects.filter(title="Ny").count() == 0


def test_case_is_not_edited_to_grow_out_of_one_that_is_hidden(people, make_case, parts):
    hidden = make_case("Unntatt", visibility="restricted", by=people["leader"])
    case = make_case(people=parts, by=people["leader"])

    with pytest.raises(Invalid):
        edit_case(
            case, by=people["owner"], seen_version=case.version, changes={"derived_from": hidden}
        )


def test_draft_and_council_are_offered_no_new_case(
    source, make_case, people, browser_of, make_person
):
    draft = make_case("Utkast", state="draft", by=people["leader"])
    offer = f"{reverse('case_new')}?from="

    pages = {
        "draft": browser_of(people["leader"]).get(draft.get_absolute_url()),
        "reader": browser_of(make_person(Role.READER)).get(source.get_absolute_url()),
        "administrator": browser_of(people["administrator"]).get(source.get_absolute_url()),
    }

    assert {name: offer in page.content.decode() for name, page in pages.items()} == {
        "draft": False,
        "reader": True,
        "administrator": False,
    }
