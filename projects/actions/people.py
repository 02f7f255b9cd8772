"""Giving and ending roles in a case."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access.roles import EMPLOYEE_ROLES, CaseRole
from accounts.actions.security import end_unused_link
from accounts.models import User
from projects.access import policies
from projects.access.held_roles import clear_role_cache
from projects.errors import Invalid, NotAllowed
from projects.models import Assignment, Case

ONE_AT_A_TIME = (CaseRole.OWNER, CaseRole.LEAD)


@transaction.atomic
def assign(case: Case, *, user: User, role: CaseRole, by, opening: bool = False) -> Assignment:
    """Give a person a role in the case from now on. Locks the case.

    ``opening`` skips the check of rights: whoever opens a case gets a role in it.

    Raises NotAllowed, and Invalid when the person is of another municipality, is no
    employee (any role but stakeholder), already has the role, the role is taken, or owner
    and lead would be one person. A role that its holder has no use of, since they have left, is
    not taken: it ends.
    """
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    clear_role_cache(by)
    if not opening and role not in policies.assignable_roles(by, case):
        raise NotAllowed(_("You may not give this role."))
    _refuse_invalid_assignment(case, user, role)
    if role in ONE_AT_A_TIME:
        case.assignments.lapsed().filter(role=role).update(valid_to=Now())
    assignment = Assignment.objects.create(
        case=case, user=user, role=role, valid_from=Now(), assigned_by=by
    )
    assignment.refresh_from_db(fields=["valid_from"])
    end_unused_link(user)
    return assignment


@transaction.atomic
def end_assignment(assignment: Assignment, *, by) -> Assignment:
    """End a role in a case now; ending an ended role changes nothing. Locks the case.

    Raises NotAllowed.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=assignment.case_id)
    clear_role_cache(by)
    assignment.refresh_from_db()
    if CaseRole(assignment.role) not in policies.assignable_roles(by, case):
        raise NotAllowed(_("You may not end this role."))
    if assignment.valid_to is None or assignment.valid_to > timezone.now():
        assignment.valid_to = Now()
        assignment.save(update_fields=["valid_to"])
        assignment.refresh_from_db()
    return assignment


def _refuse_invalid_assignment(case, user, role):
    if user.municipality_id != case.municipality_id or not user.is_active:
        raise Invalid(_("Choose a person of this municipality."), field="user")
    if role != CaseRole.STAKEHOLDER and not user.roles & EMPLOYEE_ROLES:
        raise Invalid(
            _("%s does not work for the municipality and can only be a stakeholder.") % user.name,
            field="user",
        )
    holders = list(case.assignments.in_force().filter(role=role).select_related("user"))
    if any(existing.user_id == user.pk for existing in holders):
        raise Invalid(_("%s already has this role.") % user.name, field="user")
    if role in ONE_AT_A_TIME:
        if holders:
            raise Invalid(
                _("%s has this role now. End that role first.") % holders[0].user.name, field="role"
            )
        if case.assignments.in_force().filter(role__in=ONE_AT_A_TIME, user=user).exists():
            raise Invalid(
                _(
                    "The project owner and the project lead must be two people. Choose another,"
                    " or end this person’s other role first."
                ),
                field="user",
            )
