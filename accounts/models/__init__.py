from accounts.models.municipality import County, Language, Municipality, Sector, Unit
from accounts.models.person import RoleGrant, TimeRange, User

__all__ = ["County", "Language", "Municipality", "RoleGrant", "Sector", "TimeRange", "Unit", "User"]
