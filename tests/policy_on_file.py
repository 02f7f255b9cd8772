"""Who may what as agreed, read from ``role_matrix.csv``: the rights of roles in a case.

An access role is a role in the municipality or in a case. ``relation`` is that of the case to
the person: one of their own, another one, or one of another municipality.
"""

import csv
from itertools import combinations
from pathlib import Path

from accounts.access.roles import AccessLevel, AccessRole, CaseRole

with (Path(__file__).parent / "role_matrix.csv").open(encoding="utf-8", newline="") as file:
    POLICY = {row.pop("permission"): row for row in csv.DictReader(file)}

LETTERS = {AccessLevel.YES: "y", AccessLevel.OWN: "o", AccessLevel.SHARED: "s", AccessLevel.NO: "-"}
RELATIONS = ("own", "other", "foreign")
CASE_ROLES = {
    "stakeholder": [CaseRole.STAKEHOLDER],
    "benefit_owner": [CaseRole.BENEFIT_OWNER],
    "member": [CaseRole.MEMBER, CaseRole.CHAMPION],
    "lead": [CaseRole.LEAD],
    "owner": [CaseRole.OWNER],
}
MUNICIPAL = {"council", "reader", "leader", "administrator"}
EMPLOYEE_ROLES = {"reader", "leader", "administrator"}
INTERNAL = set(CASE_ROLES) - {"stakeholder"}
ACCESS_ROLES = [
    access_role.value for access_role in AccessRole if access_role != AccessRole.ANONYMOUS
]
ROLE_SETS = [
    frozenset(pair)
    for size in (1, 2)
    for pair in combinations(ACCESS_ROLES, size)
    if set(pair) != {"owner", "lead"}  # never the same person
]


def alone(access_role):
    """Return the role, with the employment it requires."""
    return (
        frozenset({access_role, "reader"}) if access_role in INTERNAL else frozenset({access_role})
    )


# --- What the file says -------------------------------------------------------------------


def effective(role_set):
    """Return the roles that count: a role in the work of a case requires employment."""
    return role_set if role_set & EMPLOYEE_ROLES else role_set - INTERNAL


def gives(role_set, permission, relation, letters="yos"):
    cells = {POLICY[permission][access_role] for access_role in effective(role_set)} & set(letters)
    return relation != "foreign" and ("y" in cells or (relation == "own" and bool(cells)))


def sees(role_set, visibility, relation):
    return gives(role_set, f"see_{visibility}", relation)


def can_read_working(role_set, visibility, relation):
    row = "read_working_restricted" if visibility == "restricted" else "read_working"
    return sees(role_set, visibility, relation) and gives(role_set, row, relation, letters="yo")


def reads_reported(role_set, visibility, relation):
    """Nothing reported is shared: who sees a case only as its stakeholder does not read it."""
    rows = (f"see_{visibility}", "read_reported")
    return all(gives(role_set, row, relation, letters="yo") for row in rows)


def reads(role_set, visibility, relation):
    if not sees(role_set, visibility, relation):
        return set()
    classes = {"open"}
    if reads_reported(role_set, visibility, relation):
        classes.add("reported")
    if can_read_working(role_set, visibility, relation):
        classes.add("working")
    return classes | {
        name for name in ("personal", "judgement") if gives(role_set, f"read_{name}", relation)
    }
