"""The register: every model field has one information class. A field without one fails a test.

Pages, exports, search and history take their field lists from here. Pure.
"""

from enum import Enum


class FieldClass(Enum):
    """Who may read a field; see accounts.roles."""

    OPEN = "open"
    WORKING = "working"
    PERSONAL = "personal"
    JUDGEMENT = "judgement"
    SECURITY = "security"


def _of(field_class, names):
    return dict.fromkeys(names.split(), field_class)


OPEN, WORKING, PERSONAL = FieldClass.OPEN, FieldClass.WORKING, FieldClass.PERSONAL
SECURITY = FieldClass.SECURITY

REGISTER: dict[str, dict[str, FieldClass]] = {
    "accounts.County": _of(OPEN, "number name"),
    "accounts.Municipality": _of(
        OPEN, "id number name county language colour shows_exempt_count opened_at"
    ),
    "accounts.Unit": _of(OPEN, "id municipality code name parent sector closed_at"),
    "accounts.User": _of(OPEN, "id municipality name unit")
    | _of(PERSONAL, "email language")
    | _of(SECURITY, "password last_login is_active created_at"),
    "accounts.RoleGrant": _of(SECURITY, "id user role valid_from valid_to granted_by created_at"),
    "accounts.ApiToken": _of(
        SECURITY,
        "id user name prefix digest scopes created_at created_by expires_at revoked_at"
        " last_used_at",
    ),
    "projects.Case": _of(
        OPEN,
        "id municipality key public_title summary language unit visibility phase"
        " phase_since state paused_until health confirmed_at start_on planned_end_on"
        " actual_end_on innovation_types tags kostra_function sdgs link archive_reference"
        " version created_at updated_at search_open",
    )
    | _of(
        WORKING,
        "title contact legal_basis exempt_until current_status external_id external_source"
        " created_by search_all",
    ),
    "projects.CaseKeyCounter": _of(SECURITY, "id municipality year last"),
    "projects.Assignment": _of(
        WORKING, "id case user role valid_from valid_to assigned_by created_at"
    ),
    "projects.PhaseVisit": _of(OPEN, "id case phase number entered_on entered_at left_on left_at")
    | _of(WORKING, "entered_by reason left_by"),
    "projects.StateChange": _of(OPEN, "id case origin target changed_on recorded_at review_on")
    | _of(WORKING, "by reason lesson"),
    "projects.StatusUpdate": _of(OPEN, "id case health recorded_at")
    | _of(
        WORKING,
        "summary next_step next_step_on hindrance help_wanted is_shared confirms corrects by",
    ),
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


def fields_of(model_label: str, classes) -> frozenset[str]:
    """The names of a model's fields in these classes."""
    return frozenset(name for name, held in REGISTER[model_label].items() if held in classes)
