"""The sections of a phase page: the facts of the case and the records of each kind."""

from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.access import policies
from projects.actions.challenges import CHALLENGE_FIELDS
from projects.choices.phases import Phase
from projects.method import guidance
from projects.method.facts import FACT_GROUPS
from projects.method.guidance import Guide
from projects.records import rendering
from projects.records.kinds import RECORD_KINDS, RecordKind
from projects.summaries.progress import PREFETCHES, Progress, progress_of
from projects.views.record_panels import MAX_SHOWN, PANELS, PanelReader, PanelSpec

MAX_OPEN = 2
REPORTED_KINDS = ("benefit", "funding", "cost", "decision")
STATUS_FIELDS = ("state", "result", "outcome", "degree")
DEFAULT_PANEL = PanelSpec("projects/_records.html", lambda _reader, _rows: None)


@dataclass(frozen=True)
class RecordEntry:
    """A record as it is shown: what it is called, its lines, and what may be done to it."""

    record: object
    headline: str
    lines: list
    edit: str = ""
    withdraw: str = ""
    children: list = field(default_factory=list)
    progress: Progress | None = None
    step: str = ""
    correct: str = ""
    is_corrected: bool = False

    @property
    def excerpt(self):
        """Its first long text: what is read of it before it is opened."""
        return next((line.value for line in self.lines if line.is_long), "")

    @property
    def status(self):
        """Its progress or state in a word or two: chosen, confirmed."""
        if self.progress:
            return self.progress.text
        return next((line.value for line in self.lines if line.name in STATUS_FIELDS), "")

    @property
    def tone(self):
        """Whether that is good, bad or neither."""
        return self.progress.tone if self.progress else "plain"


@dataclass(frozen=True)
class Section:
    """Records of a kind, newest first. ``number`` counts those not shown too."""

    kind: RecordKind
    entries: list[RecordEntry]
    number: int
    add: str = ""
    panel: object = None

    @property
    def template(self):
        """The part that shows this kind."""
        return PANELS.get(self.kind.code, DEFAULT_PANEL).template

    @property
    def guide(self) -> Guide:
        return guidance.GUIDE_BY_KIND[self.kind.code]

    @property
    def is_short(self):
        """So few that all of them are read at once."""
        return self.number <= MAX_OPEN

    @property
    def is_truncated(self):
        """Older records are not shown."""
        return len(self.entries) < self.number

    @property
    def is_long(self):
        """It is so long that a page begins with the newest only."""
        return self.number > MAX_SHOWN


@dataclass(frozen=True)
class Facts:
    """Fields that are written together, as lines."""

    code: str
    title: str
    lines: list
    edit: str = ""

    @property
    def guide(self) -> Guide:
        return guidance.GUIDE_BY_FACT_GROUP[self.code]


def facts(user, case, phase) -> list[Facts]:
    """The facts of the case in this phase; in the first one the challenge too."""
    classes, may = policies.readable_classes(user, case), policies.can_edit(user, case)
    found = []
    if phase == Phase.WHAT:
        challenge = case.challenge
        fact_lines = rendering.lines_of(challenge, CHALLENGE_FIELDS, classes) if challenge else []
        edit = reverse("case_challenge", args=[case.key]) if may else ""
        found.append(Facts("challenge", _("Challenge"), fact_lines, edit))
    for group in FACT_GROUPS.values():
        if group.phase == phase:
            edit = reverse("case_facts", args=[case.key, group.code]) if may else ""
            fact_lines = rendering.lines_of(case, group.fields, classes)
            found.append(Facts(group.code, group.title, fact_lines, edit))
    return found


def sections(user, case, phase, *, expanded="") -> list[Section]:
    """The kinds of the phase with their newest records, and all of the kind whose code is
    ``expanded``. A kind of which this person may neither read nor write anything is left out. A
    fixed number of queries for each kind.
    """
    classes = policies.readable_classes(user, case)
    return [
        section(user, case, kind, limit=None if kind.code == expanded else MAX_SHOWN)
        for kind in RECORD_KINDS.values()
        if kind.is_shown_in(phase)
        and (is_readable(kind, classes) or policies.can_record(user, case, kind))
    ]


def reported_sections(user, case) -> list[Section]:
    """What the council is reported of the case, for whoever reads no working texts of it: the kinds
    of which there are records, without those that are withdrawn.
    """
    found = [section(user, case, RECORD_KINDS[code], limit=None) for code in REPORTED_KINDS]
    kept = [
        replace(one, entries=[e for e in one.entries if not e.record.is_withdrawn]) for one in found
    ]
    return [one for one in kept if one.entries]


def section(user, case, kind, *, limit=MAX_SHOWN) -> Section:
    """One kind with its newest records and the records that belong to them."""
    classes = policies.readable_classes(user, case)
    may = policies.can_record(user, case, kind)
    add = _address("record_new", case, kind) if may else ""
    if not is_readable(kind, classes):
        return Section(kind, [], 0, add)
    spec = PANELS.get(kind.code, DEFAULT_PANEL)
    limit = None if spec.needs_all_records else limit
    loaded = _rows(case, kind).prefetch_related(*PREFETCHES.get(kind.code, ()))
    rows = list(loaded.newest_first().with_total_count()[:limit])
    parts = _children(user, case, kind, rows, classes)
    entries = [_entry(case, kind, row, classes, may, parts.get(row.pk, [])) for row in rows]
    reader = PanelReader(user, case, classes, timezone.localdate())
    number = rows[0].total_count if rows else 0
    return Section(kind, entries, number, add, spec.build(reader, rows))


def newest(case, kind, few, *loaded):
    """The newest records of a kind that are not withdrawn, at most ``few``, and how many there are.
    One query, and one for each relation in ``loaded``.
    """
    rows = kind.model.objects.of(case)
    rows = rows.not_withdrawn() if kind.is_revisable else rows
    found = list(rows.prefetch_related(*loaded).newest_first().with_total_count()[:few])
    return found, found[0].total_count if found else 0


def is_readable(kind, classes):
    """Some field of the kind's own may be read by this person."""
    return bool(set(kind.fields) & rendering.fields_of(kind.model._meta.label, classes))


def _children(user, case, kind, parents, classes):
    """The records that belong to these records of a kind, as sections by the record's id."""
    sections_by_parent, pks = {}, [row.pk for row in parents]
    below = [
        part for part in RECORD_KINDS.values() if part.parent and _parent_model(part) is kind.model
    ]
    for part in below:
        may = policies.can_record(user, case, part)
        rows = _rows(case, part).of_parents(part.parent, pks) if is_readable(part, classes) else []
        corrected = {getattr(row, "corrects_id", None) for row in rows}
        page, by_parent_id = _address("record_new", case, part), {}
        for row in rows:
            by_parent_id.setdefault(getattr(row, f"{part.parent}_id"), []).append(row)
        for parent in parents:
            found = by_parent_id.get(parent.pk, [])
            is_full = parent.is_withdrawn or (found and part.is_single)
            add = f"{page}?of={parent.pk}" if may and not is_full else ""
            child_entries = [
                _child(_entry(case, part, row, classes, may), classes, corrected, add)
                for row in found
            ]
            if add or child_entries:
                sections_by_parent.setdefault(parent.pk, []).append(
                    Section(part, child_entries, len(child_entries), add)
                )
    return sections_by_parent


def _child(entry, classes, corrected, add):
    """A record that belongs to another: it is shown without a headline. One that can be corrected
    is corrected by a new one.
    """
    pk, is_corrected = entry.record.pk, entry.record.pk in corrected
    may_correct = add and hasattr(entry.record, "corrects_id") and not is_corrected
    correct = f"{add}&corrects={pk}" if may_correct else ""
    lines = rendering.lines(entry.record, classes)
    return replace(entry, lines=lines, correct=correct, is_corrected=is_corrected)


def _rows(case, kind):
    related = [
        name for name in (*kind.fields, "by") if kind.model._meta.get_field(name).many_to_one
    ]
    return kind.model.objects.of(case, kind.case_path).select_related(*related)


def _parent_model(kind):
    return kind.model._meta.get_field(kind.parent).related_model


def _entry(case, kind, record, classes, may, children=()):
    changes = may and kind.is_revisable and not record.is_withdrawn
    progress = progress_of(record)
    step = progress.next_action.page if progress and progress.next_action and changes else ""
    return RecordEntry(
        record,
        rendering.headline(record, classes),
        rendering.lines_below_headline(record, classes),
        edit=_address("record_edit", case, kind, record.pk) if changes else "",
        withdraw=_address("record_withdraw", case, kind, record.pk) if changes else "",
        children=list(children),
        progress=progress,
        step=step and reverse(step, args=[case.key, record.pk]),
    )


def _address(name, case, kind, *more):
    return reverse(name, args=[case.key, kind.code, *more])
