"""The leader imports a list in a real browser: every step is accessible, nothing breaks the CSP."""

import pytest
from playwright.sync_api import expect

from projects.actions.cases import edit_case
from projects.models import Case

LIST = (
    "Nr;Tittel;Enhet;Status;Lenke\n"
    "1;Ærfugl;Helse;Pilot;www.ks.no\n"
    "2;Ørn;Skole;;NA\n"
)  # fmt: skip


@pytest.fixture
def leader_page(watched, leader, settings, sign_in, transactional_db):
    settings.IMPORT_IN_CHILD = False
    leader.language = "en"
    leader.save(update_fields=["language"])
    sign_in(watched, leader)
    return watched


def upload(page, text):
    page.goto("/import/")
    file = {"name": "liste.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Upload the file").click()


def test_leader_imports_a_list_step_by_step(leader_page, axe, leader):
    page, found = leader_page, []

    def look():
        page.evaluate("scrollTo(0, 0)")  # else the header, which stays, covers what axe measures
        found.extend(f"{page.url} {line}" for line in axe(page))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.goto("/import/")
    look()
    upload(page, LIST)
    look()
    page.get_by_role("button", name="Go on to the columns").click()
    page.get_by_label("Source of the ids").fill("Regnearket")
    look()
    page.get_by_role("button", name="Go on to the values").click()
    page.get_by_role("button", name="Make the dry run").click()
    expect(page.get_by_role("alert")).to_be_focused()
    look()
    page.get_by_label("Make the units that are missing").check()
    page.get_by_label("Pilot").select_option("active:use")
    page.get_by_label("Empty cell").select_option("unknown")
    page.get_by_label("Leave it empty").check()
    page.get_by_label("Keep this mapping").fill("Lista")
    page.get_by_role("button", name="Make the dry run").click()
    look()
    page.get_by_role("button", name="Import 2 cases").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The cases are imported")
    look()

    edit_case(Case.objects.get(title="Ørn"), by=leader, seen_version=1, changes={"title": "Havørn"})
    upload(page, LIST.replace("Ørn", "Kongeørn"))
    page.get_by_role("button", name="Go on to the columns").click()
    page.get_by_label("Begin with a mapping").select_option(label="Lista")
    page.get_by_role("button", name="Begin with this").click()
    page.get_by_role("button", name="Go on to the values").click()
    page.get_by_role("button", name="Make the dry run").click()
    page.get_by_role("link", name="Choose what wins").click()
    look()
    page.get_by_label("Take from the file: Kongeørn").check()
    page.get_by_role("button", name="Save the choices").click()
    page.get_by_role("button", name="Import one case").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The cases are imported")

    assert found == []
    assert sorted(Case.objects.values_list("title", flat=True)) == ["Kongeørn", "Ærfugl"]
