"""The method of a case in short: the success formula, and what was tried, gained and learnt."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.access import policies
from projects.choices.phases import Phase
from projects.models import SuccessAssessment
from projects.records import rendering
from projects.records.kinds import RECORD_KINDS, RecordKind
from projects.summaries import formula_history
from projects.summaries.progress import PREFETCHES, Progress, progress_of
from projects.views.record_panels import record_url
from projects.views.sections import newest

MAX_ITEMS = 3


@dataclass(frozen=True)
class RecordSummary:
    """A record in a line or two: what it is called, its progress and an excerpt."""

    text: str
    url: str
    progress: Progress | None
    excerpt: str


@dataclass(frozen=True)
class NewestRecords:
    """The newest of a kind; ``url`` leads to all of them, ``number`` counts them."""

    title: str
    items: list[RecordSummary]
    number: int
    url: str

    @property
    def more(self):
        """How many come after those shown."""
        return self.number - len(self.items)


@dataclass(frozen=True)
class MethodSummary:
    """``formula`` is the newest snapshot beside the one before, None where nobody has assessed."""

    formula: formula_history.FormulaHistory | None
    lists: list[NewestRecords]


# The excerpt that is shown below the name of a record.
EXCERPTS = {
    "trial": lambda record, _progress: record.findings or record.hypothesis,
    "benefit": lambda _record, progress: progress.note,
    "lesson": lambda record, _progress: record.learnt,
}
PHASE_OF_KIND = {"trial": Phase.SYSTEM, "benefit": Phase.REFINE, "lesson": Phase.REFINE}
TITLES = {"trial": _("Tried"), "benefit": _("Gained"), "lesson": _("Learnt")}


def method_summary(user, case) -> MethodSummary:
    """The method of the case, for people who may read its working texts. At most six queries."""
    snapshots = SuccessAssessment.objects.of(case).agreed().prefetch_related("factors")
    classes = policies.readable_classes(user, case)
    newest_records = [_newest_records(case, RECORD_KINDS[code], classes) for code in EXCERPTS]
    return MethodSummary(
        formula_history.history_of(list(snapshots[:2])),
        [one for one in newest_records if one.number],
    )


def _newest_records(case, kind: RecordKind, classes) -> NewestRecords:
    rows, number = newest(case, kind, MAX_ITEMS, *PREFETCHES.get(kind.code, ()))
    page = reverse("case_phase", args=[case.key, PHASE_OF_KIND[kind.code]])
    items = []
    for row in rows:
        progress = progress_of(row)
        excerpt = EXCERPTS[kind.code](row, progress)
        items.append(
            RecordSummary(
                rendering.headline(row, classes), record_url(case, row), progress, excerpt
            )
        )
    return NewestRecords(TITLES[kind.code], items, number, f"{page}#{kind.code}")
