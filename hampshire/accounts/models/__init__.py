from hampshire.accounts.models.saved_view import SavedView
from hampshire.accounts.models.staff import Staff
from hampshire.accounts.models.team import FAMILY_ROLES, OVERSEEING_ROLES, Membership, Role, Team, TeamLineage

__all__ = [
    "FAMILY_ROLES",
    "OVERSEEING_ROLES",
    "Membership",
    "Role",
    "SavedView",
    "Staff",
    "Team",
    "TeamLineage",
]
