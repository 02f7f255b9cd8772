from accounts.models.municipality import County, Language, Municipality, Sector, Unit
from accounts.models.person import RoleGrant, TimeRange, User
from accounts.models.security_event import SecurityEvent, SecurityEventKind
from accounts.models.sent_form import SentForm
from accounts.models.token import ApiToken, Scope

__all__ = [
    "ApiToken",
    "County",
    "Language",
    "Municipality",
    "RoleGrant",
    "Scope",
    "Sector",
    "SecurityEvent",
    "SecurityEventKind",
    "SentForm",
    "TimeRange",
    "Unit",
    "User",
]
