"""Opening and editing cases, and setting who may see them."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access.roles import AccessRole, CaseRole, Permission
from accounts.text.cleaning import compared
from projects.access import policies
from projects.access.held_roles import clear_role_cache, held_roles_of
from projects.actions.case_keys import draw_keys, insert_with_drawn_keys
from projects.actions.people import assign
from projects.choices.phases import Phase
from projects.choices.states import State, Visibility
from projects.errors import Conflict, Invalid, NotAllowed
from projects.models import Case, PhaseVisit, StateChange
from projects.summaries.search_choices import shown_tags

EDITABLE = (
    "title",
    "public_title",
    "summary",
    "language",
    "unit",
    "contact",
    "start_on",
    "planned_end_on",
    "actual_end_on",
    "innovation_types",
    "tags",
    "kostra_function",
    "sdgs",
    "external_id",
    "external_source",
    "link",
    "archive_reference",
    "challenge",
    "why_innovation",
    "looked_around",
    "no_plan_because",
    "novelty",
    "facet",
    "responsibility",
    "derived_from",
    "uncertainty",
    "needs_political_decision",
    "replaces",
    "receiving_unit",
    "in_use_on",
    "follow_up_by",
    "next_review_on",
)


@transaction.atomic
def open_case(*, by, fields: dict, role: CaseRole = CaseRole.LEAD) -> Case:
    """Open a draft in the first phase. Its author gets the ``role``, lead or owner, unless they are
    the innovation leader or may only suggest cases.

    Raises NotAllowed, and ValidationError naming every field that breaks a rule.
    """
    if not (policies.can(by, Permission.OPEN_CASE) or policies.can(by, Permission.SUGGEST_CASE)):
        raise NotAllowed(_("You may not open a case."))
    if role != CaseRole.LEAD and not (role == CaseRole.OWNER and policies.can_open_as_owner(by)):
        raise NotAllowed(_("You may not give this role."))
    case = _new_case(by, fields)
    _refuse_hidden_source(case, by)
    _save_new(case)
    StateChange.objects.create(
        case=case, target=State.DRAFT, changed_on=timezone.localdate(), by=by
    )
    if policies.can(by, Permission.OPEN_CASE) and AccessRole.LEADER not in held_roles_of(by).roles:
        assign(case, user=by, role=role, by=by, opening=True)
    return case


@transaction.atomic
def open_historic_case(
    *, by, fields: dict, phase: Phase, reason: str, since: date | None = None
) -> Case:
    """Open a case that is at work in the phase already, since a day (today when left out).

    Raises NotAllowed when ``by`` may not import cases, and ValidationError naming every field that
    breaks a rule.
    """
    if not policies.can(by, Permission.IMPORT):
        raise NotAllowed(_("You may not import cases."))
    case, today = _new_case(by, fields), timezone.localdate()
    case.phase, case.state, case.phase_since = phase, State.ACTIVE, since or today
    _save_new(case)
    StateChange.objects.create(case=case, target=case.state, changed_on=today, by=by, reason=reason)
    PhaseVisit.objects.create(
        case=case, phase=phase, number=1, entered_on=case.phase_since, entered_by=by, reason=reason
    )
    return case


@transaction.atomic
def edit_case(case: Case, *, by, seen_version: int, changes: dict) -> Case:
    """Change the named fields only. Locks the case.

    Raises NotAllowed; Conflict when somebody saved since ``seen_version``, unless the case says
    already what the changes say; ValidationError naming every field that breaks a rule.
    """
    lock(case, by)
    if not policies.can_edit(by, case):
        raise NotAllowed(_("You may not edit this case."))
    changes = _with_tags_in_use(case, changes, by)
    if case.version != seen_version and _differs(case, changes):
        raise Conflict(_("This case was saved while you were writing."))
    changed = _set(case, changes)
    if "derived_from" in changed:
        _refuse_hidden_source(case, by)
    if changed:
        case.full_clean()
        _save(case, changed)
    return case


@transaction.atomic
def withdraw_draft(case: Case, *, by) -> Case:
    """Withdraw a draft: from now on nobody sees it, and its key is not used again. Locks the case.

    Raises NotAllowed when somebody else wrote it or it is no draft any longer, and Invalid when
    others have a role in it.
    """
    lock(case, by)
    if not policies.is_own_suggestion(by, case):
        raise NotAllowed(_("Whoever suggested a case withdraws it, until it is started."))
    if case.assignments.begun_and_not_ended().exclude(user=by).exists():
        raise Invalid(_("Others have a role in this case now. Ask them before it is dropped."))
    case.withdrawn_at = timezone.now()
    _save(case, ["withdrawn_at"])
    return case


@transaction.atomic
def set_visibility(
    case: Case,
    *,
    by,
    seen_version: int,
    visibility: Visibility,
    legal_basis: str = "",
    exempt_until: date | None = None,
    public_title: str | None = None,
) -> Case:
    """Set who may see the case. Locks the case.

    Raises NotAllowed; Conflict when somebody saved since ``seen_version``, unless the case says
    already what is wanted; Invalid when the exemption has ended already; ValidationError when a
    legal basis or a public title is missing.
    """
    lock(case, by)
    if not policies.can_set_visibility(by, case):
        raise NotAllowed(_("Only the innovation leader sets who may see a case."))
    title = case.public_title if public_title is None else public_title.strip()
    wanted = {"visibility": visibility, "legal_basis": legal_basis, "exempt_until": exempt_until}
    wanted["public_title"] = title
    if case.version != seen_version:
        if _differs(case, wanted):
            raise Conflict(_("This case was saved while you were writing."))
        return case
    if exempt_until and exempt_until < timezone.localdate():
        raise Invalid(_("Choose a day that is not past, or leave it empty."), field="exempt_until")
    for name, value in wanted.items():
        setattr(case, name, value)
    case.full_clean()
    _save(case, list(wanted))
    return case


def lock(case: Case, by) -> None:
    """Lock the case's row, then read it and the roles of ``by`` again: both may have changed while
    the lock was awaited.
    """
    case.refresh_from_db(from_queryset=Case.objects.select_for_update(no_key=True))
    clear_role_cache(by)


def _new_case(by, fields):
    case = Case(municipality=by.municipality, created_by=by)
    _set(case, _with_tags_in_use(case, fields, by))
    return case


def _with_tags_in_use(case, fields, by):
    """Return the fields with each new tag as it is spelled in the other cases that the author sees:
    a list of tags then has it once. One query, if there are new tags.
    """
    if set(fields.get("tags") or ()) <= set(case.tags):
        return fields
    others = Case.objects.visible_to(by).exclude(pk=case.pk)
    spelled = {compared(tag): tag for tag in shown_tags(others.tags_in_use())}
    return fields | {"tags": [spelled.get(compared(tag), tag) for tag in fields["tags"]]}


def _save_new(case):
    """Check the case, and insert it with a key that nobody has."""
    case.full_clean(exclude={"key"})

    def insert():
        (case.key,) = draw_keys(case.municipality, timezone.localdate().year, 1)
        case.save(force_insert=True)

    insert_with_drawn_keys(insert)


def _refuse_hidden_source(case, by):
    """A case may only be derived from a case whose working texts the author may read."""
    source = case.derived_from
    if source and not policies.can_read_working(by, source):
        raise Invalid(_("Start from a case that you may read."), field="derived_from")


def _differs(case, values):
    return any(getattr(case, name, None) != value for name, value in values.items())


def _set(case, fields):
    """Assign the fields that differ; return their names."""
    if unknown := fields.keys() - set(EDITABLE):
        raise Invalid(_("These fields cannot be set: %s") % ", ".join(sorted(unknown)))
    changed = [name for name, value in fields.items() if getattr(case, name, None) != value]
    for name in changed:
        setattr(case, name, fields[name])
    return changed


def _save(case, names):
    case.version += 1
    case.save(update_fields=[*names, "version", "updated_at"])
