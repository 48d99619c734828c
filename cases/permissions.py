"""Who may do what with a family, a line a condition. Whether they may know of it at all is the gate's question."""

from cases.models import Case, Family, Referral
from hampshire.accounts.models import FAMILY_ROLES, Role, Staff
from hampshire.permissions import YES, Decision, no


def can_work_with_family(user: Staff, family: Family) -> Decision:
    """Write on a family's record: its own team, whoever is allocated, and those who supervise them."""
    if not user.has_role(*FAMILY_ROLES):
        return no("Only people who work with families can change a family's record.")
    if user.oversees(family.team_id) or family.is_worked_by(user):
        return YES
    if any(m.team_id == family.team_id for m in user.standing if m.role in FAMILY_ROLES):
        return YES
    return no("Only the family's own team, or a worker allocated to them, can change this record.")


def can_take_referral(user: Staff) -> Decision:
    if not user.has_role(*FAMILY_ROLES):
        return no("Only people who work with families can take a referral.")
    return YES


def can_decide_referral(user: Staff, referral: Referral) -> Decision:
    if not user.oversees(referral.team_id):
        return no("Only a supervisor or manager of this team can decide what happens with a referral.")
    if referral.decision:
        return no("This referral has been decided already.")
    return YES


def can_allocate(user: Staff, case: Case) -> Decision:
    if not user.oversees(case.team_id):
        return no("Only a supervisor or manager of this family's team can allocate.")
    if not case.is_open:
        return no("This case is closed. A new referral opens another.")
    return YES


def can_close_case(user: Staff, case: Case) -> Decision:
    if not user.oversees(case.team_id):
        return no("Only a supervisor or manager of this family's team can close a case.")
    if not case.is_open:
        return no("This case is closed already.")
    return YES


def can_import_returns(user: Staff) -> Decision:
    if not user.has_role(Role.ADMINISTRATOR):
        return no("Only an administrator can import a return.")
    return YES
