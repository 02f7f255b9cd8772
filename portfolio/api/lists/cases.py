"""The published case, visit and status update: one definition for every body and file.

See ``columns`` for what a definition says.
"""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import Permission
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
    Column,
    Published,
    coded,
    of,
)
from portfolio.api.lists.model_columns import columns_of_field, heading_of
from portfolio.api.lists.records import METHOD
from projects.access.field_register import FieldClass
from projects.choices.phases import Phase
from projects.choices.states import Health, State, Visibility
from projects.models import Case, PhaseVisit, StatusUpdate

OPEN_CONDITIONS = f"""(
    SELECT count(*) FROM projects_gatedecision d JOIN projects_condition k ON k.decision_id = d.id
    WHERE d.case_id = c.id AND {OWED.format(condition="k")}
)"""  # noqa: S608 - our own text
METHOD_OF_CASE = (
    "challenge", "novelty", "facet", "responsibility", "replaces", "in_use_on", "next_review_on",
)  # fmt: skip
RECEIVING_UNIT = heading_of(Case._meta.get_field("receiving_unit"))
CASES = Published(
    name="cases",
    title=_("Cases"),
    model=Case,
    joins="""
        JOIN projects_case c ON c.id = page.id
        JOIN accounts_unit u ON u.id = c.unit_id
        LEFT JOIN projects_phasevisit v ON v.case_id = c.id AND v.left_at IS NULL
        LEFT JOIN projects_statusupdate s ON s.id = c.current_status_id
        LEFT JOIN projects_assignment oa ON oa.case_id = c.id AND oa.role = 'owner'
            AND oa.valid_from <= now() AND (oa.valid_to IS NULL OR oa.valid_to > now())
        LEFT JOIN accounts_user o ON o.id = oa.user_id
        LEFT JOIN projects_assignment la ON la.case_id = c.id AND la.role = 'lead'
            AND la.valid_from <= now() AND (la.valid_to IS NULL OR la.valid_to > now())
        LEFT JOIN accounts_user l ON l.id = la.user_id
        LEFT JOIN projects_challenge to_challenge ON to_challenge.id = c.challenge_id
        LEFT JOIN accounts_unit to_receiving_unit ON to_receiving_unit.id = c.receiving_unit_id
    """,
    columns=(
        KEY,
        URL,
        TITLE,
        Column("summary", "nullif(c.summary, '')", TEXT, _("Summary"), of("Case", "summary")),
        Column("phase.code", "c.phase", CODE, _("Phase (code)"), of("Case", "phase")),
        Column(
            "phase.number",
            "array_position(ARRAY['what', 'who', 'system', 'use', 'refine'], c.phase::text)",
            INTEGER,
            _("Phase (number)"),
            of("Case", "phase"),
        ),
        Column("phase.label", "c.phase", CODE, _("Phase"), of("Case", "phase"), labels=Phase),
        Column("phase.visit", "v.number", INTEGER, _("Visit"), of("PhaseVisit", "number")),
        Column(
            "phase.entered_on",
            "c.phase_since",
            DATE,
            _("In the phase since"),
            of("Case", "phase_since"),
        ),
        Column(
            "phase.days",
            f"CASE WHEN c.state IN ('active', 'paused') THEN {TODAY} - c.phase_since END",
            INTEGER,
            _("Days in the phase"),
            of("Case", "phase_since", "state"),
        ),
        *coded("state", "c.state", State, (_("State (code)"), _("State")), of("Case", "state")),
        Column(
            "state.paused_until",
            "c.paused_until",
            DATE,
            _("Paused until"),
            of("Case", "paused_until"),
        ),
        *coded(
            "health", "c.health", Health, (_("Health (code)"), _("Health")), of("Case", "health")
        ),
        Column(
            "health.set_at",
            "s.recorded_at",
            MOMENT,
            _("Health set"),
            of("StatusUpdate", "recorded_at"),
        ),
        Column(
            "health.summary",
            "s.summary",
            TEXT,
            _("Status in words"),
            of("StatusUpdate", "summary"),
        ),
        Column("unit.code", "u.code", CODE, _("Unit (code)"), ("accounts.Unit.code",)),
        Column("unit.label", "u.name", TEXT, _("Unit"), ("accounts.Unit.name",)),
        *coded(
            "visibility",
            "c.visibility",
            Visibility,
            (_("Visibility (code)"), _("Visibility")),
            of("Case", "visibility"),
        ),
        *coded(
            "language",
            "c.language",
            Language,
            (_("Written language (code)"), _("Written language")),
            of("Case", "language"),
        ),
        Column("start_on", "nullif(c.start_on, '')", CODE, _("Start"), of("Case", "start_on")),
        Column(
            "planned_end_on",
            "nullif(c.planned_end_on, '')",
            CODE,
            _("Planned end"),
            of("Case", "planned_end_on"),
        ),
        Column(
            "actual_end_on",
            "nullif(c.actual_end_on, '')",
            CODE,
            _("Actual end"),
            of("Case", "actual_end_on"),
        ),
        Column(
            "innovation_types",
            "c.innovation_types",
            LIST,
            _("Kinds of innovation"),
            of("Case", "innovation_types"),
        ),
        Column("tags", "c.tags", LIST, _("Tags"), of("Case", "tags")),
        Column(
            "kostra_function",
            "nullif(c.kostra_function, '')",
            CODE,
            _("KOSTRA function"),
            of("Case", "kostra_function"),
        ),
        Column("sdgs", "c.sdgs", LIST, _("Sustainable Development Goals"), of("Case", "sdgs")),
        Column("link", "nullif(c.link, '')", CODE, _("Link"), of("Case", "link")),
        Column(
            "archive_reference",
            "nullif(c.archive_reference, '')",
            CODE,
            _("Archive reference"),
            of("Case", "archive_reference"),
        ),
        Column(
            "last_confirmed_at",
            "c.confirmed_at",
            MOMENT,
            _("Last confirmed"),
            of("Case", "confirmed_at"),
        ),
        Column("registered_at", "c.created_at", MOMENT, _("Registered"), of("Case", "created_at")),
        Column(
            "updated_at",
            "c.updated_at",
            MOMENT,
            _("Last changed"),
            of("Case", "updated_at"),
            field_class=FieldClass.WORKING,  # it moves with working texts as well
        ),
        Column("owner", "o.name", TEXT, _("Project owner"), of("Assignment", "user")),
        Column("lead", "l.name", TEXT, _("Project lead"), of("Assignment", "user")),
        Column(
            "next_step",
            "nullif(s.next_step, '')",
            TEXT,
            _("Next step"),
            of("StatusUpdate", "next_step"),
        ),
        Column(
            "next_step_on",
            "s.next_step_on",
            DATE,
            _("Date of the next step"),
            of("StatusUpdate", "next_step_on"),
        ),
        Column(
            "hindrance",
            "nullif(s.hindrance, '')",
            TEXT,
            _("Hindrance"),
            of("StatusUpdate", "hindrance"),
        ),
        Column(
            "help_wanted",
            "nullif(s.help_wanted, '')",
            TEXT,
            _("Help wanted"),
            of("StatusUpdate", "help_wanted"),
        ),
        Column(
            "external_source",
            "nullif(c.external_source, '')",
            TEXT,
            _("External source"),
            of("Case", "external_source"),
        ),
        Column(
            "external_id",
            "nullif(c.external_id, '')",
            TEXT,
            _("External id"),
            of("Case", "external_id"),
        ),
        Column(
            "open_conditions",
            OPEN_CONDITIONS,
            INTEGER,
            _("Open conditions"),
            of("Condition", "met_at"),
            asks=Permission.READ_DECISIONS,
        ),
        *(column for name in METHOD_OF_CASE for column in columns_of_field(Case, name, "c")),
        Column(
            "receiving_unit.code",
            "to_receiving_unit.code",
            CODE,
            format_lazy(_("{} (code)"), RECEIVING_UNIT),
            of("Case", "receiving_unit"),
        ),
        Column(
            "receiving_unit.label",
            "to_receiving_unit.name",
            TEXT,
            RECEIVING_UNIT,
            of("Case", "receiving_unit"),
        ),
    ),
)

VISITS = Published(
    name="phase-visits",
    title=_("Phase visits"),
    says="Every stay of a case in a phase, one row each.",
    model=PhaseVisit,
    days=("entered_on",),
    asks=Permission.READ_DECISIONS,
    joins="""
        JOIN projects_phasevisit v ON v.id = page.id
        JOIN projects_case c ON c.id = v.case_id
    """,
    columns=(
        KEY,
        URL,
        TITLE,
        *coded(
            "phase",
            "v.phase",
            Phase,
            (_("Phase (code)"), _("Phase")),
            of("PhaseVisit", "phase"),
        ),
        Column("visit", "v.number", INTEGER, _("Visit"), of("PhaseVisit", "number")),
        Column("entered_on", "v.entered_on", DATE, _("Entered on"), of("PhaseVisit", "entered_on")),
        Column("left_on", "v.left_on", DATE, _("Left on"), of("PhaseVisit", "left_on")),
        Column(
            "days",
            f"coalesce(v.left_on, {TODAY}) - v.entered_on",
            INTEGER,
            _("Days"),
            of("PhaseVisit", "entered_on", "left_on"),
        ),
        Column(
            "recorded_at", "v.entered_at", MOMENT, _("Recorded"), of("PhaseVisit", "entered_at")
        ),
        Column("reason", "nullif(v.reason, '')", TEXT, _("Reason"), of("PhaseVisit", "reason")),
    ),
)

UPDATES = Published(
    name="status-updates",
    title=_("Status updates"),
    says="Every status update, one row each.",
    model=StatusUpdate,
    days=("recorded_at",),
    joins="""
        JOIN projects_statusupdate s ON s.id = page.id
        JOIN projects_case c ON c.id = s.case_id
        JOIN accounts_user b ON b.id = s.by_id
    """,
    columns=(
        KEY,
        URL,
        TITLE,
        *coded(
            "health",
            "s.health",
            Health,
            (_("Health (code)"), _("Health")),
            of("StatusUpdate", "health"),
        ),
        Column(
            "recorded_at",
            "s.recorded_at",
            MOMENT,
            _("Recorded"),
            of("StatusUpdate", "recorded_at"),
        ),
        Column("summary", "s.summary", TEXT, _("Status in words"), of("StatusUpdate", "summary")),
        Column(
            "next_step",
            "nullif(s.next_step, '')",
            TEXT,
            _("Next step"),
            of("StatusUpdate", "next_step"),
        ),
        Column(
            "next_step_on",
            "s.next_step_on",
            DATE,
            _("Date of the next step"),
            of("StatusUpdate", "next_step_on"),
        ),
        Column(
            "hindrance",
            "nullif(s.hindrance, '')",
            TEXT,
            _("Hindrance"),
            of("StatusUpdate", "hindrance"),
        ),
        Column(
            "help_wanted",
            "nullif(s.help_wanted, '')",
            TEXT,
            _("Help wanted"),
            of("StatusUpdate", "help_wanted"),
        ),
        Column("by", "b.name", TEXT, _("By"), of("StatusUpdate", "by")),
    ),
)

OF_CASES = (VISITS, UPDATES, *METHOD)
