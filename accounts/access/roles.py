"""Who may what, as data.

``PERMISSION_TABLE`` is read by ``may``, by the page that explains roles, and by the matrix
test. A person has roles in the municipality and roles in cases. A cell is what one role gives;
a person has what their best role gives.
"""

from dataclasses import dataclass, field
from enum import Enum, auto

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """A role in the municipality."""

    ADMINISTRATOR = "administrator", _("Administrator")
    LEADER = "leader", _("Innovation leader")
    READER = "reader", _("Employee")
    COUNCIL = "council", _("Council")


class CaseRole(TextChoices):
    """A role in one case."""

    OWNER = "owner", _("Project owner")
    LEAD = "lead", _("Project lead")
    CHAMPION = "champion", _("Champion")
    MEMBER = "member", _("Team member")
    BENEFIT_OWNER = "benefit_owner", _("Benefit owner")
    STAKEHOLDER = "stakeholder", _("Stakeholder")


class AccessRole(TextChoices):
    """A column of the table."""

    ANONYMOUS = "anonymous", _("Not signed in")
    COUNCIL = "council", _("Council")
    STAKEHOLDER = "stakeholder", _("Stakeholder")
    READER = "reader", _("Employee")
    BENEFIT_OWNER = "benefit_owner", _("Benefit owner")
    MEMBER = "member", _("Team member, champion")
    LEAD = "lead", _("Project lead")
    OWNER = "owner", _("Project owner")
    LEADER = "leader", _("Innovation leader")
    ADMINISTRATOR = "administrator", _("Administrator")


ACCESS_ROLE_OF = {
    CaseRole.OWNER: AccessRole.OWNER,
    CaseRole.LEAD: AccessRole.LEAD,
    CaseRole.CHAMPION: AccessRole.MEMBER,
    CaseRole.MEMBER: AccessRole.MEMBER,
    CaseRole.BENEFIT_OWNER: AccessRole.BENEFIT_OWNER,
    CaseRole.STAKEHOLDER: AccessRole.STAKEHOLDER,
}


class AccessLevel(Enum):
    """What a cell of the table gives."""

    NO = auto()
    YES = auto()
    OWN = auto()  # in cases where the person has the role now
    SHARED = auto()  # what was shared in cases where the person has the role


class Permission(TextChoices):
    """A row of the table."""

    SEE_PUBLIC = "see_public", pgettext_lazy("right", "See a public case")
    SEE_COUNCIL = "see_council", pgettext_lazy("right", "See a case shared with the council")
    SEE_INTERNAL = "see_internal", pgettext_lazy("right", "See an internal case")
    SEE_RESTRICTED = (
        "see_restricted",
        pgettext_lazy("right", "See a case exempt from public access"),
    )
    READ_REPORTED = (
        "read_reported",
        pgettext_lazy("right", "Read benefits, money, decisions and stops"),
    )
    READ_WORKING = "read_working", pgettext_lazy("right", "Read working texts")
    READ_WORKING_RESTRICTED = (
        "read_working_restricted",
        pgettext_lazy("right", "Read working texts of an exempt case"),
    )
    READ_PERSONAL = (
        "read_personal",
        pgettext_lazy("right", "Read stakeholders' names and contact details"),
    )
    READ_JUDGEMENT = "read_judgement", pgettext_lazy("right", "Read how stakeholders are assessed")
    WRITE = "write", pgettext_lazy("right", "Write status updates, insights and lessons")
    COMMENT = "comment", pgettext_lazy("right", "Comment")
    EDIT = "edit", pgettext_lazy("right", "Edit the case and its team")
    RECORD_MEASUREMENT = "record_measurement", pgettext_lazy("right", "Record a measurement")
    PROPOSE_MOVE = "propose_move", pgettext_lazy("right", "Propose a move to another phase")
    DECIDE = "decide", pgettext_lazy("right", "Decide: move, pause, resume, stop, complete")
    OPEN_CASE = "open_case", pgettext_lazy("right", "Open a case")
    SUGGEST_CASE = "suggest_case", pgettext_lazy("right", "Suggest a case (draft)")
    SET_VISIBILITY = "set_visibility", pgettext_lazy("right", "Set who may see a case")
    IMPORT = "import", pgettext_lazy("right", "Import cases")
    EXPORT = "export", pgettext_lazy("right", "Export and pull what one may see")
    READ_DECISIONS = "read_decisions", pgettext_lazy("right", "Read the decisions of a case")
    READ_HISTORY = "read_history", pgettext_lazy("right", "Read the history of a case")
    MANAGE_PEOPLE = (
        "manage_people",
        pgettext_lazy("right", "Manage people, units and roles below leader"),
    )
    MANAGE_ROLES = (
        "manage_roles",
        pgettext_lazy("right", "Give and end every role (never one's own)"),
    )
    CHANGE_HISTORY = "change_history", pgettext_lazy("right", "Change or delete history")


NO, YES, OWN, SHARED = AccessLevel.NO, AccessLevel.YES, AccessLevel.OWN, AccessLevel.SHARED

# One letter for each role, in the order of ``AccessRole``: y yes, o own cases, s what was
# shared, - as if it did not exist.
_ROWS = {
    #                                     anon council stake reader benefit member lead owner leader admin
    Permission.SEE_PUBLIC:               "-    y       y     y      y       y      y    y     y      y",
    Permission.SEE_COUNCIL:              "-    y       s     y      y       y      y    y     y      y",
    Permission.SEE_INTERNAL:             "-    -       s     y      y       y      y    y     y      y",
    Permission.SEE_RESTRICTED:           "-    -       s     -      o       o      o    o     y      -",
    Permission.READ_REPORTED:            "-    y       s     y      y       y      y    y     y      y",
    Permission.READ_WORKING:             "-    -       s     y      y       y      y    y     y      -",
    Permission.READ_WORKING_RESTRICTED:  "-    -       s     -      o       o      o    o     y      -",
    Permission.READ_PERSONAL:            "-    -       -     -      -       o      o    o     y      y",
    Permission.READ_JUDGEMENT:           "-    -       -     -      -       -      o    o     y      -",
    Permission.WRITE:                    "-    -       -     -      -       o      o    o     y      -",
    Permission.COMMENT:                  "-    -       s     -      o       o      o    o     y      -",
    Permission.EDIT:                     "-    -       -     -      -       -      o    o     y      -",
    Permission.RECORD_MEASUREMENT:       "-    -       -     -      o       o      o    o     y      -",
    Permission.PROPOSE_MOVE:             "-    -       -     -      -       -      o    o     y      -",
    Permission.DECIDE:                   "-    -       -     -      -       -      -    o     y      -",
    Permission.OPEN_CASE:                "-    -       -     -      -       y      y    y     y      -",
    Permission.SUGGEST_CASE:             "-    -       -     y      y       y      y    y     y      -",
    Permission.SET_VISIBILITY:           "-    -       -     -      -       -      -    -     y      -",
    Permission.IMPORT:                   "-    -       -     -      -       -      -    -     y      -",
    Permission.EXPORT:                   "-    y       s     y      y       y      y    y     y      y",
    Permission.READ_DECISIONS:           "-    y       -     y      y       y      y    y     y      y",
    Permission.READ_HISTORY:             "-    -       -     y      y       y      y    y     y      y",
    Permission.MANAGE_PEOPLE:            "-    -       -     -      -       -      -    -     y      y",
    Permission.MANAGE_ROLES:             "-    -       -     -      -       -      -    -     -      y",
    Permission.CHANGE_HISTORY:           "-    -       -     -      -       -      -    -     -      -",
}  # fmt: skip
_LETTERS = {"y": YES, "o": OWN, "s": SHARED, "-": NO}

PERMISSION_TABLE: dict[Permission, dict[AccessRole, AccessLevel]] = {
    permission: dict(zip(AccessRole, (_LETTERS[letter] for letter in row.split()), strict=True))
    for permission, row in _ROWS.items()
}

# Whoever has one of these works for the municipality. A part in the work of a case (any
# but stakeholder) is given to such people only, and counts only while they have one.
EMPLOYEE_ROLES = frozenset({Role.READER, Role.LEADER, Role.ADMINISTRATOR})

# Roles a leader may give and end; the administrator may give and end all of them.
ROLES_BELOW_LEADER = frozenset({Role.READER, Role.COUNCIL})

ACCESS_LEVEL_LABELS = {
    YES: pgettext_lazy("right", "Yes"),
    OWN: pgettext_lazy("right", "Own cases"),
    SHARED: pgettext_lazy("right", "What is shared"),
    NO: pgettext_lazy("right", "No"),
}


ACCESS_LEVEL_MEANINGS = {
    NO: _("as if it did not exist"),
    YES: _("in every case the person can see"),
    OWN: _("in cases where the person has the role now"),
    SHARED: _("what is shared with stakeholders, in cases where the person is one"),
}


@dataclass(frozen=True)
class HeldRoles:
    """The roles of a person at one moment: in the municipality, and by case id."""

    roles: frozenset[AccessRole] = frozenset()
    by_case: dict[int, frozenset[AccessRole]] = field(default_factory=dict)

    def in_case(self, case_id) -> frozenset[AccessRole]:
        """Return the roles in this case."""
        return self.by_case.get(case_id, frozenset())


def has_everywhere(held_roles: HeldRoles, permission: Permission) -> bool:
    """Return whether some role gives the permission whatever the case."""
    return any(PERMISSION_TABLE[permission][access_role] is YES for access_role in held_roles.roles)


def may(held_roles: HeldRoles, permission: Permission, case_id=None) -> bool:
    """Return whether some role gives the permission, everywhere or in this case.

    Shared counts as given: the caller narrows to what is shared.
    """
    if has_everywhere(held_roles, permission):
        return True
    return any(
        PERMISSION_TABLE[permission][access_role] in {OWN, SHARED}
        for access_role in held_roles.in_case(case_id)
    )
