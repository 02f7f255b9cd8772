"""The published lists of the method: records by the table of kinds, and what is decided and
assessed.
"""

from dataclasses import replace

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.access.roles import AccessRole, Permission
from portfolio.api.lists.columns import (
    DATE,
    FLAG,
    INTEGER,
    LIST,
    NUMBER,
    OWED,
    TEXT,
    TODAY,
    CodeFilter,
    PublishedColumn,
    coded_columns,
    field_paths,
)
from portfolio.api.lists.model_columns import CodedChoices, columns_of_field, published_list
from projects.access.field_register import FieldClass
from projects.access.reading_levels import ReadingLevel
from projects.choices.gates import Gate
from projects.choices.states import State
from projects.choices.vocabulary import Factor
from projects.history.decisions import TRANSITION_LABELS
from projects.models import (
    Condition,
    FactorScore,
    GateDecision,
    Pause,
    StateChange,
    Stop,
    SuccessAssessment,
)
from projects.querysets.records import OUTSTANDING as OWED_Q
from projects.querysets.records import EngagementQuerySet, LessonQuerySet
from projects.readiness import requirements
from projects.records.kinds import RECORD_KINDS

# --- Records ------------------------------------------------------------------------------

BENEFIT = field_paths("Benefit", "baseline", "target")
MEASUREMENT_FIELDS = field_paths("Measurement", "value")


def _degree(value, benefit):
    """How much of the way from baseline to target a value is: 1 is all of it, and exactly that;
    rounding makes it neither reached nor passed.
    """
    way = f"nullif({benefit}.target - {benefit}.baseline, 0)"
    degree = f"(({value} - {benefit}.baseline) / {way})"
    return f"""trim_scale(CASE
        WHEN {degree} > 1 THEN greatest(round({degree}, 4), 1.0001)
        WHEN {degree} < 0 THEN least(round({degree}, 4), -0.0001)
        WHEN {degree} < 1 THEN least(round({degree}, 4), 0.9999)
        ELSE {degree} END)"""


DEGREE = pgettext_lazy("benefit", "Degree of realisation (1 is the target)")
EXTRA_OF_KIND = {
    "benefit": {
        "joins": """
            LEFT JOIN LATERAL (
                SELECT value, measured_on FROM projects_measurement taken
                WHERE taken.benefit_id = r.id
                    AND (r.baseline_on IS NULL OR measured_on > r.baseline_on)
                    AND NOT EXISTS (
                        SELECT FROM projects_measurement newer WHERE newer.corrects_id = taken.id)
                ORDER BY measured_on DESC, id DESC LIMIT 1
            ) last ON true
        """,
        "extra_columns": (
            PublishedColumn(
                "last_measurement.value",
                "trim_scale(last.value)",
                NUMBER,
                _("Last measurement"),
                MEASUREMENT_FIELDS,
            ),
            PublishedColumn(
                "last_measurement.measured_on",
                "last.measured_on",
                DATE,
                _("Date of the last measurement"),
                field_paths("Measurement", "measured_on"),
            ),
            PublishedColumn(
                "realised", _degree("last.value", "r"), NUMBER, DEGREE, BENEFIT + MEASUREMENT_FIELDS
            ),
        ),
    },
    "measurement": {
        "extra_columns": (
            PublishedColumn(
                "realised",
                _degree("r.value", "to_benefit"),
                NUMBER,
                DEGREE,
                BENEFIT + MEASUREMENT_FIELDS,
            ),
            PublishedColumn(
                "corrects",
                "r.corrects_id",
                INTEGER,
                _("Corrects the measurement (id)"),
                field_paths("Measurement", "corrects"),
            ),
            PublishedColumn(
                "is_corrected",
                "EXISTS (SELECT FROM projects_measurement newer WHERE newer.corrects_id = r.id)",
                FLAG,
                _("Has been corrected"),
                field_paths("Measurement", "corrects"),
            ),
        ),
    },
}
# name of the list: (code of the kind, what it says, days one may search by)
KINDS_PUBLISHED = {
    "questions": ("question", "Every version of the innovation questions.", ()),
    "insights": ("insight", "What was learnt about needs.", ("found_on",)),
    "plans": ("plan", "Where in the plans the cases belong.", ()),
    "engagements": ("engagement", "When people took part, and what came of it.", ("held_on",)),
    "anchorings": ("anchoring", "When cases were anchored, on which level.", ("held_on",)),
    "options": ("option", "Possible solutions, chosen or not.", ()),
    "rounds": ("round", "Rounds of need, solution and test.", ("start_on", "end_on")),
    "trials": ("trial", "Trials: what was believed, tried and found.", ("started_on", "ended_on")),
    "benefits": ("benefit", "Benefits, and how far they are realised.", ("target_on",)),
    "measurements": ("measurement", "Measurements of benefits.", ("measured_on",)),
    "implementation-steps": ("step", "The eight elements of putting into use.", ("due_on",)),
    "formal-decisions": (
        "decision", "Decisions by the council, committees and the administration.",
        ("met_on", "due_on"),
    ),
    "funding": ("funding", "Money applied for, granted and paid out.", ("report_due_on",)),
    "costs": ("cost", "What cases have cost.", ("on",)),
    "lessons": ("lesson", "What was learnt, for others to use.", ("recorded_at",)),
    "reuses": ("reuse", "Who used lessons and solutions.", ("on",)),
    "figures": ("figure", "Figures that make people think, with their source.", ("on",)),
    "archive-references": ("archive", "Where in the archive the cases’ documents are.", ()),
}  # fmt: skip


# Columns of a shared lesson for a person who reads no working texts of its case.
SHARED_LESSON_COLUMNS = {
    "id", "phase.code", "phase.label", "kind.code", "kind.label", "name", "learnt", "advice",
    "sharing.code", "sharing.label", "recorded_at",
}  # fmt: skip


# Columns of a shared engagement for its case's stakeholder.
SHARED_ENGAGEMENT_COLUMNS = {
    "id", "form.code", "form.label", "held_on", "what_we_did", "recorded_at",
}  # fmt: skip


def _with_shared_columns(published, shared, **more):
    columns = []
    for column in published.columns:
        is_shared = column.path in shared
        columns.append(replace(column, field_class=FieldClass.OPEN) if is_shared else column)
    return replace(published, columns=tuple(columns), **more)


def list_of_kind(name):
    """The list of a kind of record, without what is withdrawn."""
    code, description, date_fields = KINDS_PUBLISHED[name]
    kind = RECORD_KINDS[code]
    return published_list(
        name,
        kind.title,
        kind.model,
        [*(["number"] if code in {"question", "round"} else []), *kind.fields],
        description=description,
        case_path=kind.case_path,
        permission=Permission.READ_DECISIONS if code == "decision" else None,
        row_filter={"withdrawn_at": None} if kind.is_revisable else {},
        date_fields=date_fields,
        **EXTRA_OF_KIND.get(code, {}),
    )


# --- What is decided and assessed ---------------------------------------------------------

GATE_OF_PHASE = {gate.target: gate for gate in Gate if gate.target}
# No list tells how stakeholders are assessed.
JUDGED_SQL = ", ".join(f"'{code}'" for code in sorted(requirements.JUDGED_CODES))
UNMET_CRITERIA_SQL = f"""ARRAY(SELECT held ->> 'code' FROM jsonb_array_elements(r.criteria) held
                 WHERE NOT (held ->> 'is_met')::boolean
                 AND held ->> 'code' NOT IN ({JUDGED_SQL}))"""  # noqa: S608 - our own text
DECISIONS = published_list(
    "decisions",
    _("Gate decisions"),
    GateDecision,
    ["gate", "outcome", "decided_on", "single_handed", "reason", "proposed_by", "formal_decision"],
    description="What was decided at the gates.",
    date_fields=("decided_on",),
    code_filters={
        "to_phase": CodeFilter(
            "gate.code",
            "gate",
            [(phase.value, phase.label) for phase in GATE_OF_PHASE],
            _("To phase"),
            meanings=GATE_OF_PHASE,
        ),
    },
    permission=Permission.READ_DECISIONS,
    extra_columns=(
        *coded_columns(
            "role",
            "r.role",
            AccessRole,
            (_("Decided as (code)"), _("Decided as")),
            field_paths("GateDecision", "role"),
        ),
        PublishedColumn(
            "unmet",
            UNMET_CRITERIA_SQL,
            LIST,
            _("Not met at the gate"),
            field_paths("GateDecision", "criteria"),
        ),
        PublishedColumn(
            "assessment",
            "r.assessment_id",
            INTEGER,
            _("Assessment (id)"),
            field_paths("GateDecision", "assessment"),
        ),
    ),
)
IS_OWED = OWED.format(condition="r")
# Nobody may choose among what the column leaves out: what is found would give it away.
REQUIREMENT_CHOICES = CodedChoices(
    [
        (code, requirement.text)
        for code, requirement in requirements.REQUIREMENT_BY_CODE.items()
        if code not in requirements.JUDGED_CODES
    ]
)
CONDITIONS = published_list(
    "conditions",
    _("Conditions"),
    Condition,
    ["due_on", "met_at", "reason", "action", "responsible", "met_by", "met_note"],
    description="What must still be done after a gate, or was done.",
    case_path="decision__case",
    date_fields=("due_on", "met_at"),
    flag_conditions={"is_met": Q(met_at__isnull=False), "is_owed": OWED_Q},
    code_filters={
        "gate": CodeFilter("gate.code", "decision__gate", Gate.choices, _("Gate")),
        "requirement": CodeFilter(
            "requirement.code", "code", REQUIREMENT_CHOICES.choices, _("Requirement")
        ),
    },
    permission=Permission.READ_DECISIONS,
    extra_columns=(
        *coded_columns(
            "gate",
            "to_decision.gate",
            CodedChoices(GateDecision._meta.get_field("gate").flatchoices),
            (_("Gate (code)"), _("Gate")),
            field_paths("GateDecision", "gate"),
        ),
        *coded_columns(
            "requirement",
            f"CASE WHEN r.code NOT IN ('', {JUDGED_SQL}) THEN r.code END",
            REQUIREMENT_CHOICES,
            (_("Requirement (code)"), _("Requirement")),
            field_paths("Condition", "code"),
        ),
        PublishedColumn(
            "is_met", "r.met_at IS NOT NULL", FLAG, _("Is met"), field_paths("Condition", "met_at")
        ),
        PublishedColumn(
            "is_overdue",
            f"{IS_OWED} AND r.due_on < {TODAY}",
            FLAG,
            _("Is overdue"),
            field_paths("Condition", "met_at", "due_on"),
        ),
        PublishedColumn(
            "is_owed", IS_OWED, FLAG, _("Is still owed"), field_paths("Condition", "met_at")
        ),
    ),
)


def _factor_columns(factor):
    """Return the columns of one factor. Not assessed is null, never 0."""
    alias, label = f"f_{factor}", factor.label
    for name, sql, kind in (
        ("score", f"{alias}.score", INTEGER),
        ("reason", f"nullif({alias}.reason, '')", TEXT),
        ("measure", f"nullif({alias}.measure, '')", TEXT),
        ("responsible", f"{alias}_by.name", TEXT),
        ("due_on", f"{alias}.due_on", DATE),
    ):
        heading = label
        if name != "score":
            heading = format_lazy("{}: {}", label, FactorScore._meta.get_field(name).verbose_name)
        yield PublishedColumn(
            f"{factor}.{name}", sql, kind, heading, field_paths("FactorScore", name)
        )


def _factor_joins():
    for factor in Factor:
        yield f"""
            LEFT JOIN projects_factorscore f_{factor}
                ON f_{factor}.assessment_id = r.id AND f_{factor}.factor = '{factor}'
            LEFT JOIN accounts_user f_{factor}_by ON f_{factor}_by.id = f_{factor}.responsible_id
        """


SCORES = ", ".join(f"f_{factor}.score" for factor in Factor)
PRODUCT = " * ".join(f"f_{factor}.score" for factor in Factor)
WEAKEST = f"""ARRAY(SELECT said.factor FROM unnest(ARRAY{Factor.values}, ARRAY[{SCORES}])
                    WITH ORDINALITY said (factor, score, place)
                    WHERE said.score = least({SCORES}) ORDER BY said.place)"""  # noqa: S608 - our own text
ASSESSMENTS = published_list(
    "assessments",
    _("Assessments of the success formula"),
    SuccessAssessment,
    ["assessed_on", "occasion", "note"],
    description=(
        "The cases’ snapshots of the success formula; what people assessed alone is not here."
    ),
    row_filter={"is_individual": False},
    date_fields=("assessed_on",),
    joins="".join(_factor_joins()),
    extra_columns=(
        *(column for factor in Factor for column in _factor_columns(factor)),
        PublishedColumn(
            "product",
            PRODUCT,
            INTEGER,
            _("Product (0 to 3125)"),
            field_paths("FactorScore", "score"),
        ),
        PublishedColumn(
            "weakest", WEAKEST, LIST, _("Weakest factors"), field_paths("FactorScore", "score")
        ),
    ),
)

PAUSE_FIELDS = ("what_must_happen",)
STOP_FIELDS = ("achieved", "spent", "hours", "may_resume_if")
# Published later, and so further back; where a change of state or a pause has the same, "stop_".
LATER_STOP_FIELDS = {
    "phase": "stop_phase", "level": "stop_level", "formal_decision": "", "side_causes": "",
    "resistance": "", "people_afterwards": "", "data_and_equipment": "", "open_decisions": "",
    "informed": "stop_informed",
}  # fmt: skip


def _with_heading_prefix(label, columns):
    """Prefix each heading with its subject. A list that is not written is empty."""
    for column in columns:
        sql = f"coalesce({column.sql}, '{{}}')" if column.kind is LIST else column.sql
        yield replace(column, sql=sql, heading=format_lazy("{}: {}", label, column.heading))


def _of_a_stop(name):
    """Return the column of a field that is reported when the change is a stop."""
    (column,) = columns_of_field(StateChange, name)
    sql = f"CASE WHEN r.target = '{State.STOPPED}' THEN {column.sql} END"
    return replace(column, path=f"stop_{name}", sql=sql, field_class=FieldClass.REPORTED)


STATE_CHANGES = published_list(
    "state-changes",
    _("Changes of state"),
    StateChange,
    ["changed_on", "review_on", "reason", "lesson"],
    description="Every start, pause, resumption, stop, completion and reopening.",
    date_fields=("changed_on", "review_on"),
    code_filters={
        "from_state": CodeFilter("from.code", "origin", State.choices, _("From")),
        "to_state": CodeFilter("to.code", "target", State.choices, _("To")),
    },
    permission=Permission.READ_DECISIONS,
    joins="""
        LEFT JOIN projects_pause pause ON pause.change_id = r.id
        LEFT JOIN projects_stop stop ON stop.change_id = r.id
        LEFT JOIN projects_formaldecision to_formal_decision
            ON to_formal_decision.id = stop.formal_decision_id
    """,
    extra_columns=(
        *coded_columns(
            "from",
            "nullif(r.origin, '')",
            State,
            (_("From (code)"), _("From")),
            field_paths("StateChange", "origin"),
        ),
        *coded_columns(
            "to", "r.target", State, (_("To (code)"), _("To")), field_paths("StateChange", "target")
        ),
        *columns_of_field(Pause, "cause", "pause", "pause_cause"),
        *(column for name in PAUSE_FIELDS for column in columns_of_field(Pause, name, "pause")),
        *columns_of_field(Stop, "cause", "stop", "stop_cause"),
        *(column for name in STOP_FIELDS for column in columns_of_field(Stop, name, "stop")),
        *_with_heading_prefix(
            TRANSITION_LABELS["pause"],
            columns_of_field(Pause, "informed", "pause", "pause_informed"),
        ),
        *_with_heading_prefix(
            TRANSITION_LABELS["stop"],
            (
                column
                for name, path in LATER_STOP_FIELDS.items()
                for column in columns_of_field(Stop, name, "stop", path)
            ),
        ),
        *_with_heading_prefix(TRANSITION_LABELS["stop"], map(_of_a_stop, ("reason", "lesson"))),
    ),
)

RECORD_LISTS = {name: list_of_kind(name) for name in KINDS_PUBLISHED}
RECORD_LISTS["lessons"] = _with_shared_columns(
    RECORD_LISTS["lessons"], SHARED_LESSON_COLUMNS, readable_by=LessonQuerySet.readable_by
)
RECORD_LISTS["engagements"] = _with_shared_columns(
    RECORD_LISTS["engagements"],
    SHARED_ENGAGEMENT_COLUMNS,
    readable_by=EngagementQuerySet.readable_by,
    own_level=ReadingLevel.WORKING,
    shared_with_stakeholders=True,
)
METHOD_LISTS = (STATE_CHANGES, DECISIONS, CONDITIONS, ASSESSMENTS, *RECORD_LISTS.values())
