from hampshire.accounts.models.staff import Staff
from hampshire.accounts.models.team import Membership, Role, Team, TeamLineage

__all__ = ["Membership", "Role", "Staff", "Team", "TeamLineage"]
