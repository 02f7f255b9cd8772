"""The five phases of a case. Pure: no database, no request.

A case moves forward one phase at a time, when it is ready, and back any number of phases, with
a reason. It never skips forward: a case that was mature before it was registered *starts* in a
later phase, with a reason.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Phase(TextChoices):
    """The phase of SLIK that a case is in. Codes are never translated."""

    WHAT = "what", pgettext_lazy("phase", "What")
    WHO = "who", pgettext_lazy("phase", "Who")
    SYSTEM = "system", pgettext_lazy("phase", "System")
    USE = "use", pgettext_lazy("phase", "Put to use")
    REFINE = "refine", pgettext_lazy("phase", "Refine")

    @property
    def number(self) -> int:
        """1 to 5."""
        return ORDER.index(self) + 1

    @property
    def question(self):
        """SLIK's heading of the phase."""
        return QUESTIONS[self]

    @property
    def work(self):
        """The main work of the phase, in one short sentence."""
        return WORK[self]

    @property
    def following(self):
        """The next phase, or None after the last."""
        return ORDER[self.number] if self.number < len(ORDER) else None


ORDER = tuple(Phase)

QUESTIONS = {
    Phase.WHAT: _("What shall we innovate about?"),
    Phase.WHO: _("Who shall take part?"),
    Phase.SYSTEM: _("How to build a system?"),
    Phase.USE: _("How to put to use?"),
    Phase.REFINE: _("How to refine?"),
}

WORK = {
    Phase.WHAT: _("Understand the need and ask the question"),
    Phase.WHO: _("Find those who must be with us"),
    Phase.SYSTEM: _("Choose how to work, learn and measure"),
    Phase.USE: _("Try it for real and take it into operation"),
    Phase.REFINE: _("Improve, share and learn"),
}


def is_back(origin: Phase, target: Phase) -> bool:
    """The target comes earlier in SLIK."""
    return ORDER.index(target) < ORDER.index(origin)


def may_follow(origin: Phase, target: Phase) -> bool:
    """One step on, or any number of steps back: going back is ordinary work."""
    return is_back(origin, target) or ORDER.index(target) == ORDER.index(origin) + 1


def allowed_targets(origin: Phase) -> list[Phase]:
    """Return every phase that may follow, in SLIK's order."""
    return [phase for phase in ORDER if may_follow(origin, phase)]
