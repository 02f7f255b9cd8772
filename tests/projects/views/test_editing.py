from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.access.roles import CaseRole
from projects.actions.cases import edit_case, set_visibility
from projects.choices.states import Visibility
from projects.models import Case


@pytest.fixture
def case(make_case, people, parts):
    return make_case(
        "Snørydding",
        people=parts,
        by=people["leader"],
        summary="Første linje\nAndre linje",
        tags=["vei", "vinter"],
        start_on="2026-03",
        innovation_types=["service"],
        sdgs=[9, 11],
        kostra_function="332",
        link="https://nordvik.example/vei",
        archive_reference="2026/12",
    )


@pytest.fixture
def lead(people, browser_of):
    return browser_of(people["lead"])


def typed(answer, **more):
    """What a browser sends for the form it was shown: line breaks as browsers send them."""
    sent = {}
    for field in answer.context["form"]:
        value = field.value()
        if isinstance(value, str):
            value = value.replace("\r\n", "\n").replace("\n", "\r\n")
        if value not in (None, "", False):
            sent[field.html_name] = value
    return sent | more


def stored(case):
    case.refresh_from_db()
    return case


def test_saving_untouched_form_changes_nothing(case, lead, address):
    url = address("case_edit", case)

    answer = lead.post(url, typed(lead.get(url)))

    assert (answer.status_code, answer.url) == (302, case.get_absolute_url())
    assert stored(case).version == 1
    assert case.summary == "Første linje\nAndre linje"


def test_tag_is_spelled_as_in_the_other_cases_that_its_author_sees(
    case, lead, people, make_case, address
):
    make_case("Annen sak", tags=["klima", "İstanbul"])
    make_case("Hemmelig", visibility=Visibility.RESTRICTED, tags=["IS"])
    url = address("case_edit", case)

    lead.post(url, typed(lead.get(url), tags="VEI, KLI\u00adMA, is, istanbul, Ny\u200b, ny"))

    assert stored(case).tags == ["VEI", "klima", "is", "İstanbul", "Ny\u200b"]
    lead.post(url, typed(lead.get(url), tags="vei"))
    assert stored(case).tags == ["vei"]


def test_text_that_the_form_would_write_otherwise_stays_as_it_is(case, lead, people, address):
    url = address("case_edit", case)
    odd = "Første linje\r\nAndre linje  "
    edit_case(case, by=people["leader"], seen_version=1, changes={"summary": odd})

    lead.post(url, typed(lead.get(url), title="Ny"))

    assert (stored(case).title, case.summary) == ("Ny", odd)


def test_only_what_was_changed_is_saved(case, lead, people, address):
    url = address("case_edit", case)

    lead.post(url, typed(lead.get(url), title="Behovsstyrt snørydding", tags="vei,  is , vei"))

    assert (stored(case).title, case.tags, case.version) == (
        "Behovsstyrt snørydding",
        ["vei", "is"],
        2,
    )
    assert (case.summary, case.sdgs) == ("Første linje\nAndre linje", [9, 11])


def test_every_field_is_saved(case, lead, make_unit, people, address):
    url = address("case_edit", case)
    unit = make_unit("Teknisk")

    answer = lead.post(
        url,
        {
            "version": 1,
            "title": "Ny",
            "public_title": "Åpen",
            "summary": "Kort",
            "unit": unit.pk,
            "contact": people["owner"].pk,
            "language": "nn",
            "start_on": "5. mars 2026",
            "planned_end_on": "2027",
            "actual_end_on": "",
            "innovation_types": ["product", "process"],
            "tags": "Is, snø",
            "kostra_function": "335",
            "sdgs": ["1", "17"],
            "link": "http://nordvik.example",
            "archive_reference": "12/572-2",
        },
    )

    assert answer.status_code == 302
    names = (
        "title public_title summary unit contact language start_on planned_end_on actual_end_on"
        " innovation_types tags kostra_function sdgs link archive_reference"
    )
    assert [getattr(stored(case), name) for name in names.split()] == [
        "Ny",
        "Åpen",
        "Kort",
        unit,
        people["owner"],
        "nn",
        "2026-03-05",
        "2027",
        "",
        ["product", "process"],
        ["Is", "snø"],
        "335",
        [1, 17],
        "http://nordvik.example",
        "12/572-2",
    ]


def test_field_can_be_emptied(case, lead, address):
    url = address("case_edit", case)
    empty = dict.fromkeys(("summary", "start_on", "tags", "link", "archive_reference"), "")

    lead.post(url, typed(lead.get(url)) | empty | {"innovation_types": [], "sdgs": []})

    assert (stored(case).summary, case.start_on, case.tags, case.sdgs) == ("", "", [], [])
    assert (case.link, case.archive_reference, case.innovation_types) == ("", "", [])


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"title": " "}, "title", "This field is required."),
        ({"title": "x" * 201}, "title", "at most 200 characters (it has 201)"),
        ({"summary": "x" * 4001}, "summary", "at most 4000 characters (it has 4001)"),
        ({"unit": ""}, "unit", "This field is required."),
        ({"unit": "999999"}, "unit", "Select a valid choice."),
        ({"contact": "9" * 25}, "contact", "Select a valid choice."),
        ({"language": "se"}, "language", "Select a valid choice."),
        ({"start_on": "3/5/26"}, "start_on", "Day, month and year can be mixed up here."),
        ({"start_on": "2026-02-30"}, "start_on", "This day is not in the calendar."),
        ({"planned_end_on": "snart"}, "planned_end_on", "Write a year, a month or a day"),
        (
            {"planned_end_on": "2025"},
            "planned_end_on",
            "The planned end cannot be before the start.",
        ),
        ({"innovation_types": ["magic"]}, "innovation_types", "Select a valid choice."),
        ({"tags": "x" * 61}, "tags", "A tag has at most 60 characters."),
        ({"tags": ",".join(str(n) for n in range(31))}, "tags", "Write at most 30 tags."),
        ({"kostra_function": "999"}, "kostra_function", "Select a valid choice."),
        ({"sdgs": ["18"]}, "sdgs", "Select a valid choice."),
        ({"link": "ftp://nordvik.example"}, "link", "Write a whole address"),
        ({"link": "javascript:alert(1)"}, "link", "Write a whole address"),
        ({"archive_reference": "26-1234"}, "archive_reference", "Write year, slash and number"),
        ({"version": ""}, "version", "This field is required."),
        ({"version": "99"}, "version", "The form does not say which version"),
        ({"version": "x"}, "version", "Enter a whole number."),
    ],
)
def test_wrong_edit_is_told_at_its_field_with_the_typing_kept(
    case, lead, address, words, wrong, field, said
):
    url = address("case_edit", case)
    sent = typed(lead.get(url), public_title="Min tittel") | wrong

    answer = lead.post(url, sent)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert said in words(answer)
    assert answer.context["form"]["public_title"].value() == "Min tittel"
    assert (stored(case).version, case.public_title) == (1, "")


def test_late_edit_shows_both_texts_where_they_differ(case, lead, people, address, words):
    url = address("case_edit", case)
    form = lead.get(url)
    changes = {"title": "Deres tittel", "tags": ["deres"], "summary": "Deres tekst"}
    edit_case(case, by=people["leader"], seen_version=1, changes=changes)

    answer = lead.post(url, typed(form, title="Min tittel", tags="vei, vinter, is"))

    assert answer.status_code == 409
    assert [(row.label, row.mine, row.theirs) for row in answer.context["rows"]] == [
        ("Title", "Min tittel", "Deres tittel"),
        ("Tags", "vei, vinter, is", "deres"),
    ]
    assert answer.context["also_changed"] == ["Summary"]
    assert stored(case).title == "Deres tittel"


def test_late_edit_is_saved_on_top_and_leaves_what_the_other_changed(case, lead, people, address):
    url = address("case_edit", case)
    form = lead.get(url)
    changes = {"title": "Deres tittel", "summary": "Deres tekst", "sdgs": [1]}
    edit_case(case, by=people["leader"], seen_version=1, changes=changes)
    refused = lead.post(url, typed(form, title="Min tittel", kostra_function="335"))

    again = lead.post(url, typed(refused))

    assert again.status_code == 302
    assert (stored(case).title, case.summary, case.sdgs, case.kostra_function) == (
        "Min tittel",
        "Deres tekst",
        [1],
        "335",
    )


def test_late_edit_names_who_saved_first(case, lead, people, browser_of, address, words):
    url = address("case_edit", case)
    form = lead.get(url)
    other = browser_of(people["owner"])
    other.post(url, typed(other.get(url), title="Deres tittel"))

    answer = lead.post(url, typed(form, title="Min tittel"))

    assert "Saved by Eva Eier" in words(answer)


def test_closed_unit_and_former_contact_stay_on_offer(case, lead, people, unit, address):
    Case.objects.filter(pk=case.pk).update(contact=people["member"])
    unit.closed_at = timezone.now()
    unit.save(update_fields=["closed_at"])
    people["member"].is_active = False
    people["member"].save(update_fields=["is_active"])
    url = address("case_edit", case)

    form = lead.get(url)
    answer = lead.post(url, typed(form, title="Ny"))

    assert answer.status_code == 302
    assert (stored(case).unit, case.contact, case.title) == (unit, people["member"], "Ny")


def test_closed_unit_of_others_and_people_elsewhere_are_not_offered(
    case, lead, make_unit, make_person, make_municipality, address
):
    make_unit("Stengt", closed_at=timezone.now())
    elsewhere = make_municipality("9902", "Sørvik")
    make_unit("Fremmed enhet", municipality=elsewhere)
    make_person("leader", name="Fremmed person", municipality=elsewhere)

    form = lead.get(address("case_edit", case)).context["form"]

    assert [label for value, label in form.fields["unit"].choices if value] == ["Helse"]
    assert "Fremmed person" not in [p.name for p in form.fields["contact"].queryset]


def test_units_stand_as_a_tree(case, lead, unit, make_unit, address):
    home = make_unit("Hjemmetjeneste", parent=unit)
    make_unit("Natt", parent=home)
    make_unit("Barnehage")

    form = lead.get(address("case_edit", case)).context["form"]

    assert [label.replace("\xa0", ".") for value, label in form.fields["unit"].choices][1:] == [
        "Barnehage",
        "Helse",
        "....Hjemmetjeneste",
        "........Natt",
    ]


def test_edit_form_costs_the_same_for_any_number_of_units(
    case, lead, make_unit, address, query_count
):
    url = address("case_edit", case)
    with query_count("case_edit"):
        lead.get(url)

    for number in range(5):
        make_unit(f"Enhet {number}")

    with query_count("case_edit"):
        lead.get(url)


# --- Opening a case -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [("leader", 200), ("lead", 200), ("reader", 200), ("council", 403), ("stakeholder", 403),
     ("administrator", 403)],
)  # fmt: skip
def test_whoever_works_here_may_open_or_suggest_a_case(case, people, browser_of, who, status):
    assert browser_of(people[who]).get(reverse("case_new")).status_code == status


def test_new_case_is_a_draft_led_by_its_author(case, people, unit, browser_of, words):
    answer = browser_of(people["member"]).post(
        reverse("case_new"),
        {"title": "Ny idé", "summary": "", "unit": unit.pk, "contact": "", "language": "nb"},
        follow=True,
    )

    made = Case.objects.get(title="Ny idé")
    assert answer.redirect_chain == [(made.get_absolute_url(), 302)]
    assert (made.state, made.created_by) == ("draft", people["member"])
    assert list(made.assignments.values_list("user__name", "role")) == [("Mia Medlem", "lead")]
    assert "Before the case starts" in words(answer)


def test_new_case_begins_with_oneself_as_contact(case, people, browser_of):
    form = browser_of(people["lead"]).get(reverse("case_new")).context["form"]

    assert (form["contact"].value(), form["language"].value()) == (people["lead"].pk, "nb")


def test_new_case_without_title_is_told_with_the_typing_kept(case, people, browser_of, words):
    answer = browser_of(people["lead"]).post(reverse("case_new"), {"summary": "Skrevet"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["title", "unit", "language"]
    assert answer.context["form"]["summary"].value() == "Skrevet"
    assert Case.objects.count() == 1


def test_new_case_sent_twice_is_opened_once(make_unit, people, browser_of):
    browser = browser_of(people["lead"])
    form = browser.get(reverse("case_new")).context["form"]
    sent = {
        "once": form["once"].value(),
        "title": "Bare én",
        "unit": make_unit().pk,
        "language": "nb",
    }

    answers = [browser.post(reverse("case_new"), sent).url for _ in range(2)]

    case = Case.objects.get()
    assert answers == [case.get_absolute_url()] * 2


# --- Who may see it -------------------------------------------------------------------------


@pytest.fixture
def leader_browser(people, browser_of):
    return browser_of(people["leader"])


def shown_to(visibility, **more):
    return {"version": 1, "visibility": visibility, "public_title": "", "legal_basis": ""} | more


def test_case_is_shown_to_the_council_after_a_look(case, leader_browser, address):
    answer = leader_browser.post(
        address("case_visibility", case),
        shown_to("council", public_title="Tryggere veier", has_looked="on"),
    )

    assert answer.status_code == 302
    assert (stored(case).visibility, case.public_title) == ("council", "Tryggere veier")


def test_case_is_exempted_with_its_legal_basis(case, leader_browser, address):
    answer = leader_browser.post(
        address("case_visibility", case),
        shown_to("restricted", legal_basis="offl-13-1", exempt_until="2027-01-01"),
    )

    assert answer.status_code == 302
    assert (stored(case).visibility, case.legal_basis, case.exempt_until) == (
        "restricted",
        "offl-13-1",
        date(2027, 1, 1),
    )


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        (shown_to("council", public_title="Veier"), "has_looked", "Read what becomes visible"),
        (shown_to("council", has_looked="on"), "public_title", "Write a title that everybody"),
        (shown_to("restricted"), "legal_basis", "Choose the provision that exempts the case."),
        (shown_to("restricted", legal_basis="x"), "legal_basis", "Select a valid choice."),
        (shown_to("everybody"), "visibility", "Select a valid choice."),
        (shown_to(""), "visibility", "This field is required."),
    ],
)
def test_visibility_that_lacks_something_is_told_at_its_field(
    case, leader_browser, address, words, wrong, field, said
):
    answer = leader_browser.post(address("case_visibility", case), wrong)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert said in words(answer)
    assert (stored(case).visibility, case.version) == ("internal", 1)


def test_narrowing_needs_no_look_and_takes_the_legal_basis_away(
    make_case, people, browser_of, address
):
    case = make_case(visibility=Visibility.COUNCIL, by=people["leader"])

    answer = browser_of(people["leader"]).post(
        address("case_visibility", case),
        shown_to("internal", version=case.version, legal_basis="offl-13-1"),
    )

    assert answer.status_code == 302
    assert (stored(case).visibility, case.legal_basis) == ("internal", "")


def test_late_visibility_shows_what_the_other_chose(case, people, leader_browser, address):
    set_visibility(
        case,
        by=people["leader"],
        seen_version=1,
        visibility=Visibility.COUNCIL,
        public_title="Deres tittel",
    )

    answer = leader_browser.post(
        address("case_visibility", case),
        shown_to("public", public_title="Min tittel", has_looked="on"),
    )

    assert answer.status_code == 409
    assert [(row.mine, row.theirs) for row in answer.context["rows"]] == [
        ("Public", "The council"),
        ("Min tittel", "Deres tittel"),
    ]
    assert answer.context["form"]["version"].value() == 2


def test_page_of_visibility_shows_what_becomes_visible_and_nothing_else(
    case, leader_browser, address, words
):
    page = words(leader_browser.get(address("case_visibility", case)))

    found = [word for word in ("Første linje", "vei, vinter", "332", "Legal basis") if word in page]
    assert found == ["Første linje", "vei, vinter", "332", "Legal basis"]
    assert "External" not in page


def test_only_the_leader_sets_visibility(case, people, browser_of, address):
    answers = {
        who: browser_of(people[who]).get(address("case_visibility", case)).status_code
        for who in ("leader", "owner", "lead", "reader")
    }

    assert answers == {"leader": 200, "owner": 403, "lead": 403, "reader": 403}


def test_champion_does_not_edit(make_case, people, browser_of, address):
    case = make_case(people={CaseRole.CHAMPION: people["member"]}, by=people["leader"])

    assert browser_of(people["member"]).get(address("case_edit", case)).status_code == 403


@pytest.mark.parametrize(("days", "status"), [(-1, 422), (0, 302), (30, 302)])
def test_exemption_that_has_ended_is_refused_at_its_field(
    make_case, leader, browser_of, address, days, status
):
    case = make_case()
    until = timezone.localdate() + timedelta(days=days)
    typed = {"version": case.version, "visibility": "restricted", "legal_basis": "offl-13-1"}

    answer = browser_of(leader).post(
        address("case_visibility", case), typed | {"exempt_until": until.isoformat()}
    )

    assert answer.status_code == status
    if status == 422:
        assert [*answer.context["form"].errors] == ["exempt_until"]
