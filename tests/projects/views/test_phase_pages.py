"""The pages of the phases: who reads what of the method, and writing it down."""

import re

import pytest
from django.urls import reverse

from accounts.access.roles import Role
from projects.choices.phases import Phase
from projects.choices.states import Visibility
from projects.models import Insight, Option, Stakeholder
from projects.records.kinds import RECORD_KINDS
from tests.pages import on_one_line


def page(client, person, case, phase):
    client.force_login(person)
    return client.get(reverse("case_phase", args=[case.key, phase]))


@pytest.fixture
def judged(make_team):
    """A case in which a stakeholder has been judged, and a target group asked."""
    team = make_team(phase=Phase.SYSTEM)
    team.write(
        "stakeholder",
        kind="person",
        name="Nabo Nilsen",
        category="user",
        point_of_view="De spør aldri oss",
    )
    one = Stakeholder.objects.of(team.case).get()
    team.write(
        "stakeholder_assessment",
        parent=one,
        interest="great",
        influence="little",
        resistance="Frykter kamera",
    )
    team.spreading()
    return team


def test_employee_reads_neither_names_nor_judgements_of_stakeholders(client, judged, make_person):
    reader = make_person(Role.READER)

    who = page(client, reader, judged.case, "who").content.decode()
    use = page(client, reader, judged.case, "use").content.decode()

    hidden = ("Nabo Nilsen", "De spør aldri oss", "Frykter kamera", "Nattevakter", "Spurt i gruppe")
    assert [text for text in hidden if text in who + use] == []
    assert "record__by" not in use
    assert 'id="diffusion"' not in use


def test_leader_reads_how_stakeholders_are_judged(client, judged):
    who = page(client, judged.leader, judged.case, "who").content.decode()

    assert [text for text in ("Nabo Nilsen", "Frykter kamera") if text not in who] == []


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.ADMINISTRATOR])
def test_phase_page_does_not_exist_for_who_reads_no_working_texts(
    client, make_team, make_person, role
):
    team = make_team(visibility=Visibility.COUNCIL)

    assert page(client, make_person(role), team.case, "what").status_code == 404


def test_insight_is_written_on_its_page_and_shown_in_its_phase(client, make_team):
    team = make_team()
    client.force_login(team.leader)
    said = {
        "kind": "interview",
        "title": "Utrygg om natten",
        "finding": "De ringer fordi de er utrygge",
        "source": "Tolv intervjuer",
        "whose_need": "Hjemmeboende",
    }
    address = reverse("record_new", args=[team.case.key, "insight"])

    refused = client.post(address, said | {"source": ""})
    answer = client.post(address, said, follow=True)

    assert refused.status_code == 422
    assert refused.context["form"].errors.keys() == {"source"}
    assert "De ringer fordi de er utrygge" in answer.content.decode()
    assert Insight.objects.of(team.case).count() == 1


def test_record_changed_by_two_keeps_both_texts_side_by_side(client, make_team):
    team = make_team()
    team.insight()
    record = Insight.objects.get()
    client.force_login(team.leader)
    address = reverse("record_edit", args=[team.case.key, "insight", record.pk])
    said = {
        name: getattr(record, name) for name in ("kind", "title", "finding", "source", "whose_need")
    }

    first = client.post(address, said | {"title": "Først", "version": 1})
    second = client.post(address, said | {"title": "Sist", "version": 1})

    assert (first.status_code, second.status_code) == (302, 409)
    assert ("Sist", "Først") in [(row.mine, row.theirs) for row in second.context["rows"]]
    record.refresh_from_db()
    assert (record.title, record.version) == ("Først", 2)


def test_queries_of_a_phase_page_are_the_same_for_few_and_many(client, make_team, query_count):
    team = make_team()
    team.insight()
    client.force_login(team.leader)
    address = reverse("case_phase", args=[team.case.key, "what"])
    client.get(address)
    with query_count("phase_page"):
        client.get(address)

    for _n in range(30):
        team.insight()

    with query_count("phase_page"):
        client.get(address)


def test_phase_page_shows_the_newest_ten_and_all_when_asked(client, make_team):
    team = make_team()
    for n in range(12):
        team.write(
            "insight",
            kind="interview",
            title=f"Innsikt {n:02}",
            finding="De ringer fordi de er utrygge",
            source="Intervju",
            whose_need="Hjemmeboende",
        )
    client.force_login(team.leader)
    address = reverse("case_phase", args=[team.case.key, "what"])

    first = client.get(address)
    every = client.get(f"{address}?all=insight")

    assert headlines(first) == [f"Innsikt {n:02}" for n in range(11, 1, -1)]
    assert headlines(every) == [f"Innsikt {n:02}" for n in range(11, -1, -1)]
    assert "?all=insight#insight" in first.content.decode()
    assert "?all=insight#insight" not in every.content.decode()


def headlines(answer):
    sections = answer.context["sections"]
    return [e.headline for s in sections if s.kind.code == "insight" for e in s.entries]


def test_page_of_who_costs_the_same_for_few_and_many_stakeholders(client, make_team, query_count):
    team = make_team(phase=Phase.WHO)
    client.force_login(team.leader)
    address = reverse("case_phase", args=[team.case.key, "who"])

    def meet(number):
        for _n in range(number):
            team.user()
            team.write(
                "stakeholder_measure",
                parent=Stakeholder.objects.last(),
                what="Kveldsmøte",
                responsible=team.leader,
                due_on=team.today,
            )
        team.stakeholders()
        team.anchored()

    meet(1)
    client.get(address)
    with query_count("phase_who"):
        client.get(address)
    meet(24)

    with query_count("phase_who"):
        answer = client.get(address)

    section = answer.context["sections"][0]
    assert (len(section.entries), len(section.panel.map.rows), section.number) == (10, 25, 25)


@pytest.mark.parametrize(("number", "opened"), [(2, 2), (3, 0)])
def test_few_records_are_read_at_once_and_more_are_opened_one_by_one(
    make_case, people, browser_of, address, number, opened
):
    case = make_case()
    for n in range(number):
        Insight.objects.create(
            case=case,
            by=people["leader"],
            kind="interview",
            title=f"Funn {n}",
            finding="Åtte av ti er utrygge.",
            source="Intervju",
            whose_need="Hjemmeboende",
        )

    page = on_one_line(browser_of(people["leader"]).get(address("case_phase", case, "what")))

    section = re.search(r'<section[^>]*id="insight".*?</section>', page, re.DOTALL)[0]
    entries = re.findall(r'<details class="entry"( open)?>', section)
    assert (len(entries), entries.count(" open")) == (number, opened)
    assert section.count('<span class="entry__g">Åtte av ti er utrygge.</span>') == number


def test_record_says_how_it_stands_before_it_is_opened(make_case, people, browser_of, address):
    case = make_case()
    Option.objects.create(
        case=case, by=people["leader"], title="Tilsyn", state="parked", reason="Venter"
    )

    page = browser_of(people["leader"]).get(address("case_phase", case, "system"))

    section = next(one for one in page.context["sections"] if one.kind.code == "option")
    assert [entry.status for entry in section.entries] == ["Parked"]


@pytest.mark.parametrize("kind", RECORD_KINDS.values(), ids=lambda kind: kind.code)
def test_every_field_of_a_form_is_named_in_the_language_of_the_screen(kind):
    fields = [kind.model._meta.get_field(name) for name in kind.fields]

    assert [field.name for field in fields if isinstance(field.verbose_name, str)] == []
