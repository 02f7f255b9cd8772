"""Units in the order of their tree. Pure."""

from dataclasses import dataclass, field


@dataclass
class UnitNode:
    """A unit, the names of the units above it, and the branches below it."""

    unit: object
    path: str
    children: list["UnitNode"] = field(default_factory=list)


def build_unit_tree(units) -> list[UnitNode]:
    """Return the units as trees; siblings keep the order they came in. A unit whose parent is
    not among them is a root.
    """
    units = list(units)
    unit_ids = {unit.pk for unit in units}
    units_by_parent = {}
    for unit in units:
        units_by_parent.setdefault(
            unit.parent_id if unit.parent_id in unit_ids else None, []
        ).append(unit)

    def nodes(parent, path):
        return [
            UnitNode(unit, f"{path} › {unit.name}" if path else unit.name)
            for unit in units_by_parent.get(parent, [])
        ]

    top = nodes(None, "")
    unvisited = list(top)
    while unvisited:
        node = unvisited.pop()
        node.children = nodes(node.unit.pk, node.path)
        unvisited += node.children
    return top


def flatten(nodes) -> list[UnitNode]:
    """Return every node, each before those below it."""
    return [found for node in nodes for found in [node, *flatten(node.children)]]
