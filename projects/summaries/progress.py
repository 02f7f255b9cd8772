"""How far a trial, a benefit or one of the eight elements has come, in words. No queries:
what a record needs is loaded with it, see ``PREFETCHES``.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.choices.vocabulary import TrialResult
from projects.models import Benefit, Measurement, Trial
from projects.records import rendering
from projects.summaries.charts import bar_width

# What to load with the records of a kind.
PREFETCHES = {
    "benefit": (
        Prefetch("measurements", Measurement.objects.not_corrected(), to_attr="valid_measurements"),
    ),
    "round": (
        Prefetch("trials", Trial.objects.not_withdrawn().order_by("pk"), to_attr="current_trials"),
    ),
}
# A hypothesis that did not hold is a result like any other: never a warning.
RESULT_TONES = {TrialResult.CONFIRMED: "good", TrialResult.PARTLY: "good"}
LATE = gettext_lazy("The trial was registered after it began: the success criterion came later.")


@dataclass(frozen=True)
class NextAction:
    """What can be done next: the name of its page, and what the button says."""

    page: str
    label: Promise


@dataclass(frozen=True)
class Progress:
    """How far a record has come; ``width`` is of its bar, empty where there is none."""

    text: str
    tone: str
    note: str = ""
    width: str = ""
    next_action: NextAction | None = None


def progress_of(record) -> Progress | None:
    """Return how far a record has come; None for kinds without progress."""
    progress = PROGRESS_BY_MODEL.get(type(record))
    return progress(record) if progress else None


def trial_progress(trial: Trial) -> Progress:
    """Return whether a trial is planned, under way, or finished with a result."""
    if trial.is_finished:
        notes = [] if trial.criterion_on else [str(LATE)]
        if trial.result == TrialResult.REFUTED:
            notes.append(
                _("The hypothesis did not hold. That is worth knowing, and a result like others.")
            )
        tone = RESULT_TONES.get(trial.result, "info")
        return Progress(trial.get_result_display(), tone, " ".join(notes))
    if trial.is_started:
        return Progress(
            _("Under way since %s") % formats.date_format(trial.started_on),
            "info",
            _("The hypothesis and the success criterion are locked. They were written first.")
            if trial.criterion_on
            else LATE,
            next_action=NextAction("trial_finish", gettext_lazy("Write the result")),
        )
    note = _("The hypothesis and the success criterion are locked when the trial starts.")
    if not trial.success_criterion:
        note = _("Write the success criterion before the trial starts.")
    return Progress(
        _("Planned"),
        "plain",
        note,
        next_action=NextAction("trial_start", gettext_lazy("Start the trial")),
    )


def newest_after_baseline(benefit: Benefit) -> Measurement | None:
    """Return the newest measurement after the baseline. ``valid_measurements`` is loaded."""
    since = benefit.baseline_on
    found = (one for one in benefit.valid_measurements if since is None or one.measured_on > since)
    return next(found, None)


def benefit_progress(benefit: Benefit) -> Progress:
    """Return how much of the way from the baseline to the target the newest measurement is."""
    if benefit.baseline is None:
        return Progress(_("No baseline yet"), "plain")
    newest = newest_after_baseline(benefit)
    if newest is None:
        return Progress(_("Not measured after the baseline yet"), "plain")
    note = _measured(benefit, newest)
    degree = benefit.realised_share(newest.value)
    if degree is None:
        return Progress(_("No target yet, so the degree is not known"), "plain", note)
    tone = "good" if degree >= 1 else "info" if degree >= 0 else "warning"
    return Progress(_degree(degree), tone, note, width=bar_width(degree))


def _measured(benefit, newest):
    words = {
        "value": _amount(newest.value, benefit),
        "on": formats.date_format(newest.measured_on),
        "baseline": _amount(benefit.baseline, benefit),
    }
    if benefit.target is None:
        return _("%(value)s on %(on)s. The baseline was %(baseline)s.") % words
    words["target"] = _amount(benefit.target, benefit)
    return (
        _("%(value)s on %(on)s. The baseline was %(baseline)s, and the target is %(target)s.")
        % words
    )


def _amount(value, benefit):
    number = rendering.number(value)
    return f"{number} {benefit.measured_in}" if benefit.measured_in else number


def _degree(degree: Decimal) -> str:
    percent = {"percent": whole_percent(degree)}
    if degree > 1:
        return _("%(percent)d %% – past the target") % percent
    if degree < 0:
        return _("%(percent)d %% – further away than at the baseline") % percent
    return _("%(percent)d %% of the way to the target") % percent


def whole_percent(degree: Decimal) -> int:
    """Return a share as whole per cent that never claims more or less than there is: 100 only for
    exactly all of it, and 0 or less than that only on its own side of the start.
    """
    percent = round(degree * 100)
    if degree > 1:
        return max(percent, 101)
    if degree < 0:
        return min(percent, -1)
    return percent if degree == 1 else min(percent, 99)


PROGRESS_BY_MODEL = {Trial: trial_progress, Benefit: benefit_progress}
