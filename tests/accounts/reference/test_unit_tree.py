from types import SimpleNamespace

from accounts.reference.unit_tree import build_unit_tree, flatten


def unit(pk, name, parent_id=None):
    return SimpleNamespace(pk=pk, name=name, parent_id=parent_id)


def paths(units):
    return [node.path for node in flatten(build_unit_tree(units))]


def test_each_unit_comes_before_those_below_it_with_the_names_above():
    units = [unit(1, "Natt", 2), unit(2, "Hjem", 3), unit(3, "Helse")]

    assert paths(units) == ["Helse", "Helse › Hjem", "Helse › Hjem › Natt"]


def test_siblings_keep_the_order_they_came_in():
    units = [unit(3, "Helse"), unit(1, "Natt", 3), unit(4, "Teknisk"), unit(2, "Dag", 3)]

    assert paths(units) == ["Helse", "Helse › Natt", "Helse › Dag", "Teknisk"]


def test_unit_whose_parent_is_not_among_them_is_a_root():
    assert paths([unit(1, "Natt", 2), unit(4, "Kveld", 1)]) == ["Natt", "Natt › Kveld"]


def test_tree_has_its_units_as_branches():
    helse, hjem, teknisk = unit(1, "Helse"), unit(2, "Hjem", 1), unit(3, "Teknisk")

    top = build_unit_tree(iter([helse, hjem, teknisk]))

    assert [(node.unit, [one.unit for one in node.children]) for node in top] == [
        (helse, [hjem]),
        (teknisk, []),
    ]


def test_no_units_make_no_tree():
    assert build_unit_tree([]) == []
