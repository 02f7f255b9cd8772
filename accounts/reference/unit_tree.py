"""Units in the order of their tree. Pure."""

from dataclasses import dataclass, field


@dataclass
class Branch:
    """A unit, the names of the units above it, and the branches below it."""

    unit: object
    path: str
    children: list["Branch"] = field(default_factory=list)


def grow(units) -> list[Branch]:
    """Hang the units below one another; siblings keep the order they came in. A unit whose
    parent is not among them stands at the top.
    """
    units = list(units)
    known = {unit.pk for unit in units}
    below = {}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)

    def branches(parent, path):
        return [
            Branch(unit, f"{path} › {unit.name}" if path else unit.name)
            for unit in below.get(parent, [])
        ]

    top = branches(None, "")
    waiting = list(top)
    while waiting:
        branch = waiting.pop()
        branch.children = branches(branch.unit.pk, branch.path)
        waiting += branch.children
    return top


def flatten(branches) -> list[Branch]:
    """Every branch, each before those below it."""
    return [found for branch in branches for found in [branch, *flatten(branch.children)]]
