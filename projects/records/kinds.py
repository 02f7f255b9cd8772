"""The kinds of records of the method, as one table that pages, forms, actions, timeline and API
read.
"""

from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import Permission
from projects.choices.phases import Phase
from projects.models import (
    Anchoring,
    ArchiveReference,
    Benefit,
    Cost,
    Criterion,
    DiffusionAssessment,
    Engagement,
    Figure,
    FormalDecision,
    Funding,
    ImplementationStep,
    InnovationQuestion,
    Insight,
    Lesson,
    Measurement,
    Option,
    PlanReference,
    Rating,
    Reuse,
    Round,
    Stakeholder,
    StakeholderAssessment,
    StakeholderContact,
    StakeholderMeasure,
    Trial,
)
from projects.models.record import Revisable


@dataclass(frozen=True)
class RecordKind:
    """A kind of record.

    ``fields`` are what a person writes, in the order of the form. ``parent`` names the field
    that points at the record it belongs to, where that is not the case itself. ``folded`` are the
    fields that the form keeps below "More", ``separate_page_fields`` those that are written on
    pages of their own. ``other_phases`` are phases whose pages show the kind too.
    """

    code: str
    model: type[Model]
    phase: Phase
    title: Promise
    add: Promise
    fields: tuple[str, ...]
    permission: Permission = Permission.WRITE
    parent: str = ""
    writable_after_close: bool = False
    folded: tuple[str, ...] = ()
    separate_page_fields: tuple[str, ...] = ()
    other_phases: tuple[Phase, ...] = ()

    def is_shown_in(self, phase):
        """The page of the phase has a section for it."""
        return not self.parent and (phase == self.phase or phase in self.other_phases)

    @property
    def is_revisable(self):
        """Records of the kind may be corrected, with their versions kept."""
        return issubclass(self.model, Revisable)

    @property
    def is_single(self):
        """Its parent has one at most."""
        return bool(self.parent) and self.model._meta.get_field(self.parent).one_to_one

    @property
    def case_path(self) -> str:
        """The path of field names from the record to its case."""
        return f"{self.parent}__case" if self.parent else "case"


def _kind(code, model, phase, title, add, fields, folded="", **options):
    """Return a kind. ``fields``, and those of them in ``folded``, are names parted by spaces."""
    return RecordKind(
        code,
        model,
        phase,
        title,
        add,
        tuple(fields.split()),
        folded=tuple(folded.split()),
        **options,
    )


EDIT = Permission.EDIT
RECORD_KINDS = {
    kind.code: kind
    for kind in (
        _kind(
            "question", InnovationQuestion, Phase.WHAT,
            _("Innovation question"), _("Write the question"),
            "text builds_on_insight holds_a_vision inspires_action short_and_clear reason"
            " insight engagement trial",
            folded="insight engagement trial",
        ),
        _kind(
            "insight", Insight, Phase.WHAT,
            _("Insights"), _("Add an insight"),
            "kind title finding source whose_need need found_on participants",
            folded="need found_on participants",
        ),
        _kind(
            "figure", Figure, Phase.WHAT,
            _("Figures that make us think"), _("Add a figure"),
            "figure meaning source on",
        ),
        _kind(
            "plan", PlanReference, Phase.WHAT,
            _("Plans"), _("Link to a plan"),
            "kind title period goal link in_budget",
            folded="period goal link in_budget",
            permission=EDIT,
        ),
        _kind(
            "stakeholder", Stakeholder, Phase.WHO,
            _("Stakeholders"), _("Add a stakeholder"),
            "kind name category subgroup is_external is_problem_owner relation point_of_view"
            " left_on left_because",
            folded="subgroup relation left_on left_because",
            permission=EDIT,
        ),
        _kind(
            "contact", StakeholderContact, Phase.WHO,
            _("Contact details"), _("Add contact details"),
            "details purpose delete_by", permission=EDIT, parent="stakeholder",
        ),
        _kind(
            "stakeholder_assessment", StakeholderAssessment, Phase.WHO,
            _("Assessments of stakeholders"), _("Assess the stakeholder"),
            "interest influence attitude expectation resistance matters_in",
            folded="expectation resistance matters_in",
            permission=EDIT, parent="stakeholder",
        ),
        _kind(
            "stakeholder_measure", StakeholderMeasure, Phase.WHO,
            _("What we do towards stakeholders"), _("Add a measure"),
            "what responsible due_on state effect",
            folded="effect",
            permission=EDIT, parent="stakeholder",
        ),
        _kind(
            "engagement", Engagement, Phase.WHO,
            _("Engagement"), _("Add an engagement"),
            "form degree groups participants held_on input what_we_did is_shared",
            folded="participants is_shared",
        ),
        _kind(
            "anchoring", Anchoring, Phase.WHO,
            _("Anchoring"), _("Add an anchoring"),
            "level form with_whom held_on cleared reservation valid_to secures_pilot",
            folded="reservation valid_to",
        ),
        _kind(
            "option", Option, Phase.SYSTEM,
            _("Options"), _("Add an option"),
            "title description need approach benefit cost alternatives state reason",
            folded="need approach benefit cost alternatives",
        ),
        _kind(
            "criterion", Criterion, Phase.SYSTEM,
            _("Criteria"), _("Add a criterion"), "text weight",
        ),
        _kind(
            "rating", Rating, Phase.SYSTEM,
            _("Ratings"), _("Rate the option"),
            "criterion score reason", parent="option",
        ),
        _kind(
            "round", Round, Phase.SYSTEM,
            _("Rounds of need, solution and test"), _("Begin a round"),
            "hypothesis option question start_on end_on conclusion new_insight",
        ),
        _kind(
            "trial", Trial, Phase.SYSTEM,
            _("Trials"), _("Plan a trial"),
            "kind title round hypothesis success_criterion who_tests real_users place"
            " participants planned_start_on planned_end_on people budget evaluation started_on"
            " ended_on result findings afterwards",
            separate_page_fields=("started_on", "ended_on", "result", "findings", "afterwards"),
        ),
        _kind(
            "benefit", Benefit, Phase.SYSTEM,
            _("Benefits"), _("Add a benefit"),
            "title kind budget_effect for_whom description preconditions owner indicator"
            " measured_in direction baseline baseline_on baseline_source target target_on"
            " is_planned state state_reason",
            folded="budget_effect preconditions baseline_source is_planned state state_reason",
            permission=EDIT, writable_after_close=True, other_phases=(Phase.USE, Phase.REFINE),
        ),
        _kind(
            "diffusion", DiffusionAssessment, Phase.USE,
            _("Seen by those who shall use it"), _("Assess a target group"),
            "target_group stakeholder is_main relative_advantage compatibility complexity"
            " trialability observability reason",
            permission=EDIT,
        ),
        _kind(
            "step", ImplementationStep, Phase.USE,
            _("The eight elements"), _("Settle an element"),
            "element state responsible due_on note", permission=EDIT,
        ),
        _kind(
            "decision", FormalDecision, Phase.USE,
            _("Formal decisions"), _("Add a decision"),
            "level body met_on title kind outcome number archive_reference recommendation text"
            " due_on follow_up follow_up_note",
            folded="recommendation text due_on follow_up follow_up_note",
            permission=EDIT, writable_after_close=True,
        ),
        _kind(
            "archive", ArchiveReference, Phase.USE,
            _("Archive references"), _("Add an archive reference"),
            "reference system title link is_restricted legal_basis",
            folded="system title link is_restricted legal_basis",
            permission=EDIT, writable_after_close=True,
        ),
        _kind(
            "funding", Funding, Phase.USE,
            _("Funding"), _("Add funding"),
            "source reference applied granted paid report_due_on reported_on",
            folded="paid report_due_on reported_on",
            permission=EDIT, writable_after_close=True,
        ),
        _kind(
            "cost", Cost, Phase.USE,
            _("Costs"), _("Add a cost"),
            "kind on amount hours what", permission=EDIT, writable_after_close=True,
        ),
        _kind(
            "measurement", Measurement, Phase.REFINE,
            _("Measurements"), _("Add a measurement"),
            "measured_on value source method note",
            folded="method note",
            permission=Permission.RECORD_MEASUREMENT, parent="benefit", writable_after_close=True,
        ),
        _kind(
            "lesson", Lesson, Phase.REFINE,
            _("Lessons"), _("Add a lesson"),
            "title kind phase happened learnt advice applies_to transferability conditions"
            " sharing tags trial",
            folded="happened applies_to transferability conditions tags trial",
            writable_after_close=True,
        ),
        _kind(
            "reuse", Reuse, Phase.REFINE,
            _("Reuse by others"), _("Add a reuse"),
            "who on what lesson adaptation result",
            folded="lesson adaptation result",
            writable_after_close=True,
        ),
    )
}  # fmt: skip
KIND_BY_MODEL = {kind.model: kind for kind in RECORD_KINDS.values()}
