"""The five phases as one case has been through them. Pure: works on loaded rows."""

from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.choices.phases import ORDER, Phase
from projects.choices.states import IN_PHASE, State


@dataclass(frozen=True)
class PhaseStep:
    """One phase of the case. ``days`` are counted over all visits, to today in an open one."""

    phase: Phase
    status: str
    entered_on: date | None
    visits: int
    days: int

    @property
    def number(self):
        return self.phase.number

    @property
    def name(self):
        return self.phase.label

    @property
    def note(self):
        """When the last visit began, and how long the visits lasted."""
        if not self.visits:
            return ""
        parts = [formats.date_format(self.entered_on, "DATE_FORMAT")]
        if self.visits > 1:
            parts.append(_("visit %d") % self.visits)
        days = ngettext("%d day", "%d days", self.days) % self.days
        parts.append(_("%s in all") % days if self.visits > 1 else days)
        return " · ".join(parts)


def steps_of(case, visits, today: date) -> list[PhaseStep]:
    """Return the five phases in SLIK's order. ``visits`` are loaded, in the order they began."""
    by_phase = {phase: [v for v in visits if v.phase == phase] for phase in ORDER}
    return [
        PhaseStep(
            phase=phase,
            status=_status(case, phase),
            entered_on=stays[-1].entered_on if stays else None,
            visits=len(stays),
            days=sum(((stay.left_on or today) - stay.entered_on).days for stay in stays),
        )
        for phase, stays in by_phase.items()
    ]


def _status(case, phase):
    here = ORDER.index(case.phase)
    if phase == case.phase:
        if case.state == State.STOPPED:
            return "stopped"
        return "now" if case.state in {*IN_PHASE, State.DRAFT} else "done"
    return "done" if ORDER.index(phase) < here else "later"
