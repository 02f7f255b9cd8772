"""The published case, visit and status update: one definition for every body and file.

A column says where it stands in JSON, which SQL makes it and which model fields it draws on;
who may read it follows from the register of those fields. A path of two parts is an object
in JSON (``phase.code``) and one column in files (``phase_code``). New columns go last.

In the SQL, ``c`` is the case and ``{reads}`` whether the caller reads its working texts.
"""

from dataclasses import dataclass
from enum import Enum, auto

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Language
from projects.fields import REGISTER, FieldClass
from projects.models import Case, PhaseVisit, StatusUpdate
from projects.phases import Phase
from projects.states import Health, State, Visibility


class Kind(Enum):
    """What a value is, and so how it is written in each format."""

    CODE = auto()  # text of our own making: never looks like a formula
    TEXT = auto()
    LIST = auto()
    INTEGER = auto()
    NUMBER = auto()
    DATE = auto()
    MOMENT = auto()


@dataclass(frozen=True)
class Column:
    """One published value."""

    path: str
    sql: str
    kind: Kind
    heading: str
    draws_on: tuple[str, ...] = ()
    labels: type | None = None
    field_class: FieldClass | None = None

    @property
    def name(self) -> str:
        """The column's name in files."""
        return self.path.replace(".", "_")

    @property
    def is_working(self) -> bool:
        """Only whoever reads the case's working texts has the column."""
        if self.field_class:
            return self.field_class is not FieldClass.OPEN
        held = (drawn.rsplit(".", 1) for drawn in self.draws_on)
        return any(REGISTER[model][field] is not FieldClass.OPEN for model, field in held)


@dataclass(frozen=True, eq=False)  # a cache's key: told apart by identity, which costs nothing
class Published:
    """One list of the API. ``joins`` follows ``FROM page`` whose ``id`` is the row's."""

    name: str
    title: str
    model: type
    columns: tuple[Column, ...]
    joins: str

    def columns_for(self, *, working: bool) -> tuple[Column, ...]:
        """The columns of a caller who reads working texts somewhere, or nowhere."""
        return tuple(column for column in self.columns if working or not column.is_working)


CODE, TEXT, LIST, INTEGER, DATE, MOMENT = (
    Kind.CODE,
    Kind.TEXT,
    Kind.LIST,
    Kind.INTEGER,
    Kind.DATE,
    Kind.MOMENT,
)
TODAY = f"(now() AT TIME ZONE '{settings.TIME_ZONE}')::date"
HERE = f"'{settings.BASE_URL}/api/v1/cases/' || c.key || '/'"


def _of(model, *fields):
    return tuple(f"projects.{model}.{field}" for field in fields)


def _coded(path, sql, labels, headings, draws_on):
    """The code and the label of a coded value."""
    code, label = headings
    return (
        Column(f"{path}.code", sql, CODE, code, draws_on),
        Column(f"{path}.label", sql, CODE, label, draws_on, labels=labels),
    )


KEY = Column("key", "c.key", CODE, _("Case key"), _of("Case", "key"))
URL = Column("url", HERE, CODE, _("Address"), _of("Case", "key"))
TITLE = Column(
    "title",
    "CASE WHEN {reads} THEN c.title ELSE coalesce(nullif(c.public_title, ''), c.title) END",
    TEXT,
    _("Title"),
    _of("Case", "title", "public_title"),
    field_class=FieldClass.OPEN,  # it is the public title for whoever reads no working texts
)

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
    """,
    columns=(
        KEY,
        URL,
        TITLE,
        Column("summary", "nullif(c.summary, '')", TEXT, _("Summary"), _of("Case", "summary")),
        Column("phase.code", "c.phase", CODE, _("Phase (code)"), _of("Case", "phase")),
        Column(
            "phase.number",
            "array_position(ARRAY['what', 'who', 'system', 'use', 'refine'], c.phase::text)",
            INTEGER,
            _("Phase (number)"),
            _of("Case", "phase"),
        ),
        Column("phase.label", "c.phase", CODE, _("Phase"), _of("Case", "phase"), labels=Phase),
        Column("phase.visit", "v.number", INTEGER, _("Visit"), _of("PhaseVisit", "number")),
        Column(
            "phase.entered_on",
            "c.phase_since",
            DATE,
            _("In the phase since"),
            _of("Case", "phase_since"),
        ),
        Column(
            "phase.days",
            f"CASE WHEN c.state IN ('active', 'paused') THEN {TODAY} - c.phase_since END",
            INTEGER,
            _("Days in the phase"),
            _of("Case", "phase_since", "state"),
        ),
        *_coded("state", "c.state", State, (_("State (code)"), _("State")), _of("Case", "state")),
        Column(
            "state.paused_until",
            "c.paused_until",
            DATE,
            _("Paused until"),
            _of("Case", "paused_until"),
        ),
        *_coded(
            "health", "c.health", Health, (_("Health (code)"), _("Health")), _of("Case", "health")
        ),
        Column(
            "health.set_at",
            "s.recorded_at",
            MOMENT,
            _("Health set"),
            _of("StatusUpdate", "recorded_at"),
        ),
        Column(
            "health.summary",
            "s.summary",
            TEXT,
            _("Status in words"),
            _of("StatusUpdate", "summary"),
        ),
        Column("unit.code", "u.code", CODE, _("Unit (code)"), ("accounts.Unit.code",)),
        Column("unit.label", "u.name", TEXT, _("Unit"), ("accounts.Unit.name",)),
        *_coded(
            "visibility",
            "c.visibility",
            Visibility,
            (_("Visibility (code)"), _("Visibility")),
            _of("Case", "visibility"),
        ),
        *_coded(
            "language",
            "c.language",
            Language,
            (_("Written language (code)"), _("Written language")),
            _of("Case", "language"),
        ),
        Column("start_on", "nullif(c.start_on, '')", CODE, _("Start"), _of("Case", "start_on")),
        Column(
            "planned_end_on",
            "nullif(c.planned_end_on, '')",
            CODE,
            _("Planned end"),
            _of("Case", "planned_end_on"),
        ),
        Column(
            "actual_end_on",
            "nullif(c.actual_end_on, '')",
            CODE,
            _("Actual end"),
            _of("Case", "actual_end_on"),
        ),
        Column(
            "innovation_types",
            "c.innovation_types",
            LIST,
            _("Kinds of innovation"),
            _of("Case", "innovation_types"),
        ),
        Column("tags", "c.tags", LIST, _("Tags"), _of("Case", "tags")),
        Column(
            "kostra_function",
            "nullif(c.kostra_function, '')",
            CODE,
            _("KOSTRA function"),
            _of("Case", "kostra_function"),
        ),
        Column("sdgs", "c.sdgs", LIST, _("Sustainable Development Goals"), _of("Case", "sdgs")),
        Column("link", "nullif(c.link, '')", CODE, _("Link"), _of("Case", "link")),
        Column(
            "archive_reference",
            "nullif(c.archive_reference, '')",
            CODE,
            _("Archive reference"),
            _of("Case", "archive_reference"),
        ),
        Column(
            "last_confirmed_at",
            "c.confirmed_at",
            MOMENT,
            _("Last confirmed"),
            _of("Case", "confirmed_at"),
        ),
        Column("registered_at", "c.created_at", MOMENT, _("Registered"), _of("Case", "created_at")),
        Column(
            "updated_at",
            "c.updated_at",
            MOMENT,
            _("Last changed"),
            _of("Case", "updated_at"),
            field_class=FieldClass.WORKING,  # it moves with working texts as well
        ),
        Column("owner", "o.name", TEXT, _("Project owner"), _of("Assignment", "user")),
        Column("lead", "l.name", TEXT, _("Project lead"), _of("Assignment", "user")),
        Column(
            "next_step",
            "nullif(s.next_step, '')",
            TEXT,
            _("Next step"),
            _of("StatusUpdate", "next_step"),
        ),
        Column(
            "next_step_on",
            "s.next_step_on",
            DATE,
            _("Date of the next step"),
            _of("StatusUpdate", "next_step_on"),
        ),
        Column(
            "hindrance",
            "nullif(s.hindrance, '')",
            TEXT,
            _("Hindrance"),
            _of("StatusUpdate", "hindrance"),
        ),
        Column(
            "help_wanted",
            "nullif(s.help_wanted, '')",
            TEXT,
            _("Help wanted"),
            _of("StatusUpdate", "help_wanted"),
        ),
        Column(
            "external_source",
            "nullif(c.external_source, '')",
            TEXT,
            _("External source"),
            _of("Case", "external_source"),
        ),
        Column(
            "external_id",
            "nullif(c.external_id, '')",
            TEXT,
            _("External id"),
            _of("Case", "external_id"),
        ),
    ),
)

VISITS = Published(
    name="phase-visits",
    title=_("Phase visits"),
    model=PhaseVisit,
    joins="""
        JOIN projects_phasevisit v ON v.id = page.id
        JOIN projects_case c ON c.id = v.case_id
    """,
    columns=(
        KEY,
        URL,
        TITLE,
        *_coded(
            "phase",
            "v.phase",
            Phase,
            (_("Phase (code)"), _("Phase")),
            _of("PhaseVisit", "phase"),
        ),
        Column("visit", "v.number", INTEGER, _("Visit"), _of("PhaseVisit", "number")),
        Column(
            "entered_on", "v.entered_on", DATE, _("Entered on"), _of("PhaseVisit", "entered_on")
        ),
        Column("left_on", "v.left_on", DATE, _("Left on"), _of("PhaseVisit", "left_on")),
        Column(
            "days",
            f"coalesce(v.left_on, {TODAY}) - v.entered_on",
            INTEGER,
            _("Days"),
            _of("PhaseVisit", "entered_on", "left_on"),
        ),
        Column(
            "recorded_at", "v.entered_at", MOMENT, _("Recorded"), _of("PhaseVisit", "entered_at")
        ),
        Column("reason", "nullif(v.reason, '')", TEXT, _("Reason"), _of("PhaseVisit", "reason")),
    ),
)

UPDATES = Published(
    name="status-updates",
    title=_("Status updates"),
    model=StatusUpdate,
    joins="""
        JOIN projects_statusupdate s ON s.id = page.id
        JOIN projects_case c ON c.id = s.case_id
        JOIN accounts_user b ON b.id = s.by_id
    """,
    columns=(
        KEY,
        URL,
        TITLE,
        *_coded(
            "health",
            "s.health",
            Health,
            (_("Health (code)"), _("Health")),
            _of("StatusUpdate", "health"),
        ),
        Column(
            "recorded_at",
            "s.recorded_at",
            MOMENT,
            _("Recorded"),
            _of("StatusUpdate", "recorded_at"),
        ),
        Column("summary", "s.summary", TEXT, _("Status in words"), _of("StatusUpdate", "summary")),
        Column(
            "next_step",
            "nullif(s.next_step, '')",
            TEXT,
            _("Next step"),
            _of("StatusUpdate", "next_step"),
        ),
        Column(
            "next_step_on",
            "s.next_step_on",
            DATE,
            _("Date of the next step"),
            _of("StatusUpdate", "next_step_on"),
        ),
        Column(
            "hindrance",
            "nullif(s.hindrance, '')",
            TEXT,
            _("Hindrance"),
            _of("StatusUpdate", "hindrance"),
        ),
        Column(
            "help_wanted",
            "nullif(s.help_wanted, '')",
            TEXT,
            _("Help wanted"),
            _of("StatusUpdate", "help_wanted"),
        ),
        Column("by", "b.name", TEXT, _("By"), _of("StatusUpdate", "by")),
    ),
)
