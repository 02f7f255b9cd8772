import datetime as dt
import unicodedata
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.db.models import F
from django.http import QueryDict
from django.utils import timezone

from accounts.access.roles import CaseRole, Role
from projects.choices.phases import Phase
from projects.choices.states import Health, State, Visibility
from projects.filters import MAY_BE_EMPTY, ORDERINGS, CaseFilterSet
from projects.models import Case
from projects.querysets.key_order import KeyOrder
from tests import profiles


@pytest.fixture
def find(leader):
    """Search among what a person sees; the answer is the titles found, in order."""

    def find(query, *, user=leader, **more):
        return [case.title for case in search(query, user=user, **more).qs]

    def search(query, *, user=leader, **more):
        cases = Case.objects.visible_to(user)
        return CaseFilterSet(QueryDict(query), cases, user=user, **more)

    find.search = search
    return find


@pytest.fixture
def portfolio(make_case, make_unit, make_person, make_report, overdue_pause):
    """Make seven cases that each filter separates."""
    health = make_unit("Helse")
    home = make_unit("Hjemmetjenesten", parent=health)
    school = make_unit("Skole")
    siri, per = make_person(Role.READER, name="Siri"), make_person(Role.READER, name="Per")
    make_case("Ærlig", unit=health, people={CaseRole.OWNER: siri}, tags=["ki", "omsorg"])
    make_case("Øvelse", unit=home, phase=Phase.WHO, people={CaseRole.OWNER: per}, tags=["ki"])
    risky = make_case("Ålreit", unit=school, phase=Phase.USE, tags=["skole"])
    make_report(risky, Health.AT_RISK)
    stale = make_case("Bakfra", unit=school)
    make_report(stale, Health.ON_TRACK, days_ago=31)
    overdue_pause(make_case("Pause", unit=health))
    make_case("Utkast", unit=health, state=State.DRAFT)
    make_case("Kunngjort", unit=school, visibility=Visibility.PUBLIC, public_title="Åpent for alle")


SORTABLE = "key, title, unit, phase, state, health, days_in_phase, confirmed, updated"
ALL = {"Ærlig", "Øvelse", "Ålreit", "Bakfra", "Pause", "Utkast", "Kunngjort"}


FOUND = {
    "": ALL,
    "phase=who": {"Øvelse"},
    "phase=who&phase=use": {"Øvelse", "Ålreit"},
    "state=draft": {"Utkast"},
    "state=draft&state=paused": {"Utkast", "Pause"},
    "health=at_risk": {"Ålreit"},
    "health=at_risk&health=on_track": {"Ålreit", "Bakfra"},
    "visibility=public": {"Kunngjort"},
    "tag=ki": {"Ærlig", "Øvelse"},
    "tag=omsorg&tag=skole": {"Ærlig", "Ålreit"},
    "tag=ki&phase=who": {"Øvelse"},
    "q=ærlig": {"Ærlig"},
    "q=&phase=&tag=skole": {"Ålreit"},
    "unconfirmed_days=30": {"Bakfra"},
    "unconfirmed_days=32": set(),
    "pause_overdue=true": {"Pause"},
    "attention=true": {"Ålreit", "Bakfra", "Pause"},
    "days_in_phase__gte=0": ALL - {"Utkast"},
    "days_in_phase__gte=1": set(),
    "days_in_phase__lte=0": ALL - {"Utkast"},
}


def test_each_filter_finds_exactly_the_cases_it_names(portfolio, find):
    assert {query: set(find(query)) for query in FOUND} == FOUND


def test_unit_finds_its_own_cases_and_unit_tree_those_below_as_well(portfolio, find, make_unit):
    health = Case.objects.get(title="Ærlig").unit.code

    assert sorted(find(f"unit={health}")) == ["Pause", "Utkast", "Ærlig"]
    assert sorted(find(f"unit__tree={health}")) == ["Pause", "Utkast", "Ærlig", "Øvelse"]


def test_owner_finds_the_cases_somebody_owns_now(portfolio, find):
    owners = {name: code for code, name in find.search("").search_choices.owners}

    assert find(f"owner={owners['Siri']}") == ["Ærlig"]
    assert sorted(find(f"owner={owners['Siri']}&owner={owners['Per']}")) == ["Ærlig", "Øvelse"]


def test_confirmed_before_counts_a_bare_date_from_its_local_midnight(make_case, make_report, find):
    case = make_case("Bekreftet")
    make_report(case)
    today = timezone.localdate()

    assert find(f"confirmed_before={today}") == []
    assert find(f"confirmed_before={today + dt.timedelta(days=1)}") == ["Bekreftet"]
    assert find("confirmed_before=2026-01-01T12:00:00Z") == []


def test_days_in_phase_are_counted_to_the_day_asked_about(make_case, find):
    make_case("Startet i dag")
    later = timezone.now() + dt.timedelta(days=10)

    assert find("days_in_phase__gte=10", now=later) == ["Startet i dag"]
    assert find("days_in_phase__gte=11", now=later) == []
    assert find("days_in_phase__lte=9", now=later) == []


def test_never_confirmed_case_is_unconfirmed_from_when_it_was_registered(make_case, find):
    make_case("Ny")

    assert find("unconfirmed_days=30") == []
    assert find("unconfirmed_days=30", now=timezone.now() + dt.timedelta(days=31)) == ["Ny"]


@pytest.mark.parametrize(
    ("query", "name", "message", "suggestion"),
    [
        ("fase=what", "fase", "There is no filter called “fase”.", "phase"),
        ("phse=what", "phse", "There is no filter called “phse”.", "phase"),
        ("title__regex=.", "title__regex", "There is no filter called “title__regex”.", ""),
        ("unit__municipality=1", "unit__municipality",
         "There is no filter called “unit__municipality”.", ""),
        ("phase=whta", "phase",
         "“whta” is not known. Choose among: what, who, system, use, refine.", "what"),
        ("phase=Put to use", "phase",
         "“Put to use” is not known. Choose among: what, who, system, use, refine.", "use"),
        ("q=å", "q", "Write at least two letters or digits.", ""),
        ("q=bil&q=buss", "q", "Give “q” once, not 2 times.", ""),
        ("unconfirmed_days=0", "unconfirmed_days",
         "Write a whole number of days from 1 to 36500.", ""),
        ("days_in_phase__gte=1.0", "days_in_phase__gte",
         "Write a whole number of days from 0 to 36500.", ""),
        ("days_in_phase__lte=-1", "days_in_phase__lte",
         "Write a whole number of days from 0 to 36500.", ""),
        ("days_in_phase__lte=٣", "days_in_phase__lte",
         "Write a whole number of days from 0 to 36500.", ""),
        ("pause_overdue=false", "pause_overdue",
         "“false” is not known. Choose among: true.", ""),
        ("ordering=titel", "ordering",
         f"“titel” cannot be sorted by. Choose among: {SORTABLE}.", "title"),
        ("ordering=-title,title", "ordering", "Name each thing to sort by once.", ""),
        ("ordering=municipality__name", "ordering",
         f"“municipality__name” cannot be sorted by. Choose among: {SORTABLE}.", ""),
    ],
)  # fmt: skip
def test_wrong_parameter_is_refused_with_what_would_be_right(
    make_case, find, query, name, message, suggestion
):
    make_case()
    search = find.search(query)

    assert [(r.name, r.message, r.suggestion) for r in search.refusals] == [
        (name, message, suggestion)
    ]
    assert list(search.qs) == []


@pytest.mark.parametrize("value", ["i går", "2026-13-01", "2026-02-30", "20260101", "0001-01-01"])
def test_moment_that_is_no_date_is_refused(make_case, find, value):
    make_case()
    search = find.search(f"confirmed_before={value}")

    assert [refusal.name for refusal in search.refusals] == ["confirmed_before"]
    assert list(search.qs) == []


def test_every_wrong_parameter_is_told_at_once(find):
    search = find.search("fase=1&phase=x&phase=y&q=a")

    assert [(r.name, r.value) for r in search.refusals] == [
        ("fase", "1"), ("phase", "x"), ("phase", "y"), ("q", "a"),
    ]  # fmt: skip


def test_name_of_the_caller_is_let_through_once(find):
    assert find.search("page=2", extra_names=["page"]).refusals == []
    assert [r.message for r in find.search("page=2&page=3", extra_names=["page"]).refusals] == [
        "Give “page” once, not 2 times."
    ]
    assert [r.suggestion for r in find.search("pag=2", extra_names=["page"]).refusals] == ["page"]


ORDERED = {
    "title": ["Bakfra", "Kunngjort", "Pause", "Utkast", "Ærlig", "Øvelse", "Ålreit"],
    "-title": ["Ålreit", "Øvelse", "Ærlig", "Utkast", "Pause", "Kunngjort", "Bakfra"],
    "phase,title": ["Bakfra", "Kunngjort", "Pause", "Utkast", "Ærlig", "Øvelse", "Ålreit"],
    "health,title": ["Ålreit", "Bakfra", "Kunngjort", "Pause", "Utkast", "Ærlig", "Øvelse"],
    "unit,title": ["Pause", "Utkast", "Ærlig", "Øvelse", "Bakfra", "Kunngjort", "Ålreit"],
}


def test_ordering_sorts_by_its_terms_norwegian_letters_last(portfolio, find):
    assert {ordering: find(f"ordering={ordering}") for ordering in ORDERED} == ORDERED


def test_default_order_is_off_track_then_at_risk_then_stale_then_longest(
    make_case, make_report, find
):
    make_report(make_case("I rute"), Health.ON_TRACK)
    make_report(make_case("Ubekreftet"), Health.ON_TRACK, days_ago=40)
    make_report(make_case("Følg med"), Health.AT_RISK)
    make_report(make_case("Utenfor"), Health.OFF_TRACK)

    assert find("") == ["Utenfor", "Følg med", "Ubekreftet", "I rute"]


def test_order_by_title_is_by_the_title_the_reader_sees(make_case, make_person, find):
    make_case("Aaa", visibility="council", public_title="Ørret")
    make_case("Bbb", visibility="council", public_title="Elg")
    council = make_person(Role.COUNCIL)

    assert find("ordering=title", user=council) == ["Bbb", "Aaa"]


def test_council_cannot_search_by_owner(make_case, make_person, find):
    siri = make_person(Role.READER, name="Siri")
    make_case("Åpen", visibility="council", people={CaseRole.OWNER: siri})
    council = make_person(Role.COUNCIL)

    search = find.search(f"owner={siri.pk}", user=council)

    assert search.search_choices.owners == ()
    assert [refusal.message for refusal in search.refusals] == ["Your role does not read this."]
    assert find(f"owner={siri.pk}") == ["Åpen"]


def test_choices_hold_only_what_the_person_may_know_of(make_case, make_person, make_unit, find):
    make_unit("Ås")
    make_unit("Ærøy")
    make_case("Intern", tags=["hemmelig"])
    make_case("Åpen", visibility="council", tags=["åpen", "ærlig"])
    council = make_person(Role.COUNCIL)

    choices = find.search("", user=council).search_choices

    assert choices.tags == (("ærlig", "ærlig"), ("åpen", "åpen"))
    assert [label for _, label in choices.units] == ["Helse", "Ærøy", "Ås"]
    assert [r.name for r in find.search("tag=hemmelig", user=council).refusals] == ["tag"]


def test_units_are_listed_as_a_tree(make_unit, find):
    health = make_unit("Helse")
    make_unit("Avdeling B", parent=health)
    make_unit("Avdeling A", parent=health)
    make_unit("Drift")

    assert [label for _, label in find.search("").search_choices.units] == [
        "Drift", "Helse", "– Avdeling A", "– Avdeling B",
    ]  # fmt: skip


def test_other_municipality_with_the_same_unit_codes_stays_out(
    make_municipality, make_unit, make_person, make_case, unit, find
):
    make_case("Vår")
    other = make_municipality("9902", "Sørvik")
    theirs = make_person(Role.LEADER, municipality=other)
    foreign = make_unit("Helse", municipality=other, code=unit.code)
    make_case("Deres", by=theirs, unit=foreign, contact=theirs)

    assert find(f"unit__tree={unit.code}") == ["Vår"]
    assert find(f"unit__tree={unit.code}", user=theirs) == ["Deres"]


def test_search_without_choices_from_the_database_asks_nothing(
    leader, find, django_assert_num_queries
):
    search = find.search("phase=what&q=helse&unconfirmed_days=30")
    with django_assert_num_queries(0):
        assert search.is_valid()


def test_active_filters_are_told_in_words(portfolio, find):
    owner = find.search("").search_choices.owners[0]
    search = find.search(f"phase=what&phase=who&q=bil&pause_overdue=true&owner={owner[0]}")

    assert [(a.name, a.text) for a in search.active] == [
        ("q", "Search: bil"),
        ("phase", "Phase: What"),
        ("phase", "Phase: Who"),
        ("owner", f"Project owner: {owner[1]}"),
        ("pause_overdue", "Paused past its date"),
    ]


HOSTILE = [
    "' OR 1=1 --", '"', "%", "%%", "_" * 20, "\\", "\\\\'", "\x00", "a\x00b", "😀🚀", "ﷺ" * 20,
    "x" * 10_240, "ord " * 500, "<script>", "&|!():*", "'':*", "a & b | !c", "\ud800", "\u202e",
    "-- ;", "${7*7}", "NULL", "e'\\x41'", "\t\n", "  ", "İıßẞ",
]  # fmt: skip


MANY = profiles.amount(short=100, thorough=500)
FEW = profiles.amount(short=40, thorough=100)
ALPHABET = "aøå %_\\'\"&|!()*:<>;-–\t\n😀\u202e\x01İ0"


def hostile_strings(dice, count):
    """Some strings written by hand and the rest by the dice."""
    made = ["".join(dice.choices(ALPHABET, k=dice.randint(2, 60))) for _ in range(count)]
    return (HOSTILE + made)[:count]


@pytest.mark.randomised
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("q", MANY), ("phase", FEW), ("tag", FEW), ("owner", FEW), ("unit__tree", FEW),
        ("ordering", FEW), ("confirmed_before", FEW), ("days_in_phase__gte", FEW), ("what", FEW),
    ],
)  # fmt: skip
def test_odd_text_is_found_or_refused_and_never_widened(make_case, leader, dice, name, count):
    make_case("Plain")
    widened = []
    for text in hostile_strings(dice, count):
        query = QueryDict(mutable=True)
        query[name] = text
        search = CaseFilterSet(query, Case.objects.visible_to(leader), user=leader)
        if len(search.qs) and text.strip(" \t\n"):
            widened.append(text)

    assert widened == []


@pytest.mark.parametrize("ordering", ["", *ORDERINGS])
def test_every_order_ends_with_the_key(find, ordering):
    assert find.search(f"ordering={ordering}").qs.query.order_by[-1] == KeyOrder("key")


def test_only_what_may_be_empty_says_that_empty_comes_last():
    fields = {name: by.name for name, by in ORDERINGS.items() if isinstance(by, F)}
    nullable = {name for name, field in fields.items() if Case._meta.get_field(field).null}

    assert nullable == MAY_BE_EMPTY


@pytest.mark.parametrize("asked", ["ki", "KI", "Ki"])
def test_spellings_of_a_tag_are_one_tag(find, make_case, asked):
    make_case("Ærlig", tags=["ki"])
    spelled_before = make_case("Øvelse")
    Case.objects.filter(pk=spelled_before.pk).update(tags=["KI"])
    make_case("Ålreit", tags=["skole"])

    found = find.search(f"tag={asked}")

    assert {case.title for case in found.qs} == {"Ærlig", "Øvelse"}
    assert found.search_choices.tags == (("KI", "KI"), ("skole", "skole"))


def test_a_decomposed_tag_is_found(find, make_case):
    make_case("Ærlig", tags=["Ålder"])

    found = find.search(urlencode({"tag": unicodedata.normalize("NFD", "ålder")}))

    assert [case.title for case in found.qs] == ["Ærlig"]


def test_keys_sort_by_number(find, make_case):
    keys = ["9901-2025-999", "9901-2025-1000", "9901-2026-100", "9901-2026-10000"]
    for key in keys[::-1]:
        case = make_case()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE projects_case SET key = %s WHERE id = %s", [key, case.pk])
            cursor.execute("SET LOCAL session_replication_role = origin")

    assert [case.key for case in find.search("ordering=key").qs] == keys
    assert [case.key for case in find.search("ordering=-key").qs] == keys[::-1]
