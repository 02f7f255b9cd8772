"""What a person may do in a case: predicates over loaded objects, by the table of permissions.

Two queries for each loaded person, made by ``held_roles_of``, and no others.
"""

from accounts.access.roles import (
    PERMISSION_TABLE,
    AccessLevel,
    AccessRole,
    CaseRole,
    Permission,
    has_everywhere,
    may,
)
from projects.access.field_register import FieldClass
from projects.access.held_roles import held_roles_of
from projects.access.visibility import READ_REPORTED, READ_WORKING, SEE
from projects.choices.states import CLOSED, State, Visibility

# The roles in a case that each role may assign and end: those below itself.
ASSIGNABLE_BY = {
    AccessRole.LEAD: (
        CaseRole.CHAMPION,
        CaseRole.MEMBER,
        CaseRole.BENEFIT_OWNER,
        CaseRole.STAKEHOLDER,
    ),
    AccessRole.OWNER: tuple(role for role in CaseRole if role != CaseRole.OWNER),
    AccessRole.LEADER: tuple(CaseRole),
}


def can(user, permission: Permission, case=None) -> bool:
    """The table gives this person the permission, in this case: one of their municipality
    that they may see.
    """
    if not user.is_authenticated:
        return False
    held_roles = held_roles_of(user)
    if case is None:
        return has_everywhere(held_roles, permission)
    exists = (
        case.municipality_id == user.municipality_id
        and case.withdrawn_at is None
        and may(held_roles, SEE[Visibility(case.visibility)], case.pk)
    )
    return exists and may(held_roles, permission, case.pk)


def can_see(user, case) -> bool:
    """This person may see the case."""
    return can(user, SEE[Visibility(case.visibility)], case)


def can_read_working(user, case) -> bool:
    """This person may read the working texts of the case, not only what was shared."""
    return can_see(user, case) and _is_given(user, case, READ_WORKING)


def sees_unshared(user, case) -> bool:
    """This person sees the case for another reason than that it is shared with them."""
    return can_see(user, case) and _is_given(user, case, SEE)


def can_read_reported(user, case) -> bool:
    """This person may read what the council is reported of the case. None of it is shared."""
    return sees_unshared(user, case) and _is_given(user, case, READ_REPORTED)


def _is_given(user, case, permissions) -> bool:
    """Some role gives the permission that the case's visibility asks for, not by sharing."""
    held_roles, permission = held_roles_of(user), permissions[Visibility(case.visibility)]
    return has_everywhere(held_roles, permission) or any(
        PERMISSION_TABLE[permission][access_role] is AccessLevel.OWN
        for access_role in held_roles.in_case(case.pk)
    )


def is_stakeholder(user, case) -> bool:
    """This person is a stakeholder of the case now."""
    return AccessRole.STAKEHOLDER in held_roles_of(user).in_case(case.pk)


def readable_classes(user, case) -> frozenset[FieldClass]:
    """The classes of fields this person may read in the case."""
    if not can_see(user, case):
        return frozenset()
    classes = {FieldClass.OPEN}
    if can_read_reported(user, case):
        classes.add(FieldClass.REPORTED)
    if can_read_working(user, case):
        classes.add(FieldClass.WORKING)
    if can(user, Permission.READ_PERSONAL, case):
        classes.add(FieldClass.PERSONAL)
    if can(user, Permission.READ_JUDGEMENT, case):
        classes.add(FieldClass.JUDGEMENT)
    return frozenset(classes)


def can_read_stakeholder(user, case, person) -> bool:
    """Who the stakeholders of a case are, and what they write, is read by whoever may read
    stakeholders' names, and by each about themselves.
    """
    return person.pk == user.pk or can(user, Permission.READ_PERSONAL, case)


def shown_title(user, case) -> str:
    """Return the title for this person: for whoever reads no working texts the public one, or the
    key where there is none.
    """
    return case.title if can_read_working(user, case) else case.public_title or case.key


def can_open(user) -> bool:
    """Whoever works for the municipality opens a case, or suggests one: both begin as drafts."""
    return can(user, Permission.OPEN_CASE) or can(user, Permission.SUGGEST_CASE)


def can_open_as_owner(user) -> bool:
    """Whoever is the project owner of a case may be that of a new one."""
    return can_open(user) and AccessRole.OWNER in held_roles_of(user).roles


def can_edit(user, case) -> bool:
    """The case may be edited by its lead and owner and by the leader, until it is closed, and by
    whoever suggested it, until it is started.
    """
    edits = can(user, Permission.EDIT, case) or is_own_suggestion(user, case)
    return case.state not in CLOSED and edits


def is_own_suggestion(user, case) -> bool:
    """This person wrote the draft, reads it, and may suggest cases still."""
    is_theirs = case.state == State.DRAFT and case.created_by_id == user.pk
    return is_theirs and can_open(user) and can_read_working(user, case)


def can_write_status(user, case) -> bool:
    """The team, the lead, the owner and the leader report, until the case is closed."""
    return case.state not in CLOSED and can(user, Permission.WRITE, case)


def can_comment(user, case) -> bool:
    """Whoever has a part in the case may comment, also after it is closed."""
    return can(user, Permission.COMMENT, case)


def can_decide(user, case) -> bool:
    """The owner and the leader move, pause, resume, stop, complete and reopen the case."""
    return can(user, Permission.DECIDE, case)


def can_record(user, case, kind) -> bool:
    """Whoever has the permission of this kind of record may write it, until the case is closed,
    and kinds that are ``writable_after_close`` afterwards too.
    """
    return (kind.writable_after_close or case.state not in CLOSED) and can(
        user, kind.permission, case
    )


def can_assess(user, case) -> bool:
    """The team rates the success formula, until the case is closed."""
    return case.state not in CLOSED and can(user, Permission.WRITE, case)


def can_propose(user, case) -> bool:
    """The lead, the owner and the leader may propose that the case passes a gate."""
    return can(user, Permission.PROPOSE_MOVE, case)


def can_withdraw_proposal(user, case, proposal) -> bool:
    """Whoever proposed it may withdraw it, while they may propose; so may those who decide."""
    is_theirs = proposal.by_id == user.pk and can_propose(user, case)
    return is_theirs or can_decide(user, case)


def can_invite_assessors(user, case) -> bool:
    """The lead, the owner and the leader may ask others to assess the case, until it is closed."""
    return case.state not in CLOSED and can(user, Permission.PROPOSE_MOVE, case)


def can_meet_condition(user, case, condition) -> bool:
    """Whoever is responsible for a condition, and those who run the case, may say that it is met,
    also after the case is completed. The conditions of a stopped case lapse.
    """
    if case.state == State.STOPPED:
        return False
    is_theirs = condition.responsible_id == user.pk and can_read_working(user, case)
    return is_theirs or can(user, Permission.PROPOSE_MOVE, case)


def can_decide_on(user, case, proposal) -> bool:
    """A gate is decided by somebody else than proposed it, unless the municipality allows one
    person to do both.
    """
    may_be_this_person = proposal.by_id != user.pk or case.municipality.single_handed
    return may_be_this_person and can(user, Permission.DECIDE, case)


def can_set_visibility(user, case) -> bool:
    """Only the leader sets who may see the case."""
    return can(user, Permission.SET_VISIBILITY, case)


def can_read_decisions(user, case) -> bool:
    """Moves and changes of state are read by whoever has the right to decisions."""
    return can(user, Permission.READ_DECISIONS, case)


def can_read_history(user, case) -> bool:
    """The history is read by whoever sees the case and has the right to histories."""
    return can(user, Permission.READ_HISTORY, case)


def assignable_roles(user, case) -> tuple[CaseRole, ...]:
    """Return the roles this person may assign and end in the case, in the order of CaseRole."""
    held_roles = held_roles_of(user)
    if not can(user, Permission.EDIT, case):
        return ()
    roles = held_roles.in_case(case.pk) | (held_roles.roles & {AccessRole.LEADER})
    allowed = {role for access_role in roles for role in ASSIGNABLE_BY.get(access_role, ())}
    return tuple(role for role in CaseRole if role in allowed)
