"""Who may see figures, open the rows behind them, and have them computed."""

from uuid import UUID

from hampshire.accounts.models import OVERSEEING_ROLES, Role, Staff
from hampshire.permissions import YES, Decision, no


def can_see_outcomes(user: Staff) -> Decision:
    if not user.has_role(*OVERSEEING_ROLES):
        return no("Only a supervisor or manager can see the figures of their teams.")
    return YES


def can_see_figures_of(user: Staff, team_id: UUID) -> Decision:
    """A team's figures, and the rows behind them."""
    if not user.oversees(team_id):
        return no("Only a supervisor or manager of this team can see its figures.")
    return YES


def can_compute_now(user: Staff) -> Decision:
    """Have the figures computed without waiting for the next few minutes."""
    if not user.has_role(Role.MANAGER):
        return no("Only a manager can have the figures computed now. They follow by themselves within minutes.")
    return YES
