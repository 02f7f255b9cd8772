import pytest

from accounts.access.roles import CaseRole, Role
from projects.actions.people import assign
from projects.models import Assignment


@pytest.fixture
def case(make_case, people):
    return make_case(people={CaseRole.LEAD: people["lead"]}, by=people["leader"])


def held(case):
    return sorted(
        case.assignments.in_force().values_list("user__name", "role"), key=lambda pair: pair[1]
    )


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        ("leader", ["owner", "lead", "champion", "member", "benefit_owner", "stakeholder"]),
        ("owner", ["lead", "champion", "member", "benefit_owner", "stakeholder"]),
        ("lead", ["champion", "member", "benefit_owner", "stakeholder"]),
    ],
)
def test_person_gives_the_roles_below_their_own(
    make_case, people, parts, browser_of, address, who, roles
):
    case = make_case(people=parts, by=people["leader"])

    form = browser_of(people[who]).get(address("case_people", case)).context["form"]

    assert [code for code, label in form.fields["role"].choices if code] == roles


def test_role_is_given_and_ended_on_the_page(case, people, browser_of, address, words):
    browser, url = browser_of(people["leader"]), address("case_people", case)

    given = browser.post(url, {"role": "owner", "user": people["owner"].pk}, follow=True)

    assert "Eva Eier is now project owner." in words(given)
    assert held(case) == [("Pål Prosjekt", "lead"), ("Eva Eier", "owner")]

    owner = case.assignments.get(role=CaseRole.OWNER)
    ended = browser.post(url, {"end": owner.pk}, follow=True)

    assert "Eva Eier is no longer project owner." in words(ended)
    assert held(case) == [("Pål Prosjekt", "lead")]


def test_ended_role_gives_nothing_from_that_moment(case, people, browser_of, address):
    lead = browser_of(people["lead"])
    assert lead.get(address("case_edit", case)).status_code == 200

    browser_of(people["leader"]).post(
        address("case_people", case), {"end": case.assignments.get().pk}
    )

    assert lead.get(address("case_edit", case)).status_code == 403


@pytest.mark.parametrize(
    ("role", "name", "field", "said"),
    [
        ("", "owner", "role", "This field is required."),
        ("king", "owner", "role", "Select a valid choice."),
        ("owner", "", "user", "This field is required."),
        ("lead", "owner", "role", "Pål Prosjekt has this role now. End that role first."),
        ("owner", "lead", "user", "must be two people"),
        ("owner", "stakeholder", "user", "can only be a stakeholder"),
    ],
)
def test_role_that_cannot_be_given_is_told_at_its_field(
    case, people, browser_of, address, words, role, name, field, said
):
    sent = {"role": role, "user": people[name].pk if name else ""}

    answer = browser_of(people["leader"]).post(address("case_people", case), sent)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert said in words(answer)
    assert held(case) == [("Pål Prosjekt", "lead")]


def test_person_of_another_municipality_is_not_a_choice(
    case, people, make_municipality, make_person, browser_of, address
):
    stranger = make_person(
        Role.READER, name="Fremmed", municipality=make_municipality("9902", "Sørvik")
    )
    browser, url = browser_of(people["leader"]), address("case_people", case)

    names = [person.name for person in browser.get(url).context["form"].fields["user"].queryset]
    answer = browser.post(url, {"role": "member", "user": stranger.pk})

    assert "Fremmed" not in names
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["user"])


def test_lead_cannot_end_the_role_above(case, people, browser_of, address):
    owner = assign(case, user=people["owner"], role=CaseRole.OWNER, by=people["leader"])
    browser, url = browser_of(people["lead"]), address("case_people", case)

    shown = [may_end for assignment, may_end in browser.get(url).context["people"]]
    answer = browser.post(url, {"end": owner.pk})

    assert (shown, answer.status_code) == ([False, False], 403)
    assert held(case) == [("Pål Prosjekt", "lead"), ("Eva Eier", "owner")]


@pytest.mark.parametrize("end", ["", "x", "999999", "9" * 30])
def test_role_that_is_not_of_this_case_cannot_be_ended(
    case, make_case, people, browser_of, address, end
):
    answer = browser_of(people["leader"]).post(address("case_people", case), {"end": end})

    assert answer.status_code == 404


def test_role_of_another_case_cannot_be_ended_here(case, make_case, people, browser_of, address):
    other = make_case("En annen", people={CaseRole.LEAD: people["lead"]}, by=people["leader"])

    answer = browser_of(people["leader"]).post(
        address("case_people", case), {"end": other.assignments.get().pk}
    )

    assert answer.status_code == 404
    assert Assignment.objects.in_force().count() == 2


@pytest.mark.parametrize("count", [1, 5])
def test_page_costs_the_same_for_any_number_of_roles(
    make_case, make_person, people, browser_of, address, query_count, count
):
    case = make_case(by=people["leader"])
    for _ in range(count):
        assign(case, user=make_person(Role.READER), role=CaseRole.MEMBER, by=people["leader"])
    browser = browser_of(people["leader"])

    with query_count("case_people"):
        browser.get(address("case_people", case))


def test_one_who_drives_many_cases_is_told_of(make_case, people, browser_of, address, words):
    champion = {CaseRole.CHAMPION: people["member"]}
    for _n in range(3):
        make_case(people=champion, by=people["leader"])
    case, browser = make_case(by=people["leader"]), browser_of(people["leader"])
    given = {"role": "champion", "user": people["member"].pk}

    answer = browser.post(address("case_people", case), given, follow=True)

    told = f"{people['member'].name} now drives 4 active cases. Is there time for all of them?"
    assert told in words(answer)
    assert case.assignments.in_force().filter(role="champion").count() == 1
