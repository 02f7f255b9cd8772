"""Starting a trial, which locks its success criterion, and recording its result."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.actions.cases import lock
from projects.actions.records import change
from projects.errors import Conflict, Invalid
from projects.models import Trial


@transaction.atomic
def start(
    trial: Trial, *, by, seen_version: int, started_on: date, success_criterion: str = ""
) -> Trial:
    """Start a planned trial, after which its hypothesis and success criterion cannot be changed.
    ``success_criterion`` writes it, where none is written yet. Locks the case.

    Raises NotAllowed; Conflict when it has started or was changed; Invalid.
    """
    _lock_trial(trial, by)
    if trial.is_started:
        raise Conflict(_("The trial has started already."))
    changes = {"started_on": started_on}
    if success_criterion.strip():
        changes["success_criterion"] = success_criterion.strip()
    elif not trial.success_criterion.strip():
        raise Invalid(
            _("Write the success criterion before the trial starts."), field="success_criterion"
        )
    _refuse_future(started_on, "started_on")
    return change(trial, by=by, seen_version=seen_version, changes=changes)


@transaction.atomic
def finish(trial: Trial, *, by, seen_version: int, ended_on: date, **fields) -> Trial:
    """Record the result of a trial that has started; it cannot be changed later. Locks the case.

    Raises NotAllowed; Conflict when it has a result or was changed; Invalid or ValidationError.
    """
    _lock_trial(trial, by)
    if not trial.is_started:
        raise Invalid(_("Start the trial before you write its result."))
    if trial.is_finished:
        raise Conflict(_("The trial has its result already."))
    _refuse_future(ended_on, "ended_on")
    if ended_on < trial.started_on:
        raise Invalid(_("The end cannot be before the start."), field="ended_on")
    return change(trial, by=by, seen_version=seen_version, changes={"ended_on": ended_on} | fields)


def _lock_trial(trial, by):
    lock(trial.case, by)
    trial.refresh_from_db()


def _refuse_future(day, field):
    if day > timezone.localdate():
        raise Invalid(_("The date cannot be in the future."), field=field)
