"""What some sections of a phase page show besides a plain list: the history of the question,
the map of stakeholders, the levels of anchoring and the options side by side.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.access import policies
from projects.access.field_register import FieldClass
from projects.choices.vocabulary import ImplementationElement, QualityMark, StepState, Strategy
from projects.method import anchoring, options, stakeholders
from projects.method.question import remarks
from projects.models import (
    Anchoring,
    Case,
    Criterion,
    FormalDecision,
    ImplementationStep,
    InnovationQuestion,
    Rating,
)
from projects.records import rendering
from projects.records.kinds import KIND_BY_MODEL, RECORD_KINDS
from projects.summaries import stakeholder_map

MAX_SHOWN = 10  # are shown of a long list, until the reader asks for all
MARKS = ("builds_on_insight", "holds_a_vision", "inspires_action", "short_and_clear")
TRIGGERS = ("insight", "engagement", "trial")
TONES = {QualityMark.YES: "good", QualityMark.NO: "warning"}


@dataclass(frozen=True)
class PanelReader:
    """Who reads which case, which classes of fields, and on which day."""

    user: object
    case: Case
    classes: frozenset[FieldClass]
    today: date


@dataclass(frozen=True)
class RatedQuality:
    """One quality mark of a question in words."""

    label: str
    value: str
    tone: str


@dataclass(frozen=True)
class Trigger:
    """What a new version came from, and where it is read."""

    label: str
    text: str
    url: str
    is_withdrawn: bool


@dataclass(frozen=True)
class QuestionVersion:
    """A version of the question as people read it."""

    question: InnovationQuestion
    marks: list[RatedQuality]
    triggers: list[Trigger]


@dataclass(frozen=True)
class QuestionHistory:
    """The current question with remarks on its wording, and the earlier versions, oldest first."""

    current: QuestionVersion | None
    remarks: list
    earlier: list[QuestionVersion]


def question_history(reader, rows) -> QuestionHistory:
    """The versions of the question, from rows newest first. No queries."""
    versions = [
        QuestionVersion(row, [_rated_quality(row, mark) for mark in MARKS], _triggers(reader, row))
        for row in rows
    ]
    if not versions:
        return QuestionHistory(None, [], [])
    return QuestionHistory(versions[0], remarks(rows[0].text), versions[:0:-1])


def _rated_quality(row, mark):
    value = QualityMark(getattr(row, mark))
    return RatedQuality(
        rendering.label_of(row._meta.get_field(mark)), value.label, TONES.get(value, "plain")
    )


def _triggers(reader, row):
    found = []
    for name in TRIGGERS:
        if record := getattr(row, name):
            text = rendering.headline(record, reader.classes)
            label = rendering.label_of(row._meta.get_field(name))
            url = record_url(reader.case, record)
            found.append(Trigger(label, text, url, record.is_withdrawn))
    return found


def record_url(case, record) -> str:
    """Where a record is read, however many there are of its kind."""
    kind = KIND_BY_MODEL[type(record)]
    page = reverse("case_phase", args=[case.key, kind.phase])
    return f"{page}?all={kind.code}#{kind.code}-{record.pk}"


@dataclass(frozen=True)
class StakeholderRow:
    """A stakeholder in the map and its table, with where to read and to write."""

    status: stakeholder_map.StakeholderStatus
    url: str
    assess: str
    measure: str


@dataclass(frozen=True)
class StrategyCell:
    """One of the four cells: a strategy and those it is for."""

    strategy: Strategy
    rows: list[StakeholderRow]

    @property
    def meaning(self):
        """Which influence and interest it is for."""
        return stakeholders.MEANING[self.strategy]

    @property
    def leading(self):
        """The first of them."""
        return self.rows[:MAX_SHOWN]

    @property
    def more(self):
        """How many come after."""
        return len(self.rows) - len(self.leading)


@dataclass(frozen=True)
class StakeholderMap:
    """The map of interest by influence and its table, those to engage first."""

    cells: list[StrategyCell]
    rows: list[StakeholderRow]

    @property
    def leading(self):
        """The first of the table."""
        return self.rows[:MAX_SHOWN]

    @property
    def not_assessed_here(self):
        """Those who lack an assessment in the phase the case is in."""
        return [row for row in self.rows if not row.status.is_assessed_here]

    @property
    def lacking(self):
        """The first of those."""
        return self.not_assessed_here[:MAX_SHOWN]

    @property
    def lacking_more(self):
        """How many come after."""
        return len(self.not_assessed_here) - len(self.lacking)


@dataclass(frozen=True)
class StakeholderOverview:
    """The stakeholders: hints about who may be missing, the map for people who may read it, and
    how many there are of each category for people who may not read names.
    """

    hints: list[stakeholders.Hint]
    map: StakeholderMap | None
    categories: list[tuple] = ()


def stakeholder_overview(reader, _rows) -> StakeholderOverview:
    """The current stakeholders. One query, and two more for people who may read judgements."""
    current = stakeholder_map.current_stakeholders(reader.case)
    if FieldClass.JUDGEMENT not in reader.classes:
        named = FieldClass.PERSONAL in reader.classes
        counted = Counter(one.get_category_display() for one in current)
        return StakeholderOverview(
            stakeholders.hints(current), None, [] if named else counted.most_common()
        )
    statuses = stakeholder_map.statuses(reader.case, current, reader.today)
    assessments = [one.assessment for one in statuses if one.assessment]
    rows = {one.stakeholder.pk: _row(reader, one) for one in statuses}
    cells = [
        StrategyCell(cell.strategy, [rows[one.stakeholder.pk] for one in cell.statuses])
        for cell in stakeholder_map.cells(statuses)
    ]
    return StakeholderOverview(
        stakeholders.hints(current, assessments), StakeholderMap(cells, list(rows.values()))
    )


def _row(reader, status):
    one = status.stakeholder
    links = {}
    for code in ("stakeholder_assessment", "stakeholder_measure"):
        may = policies.can_record(reader.user, reader.case, RECORD_KINDS[code])
        page = reverse("record_new", args=[reader.case.key, code]) if may else ""
        links[code] = page and f"{page}?of={one.pk}"
    return StakeholderRow(
        status,
        record_url(reader.case, one),
        links["stakeholder_assessment"],
        links["stakeholder_measure"],
    )


@dataclass(frozen=True)
class Comparison:
    """The options side by side: each with its scores and where to rate it."""

    criteria: list
    columns: list[tuple]

    @property
    def rows(self):
        """Each criterion with the score of every option."""
        scores = [rated.scores for rated, _rate in self.columns]
        return [(one, [row[n] for row in scores]) for n, one in enumerate(self.criteria)]


def compare_options(reader, rows) -> Comparison:
    """The options in the section, measured by the current criteria. Two queries."""
    case, current = reader.case, [row for row in rows if not row.is_withdrawn]
    criteria = list(Criterion.objects.of(case).not_withdrawn().order_by("pk"))
    ratings = Rating.objects.of(case, "option__case").order_by("pk")
    may = policies.can_record(reader.user, case, RECORD_KINDS["rating"])
    page = reverse("record_new", args=[case.key, "rating"]) if may and criteria else ""
    rated = options.compare(current, criteria, ratings)
    return Comparison(criteria, [(one, page and f"{page}?of={one.option.pk}") for one in rated])


def levels(reader, _rows) -> list[anchoring.LevelCoverage]:
    """How the case is anchored on each level. Two queries."""
    anchorings = Anchoring.objects.of(reader.case).not_withdrawn()
    decided = FormalDecision.objects.of(reader.case).not_withdrawn()
    return anchoring.levels(anchorings, decided, reader.today)


def usual_criteria(reader, rows) -> str:
    """The address that adds the method's four criteria, while the case has none of its own."""
    if any(not row.is_withdrawn for row in rows):
        return ""
    may = policies.can_record(reader.user, reader.case, RECORD_KINDS["criterion"])
    return reverse("criteria_usual", args=[reader.case.key]) if may else ""


@dataclass(frozen=True)
class PanelSpec:
    """How a kind is shown: its template, and what that needs beside the records."""

    template: str
    build: Callable
    needs_all_records: bool = False  # every record is needed, however many


@dataclass(frozen=True)
class ElementStatus:
    """One of the eight elements, and the state of the case in it."""

    number: int
    label: str
    state: str
    tone: str
    step: ImplementationStep | None


STEP_TONES = {StepState.DONE: "good", StepState.UNDER_WAY: "info", StepState.PLANNED: "info"}


def elements(_reader, rows) -> list[ElementStatus]:
    """All eight, in their order, also those without a step."""
    steps = {row.element: row for row in rows if not row.is_withdrawn}
    return [
        _element_status(number, one, steps.get(one))
        for number, one in enumerate(ImplementationElement, start=1)
    ]


def _element_status(number, element, step):
    if step is None:
        return ElementStatus(number, str(element.label), _("Not settled yet"), "plain", None)
    tone = STEP_TONES.get(step.state, "plain")
    return ElementStatus(number, str(element.label), step.get_state_display(), tone, step)


def rounds_in_order(_reader, rows) -> list:
    """The rounds that are not withdrawn, the first one first."""
    return [row for row in reversed(rows) if not row.is_withdrawn]


PANELS = {
    "question": PanelSpec("projects/_question.html", question_history, needs_all_records=True),
    "stakeholder": PanelSpec("projects/_stakeholders.html", stakeholder_overview),
    "anchoring": PanelSpec("projects/_anchoring.html", levels),
    "round": PanelSpec("projects/_rounds.html", rounds_in_order),
    "option": PanelSpec("projects/_options.html", compare_options),
    "criterion": PanelSpec("projects/_criteria.html", usual_criteria),
    "step": PanelSpec("projects/_elements.html", elements, needs_all_records=True),
}
