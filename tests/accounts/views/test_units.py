"""The tree of units."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.access.roles import Role
from accounts.actions.units import add_unit, edit_unit, set_closed
from accounts.database.row_versions import newest_version
from accounts.errors import Invalid, NotAllowed
from accounts.models import Unit, User
from accounts.reference.unit_tree import build_unit_tree, flatten


def fields(**changes):
    return {"name": "Hjemmetjenesten", "parent": "", "sector": "helse_omsorg"} | changes


def paths(units):
    return [branch.path for branch in flatten(build_unit_tree(units))]


@pytest.fixture
def tree(make_unit):
    """Helse with Hjem below it and Natt below that; Teknisk beside."""
    helse = make_unit("Helse")
    hjem = make_unit("Hjem", parent=helse)
    return {
        "Helse": helse,
        "Hjem": hjem,
        "Natt": make_unit("Natt", parent=hjem),
        "Teknisk": make_unit("Teknisk"),
    }


def test_tree_is_in_norwegian_order_with_those_below_after_each(as_leader, tree, make_unit):
    make_unit("Åpen omsorg", parent=tree["Helse"])
    make_unit("Ærverdig", parent=tree["Helse"])

    page = as_leader.get(reverse("units"))

    assert [branch.path for branch in flatten(page.context["nodes"])] == [
        "Helse",
        "Helse › Hjem",
        "Helse › Hjem › Natt",
        "Helse › Ærverdig",
        "Helse › Åpen omsorg",
        "Teknisk",
    ]


def test_unit_without_its_parent_in_the_list_stands_at_the_top(tree):
    assert paths([tree["Natt"], tree["Teknisk"]]) == ["Natt", "Teknisk"]


@pytest.mark.parametrize("name", ["Tek\u00adnisk", "TEKNISK\u200b", "Teknisk\ufffc", " teknisk "])
def test_unit_that_looks_like_another_is_refused(tree, leader, name):
    with pytest.raises(Invalid, match="There is a unit named"):
        add_unit(by=leader, name=name)

    helse, changes = tree["Helse"], {"name": name}
    with pytest.raises(Invalid, match="There is a unit named"):
        edit_unit(helse, by=leader, seen=helse, changes=changes)


@pytest.mark.parametrize("count", [1, 3])
def test_tree_costs_the_same_for_any_number(as_leader, make_unit, query_count, count):
    for _n in range(count):
        make_unit(parent=make_unit())

    with query_count("units"):
        as_leader.get(reverse("units"))


def test_unit_is_added_below_another_with_a_code_of_its_name(as_leader, tree):
    answer = as_leader.post(
        reverse("unit_new"), fields(name=" Øvre  Ås skole ", parent=tree["Helse"].pk)
    )

    unit = Unit.objects.get(name="Øvre Ås skole")
    assert answer.url == reverse("units")
    assert (unit.code, unit.parent, unit.sector) == ("ovre-as-skole", tree["Helse"], "helse_omsorg")


def test_form_for_a_unit_below_another_has_it_chosen(as_leader, tree):
    page = as_leader.get(reverse("unit_new"), {"parent": tree["Hjem"].code})

    assert page.context["form"]["parent"].value() == tree["Hjem"].pk


@pytest.mark.parametrize("name", ["Kari", "kari", "K ri"])
def test_codes_of_units_are_never_the_same(leader, tree, name):
    names = ["Kari", "Kari!", "K@ri", "...", "???"]
    codes = [add_unit(by=leader, name=name).code for name in names]

    assert codes == ["kari", "kari-2", "kri", "unit", "unit-2"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "hELSE"}, "name"),
        ({"name": "Natt\x07"}, "name"),
        ({"sector": "romfart"}, "sector"),
        ({"parent": "0"}, "parent"),
        ({"parent": str(2**70)}, "parent"),
        ({"parent": "x"}, "parent"),
    ],
    ids=str,
)
def test_unit_is_refused_at_the_field(as_leader, tree, changes, field):
    answer = as_leader.post(reverse("unit_new"), fields(**changes))

    assert (answer.status_code, Unit.objects.count()) == (422, 4)
    assert list(answer.context["form"].errors) == [field]


def test_unit_is_renamed_and_moved_and_keeps_its_code(as_leader, tree):
    hjem = tree["Hjem"]

    as_leader.post(
        reverse("unit_edit", args=[hjem.code]),
        fields(
            name="Hjemme hos deg",
            parent=tree["Teknisk"].pk,
            version=newest_version(hjem).pgh_id,
        ),
    )

    moved = Unit.objects.get(pk=hjem.pk)
    assert (moved.name, moved.parent, moved.code) == ("Hjemme hos deg", tree["Teknisk"], hjem.code)


def test_unit_is_not_part_of_itself_or_of_those_below(as_leader, leader, tree):
    helse = tree["Helse"]
    page = as_leader.get(reverse("unit_edit", args=[helse.code]))
    offered = [label for _pk, label in page.context["form"].fields["parent"].choices]

    assert offered[1:] == ["Teknisk"]
    for parent in (helse, tree["Natt"]):
        with pytest.raises(Invalid):
            edit_unit(helse, by=leader, seen=newest_version(helse), changes={"parent": parent})


def test_unit_a_colleague_moved_meanwhile_shows_both_places(as_leader, leader, tree):
    User.objects.filter(pk=leader.pk).update(language="en")
    natt = tree["Natt"]
    url = reverse("unit_edit", args=[natt.code])
    seen = newest_version(natt)
    typed = fields(name="Natt", parent=tree["Helse"].pk, sector="annet", version=seen.pgh_id)
    edit_unit(natt, by=leader, seen=seen, changes={"parent": tree["Teknisk"]})

    answer = as_leader.post(url, typed)

    assert answer.status_code == 409
    assert [(row.label, row.mine, row.theirs) for row in answer.context["rows"]] == [
        ("Part of", "Helse", "Teknisk")
    ]
    form = answer.context["form"]
    as_leader.post(url, {name: form[name].value() for name in form.fields})  # mine on top
    natt.refresh_from_db()
    assert natt.parent == tree["Helse"]


def test_unit_is_closed_when_nothing_below_is_open_and_can_be_used_again(as_leader, tree):
    def press(name, closed):
        url = reverse("unit_close", args=[tree[name].code])
        return as_leader.post(url, {"closed": closed}).status_code

    answers = [
        press("Hjem", "yes"),  # Natt is open below it
        press("Natt", "yes"),
        press("Hjem", "yes"),
        press("Natt", "no"),  # Hjem is closed above it
        press("Hjem", "no"),
        press("Natt", "no"),
    ]

    assert answers == [422, 302, 302, 422, 302, 302]
    assert Unit.objects.open().count() == 4


def test_name_of_a_closed_unit_is_free_until_it_is_used_again(leader, make_unit):
    old = make_unit("Kultur", closed_at=timezone.now())
    add_unit(by=leader, name="Kultur")

    with pytest.raises(Invalid):
        set_closed(old, by=leader, closed=False)


def test_unit_of_another_municipality_does_not_exist(as_leader, leader, elsewhere, make_unit):
    foreign = make_unit("Deres", municipality=elsewhere)

    answers = [
        as_leader.get(reverse("unit_edit", args=[foreign.code])).status_code,
        as_leader.post(reverse("unit_close", args=[foreign.code]), {"closed": "yes"}).status_code,
        as_leader.get(reverse("unit_new"), {"parent": foreign.code}).status_code,
        as_leader.post(reverse("unit_new"), fields(parent=foreign.pk)).status_code,
    ]

    assert answers == [404, 404, 404, 422]
    for act in (
        lambda: set_closed(foreign, by=leader, closed=True),
        lambda: edit_unit(
            foreign, by=leader, seen=newest_version(foreign), changes={"name": "Vår"}
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(Invalid):
        add_unit(by=leader, name="Under deres", parent=foreign)


def test_two_municipalities_may_use_the_same_code(leader, elsewhere, make_person):
    theirs = make_person(Role.LEADER, municipality=elsewhere)

    codes = [add_unit(by=by, name="Kultur").code for by in (leader, theirs)]

    assert codes == ["kultur", "kultur"]
