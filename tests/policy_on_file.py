"""Who may what as agreed, read from ``role_matrix.csv``: what a person's hats give in a case.

A hat is a role in the municipality or in a case. ``relation`` is how the case stands to the
person: one of their own, another one, or one of a foreign municipality.
"""

import csv
from itertools import combinations
from pathlib import Path

from accounts.access.roles import AccessRole, CaseRole, Grant

with (Path(__file__).parent / "role_matrix.csv").open(encoding="utf-8", newline="") as file:
    POLICY = {row.pop("permission"): row for row in csv.DictReader(file)}

LETTERS = {Grant.YES: "y", Grant.OWN: "o", Grant.SHARED: "s", Grant.NO: "-"}
RELATIONS = ("own", "other", "foreign")
CASE_ROLES = {
    "stakeholder": [CaseRole.STAKEHOLDER],
    "benefit_owner": [CaseRole.BENEFIT_OWNER],
    "member": [CaseRole.MEMBER, CaseRole.CHAMPION],
    "lead": [CaseRole.LEAD],
    "owner": [CaseRole.OWNER],
}
MUNICIPAL = {"council", "reader", "leader", "administrator"}
EMPLOYED = {"reader", "leader", "administrator"}
INTERNAL = set(CASE_ROLES) - {"stakeholder"}
ACCESS_ROLES = [
    access_role.value for access_role in AccessRole if access_role != AccessRole.ANONYMOUS
]
OUTFITS = [
    frozenset(pair)
    for size in (1, 2)
    for pair in combinations(ACCESS_ROLES, size)
    if set(pair) != {"owner", "lead"}  # never the same person
]


def alone(access_role):
    """The hat, with the employment it asks for."""
    return (
        frozenset({access_role, "reader"}) if access_role in INTERNAL else frozenset({access_role})
    )


# --- What the file says -------------------------------------------------------------------


def effective(outfit):
    """The hats that count: a part in the work of a case asks for employment."""
    return outfit if outfit & EMPLOYED else outfit - INTERNAL


def gives(outfit, permission, relation, letters="yos"):
    cells = {POLICY[permission][access_role] for access_role in effective(outfit)} & set(letters)
    return relation != "foreign" and ("y" in cells or (relation == "own" and bool(cells)))


def sees(outfit, visibility, relation):
    return gives(outfit, f"see_{visibility}", relation)


def can_read_working(outfit, visibility, relation):
    row = "read_working_restricted" if visibility == "restricted" else "read_working"
    return sees(outfit, visibility, relation) and gives(outfit, row, relation, letters="yo")


def reads(outfit, visibility, relation):
    if not sees(outfit, visibility, relation):
        return set()
    classes = {"open"}
    if can_read_working(outfit, visibility, relation):
        classes.add("working")
    return classes | {
        name for name in ("personal", "judgement") if gives(outfit, f"read_{name}", relation)
    }
