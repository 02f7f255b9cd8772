"""The register: every model field has one information class. A field without one fails a test.

Pages, exports, search and history take their field lists from here. Pure.
"""

from enum import Enum


class FieldClass(Enum):
    """Who may read a field; see accounts.access.roles."""

    OPEN = "open"
    REPORTED = "reported"  # what a council may hold the administration to
    WORKING = "working"
    PERSONAL = "personal"
    JUDGEMENT = "judgement"
    SECURITY = "security"


def _of(field_class, names):
    return dict.fromkeys(names.split(), field_class)


OPEN, REPORTED, WORKING = FieldClass.OPEN, FieldClass.REPORTED, FieldClass.WORKING
PERSONAL, SECURITY = FieldClass.PERSONAL, FieldClass.SECURITY
JUDGEMENT = FieldClass.JUDGEMENT
RECORD_FIELDS = " recorded_at by"
REVISABLE_FIELDS = RECORD_FIELDS + " version withdrawn_at withdrawn_by"

REGISTER: dict[str, dict[str, FieldClass]] = {
    "accounts.County": _of(OPEN, "number name"),
    "accounts.Municipality": _of(
        OPEN, "id number name county language colour shows_exempt_count single_handed opened_at"
    ),
    "accounts.Unit": _of(OPEN, "id municipality code name parent sector closed_at"),
    "accounts.User": _of(OPEN, "id municipality name unit")
    | _of(PERSONAL, "email new_email language")
    | _of(SECURITY, "password last_login access_version is_active created_at"),
    "accounts.SecurityEvent": _of(SECURITY, "id user kind by network detail recorded_at"),
    "accounts.RoleGrant": _of(SECURITY, "id user role valid_from valid_to granted_by created_at"),
    "accounts.ApiToken": _of(
        SECURITY,
        "id user name prefix digest scopes created_at created_by expires_at revoked_at"
        " last_used_at",
    ),
    "accounts.SentForm": _of(SECURITY, "id user token digest result_id sent_at"),
    "projects.Case": _of(
        OPEN,
        "id municipality key public_title summary language unit visibility phase"
        " phase_since state paused_until health confirmed_at start_on planned_end_on"
        " actual_end_on innovation_types tags kostra_function sdgs link archive_reference"
        " created_at lexemes_open",
    )
    | _of(
        WORKING,  # version and updated_at move with working texts as well
        "version updated_at title contact legal_basis exempt_until current_status external_id"
        " external_source created_by lexemes_all challenge why_innovation looked_around"
        " no_plan_because novelty facet responsibility derived_from uncertainty"
        " needs_political_decision replaces"
        " receiving_unit in_use_on follow_up_by next_review_on withdrawn_at",
    ),
    "projects.Assignment": _of(
        WORKING, "id case user role valid_from valid_to assigned_by created_at"
    ),
    "projects.PhaseVisit": _of(OPEN, "id case phase number entered_on entered_at left_on left_at")
    | _of(WORKING, "entered_by reason left_by decision"),
    "projects.StateChange": _of(OPEN, "id case origin target changed_on recorded_at review_on")
    | _of(WORKING, "by reason lesson"),  # those of a stop are reported: see REPORTED_OF_A_STOP
    "projects.StatusUpdate": _of(OPEN, "id case health recorded_at")
    | _of(
        WORKING,
        "summary next_step next_step_on hindrance help_wanted is_shared confirms corrects by",
    ),
    "projects.Pause": _of(WORKING, "id change cause what_must_happen informed" + RECORD_FIELDS),
    "projects.Stop": _of(OPEN, "id change phase level formal_decision cause side_causes")
    | _of(REPORTED, "spent hours")
    | _of(
        WORKING,
        "lesson achieved resistance people_afterwards data_and_equipment"
        " may_resume_if open_decisions informed closed_by_change" + RECORD_FIELDS,
    ),
    "projects.Challenge": _of(
        WORKING,
        "id municipality title description entry_point horizon extent who_is_affected causes"
        " consequences expected_development open_for_cocreation lexemes" + REVISABLE_FIELDS,
    ),
    "projects.Insight": _of(
        WORKING,
        "id case kind title finding source found_on whose_need need participants"
        + REVISABLE_FIELDS,
    ),
    "projects.Figure": _of(WORKING, "id case figure meaning source on" + REVISABLE_FIELDS),
    "projects.PlanReference": _of(
        WORKING, "id case kind title period goal link in_budget" + REVISABLE_FIELDS
    ),
    "projects.InnovationQuestion": _of(
        WORKING,
        "id case number text builds_on_insight holds_a_vision inspires_action short_and_clear"
        " reason insight trial engagement lexemes" + RECORD_FIELDS,
    ),
    "projects.Stakeholder": _of(
        WORKING,
        "id case kind category subgroup is_external is_problem_owner left_on" + REVISABLE_FIELDS,
    )
    | _of(PERSONAL, "name relation point_of_view left_because"),
    "projects.StakeholderContact": _of(
        PERSONAL, "id stakeholder details purpose delete_by" + REVISABLE_FIELDS
    ),
    "projects.StakeholderAssessment": _of(
        JUDGEMENT,
        "id stakeholder phase interest influence attitude expectation resistance matters_in"
        + RECORD_FIELDS,
    ),
    "projects.StakeholderMeasure": _of(
        JUDGEMENT, "id stakeholder what responsible due_on state effect" + REVISABLE_FIELDS
    ),
    "projects.Engagement": _of(
        WORKING, "id case form degree participants held_on what_we_did is_shared" + REVISABLE_FIELDS
    )
    | _of(PERSONAL, "groups input"),
    "projects.Anchoring": _of(
        WORKING,
        "id case level form with_whom held_on cleared reservation valid_to secures_pilot"
        + REVISABLE_FIELDS,
    ),
    "projects.Option": _of(
        WORKING,
        "id case title description need approach benefit cost alternatives state reason"
        + REVISABLE_FIELDS,
    ),
    "projects.Criterion": _of(WORKING, "id case text weight" + REVISABLE_FIELDS),
    "projects.Rating": _of(WORKING, "id option criterion score reason" + RECORD_FIELDS),
    "projects.Round": _of(
        WORKING,
        "id case number hypothesis option question start_on end_on conclusion new_insight"
        + REVISABLE_FIELDS,
    ),
    "projects.Trial": _of(
        WORKING,
        "id case round kind title hypothesis success_criterion who_tests real_users place"
        " participants planned_start_on planned_end_on people budget evaluation started_on"
        " criterion_on ended_on result findings afterwards" + REVISABLE_FIELDS,
    ),
    "projects.Benefit": _of(
        REPORTED,
        "id case title kind budget_effect for_whom indicator measured_in direction baseline"
        " baseline_on baseline_source target target_on state recorded_at withdrawn_at",
    )
    | _of(
        WORKING,
        "description preconditions owner is_planned state_reason by version withdrawn_by",
    ),
    "projects.Measurement": _of(
        REPORTED, "id benefit measured_on value source method corrects recorded_at"
    )
    | _of(WORKING, "note by"),
    "projects.ImplementationStep": _of(
        WORKING, "id case element state responsible due_on note" + REVISABLE_FIELDS
    ),
    "projects.DiffusionAssessment": _of(
        JUDGEMENT,
        "id case target_group stakeholder is_main relative_advantage compatibility complexity"
        " trialability observability reason" + RECORD_FIELDS,
    ),
    "projects.FormalDecision": _of(
        OPEN,
        "id case level body met_on number archive_reference title kind text outcome due_on"
        " follow_up",
    )
    | _of(REPORTED, "follow_up_note recorded_at withdrawn_at")
    | _of(WORKING, "recommendation by version withdrawn_by"),
    "projects.ArchiveReference": _of(
        WORKING, "id case system reference title link is_restricted legal_basis" + REVISABLE_FIELDS
    ),
    "projects.Funding": _of(
        REPORTED,
        "id case source granted paid report_due_on reported_on recorded_at withdrawn_at",
    )
    | _of(WORKING, "reference applied by version withdrawn_by"),
    "projects.Cost": _of(REPORTED, "id case kind on amount hours recorded_at withdrawn_at")
    | _of(WORKING, "what by version withdrawn_by"),
    "projects.Lesson": _of(
        WORKING,
        "id case phase kind title happened learnt advice applies_to transferability conditions"
        " sharing tags trial lexemes lexemes_shared" + REVISABLE_FIELDS,
    ),
    "projects.Reuse": _of(
        WORKING, "id case lesson who on what adaptation result" + REVISABLE_FIELDS
    ),
    "projects.AssessmentRound": _of(WORKING, "id case occasion due_on closed_at" + RECORD_FIELDS)
    | _of(PERSONAL, "assessors"),
    "projects.SuccessAssessment": _of(
        WORKING, "id case assessed_on occasion round is_individual note" + RECORD_FIELDS
    )
    | _of(PERSONAL, "participants"),
    "projects.FactorScore": _of(
        WORKING, "id assessment factor score reason measure responsible due_on" + RECORD_FIELDS
    ),
    "projects.GateProposal": _of(WORKING, "id case gate reason closed_at" + RECORD_FIELDS),
    "projects.GateDecision": _of(OPEN, "id case gate outcome decided_on role single_handed")
    | _of(REPORTED, "reason recorded_at")
    | _of(
        WORKING,
        "proposal proposed_by criteria assessment formal_decision by",
    ),
    "projects.Condition": _of(OPEN, "id decision code due_on met_at")
    | _of(WORKING, "reason action responsible met_by met_note" + RECORD_FIELDS),
    "projects.SearchWord": _of(SECURITY, "id municipality word"),
    "projects.Revision": _of(SECURITY, "id municipality audience number"),
    "projects.Comment": _of(WORKING, "id case text is_shared recorded_at by"),
    "projects.ImportMapping": _of(
        WORKING, "id municipality name spec created_by created_at updated_at"
    ),
    "projects.ImportRun": _of(
        WORKING,
        "id municipality state channel file_name checksum size survey reading columns mapping_name"
        " spec notices new_units counts digest problem version asked_by done total heartbeat_at"
        " created_by created_at confirmed_by confirmed_at",
    ),
    "projects.ImportFile": _of(WORKING, "id run content"),
    "projects.ImportedRow": _of(
        WORKING,
        "id run number kind key case title values changes conflicts held problems choices",
    ),
}

# Of a change of state these are reported when it is a stop, and are working texts otherwise.
REPORTED_OF_A_STOP = frozenset({"reason", "lesson"})


def fields_of(model_label: str, classes) -> frozenset[str]:
    """The names of a model's fields in these classes."""
    return frozenset(
        name for name, field_class in REGISTER[model_label].items() if field_class in classes
    )
