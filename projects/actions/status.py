"""Reporting how a case is doing, and commenting on it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from projects.access import policies
from projects.actions.cases import lock
from projects.choices.states import Health
from projects.errors import Conflict, Invalid, NotAllowed
from projects.models import Case, Comment, StatusUpdate

# The fields that people write in an update, in the order they read them.
CONTENT_FIELDS = (
    "health",
    "summary",
    "next_step",
    "next_step_on",
    "hindrance",
    "help_wanted",
    "is_shared",
)
# Field → characters; None where the field is no text.
MAX_LENGTHS = {name: StatusUpdate._meta.get_field(name).max_length for name in CONTENT_FIELDS}


@transaction.atomic
def report_status(
    case: Case,
    *,
    by,
    health: Health,
    summary: str,
    next_step: str = "",
    next_step_on: date | None = None,
    hindrance: str = "",
    help_wanted: str = "",
    is_shared: bool = False,
    corrects: StatusUpdate | None = None,
    seen: int | None,
) -> StatusUpdate:
    """Write a status update; ``corrects`` makes it a correction of an earlier one.

    ``seen`` is the id of the current update the author saw, None when there was none.
    Locks the case.

    Raises NotAllowed, Conflict when a newer update exists, Invalid or ValidationError
    naming the field.
    """
    _lock_and_check(case, by, seen)
    if corrects and corrects.case_id != case.pk:
        raise Invalid(_("Choose an update of this case."), field="corrects")
    update = StatusUpdate(
        case=case,
        by=by,
        health=health,
        summary=summary.strip(),
        next_step=next_step.strip(),
        next_step_on=next_step_on,
        hindrance=hindrance.strip(),
        help_wanted=help_wanted.strip(),
        is_shared=is_shared,
        corrects=corrects,
    )
    if next_step_on and not update.next_step:
        raise Invalid(_("Write what the next step is, or remove its date."), field="next_step")
    # The constraints are left to the database: asking it beforehand takes nine statements.
    update.full_clean(exclude=["case", "by", "corrects", "confirms"], validate_constraints=False)
    for name in ("summary", "hindrance", "help_wanted"):
        if len(getattr(update, name)) > MAX_LENGTHS[name]:
            raise Invalid(_("Write at most %d characters.") % MAX_LENGTHS[name], field=name)
    return _make_current(case, update)


@transaction.atomic
def confirm_status(case: Case, *, by, seen: int | None) -> StatusUpdate:
    """Confirm that the current update is still right: nothing has changed. Locks the case.

    Raises NotAllowed, Conflict when a newer update exists, Invalid when there is none.
    """
    _lock_and_check(case, by, seen)
    current = case.current_status
    if current is None:
        raise Invalid(_("There is no status update to confirm yet. Write the first one."))
    repeated = {name: getattr(current, name) for name in CONTENT_FIELDS}
    return _make_current(
        case, StatusUpdate(case=case, by=by, confirms=current.confirms or current, **repeated)
    )


@transaction.atomic
def comment(case: Case, *, by, text: str, is_shared: bool = False) -> Comment:
    """Comment on the case. A comment by a stakeholder is always shared with its stakeholders.

    Raises NotAllowed, and ValidationError when the text is empty or too long.
    """
    if not policies.can_comment(by, case):
        raise NotAllowed(_("You may not comment on this case."))
    shared = is_shared or not policies.can_read_working(by, case)
    remark = Comment(case=case, by=by, text=text.strip(), is_shared=shared)
    remark.full_clean(exclude=["case", "by"])
    remark.save()
    return remark


def _lock_and_check(case, by, seen):
    lock(case, by)
    if not policies.can_write_status(by, case):
        raise NotAllowed(_("You may not write a status update in this case."))
    if case.current_status_id != seen:
        if case.current_status and case.current_status.by_id == by.pk:
            raise Conflict(
                _("You have written a status update yourself since you opened this form.")
            )
        raise Conflict(_("Somebody else wrote a status update while you were writing."))


def _make_current(case, update):
    update.save()
    case.current_status, case.health, case.confirmed_at = update, update.health, update.recorded_at
    case.save(update_fields=["current_status", "health", "confirmed_at", "updated_at"])
    return update
