"""The published case, visit and status update: one definition for every body and file.

See ``columns`` for what a definition says.
"""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import EMPLOYEE_ROLES, CaseRole, Permission
from accounts.models import Language
from portfolio.api.lists.columns import (
    CODE,
    DATE,
    INTEGER,
    KEY,
    LIST,
    MOMENT,
    OWED,
    TEXT,
    TITLE,
    TODAY,
    URL,
    CodeFilter,
    PublishedColumn,
    PublishedList,
    coded_columns,
    field_paths,
)
from portfolio.api.lists.model_columns import columns_of_field, heading_of
from portfolio.api.lists.records import METHOD_LISTS
from projects.access.field_register import FieldClass
from projects.choices.phases import Phase
from projects.choices.states import Health, State, Visibility
from projects.models import Case, PhaseVisit, StatusUpdate
from projects.querysets.records import StatusUpdateQuerySet, shared_with_q

OPEN_CONDITIONS = f"""(
    SELECT count(*) FROM projects_gatedecision d JOIN projects_condition k ON k.decision_id = d.id
    WHERE d.case_id = c.id AND {OWED.format(condition="k")}
)"""  # noqa: S608 - our own text


def _holder(alias, role):
    """SQL that joins whoever has a role now; ``AssignmentQuerySet.in_force`` has the same rule."""
    employee_roles = ", ".join(f"'{one}'" for one in sorted(EMPLOYEE_ROLES))
    return f"""
        LEFT JOIN projects_assignment {alias}a ON {alias}a.case_id = c.id
            AND {alias}a.role = '{role}' AND {_is_now(f"{alias}a")}
        LEFT JOIN accounts_user {alias} ON {alias}.id = {alias}a.user_id AND {alias}.is_active
            AND EXISTS (
                SELECT FROM accounts_rolegrant g WHERE g.user_id = {alias}.id
                AND g.role IN ({employee_roles}) AND {_is_now("g")}
            )
    """


def _is_now(alias):
    now = "statement_timestamp()"
    return f"{alias}.valid_from <= {now} AND ({alias}.valid_to IS NULL OR {alias}.valid_to > {now})"


METHOD_FIELDS = (
    "challenge", "novelty", "facet", "responsibility", "replaces", "in_use_on", "next_review_on",
)  # fmt: skip
RECEIVING_UNIT = heading_of(Case._meta.get_field("receiving_unit"))
CASES = PublishedList(
    name="cases",
    title=_("Cases"),
    model=Case,
    joins=f"""
        JOIN projects_case c ON c.id = page.id
        JOIN accounts_unit u ON u.id = c.unit_id
        LEFT JOIN projects_phasevisit v ON v.case_id = c.id AND v.left_at IS NULL
        LEFT JOIN projects_statusupdate s ON s.id = c.current_status_id
        {_holder("o", CaseRole.OWNER)}
        {_holder("l", CaseRole.LEAD)}
        LEFT JOIN projects_challenge to_challenge ON to_challenge.id = c.challenge_id
        LEFT JOIN accounts_unit to_receiving_unit ON to_receiving_unit.id = c.receiving_unit_id
    """,
    columns=(
        KEY,
        URL,
        TITLE,
        PublishedColumn(
            "summary", "nullif(c.summary, '')", TEXT, _("Summary"), field_paths("Case", "summary")
        ),
        PublishedColumn(
            "phase.code", "c.phase", CODE, _("Phase (code)"), field_paths("Case", "phase")
        ),
        PublishedColumn(
            "phase.number",
            "array_position(ARRAY['what', 'who', 'system', 'use', 'refine'], c.phase::text)",
            INTEGER,
            _("Phase (number)"),
            field_paths("Case", "phase"),
        ),
        PublishedColumn(
            "phase.label", "c.phase", CODE, _("Phase"), field_paths("Case", "phase"), labels=Phase
        ),
        PublishedColumn(
            "phase.visit", "v.number", INTEGER, _("Visit"), field_paths("PhaseVisit", "number")
        ),
        PublishedColumn(
            "phase.entered_on",
            "c.phase_since",
            DATE,
            _("In the phase since"),
            field_paths("Case", "phase_since"),
        ),
        PublishedColumn(
            "phase.days",
            f"CASE WHEN c.state IN ('active', 'paused') THEN {TODAY} - c.phase_since END",
            INTEGER,
            _("Days in the phase"),
            field_paths("Case", "phase_since", "state"),
        ),
        *coded_columns(
            "state", "c.state", State, (_("State (code)"), _("State")), field_paths("Case", "state")
        ),
        PublishedColumn(
            "state.paused_until",
            "c.paused_until",
            DATE,
            _("Paused until"),
            field_paths("Case", "paused_until"),
        ),
        *coded_columns(
            "health",
            "c.health",
            Health,
            (_("Health (code)"), _("Health")),
            field_paths("Case", "health"),
        ),
        PublishedColumn(
            "health.set_at",
            "s.recorded_at",
            MOMENT,
            _("Health set"),
            field_paths("StatusUpdate", "recorded_at"),
        ),
        PublishedColumn(
            "health.summary",
            "s.summary",
            TEXT,
            _("Status in words"),
            field_paths("StatusUpdate", "summary"),
        ),
        PublishedColumn("unit.code", "u.code", CODE, _("Unit (code)"), ("accounts.Unit.code",)),
        PublishedColumn("unit.label", "u.name", TEXT, _("Unit"), ("accounts.Unit.name",)),
        *coded_columns(
            "visibility",
            "c.visibility",
            Visibility,
            (_("Visibility (code)"), _("Visibility")),
            field_paths("Case", "visibility"),
        ),
        *coded_columns(
            "language",
            "c.language",
            Language,
            (_("Written language (code)"), _("Written language")),
            field_paths("Case", "language"),
        ),
        PublishedColumn(
            "start_on", "nullif(c.start_on, '')", CODE, _("Start"), field_paths("Case", "start_on")
        ),
        PublishedColumn(
            "planned_end_on",
            "nullif(c.planned_end_on, '')",
            CODE,
            _("Planned end"),
            field_paths("Case", "planned_end_on"),
        ),
        PublishedColumn(
            "actual_end_on",
            "nullif(c.actual_end_on, '')",
            CODE,
            _("Actual end"),
            field_paths("Case", "actual_end_on"),
        ),
        PublishedColumn(
            "innovation_types",
            "c.innovation_types",
            LIST,
            _("Kinds of innovation"),
            field_paths("Case", "innovation_types"),
        ),
        PublishedColumn("tags", "c.tags", LIST, _("Tags"), field_paths("Case", "tags")),
        PublishedColumn(
            "kostra_function",
            "nullif(c.kostra_function, '')",
            CODE,
            _("KOSTRA function"),
            field_paths("Case", "kostra_function"),
        ),
        PublishedColumn(
            "sdgs", "c.sdgs", LIST, _("Sustainable Development Goals"), field_paths("Case", "sdgs")
        ),
        PublishedColumn("link", "nullif(c.link, '')", CODE, _("Link"), field_paths("Case", "link")),
        PublishedColumn(
            "archive_reference",
            "nullif(c.archive_reference, '')",
            CODE,
            _("Archive reference"),
            field_paths("Case", "archive_reference"),
        ),
        PublishedColumn(
            "last_confirmed_at",
            "c.confirmed_at",
            MOMENT,
            _("Last confirmed"),
            field_paths("Case", "confirmed_at"),
        ),
        PublishedColumn(
            "registered_at",
            "c.created_at",
            MOMENT,
            _("Registered"),
            field_paths("Case", "created_at"),
        ),
        PublishedColumn(
            "updated_at",
            "c.updated_at",
            MOMENT,
            _("Last changed"),
            field_paths("Case", "updated_at"),
            field_class=FieldClass.WORKING,  # it moves with working texts as well
        ),
        PublishedColumn(
            "owner", "o.name", TEXT, _("Project owner"), field_paths("Assignment", "user")
        ),
        PublishedColumn(
            "lead", "l.name", TEXT, _("Project lead"), field_paths("Assignment", "user")
        ),
        PublishedColumn(
            "next_step",
            "nullif(s.next_step, '')",
            TEXT,
            _("Next step"),
            field_paths("StatusUpdate", "next_step"),
        ),
        PublishedColumn(
            "next_step_on",
            "s.next_step_on",
            DATE,
            _("Date of the next step"),
            field_paths("StatusUpdate", "next_step_on"),
        ),
        PublishedColumn(
            "hindrance",
            "nullif(s.hindrance, '')",
            TEXT,
            _("Hindrance"),
            field_paths("StatusUpdate", "hindrance"),
        ),
        PublishedColumn(
            "help_wanted",
            "nullif(s.help_wanted, '')",
            TEXT,
            _("Help wanted"),
            field_paths("StatusUpdate", "help_wanted"),
        ),
        PublishedColumn(
            "external_source",
            "nullif(c.external_source, '')",
            TEXT,
            _("External source"),
            field_paths("Case", "external_source"),
        ),
        PublishedColumn(
            "external_id",
            "nullif(c.external_id, '')",
            TEXT,
            _("External id"),
            field_paths("Case", "external_id"),
        ),
        PublishedColumn(
            "open_conditions",
            OPEN_CONDITIONS,
            INTEGER,
            _("Open conditions"),
            field_paths("Condition", "met_at"),
            permission=Permission.READ_DECISIONS,
        ),
        *(column for name in METHOD_FIELDS for column in columns_of_field(Case, name, "c")),
        PublishedColumn(
            "receiving_unit.code",
            "to_receiving_unit.code",
            CODE,
            format_lazy(_("{} (code)"), RECEIVING_UNIT),
            field_paths("Case", "receiving_unit"),
        ),
        PublishedColumn(
            "receiving_unit.label",
            "to_receiving_unit.name",
            TEXT,
            RECEIVING_UNIT,
            field_paths("Case", "receiving_unit"),
        ),
    ),
)

VISITS = PublishedList(
    name="phase-visits",
    title=_("Phase visits"),
    description="Every stay of a case in a phase, one row each.",
    model=PhaseVisit,
    date_fields=("entered_on",),
    code_filters={"visit_phase": CodeFilter("phase.code", "phase", Phase.choices, _("Phase"))},
    permission=Permission.READ_DECISIONS,
    joins="""
        JOIN projects_phasevisit v ON v.id = page.id
        JOIN projects_case c ON c.id = v.case_id
    """,
    columns=(
        KEY,
        URL,
        TITLE,
        *coded_columns(
            "phase",
            "v.phase",
            Phase,
            (_("Phase (code)"), _("Phase")),
            field_paths("PhaseVisit", "phase"),
        ),
        PublishedColumn(
            "visit", "v.number", INTEGER, _("Visit"), field_paths("PhaseVisit", "number")
        ),
        PublishedColumn(
            "entered_on",
            "v.entered_on",
            DATE,
            _("Entered on"),
            field_paths("PhaseVisit", "entered_on"),
        ),
        PublishedColumn(
            "left_on", "v.left_on", DATE, _("Left on"), field_paths("PhaseVisit", "left_on")
        ),
        PublishedColumn(
            "days",
            f"coalesce(v.left_on, {TODAY}) - v.entered_on",
            INTEGER,
            _("Days"),
            field_paths("PhaseVisit", "entered_on", "left_on"),
        ),
        PublishedColumn(
            "recorded_at",
            "v.entered_at",
            MOMENT,
            _("Recorded"),
            field_paths("PhaseVisit", "entered_at"),
        ),
        PublishedColumn(
            "reason", "nullif(v.reason, '')", TEXT, _("Reason"), field_paths("PhaseVisit", "reason")
        ),
        PublishedColumn("id", "v.id", INTEGER, _("Id"), field_paths("PhaseVisit", "id")),
    ),
)

UPDATES = PublishedList(
    name="status-updates",
    title=_("Status updates"),
    description="Every status update, one row each.",
    model=StatusUpdate,
    date_fields=("recorded_at",),
    readable_by=StatusUpdateQuerySet.readable_by,
    shared_rows=shared_with_q,
    code_filters={"row_health": CodeFilter("health.code", "health", Health.choices, _("Health"))},
    joins="""
        JOIN projects_statusupdate s ON s.id = page.id
        JOIN projects_case c ON c.id = s.case_id
        JOIN accounts_user b ON b.id = s.by_id
    """,
    columns=(
        KEY,
        URL,
        TITLE,
        *coded_columns(
            "health",
            "s.health",
            Health,
            (_("Health (code)"), _("Health")),
            field_paths("StatusUpdate", "health"),
        ),
        PublishedColumn(
            "recorded_at",
            "s.recorded_at",
            MOMENT,
            _("Recorded"),
            field_paths("StatusUpdate", "recorded_at"),
        ),
        PublishedColumn(
            "summary",
            "s.summary",
            TEXT,
            _("Status in words"),
            field_paths("StatusUpdate", "summary"),
        ),
        PublishedColumn(
            "next_step",
            "nullif(s.next_step, '')",
            TEXT,
            _("Next step"),
            field_paths("StatusUpdate", "next_step"),
        ),
        PublishedColumn(
            "next_step_on",
            "s.next_step_on",
            DATE,
            _("Date of the next step"),
            field_paths("StatusUpdate", "next_step_on"),
        ),
        PublishedColumn(
            "hindrance",
            "nullif(s.hindrance, '')",
            TEXT,
            _("Hindrance"),
            field_paths("StatusUpdate", "hindrance"),
        ),
        PublishedColumn(
            "help_wanted",
            "nullif(s.help_wanted, '')",
            TEXT,
            _("Help wanted"),
            field_paths("StatusUpdate", "help_wanted"),
        ),
        PublishedColumn("by", "b.name", TEXT, _("By"), field_paths("StatusUpdate", "by")),
        PublishedColumn("id", "s.id", INTEGER, _("Id"), field_paths("StatusUpdate", "id")),
        PublishedColumn(
            "confirms",
            "s.confirms_id",
            INTEGER,
            _("Confirms the status update (id)"),
            field_paths("StatusUpdate", "confirms"),
        ),
        PublishedColumn(
            "corrects",
            "s.corrects_id",
            INTEGER,
            _("Corrects the status update (id)"),
            field_paths("StatusUpdate", "corrects"),
        ),
    ),
)

CASE_RELATED_LISTS = (VISITS, UPDATES, *METHOD_LISTS)
